"""A saved attempt that is put right: what stands, and writing what is to stand instead."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, bindparam, delete, func, select, text, update

from callbench.records.calls import AnswerGiven
from callbench.store import attempts, tables
from callbench.store.rows import ID, PLAIN, TIME, Fixed, row, run, sql
from callbench.store.tables import core

_attempt, _answer, _item = core(tables.Attempt), core(tables.Answer), core(tables.QueueItem)
_customer, _campaign, _agent = core(tables.Customer), core(tables.Campaign), core(tables.Agent)
_script, _follow_up, _complaint = core(tables.ScriptVersion), core(tables.FollowUp), core(tables.Complaint)

_BOOKED = select(_follow_up.c.id).where(_follow_up.c.attempt_id == _attempt.c.id, text("follow_up.state = 'open'"))
_COMPLAINED = select(_complaint.c.id).where(_complaint.c.attempt_id == _attempt.c.id)
_FOUND = (
    select(
        _attempt, _item.c.zone, _item.c.attempts.label("made"), _campaign.c.max_attempts, _agent.c.name.label("agent"),
        _customer.c.name.label("customer"), _customer.c.state.label("customer_state"), _script.c.canonical,
        _BOOKED.correlate(_attempt).exists().label("booked"),
        _COMPLAINED.correlate(_attempt).exists().label("complained"),
    )
    .join_from(_attempt, _item, _item.c.id == _attempt.c.item_id)
    .join(_campaign, _campaign.c.id == _attempt.c.campaign_id)
    .join(_agent, _agent.c.id == _attempt.c.agent_id)
    .join(_customer, _customer.c.id == _attempt.c.customer_id)
    .join(_script, _script.c.id == _attempt.c.script_id)
    .where(_attempt.c.id == bindparam("attempt", type_=ID))
)  # fmt: skip
_READ, _STANDS = Fixed(_FOUND), Fixed(_FOUND.with_for_update(of=_attempt))
_PHONE = sql(
    "SELECT id, state FROM phone WHERE customer_id = :customer AND e164 = :e164 ORDER BY position LIMIT 1",
    columns={"id": ID, "state": PLAIN}, customer=ID,
)  # fmt: skip
_OTHER_OPEN = sql(
    "SELECT id FROM queue_item WHERE customer_id = :customer AND campaign_id = :campaign AND state <> 'done' AND id <> :item",
    columns={"id": ID}, customer=ID, campaign=ID, item=ID,
)  # fmt: skip
_PROMISED = sql(
    "SELECT id, due_at FROM follow_up WHERE item_id = :item AND state = 'open'",
    columns={"id": ID, "due_at": TIME},
    item=ID,
)
_WRITE = Fixed(
    update(_attempt)
    .where(_attempt.c.id == bindparam("id_", type_=ID))
    .values(outcome=bindparam("outcome_"), note=bindparam("note_"), corrected_at=bindparam("now_", type_=TIME))
)
_DROP_ANSWERS = Fixed(delete(_answer).where(_answer.c.attempt_id == bindparam("id_", type_=ID)))


def stands(connection: Connection, attempt_id: UUID, *, lock: bool = True) -> Any:
    """The attempt with what it was about, locked until the end if asked; None when there is none.

    made: attempts of its item by now. booked, complained: a follow-up still to come, a complaint, came of it.
    """
    return row(connection, _STANDS if lock else _READ, {"attempt": attempt_id})


def number_of(connection: Connection, customer_id: UUID, e164: str) -> Any:
    """The number that was called, with its state; None when the customer does not have it any more."""
    return row(connection, _PHONE, {"customer": customer_id, "e164": e164}) if e164 else None


def waits_already(connection: Connection, item_id: UUID, customer_id: UUID, campaign_id: UUID) -> bool:
    """Whether the customer waits with another item of the campaign."""
    wanted = {"item": item_id, "customer": customer_id, "campaign": campaign_id}
    return row(connection, _OTHER_OPEN, wanted) is not None


def promised(connection: Connection, item_id: UUID) -> Any:
    """The item's open follow-up (id, due_at), or None."""
    return row(connection, _PROMISED, {"item": item_id})


def write(
    connection: Connection,
    attempt_id: UUID,
    outcome: str,
    note: str,
    answers: Sequence[AnswerGiven] | None,
    now: datetime,
) -> None:
    """Let the attempt say this; answers: in place of those it had, None: those stay."""
    run(connection, _WRITE, {"id_": attempt_id, "outcome_": outcome, "note_": note, "now_": now})
    if answers is not None:
        run(connection, _DROP_ANSWERS, {"id_": attempt_id})
        attempts.add_answers(connection, attempt_id, answers)


def made(connection: Connection, first: int, last: int, agent_id: UUID | None) -> int:
    """How many attempts of these business days, of an agent or (None) of all, were corrected later."""
    query = select(func.count()).select_from(_attempt).where(*_corrected(first, last, agent_id))
    return connection.execute(query).scalar_one()


def made_by_agent(connection: Connection, first: int, last: int, agent_id: UUID | None) -> dict[UUID, int]:
    """The same, by who made the calls."""
    who = _attempt.c.agent_id
    query = select(who, func.count()).where(*_corrected(first, last, agent_id)).group_by(who)
    return {called_by: n for called_by, n in connection.execute(query)}  # noqa: C416  (rows are no plain tuples)


def _corrected(first: int, last: int, agent_id: UUID | None) -> list[ColumnElement[bool]]:
    c = _attempt.c
    mine = [c.agent_id == agent_id] if agent_id else []
    return [c.corrected_at.is_not(None), c.business_day.between(first, last), *mine]
