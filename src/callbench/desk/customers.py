"""Customers: the card, their history, finding them, supplementing the profile."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from callbench.clock import Clock
from callbench.config import Settings
from callbench.desk.bench import Bench
from callbench.desk.people import return_parked
from callbench.errors import UsageProblem
from callbench.i18n import _
from callbench.records.people import Agent, Customer, History
from callbench.rules.words import PROFILE
from callbench.store import events, profiles
from callbench.text import clean
from callbench.values.day import read_birthday
from callbench.values.phone import read_phones
from callbench.values.problem import ValueProblem
from callbench.values.profile_words import read_class, read_email, read_gender
from callbench.values.zone import read_zone

FIELDS = ("phone", *profiles.PROFILE_FIELDS)
"""What can be written into a profile; `phone` adds a number."""
_READERS = {"gender": read_gender, "customer_class": read_class, "email": read_email, "zone": read_zone}
_LONG = ("preferences", "special_needs", "note")


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
    """Write these fields (of FIELDS). Raises UsageProblem naming the field that is wrong.

    A number that the card has already and that was found wrong is no number to call: it is refused where there is no other.
    """
    now = bench.clock.now()
    with bench.db.write() as connection:
        change = write_profile(bench, connection, customer_id, fields)
        if change["fields"] or change["phones"]:
            events.record(connection, now, agent.id, "profile.changed", "customer", customer_id, change)
        found = profiles.customer(connection, customer_id)
        assert found is not None
        if clean(fields.get("phone", "")) and not change["phones"] and "phone" in found.missing:
            raise _wrong("phone", clean(fields["phone"]), _("This number was found wrong before; write another one."))
    return found


def write_profile(bench: Bench, connection: Any, customer_id: UUID, fields: dict[str, str]) -> dict[str, Any]:
    """Check and write profile fields inside a transaction; what changed, before and after, for the trace."""
    now = bench.clock.now()
    before = profiles.current(connection, customer_id)
    if before is None:
        raise _unknown()
    given = [(name, text) for name, text in fields.items() if name != "phone"]
    checked = {name: check_field(bench.settings, bench.clock, name, text) for name, text in given}
    changed = {name: value for name, value in checked.items() if before[name] != value}
    if changed:
        profiles.write(connection, customer_id, changed, now)
    added = _add_phones(bench, connection, customer_id, fields.get("phone", ""))
    if added:
        return_parked(bench, connection)
    pairs = {name: [before[name], value] for name, value in changed.items()}
    return {"customer": customer_id, "fields": pairs, "phones": added}


def supplement_profile(bench: Bench, connection: Any, customer_id: UUID, fields: dict[str, str]) -> dict[str, Any]:
    """As `write_profile` with what answers say; what cannot be read, or is no field, is left out and told in the trace."""
    reads = field_check(bench.settings, bench.clock)
    left_out = {name: text for name, text in fields.items() if name not in FIELDS or reads(name, text)}
    kept = {name: text for name, text in fields.items() if name not in left_out}
    change = write_profile(bench, connection, customer_id, kept)
    return (
        change | {"left_out": {name: clean(text, limit=200) for name, text in left_out.items()}} if left_out else change
    )


def field_check(settings: Settings, clock: Clock) -> Callable[[str, str], str]:
    """(field, text) → what is wrong with it, "" when it would be kept or is no field of a profile; asks no store."""
    return partial(_field_problem, settings, clock)


def _field_problem(settings: Settings, clock: Clock, name: str, text: str) -> str:
    if name == "phone":
        read = read_phones(text, settings["shop.region"])
        return "" if read.phones or not read.problems else read.problems[0].message
    if name not in FIELDS:
        return ""
    try:
        check_field(settings, clock, name, text)
    except UsageProblem as problem:
        return problem.todo or problem.what
    return ""


def check_field(settings: Settings, clock: Clock, name: str, text: str) -> str:
    """The value of a profile field as it is stored. Raises UsageProblem when it cannot be one."""
    if name not in FIELDS:
        raise UsageProblem(
            _("There is no profile field {name!r}.").format(name=clean(name)),
            todo=_("Known: {known}.").format(known=_(", ").join(FIELDS)),
        )
    value = clean(text, lines=name in _LONG, limit=2_000 if name in _LONG else 200)
    try:
        if name in _READERS:
            return _READERS[name](value)
        if name == "birthday":
            return _birthday(settings, clock, value)
    except ValueProblem as problem:
        raise _wrong(name, value, problem.message) from None
    if name == "name" and not value:
        raise _wrong(name, value, _("Write a name."))
    return value


def _birthday(settings: Settings, clock: Clock, value: str) -> str:
    """ISO date, --MM-DD without a year, or "". Never to come."""
    day = read_birthday(value) if value else ""
    if day > clock.now().astimezone(settings.zone).date().isoformat():
        raise _wrong("birthday", value, _("Write a day that has passed."))
    return day


def _add_phones(bench: Bench, connection: Any, customer_id: UUID, text: str) -> list[UUID]:
    """The keys of the numbers in `text` the customer did not have yet."""
    if not clean(text):
        return []
    read = read_phones(text, bench.settings["shop.region"])
    if not read.phones:
        raise _wrong("phone", clean(text), read.problems[0].message if read.problems else _("Write a phone number."))
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


def _wrong(name: str, value: str, todo: str) -> UsageProblem:
    return UsageProblem(_("{value!r} does not fit.").format(value=value), where=_(PROFILE[name]), todo=todo)


def _unknown() -> UsageProblem:
    return UsageProblem(_("There is no such customer."))
