"""One customer as the card shows them: profile, numbers, services, calls, follow-ups; and finding customers by text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, delete, func, or_, select, text, update

from callbench.records.people import Customer, FollowUp, History, PastCall, Phone, Service
from callbench.store import complaints, pools, tables
from callbench.store.rows import ID, TIME, Fixed, adding, row, rows, run
from callbench.store.tables import core
from callbench.store.types import Id, new_id

_customer, _phone, _agent = core(tables.Customer), core(tables.Phone), core(tables.Agent)
_service, _attempt, _answer = core(tables.ServiceRecord), core(tables.Attempt), core(tables.Answer)
_follow_up, _script = core(tables.FollowUp), core(tables.ScriptVersion)
_ID = bindparam("id", type_=Id())
_LINES = 50  # newest services, calls and follow-ups on the card

CUSTOMERS = select(
    _customer.c.id, _customer.c.code, _customer.c.name, _customer.c.gender, _customer.c.customer_class,
    _customer.c.owner_id, func.coalesce(_agent.c.name, ""), _customer.c.branch, _customer.c.birthday,
    _customer.c.email, _customer.c.wechat, _customer.c.zone, _customer.c.channel, _customer.c.preferred_time,
    _customer.c.preferences, _customer.c.special_needs, _customer.c.note, _customer.c.state,
).select_from(_customer.outerjoin(_agent, _agent.c.id == _customer.c.owner_id))  # fmt: skip
PHONES = select(
    _phone.c.customer_id, _phone.c.id, _phone.c.e164, _phone.c.ext, _phone.c.kind, _phone.c.state, _phone.c.original
).order_by(_phone.c.customer_id, _phone.c.position)
_ONE = Fixed(CUSTOMERS.where(_customer.c.id == _ID))
_PHONES_OF_ONE = Fixed(PHONES.where(_phone.c.customer_id == _ID))
_SERVICES = Fixed(
    select(_service.c.on_day, _service.c.item, _service.c.amount, _service.c.staff, _service.c.branch)
    .where(_service.c.customer_id == _ID)
    .order_by(_service.c.on_day.desc(), _service.c.nth.desc())
    .limit(_LINES)
)
_CALLS = Fixed(
    select(
        _attempt.c.id, _attempt.c.started_at, _attempt.c.outcome, _agent.c.name, _attempt.c.channel, _attempt.c.note,
        _script.c.form_id, _script.c.version, _script.c.hash, _attempt.c.corrected_at,
    )
    .join_from(_attempt, _agent, _agent.c.id == _attempt.c.agent_id)
    .outerjoin(_script, _script.c.id == _attempt.c.script_id)
    .where(_attempt.c.customer_id == _ID)
    .order_by(_attempt.c.started_at.desc(), _attempt.c.id.desc())
    .limit(_LINES)
)  # fmt: skip
_KEY_ANSWERS = Fixed(
    select(_answer.c.attempt_id, _answer.c.measure, _answer.c.label, _answer.c.text)
    .join_from(_answer, _attempt, _attempt.c.id == _answer.c.attempt_id)
    .where(_attempt.c.customer_id == _ID, _answer.c.measure != "", text("answer.state IN ('given', 'calculated')"))
    .order_by(_answer.c.attempt_id, _answer.c.path)
)
FOLLOW_UPS = (
    select(
        _follow_up.c.id, _follow_up.c.item_id, _follow_up.c.customer_id, _customer.c.name, _follow_up.c.agent_id,
        func.coalesce(_agent.c.name, ""), _follow_up.c.due_at, _follow_up.c.reason, _follow_up.c.note,
        _follow_up.c.state, _follow_up.c.ends_at, _follow_up.c.purpose, _follow_up.c.channel, _follow_up.c.rrule,
        _follow_up.c.series_id, _follow_up.c.uid, _follow_up.c.sequence, _follow_up.c.closed_why,
    )
    .join_from(_follow_up, _customer, _customer.c.id == _follow_up.c.customer_id)
    .outerjoin(_agent, _agent.c.id == _follow_up.c.agent_id)
)  # fmt: skip
_FOLLOW_UPS_OF_ONE = Fixed(
    FOLLOW_UPS.where(_follow_up.c.customer_id == _ID).order_by(_follow_up.c.due_at.desc()).limit(_LINES)
)


def customer(connection: Connection, customer_id: UUID) -> Customer | None:
    """One profile with its numbers in the order they are to be tried."""
    found = row(connection, _ONE, {"id": customer_id})
    if found is None:
        return None
    phones = tuple(Phone(*phone[1:]) for phone in rows(connection, _PHONES_OF_ONE, {"id": customer_id}))
    return replace(Customer(*found), phones=phones)


def history(connection: Connection, customer_id: UUID, *, complained: bool = True) -> History:
    """What is known of a customer, newest first, at most 50 of each kind; complained: there may be complaints."""
    who = {"id": customer_id}
    calls = rows(connection, _CALLS, who)
    answers: dict[UUID, list[tuple[str, str]]] = {}
    if calls:
        for attempt_id, measure, label, text in rows(connection, _KEY_ANSWERS, who):
            answers.setdefault(attempt_id, []).append((measure, label or text))
    return History(
        tuple(Service(*found) for found in rows(connection, _SERVICES, who)),
        tuple(_past(call, answers.get(call.id, ())) for call in calls),
        tuple(FollowUp(*found) for found in rows(connection, _FOLLOW_UPS_OF_ONE, who)),
        complaints.of_customer(connection, customer_id, _LINES) if complained else (),
    )


def _past(call: Any, answers: Sequence[tuple[str, str]]) -> PastCall:
    form_id, version, content = (word or "" for word in call[6:9])
    made = PastCall(*call[:6])
    return replace(
        made, answers=tuple(answers), script=form_id, script_version=version, script_hash=content,
        corrected_at=call.corrected_at,
    )  # fmt: skip


def find(connection: Connection, text: str, limit: int) -> tuple[Customer, ...]:
    """Customers whose name or code holds `text`, or one of whose numbers holds its digits; by name."""
    found = select(_customer.c.id).where(matching(text)).order_by(_customer.c.name, _customer.c.id).limit(limit)
    ids = list(connection.scalars(found))
    by_name = CUSTOMERS.where(_customer.c.id.in_(ids)).order_by(_customer.c.name, _customer.c.id)
    return _with_phones(connection, rows(connection, by_name))


def matching(text: str) -> Any:
    """The condition on customers for `text`: part of name or code, or, with three digits and more, of a number."""
    pattern = "%" + text.casefold().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    name = func.lower(_customer.c.name).like(pattern, escape="\\")
    code = func.lower(_customer.c.code).like(pattern, escape="\\")
    digits = "".join(char for char in text if char not in "+-() ")
    if len(digits) < 3 or not (digits.isascii() and digits.isdecimal()):
        return or_(name, code)
    ringing = select(_phone.c.customer_id).where(_phone.c.e164.like(f"%{digits}%"))
    return or_(name, code, _customer.c.id.in_(ringing))


def _with_phones(connection: Connection, found: Sequence[Any]) -> tuple[Customer, ...]:
    phones: dict[UUID, list[Phone]] = {}
    for phone in rows(connection, PHONES.where(_phone.c.customer_id.in_([one.id for one in found]))):
        phones.setdefault(phone.customer_id, []).append(Phone(*phone[1:]))
    return tuple(replace(Customer(*one), phones=tuple(phones.get(one.id, ()))) for one in found)


PROFILE_FIELDS = (
    "name", "gender", "customer_class", "branch", "birthday", "email", "wechat", "zone", "channel", "preferred_time",
    "preferences", "special_needs", "note",
)  # fmt: skip
"""The columns of a customer that are edited as a profile."""

_item = core(tables.QueueItem)
MOVE_CLOCK = (
    update(_item)
    .where(_item.c.customer_id == bindparam("this", type_=ID), _item.c.state != "done")
    .values(zone=bindparam("new_zone"))
)
_BEFORE = Fixed(
    select(*(_customer.c[name] for name in PROFILE_FIELDS)).where(_customer.c.id == _ID).with_for_update(key_share=True)
)
_TO_SET = bindparam("id_", type_=Id())  # in an UPDATE a parameter may not be named as a column
_PHONE_STATE = Fixed(update(_phone).where(_phone.c.id == _TO_SET).values(state=bindparam("state_")))
_STATE = Fixed(
    update(_customer)
    .where(_customer.c.id == _TO_SET)
    .values(state=bindparam("state_"), updated_at=bindparam("now_", type_=TIME))
)
_ADD_PHONE = adding(_phone)


def current(connection: Connection, customer_id: UUID) -> dict[str, str] | None:
    """The profile fields as they stand, locked until the end; None when there is no such customer."""
    found = row(connection, _BEFORE, {"id": customer_id})
    return None if found is None else dict(found._asdict())


def write(connection: Connection, customer_id: UUID, fields: Mapping[str, str], now: datetime) -> None:
    """Set these profile fields; who waits to be called waits by the new clock."""
    connection.execute(update(_customer).where(_customer.c.id == customer_id).values(**fields, updated_at=now))
    if "zone" in fields:
        connection.execute(MOVE_CLOCK, {"this": customer_id, "new_zone": fields["zone"]})
    if pools.PLACING & fields.keys():
        pools.place_customers(connection, [customer_id])


def add_phone(
    connection: Connection, customer_id: UUID, values: Mapping[str, str], position: int, now: datetime
) -> UUID:
    """One more number of a customer; its key. values: e164, ext, kind, original."""
    phone_id = new_id(now)
    about = {"id": phone_id, "customer_id": customer_id, "position": position, "state": "valid"}
    run(connection, _ADD_PHONE, about | dict(values))
    return phone_id


def remove_phone(connection: Connection, phone_id: UUID) -> None:
    """Take a number back that was added by mistake."""
    connection.execute(delete(_phone).where(_phone.c.id == phone_id))


def next_position(connection: Connection, customer_id: UUID) -> int:
    """Where a further number of the customer goes."""
    last = connection.scalar(select(func.max(_phone.c.position)).where(_phone.c.customer_id == customer_id))
    return 0 if last is None else int(last) + 1


def set_phone_state(connection: Connection, phone_id: UUID, state: str) -> None:
    """valid, wrong or invalid."""
    run(connection, _PHONE_STATE, {"id_": phone_id, "state_": state})


def set_state(connection: Connection, customer_id: UUID, state: str, now: datetime) -> None:
    """active, inactive or do_not_call."""
    run(connection, _STATE, {"id_": customer_id, "state_": state, "now_": now})
