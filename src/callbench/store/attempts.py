"""Attempts: what is known before one is saved, and writing it with its answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, and_, bindparam, delete, literal_column, or_, select, text, update

from callbench.records.calls import AnswerGiven
from callbench.store import pools, tables
from callbench.store.outcomes import VERSION
from callbench.store.rows import ID, LATEST, PLAIN, TIME, Fixed, adding, row, rows, run, sql
from callbench.store.tables import core

_item, _attempt, _answer = core(tables.QueueItem), core(tables.Attempt), core(tables.Answer)
_draft, _customer, _phone = core(tables.Draft), core(tables.Customer), core(tables.Phone)
_campaign, _follow_up = core(tables.Campaign), core(tables.FollowUp)

ITEM_STATE = (
    "state", "rule", "agreed", "attempts", "ready_at", "due_on", "agent_id", "released_at", "held_by", "touched_at",
    "last_outcome", "last_at", "closed_at", "closed_on", "closed_why",
)  # fmt: skip
"""The columns of an item that an attempt may change."""

_other, _shared, _kept = _item.alias("other"), _phone.alias("shared"), _follow_up.alias("kept")
_WAITS = select(_other.c.id).where(text("other.state IN ('open', 'parked')"), _other.c.id != _item.c.id)
_OTHERS = or_(  # whether others.waiting would find anything: most people have one item, and a number of their own
    _WAITS.where(_other.c.customer_id == _item.c.customer_id).correlate(_item).exists(),
    _WAITS.join(_shared, _shared.c.customer_id == _other.c.customer_id)
    .where(text("shared.e164 <> ''"), _shared.c.e164 == _phone.c.e164)
    .correlate(_item, _phone)
    .exists(),
)
_RECURRING = select(_kept.c.id).where(_kept.c.item_id == _item.c.id, text("kept.rrule <> ''")).correlate(_item).exists()
_IN_HAND = Fixed(
    select(
        *(_item.c[name] for name in ITEM_STATE),
        _item.c.customer_id, _item.c.campaign_id, _item.c.zone, _item.c.priority, _item.c.reason,
        _item.c.due_by,
        _draft.c.id.label("draft_id"), _draft.c.item_id, _draft.c.agent_id.label("drafted_by"), _draft.c.script_id,
        _draft.c.phone_id, _draft.c.started_at, _draft.c.note, _draft.c.follow_up.label("wished"),
        _customer.c.name.label("customer_name"), _customer.c.state.label("customer_state"), _campaign.c.max_attempts,
        _campaign.c.state.label("campaign_state"),
        _customer.c.preferred_time, _customer.c.skill, _customer.c.owner_id,
        _phone.c.e164, _phone.c.state.label("phone_state"),
        _follow_up.c.id.label("follow_up_id"), _follow_up.c.due_at.label("promised"), _OTHERS.label("others"),
        _RECURRING.label("recurring"), literal_column(VERSION).label("outcomes_version"),
    )
    .join_from(_draft, _item, _item.c.id == _draft.c.item_id)
    .join(_customer, _customer.c.id == _item.c.customer_id)
    .join(_campaign, _campaign.c.id == _item.c.campaign_id)
    .outerjoin(_phone, _phone.c.id == _draft.c.phone_id)
    .outerjoin(_follow_up, and_(_follow_up.c.item_id == _item.c.id, text("follow_up.state = 'open'")))
    .where(_draft.c.id == bindparam("draft", type_=ID))
    .with_for_update(of=_item)
)  # fmt: skip
# Of a customer whom somebody else is changing nothing is read before they have; customers are locked before their items.
_LOCK_CUSTOMER = sql(
    """
SELECT id FROM customer WHERE id = (
  SELECT i.customer_id FROM draft d JOIN queue_item i ON i.id = d.item_id WHERE d.id = :draft
) FOR NO KEY UPDATE
""",
    draft=ID,
)
_OF_CUSTOMER = Fixed(
    select(_attempt.c.id, _attempt.c.item_id, _attempt.c.outcome, _attempt.c.ended_at)
    .where(_attempt.c.customer_id == bindparam("customer", type_=ID))
    .order_by(_attempt.c.started_at, _attempt.c.nth)
)
_SAVED = sql(
    """
SELECT t.id, t.item_id, c.name, t.outcome, t.ended_at, t.agent_id,
  (SELECT f.due_at FROM follow_up f WHERE f.attempt_id = t.id) AS follow_up_at,
  k.kind, k.urgency, k.words,
  (SELECT i.ready_at FROM queue_item i WHERE i.id = t.item_id AND i.state <> 'done') AS next_at
