"""Follow-ups booked with customers: written with the result that books them, listed, and their times for a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, delete, func, or_, select, text, update

from callbench.records.calls import FollowUpWish
from callbench.records.people import FollowUp
from callbench.store import tables
from callbench.store.profiles import FOLLOW_UPS
from callbench.store.rows import ID, PLAIN, TIME, Fixed, adding, row, rows, run, sql
from callbench.store.tables import core

_follow_up = core(tables.FollowUp)
_ADD = adding(_follow_up)
_STATE = Fixed(
    update(_follow_up).where(_follow_up.c.id == bindparam("id_", type_=ID)).values(state=bindparam("state_"))
)
_OPEN_OF_CUSTOMER = sql(
    "SELECT id, item_id, customer_id, due_at, due_on FROM follow_up WHERE customer_id = :customer AND state = 'open'",
    columns={"id": ID, "item_id": ID, "customer_id": ID, "due_at": TIME, "due_on": PLAIN},
    customer=ID,
)
_CANCEL = sql(
    "UPDATE follow_up SET state = 'cancelled', closed_at = :now, closed_by = :agent, closed_why = :why, "
    "sequence = sequence + 1 WHERE id = :id",
    id=ID, agent=ID, now=TIME,
)  # fmt: skip
_REOPEN = sql(
    "UPDATE follow_up SET state = 'open', closed_at = NULL, closed_by = NULL, closed_why = '', "
    "sequence = sequence - CASE WHEN state = 'cancelled' THEN 1 ELSE 0 END "
    "WHERE id = :id",
    id=ID,
)
_OF_ATTEMPT = sql(
    "DELETE FROM follow_up WHERE attempt_id = :attempt "
    "RETURNING due_at, reason, note, agent_id, ends_at, purpose, channel, rrule, series_id",
    columns={
        "due_at": TIME,
        "reason": PLAIN,
        "note": PLAIN,
        "agent_id": ID,
        "ends_at": TIME,
        "purpose": PLAIN,
        "channel": PLAIN,
        "rrule": PLAIN,
        "series_id": ID,
    },
    attempt=ID,
)
_DUE = sql(
    "SELECT due_at FROM follow_up WHERE state = 'open' AND due_at >= :first AND due_at < :last",
    columns={"due_at": TIME}, first=TIME, last=TIME,
)  # fmt: skip
_DUE_OF = sql(
    "SELECT due_at FROM follow_up WHERE state = 'open' AND due_at >= :first AND due_at < :last AND agent_id = :agent",
    columns={"due_at": TIME}, first=TIME, last=TIME, agent=ID,
)  # fmt: skip


_customer = core(tables.Customer)
LISTED = FOLLOW_UPS.add_columns(_customer.c.zone, _customer.c.code)
_ONE = Fixed(LISTED.where(_follow_up.c.id == bindparam("id_", type_=ID)))
_BY_UID = Fixed(LISTED.where(_follow_up.c.uid == bindparam("uid_"), text("uid <> ''")).order_by(_follow_up.c.id.desc()))
_OPEN_OF_ITEM = Fixed(
    LISTED.where(_follow_up.c.item_id == bindparam("item_", type_=ID), text("follow_up.state = 'open'"))
)
_LAST_OF_ITEM = sql(
    "SELECT id FROM follow_up WHERE item_id = :item AND state = 'kept' AND rrule <> '' ORDER BY due_at DESC LIMIT 1",
    columns={"id": ID}, item=ID,
)  # fmt: skip
_CANCELLED = Fixed(
    LISTED.where(
        _follow_up.c.customer_id == bindparam("customer_", type_=ID), _follow_up.c.state == "cancelled",
        _follow_up.c.closed_why == bindparam("why_"), _follow_up.c.closed_at >= bindparam("since", type_=TIME),
        _follow_up.c.due_at > bindparam("now", type_=TIME),
    ).order_by(_follow_up.c.due_at)
)  # fmt: skip
_item = core(tables.QueueItem)
_PERSON = Fixed(
    select(
        _customer.c.id.label("customer_id"), _customer.c.name, _customer.c.zone, _customer.c.state, _item.c.campaign_id,
        _item.c.priority,
    )
    .outerjoin_from(_customer, _item, _item.c.customer_id == _customer.c.id)
    .where(_customer.c.id == bindparam("customer_", type_=ID))
    .order_by(text("CASE queue_item.state WHEN 'done' THEN 1 ELSE 0 END"), _item.c.created_at.desc())
    .limit(1)
)  # fmt: skip
_WAITING = sql(
    "SELECT id FROM queue_item WHERE customer_id = :customer AND campaign_id = :campaign AND state <> 'done'",
    columns={"id": ID}, customer=ID, campaign=ID,
)  # fmt: skip


def one(connection: Connection, follow_up_id: UUID) -> FollowUp | None:
    """A follow-up."""
    found = row(connection, _ONE, {"id_": follow_up_id})
    return None if found is None else FollowUp(*found)


def by_uid(connection: Connection, uid: str) -> FollowUp | None:
    """The follow-up a calendar knows by this name, the latest."""
    found = row(connection, _BY_UID, {"uid_": uid})
    return None if found is None else FollowUp(*found)


def open_of_item(connection: Connection, item_id: UUID) -> FollowUp | None:
    """What is booked for an item."""
    found = row(connection, _OPEN_OF_ITEM, {"item_": item_id})
    return None if found is None else FollowUp(*found)


def last_of_series_of(connection: Connection, item_id: UUID) -> FollowUp | None:
    """The recurring follow-up an item was kept for last."""
    found = row(connection, _LAST_OF_ITEM, {"item": item_id})  # asked at the end of every call: most find nothing
    return None if found is None else one(connection, found.id)


def person(connection: Connection, customer_id: UUID) -> Any:
    """customer_id, name, zone, state; campaign_id and priority of the item they had last (None: never one)."""
    return row(connection, _PERSON, {"customer_": customer_id})


def waiting_item(connection: Connection, customer_id: UUID, campaign_id: UUID) -> UUID | None:
    """The item of a customer that waits in a campaign."""
    found = row(connection, _WAITING, {"customer": customer_id, "campaign": campaign_id})
    return None if found is None else found.id


def change(connection: Connection, follow_up_id: UUID, values: Mapping[str, Any]) -> None:
    """Write some of its columns."""
    connection.execute(update(_follow_up).where(_follow_up.c.id == follow_up_id).values(**values))


def remove(connection: Connection, follow_up_id: UUID) -> None:
    """Take back what was made by itself."""
    connection.execute(delete(_follow_up).where(_follow_up.c.id == follow_up_id))


def add(connection: Connection, values: Mapping[str, Any]) -> None:
    """A new follow-up."""
    run(connection, _ADD, values)


def set_state(connection: Connection, follow_up_id: UUID, state: str) -> None:
    """open, kept, moved or cancelled."""
    run(connection, _STATE, {"id_": follow_up_id, "state_": state})


def open_of_customer(connection: Connection, customer_id: UUID) -> Sequence[Any]:
    """The customer's follow-ups still to come: id, item_id, customer_id, due_at, due_on."""
    return rows(connection, _OPEN_OF_CUSTOMER, {"customer": customer_id})


