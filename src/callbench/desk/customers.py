"""Customers: the card, their history, finding them, supplementing the profile."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from callbench.desk.bench import Bench
from callbench.desk.parked import return_parked
from callbench.errors import UsageProblem
from callbench.i18n import N_, _
from callbench.records.people import Agent, Customer, History
from callbench.store import events, profiles
from callbench.text import clean
from callbench.values.day import read_day
from callbench.values.phone import read_phones
from callbench.values.problem import ValueProblem

FIELD_LABELS = {
    "name": N_("Name"),
    "phone": N_("Phone"),
    "gender": N_("Gender"),
    "customer_class": N_("Class"),
    "branch": N_("Branch"),
    "birthday": N_("Birthday"),
    "email": N_("E-mail"),
    "wechat": N_("WeChat"),
    "zone": N_("Time zone"),
    "channel": N_("Preferred channel"),
    "preferred_time": N_("Preferred time"),
    "preferences": N_("Preferences"),
    "special_needs": N_("Special needs"),
    "note": N_("Note"),
}
"""What can be written into a profile, in the order of the card."""

_CODES = {
    "gender": {"": "", "female": "female", "女": "female", "f": "female", "male": "male", "男": "male", "m": "male",
               "other": "other", "其他": "other"},
    "customer_class": {"": "", "key": "key", "重点": "key", "regular": "regular", "常规": "regular",
                       "potential": "potential", "潜在": "potential", "special": "special", "特殊": "special"},
}  # fmt: skip
_LONG = ("preferences", "special_needs", "note")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_NO_YEAR = re.compile(r"(?:--)?(\d{1,2}) ?[-/.月] ?(\d{1,2}) ?日?")


def customer(bench: Bench, customer_id: UUID) -> Customer:
    """One profile. Raises UsageProblem when there is no such customer."""
    with bench.db.read() as connection:
        found = profiles.customer(connection, customer_id)
    if found is None:
        raise _unknown()
    return found


def history(bench: Bench, customer_id: UUID) -> History:
    """What is known of a customer, newest first."""
    with bench.db.read() as connection:
        return profiles.history(connection, customer_id)


def find_customers(bench: Bench, text: str, limit: int = 50) -> tuple[Customer, ...]:
    """Customers whose name or code holds `text`, or one of whose numbers holds its digits (three and more); by name."""
    wanted = clean(text, limit=100)
    if not wanted:
        return ()
    with bench.db.read() as connection:
        return profiles.find(connection, wanted, limit)


def update_profile(bench: Bench, agent: Agent, customer_id: UUID, fields: dict[str, str]) -> Customer:
    """Write these fields (FIELD_LABELS; `phone` adds a number). Raises UsageProblem naming the field that is wrong."""
    now = bench.clock.now()
    with bench.db.write() as connection:
        change = write_profile(bench, connection, customer_id, fields)
        if change["fields"] or change["phones"]:
            events.record(connection, now, agent.id, "profile.changed", "customer", customer_id, change)
        found = profiles.customer(connection, customer_id)
    assert found is not None
    return found


def write_profile(bench: Bench, connection: Any, customer_id: UUID, fields: dict[str, str]) -> dict[str, Any]:
    """Check and write profile fields inside a transaction; what changed, before and after, for the trace."""
    now = bench.clock.now()
    before = profiles.current(connection, customer_id)
    if before is None:
        raise _unknown()
    checked = {name: check_field(bench, name, text) for name, text in fields.items() if name != "phone"}
    changed = {name: value for name, value in checked.items() if before[name] != value}
    if changed:
        profiles.write(connection, customer_id, changed, now)
    added = _add_phones(bench, connection, customer_id, fields.get("phone", ""))
    if added:
        return_parked(bench, connection)
    pairs = {name: [before[name], value] for name, value in changed.items()}
    return {"customer": customer_id, "fields": pairs, "phones": added}


def check_field(bench: Bench, name: str, text: str) -> str:
    """The value of a profile field as it is stored. Raises UsageProblem when it cannot be one."""
    if name not in FIELD_LABELS:
        raise UsageProblem(
            _("There is no profile field {name!r}.").format(name=clean(name)),
            todo=_("Known: {known}.").format(known=", ".join(FIELD_LABELS)),
        )
    value = clean(text, lines=name in _LONG, limit=2_000 if name in _LONG else 200)
    if name in _CODES:
        codes = _CODES[name]
        if value.casefold().removesuffix("客户") not in codes:
            raise _wrong(name, value, _("one of {known}").format(known=", ".join(sorted({*codes.values()} - {""}))))
        return codes[value.casefold().removesuffix("客户")]
    if name == "birthday":
        return _birthday(bench, value)
    if name == "zone" and value not in available_timezones():
        raise _wrong(name, value, _("a time zone like Asia/Shanghai"))
    if name == "email" and value and not _EMAIL.fullmatch(value):
        raise _wrong(name, value, "name@example.com")
    if name == "name" and not value:
        raise _wrong(name, value, _("a name"))
    return value


def _birthday(bench: Bench, value: str) -> str:
    """ISO date, --MM-DD without a year, or "". Never to come."""
    if not value:
        return ""
    if short := _NO_YEAR.fullmatch(value):
        try:
            read_day(f"2000-{short[1]}-{short[2]}")
        except ValueProblem as problem:
            raise _wrong("birthday", value, problem.message) from None
        return f"--{int(short[1]):02}-{int(short[2]):02}"
    try:
        day = read_day(value)
    except ValueProblem as problem:
        raise _wrong("birthday", value, problem.message) from None
    if day > bench.clock.now().astimezone(ZoneInfo(bench.settings["shop.zone"])).date():
        raise _wrong("birthday", value, _("a day that has passed"))
    return day.isoformat()


def _add_phones(bench: Bench, connection: Any, customer_id: UUID, text: str) -> list[UUID]:
    """The keys of the numbers in `text` the customer did not have yet."""
    if not clean(text):
        return []
    read = read_phones(text, bench.settings["shop.region"])
    if not read.phones:
        expected = read.problems[0].message if read.problems else _("a phone number")
        raise _wrong("phone", clean(text), expected)
    known = profiles.customer(connection, customer_id)
    assert known is not None
    have = {(phone.e164, phone.ext) for phone in known.phones}
    position = profiles.next_position(connection, customer_id)
    added: list[UUID] = []
    for number in read.phones:
        if (number.e164, number.ext) not in have:
            have.add((number.e164, number.ext))
            values = {"e164": number.e164, "ext": number.ext, "kind": number.kind, "original": number.original}
            added.append(profiles.add_phone(connection, customer_id, values, position + len(added), bench.clock.now()))
    return added


def _wrong(name: str, value: str, expected: str) -> UsageProblem:
    return UsageProblem(
        _("{value!r} does not fit.").format(value=value), where=_(FIELD_LABELS[name]),
        todo=_("Expected: {expected}.").format(expected=expected),
    )  # fmt: skip


def _unknown() -> UsageProblem:
    return UsageProblem(_("There is no such customer."))