FROM attempt t JOIN customer c ON c.id = t.customer_id LEFT JOIN complaint k ON k.attempt_id = t.id
WHERE t.id = :attempt
""",
    columns={
        "id": ID, "item_id": ID, "name": PLAIN, "outcome": PLAIN, "ended_at": TIME, "agent_id": ID,
        "follow_up_at": TIME, "kind": PLAIN, "urgency": PLAIN, "words": PLAIN, "next_at": TIME,
    },
    attempt=ID,
)  # fmt: skip
_ADD, _ADD_ANSWERS, _ADD_ITEM = adding(_attempt), adding(_answer), adding(_item)
_SET_ITEM = Fixed(
    update(_item)
    .where(_item.c.id == bindparam("id_", type_=ID))
    .values({name: bindparam(name) for name in (*ITEM_STATE, "pool_id")})
)
_ITEM = Fixed(
    select(*(_item.c[name] for name in ITEM_STATE)).where(_item.c.id == bindparam("id_", type_=ID)).with_for_update()
)
_REMOVE_ITEM = Fixed(delete(_item).where(_item.c.id == bindparam("id_", type_=ID)))
_ANSWERS = Fixed(
    select(
        _answer.c.path, _answer.c.question, _answer.c.kind, _answer.c.text, _answer.c.number, _answer.c.label,
        _answer.c.state, _answer.c.measure,
    )
    .where(_answer.c.attempt_id == bindparam("attempt", type_=ID))
    .order_by(_answer.c.path)
)  # fmt: skip
_ONE = select(_attempt).where(_attempt.c.id == bindparam("attempt", type_=ID))
_REMOVE = Fixed(delete(_attempt).where(_attempt.c.id == bindparam("attempt", type_=ID)))
_RECENT = select(_attempt).where(
    _attempt.c.business_day.in_((bindparam("today"), bindparam("yesterday"))),
    _attempt.c.agent_id == bindparam("agent", type_=ID),
    _attempt.c.ended_at >= bindparam("since", type_=TIME),
)
_LAST = {
    dialect: Fixed(_RECENT.order_by(text(order.format(table="attempt"))).limit(1)) for dialect, order in LATEST.items()
}


def in_hand(connection: Connection, draft_id: UUID) -> Any:
    """The draft with its item, customer, number and open follow-up; None when it is gone. Item and customer are locked.

    others: whether others.waiting would find anything; recurring: whether the item belongs to a series of follow-ups.
    """
    if connection.dialect.name == "postgresql":
        run(connection, _LOCK_CUSTOMER, {"draft": draft_id})
    return row(connection, _IN_HAND, {"draft": draft_id})


def of_customer(connection: Connection, customer_id: UUID) -> Sequence[Any]:
    """All attempts to a customer, oldest first: id, item_id, outcome, ended_at."""
    return rows(connection, _OF_CUSTOMER, {"customer": customer_id})


def saved(connection: Connection, attempt_id: UUID) -> Any:
    """What a saved attempt came to, or None."""
    return row(connection, _SAVED, {"attempt": attempt_id})


def add(connection: Connection, values: Mapping[str, Any], answers: Sequence[AnswerGiven]) -> None:
    """Write an attempt and its answers."""
    run(connection, _ADD, values)
    add_answers(connection, values["id"], answers)


def add_answers(connection: Connection, attempt_id: UUID, answers: Sequence[AnswerGiven]) -> None:
    """Write answers of an attempt."""
    if answers:
        run(
            connection, _ADD_ANSWERS,
            [
                {
                    "attempt_id": attempt_id, "path": a.path, "question": a.question, "kind": a.kind, "text": a.text,
                    "number": a.number, "label": a.label, "state": a.state, "measure": a.measure,
                }
                for a in answers
            ],
        )  # fmt: skip


def set_item(connection: Connection, item_id: UUID, values: Mapping[str, Any], pool_id: int | None = None) -> None:
    """Write all of ITEM_STATE, and the pool in which the item lies then (None: it is looked for)."""
    if pool_id is None:
        whose = {name: values[name] for name in ("agent_id", "agreed")}
        pool_id = pools.pool_of_item(connection, item_id, whose)
    run(connection, _SET_ITEM, {"id_": item_id, "pool_id": pool_id, **values})


def item_state(connection: Connection, item_id: UUID) -> dict[str, Any]:
    """ITEM_STATE as it stands, locked until the end."""
    return dict(row(connection, _ITEM, {"id_": item_id})._asdict())


def remove_item(connection: Connection, item_id: UUID) -> None:
    """Take an item back that nothing hangs on."""
    run(connection, _REMOVE_ITEM, {"id_": item_id})


def add_item(connection: Connection, values: Mapping[str, Any]) -> None:
    """A new queue item that nobody has touched."""
    run(connection, _ADD_ITEM, pools.with_pools(connection, [values])[0])


def last_of(connection: Connection, agent_id: UUID, since: datetime, today: int, yesterday: int) -> Any:
    """The attempt this agent saved last, if it ended at `since` or later; or None."""
    return row(
        connection,
        _LAST[connection.dialect.name],
        {"agent": agent_id, "since": since, "today": today, "yesterday": yesterday},
    )


def answers(connection: Connection, attempt_id: UUID) -> tuple[AnswerGiven, ...]:
    """The answers of an attempt."""
    return tuple(AnswerGiven(*found) for found in rows(connection, _ANSWERS, {"attempt": attempt_id}))


def remove(connection: Connection, attempt_id: UUID) -> None:
    """Take an attempt and its answers back."""
    run(connection, _REMOVE, {"attempt": attempt_id})