def cancelled_since(
    connection: Connection, customer_id: UUID, why: str, since: datetime, now: datetime
) -> tuple[FollowUp, ...]:
    """Follow-ups of a customer that were cancelled for a reason since a moment and would still be to come."""
    return tuple(
        FollowUp(*found)
        for found in rows(connection, _CANCELLED, {"customer_": customer_id, "why_": why, "since": since, "now": now})
    )


def cancel(connection: Connection, follow_up_id: UUID, agent_id: UUID | None, why: str, now: datetime) -> None:
    """Cancel one, with who did it and why."""
    run(connection, _CANCEL, {"id": follow_up_id, "agent": agent_id, "why": why, "now": now})


def reopen(connection: Connection, follow_up_id: UUID) -> None:
    """Let one that ended be to come again, as if it had not."""
    run(connection, _REOPEN, {"id": follow_up_id})


def remove_of_attempt(connection: Connection, attempt_id: UUID) -> FollowUpWish | None:
    """Take back what an attempt had booked; the wish it was booked from."""
    found = row(connection, _OF_ATTEMPT, {"attempt": attempt_id})
    if found is None:
        return None
    rule = "" if found.series_id is not None else found.rrule  # that of the series it went on with was not wished
    return FollowUpWish(
        found.due_at, found.reason, found.note, found.agent_id is not None, found.ends_at, found.purpose, found.channel,
        rule,
    )  # fmt: skip


def listed(
    connection: Connection,
    agent_id: UUID | None,
    state: str,
    before: datetime | None,
    limit: int,
    *,
    mine: bool = False,
    missed: tuple[datetime, datetime] | None = None,
    span: tuple[datetime, datetime] | None = None,
    customer_id: UUID | None = None,
) -> tuple[FollowUp, ...]:
    """Follow-ups in `state` ("" for all), of an agent or anyone's when given, due before a moment, earliest first.

    mine: that agent's alone. missed: (now, latest moment due): those whose window is over. span: due from one moment to
    before another.
    """
    wanted = LISTED.order_by(_follow_up.c.due_at, _follow_up.c.id).limit(limit)
    if customer_id is not None:
        wanted = wanted.where(_follow_up.c.customer_id == customer_id)
    if span is not None:
        wanted = wanted.where(_follow_up.c.due_at >= span[0], _follow_up.c.due_at < span[1])
    if missed is not None:
        now, latest = missed
        wanted = wanted.where(func.coalesce(_follow_up.c.ends_at <= now, _follow_up.c.due_at <= latest))
    if state:
        wanted = wanted.where(_follow_up.c.state == state)
    if agent_id is not None:
        theirs = _follow_up.c.agent_id == agent_id
        wanted = wanted.where(theirs if mine else or_(theirs, _follow_up.c.agent_id.is_(None)))
    if before is not None:
        wanted = wanted.where(_follow_up.c.due_at < before)
    return tuple(FollowUp(*found) for found in rows(connection, wanted))


def due_between(connection: Connection, first: datetime, last: datetime, agent_id: UUID | None) -> Sequence[datetime]:
    """The times of open follow-ups in [first, last)."""
    span = {"first": first, "last": last}
    found = rows(connection, _DUE, span) if agent_id is None else rows(connection, _DUE_OF, span | {"agent": agent_id})
    return [one.due_at for one in found]
