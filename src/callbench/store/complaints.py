"""Complaints: raised with a call, taken back with it, listed by what is due first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, bindparam, func, select, text

from callbench.records.people import Complaint
from callbench.store import tables
from callbench.store.rows import ID, TIME, Fixed, adding, row, rows, run, sql
from callbench.store.tables import core

_complaint, _customer = core(tables.Complaint), core(tables.Customer)
_raiser, _owner = core(tables.Agent).alias("raiser"), core(tables.Agent).alias("owner")

_ADD = adding(_complaint)
_REMOVE = sql("DELETE FROM complaint WHERE id = :complaint", complaint=ID)
_SET_STATE = sql(
    "UPDATE complaint SET state = :state, closed_at = :closed_at WHERE id = :complaint", complaint=ID, closed_at=TIME
)
_SOLVED = sql(
    "SELECT id FROM complaint WHERE customer_id = :customer AND state = 'solved' AND closed_at IS NULL ORDER BY raised_at, id",
    columns={"id": ID},
    customer=ID,
)
_TO_CONFIRM = sql(  # what was agreed stands, and confirms as well
    """
UPDATE queue_item SET due_by = :due_by, reason = :reason, rule = CASE WHEN agreed THEN rule ELSE 'complaint' END,
  ready_at = CASE WHEN agreed OR ready_at < :ready_at THEN ready_at ELSE :ready_at END
WHERE id = :item AND state IN ('open', 'parked')
""",
    item=ID, due_by=TIME, ready_at=TIME,
)  # fmt: skip
_ALL = (
    select(
        _complaint.c.id, _complaint.c.customer_id, _customer.c.name, _complaint.c.attempt_id, _complaint.c.kind,
        _complaint.c.urgency, _complaint.c.words, _complaint.c.state, func.coalesce(_raiser.c.name, ""),
        func.coalesce(_owner.c.name, ""), _complaint.c.raised_at, _complaint.c.answer_by, _complaint.c.solve_by,
        _complaint.c.final_by, _complaint.c.closed_at,
    )
    .join_from(_complaint, _customer, _customer.c.id == _complaint.c.customer_id)
    .outerjoin(_raiser, _raiser.c.id == _complaint.c.raised_by)
    .outerjoin(_owner, _owner.c.id == _complaint.c.owner_id)
)  # fmt: skip
_ONE = Fixed(_ALL.where(_complaint.c.id == bindparam("complaint", type_=ID)))
_OF_CUSTOMER = Fixed(
    _ALL.where(_complaint.c.customer_id == bindparam("customer", type_=ID))
    .order_by(_complaint.c.raised_at.desc(), _complaint.c.id.desc())
    .limit(bindparam("most"))
)


def add(connection: Connection, values: Mapping[str, Any]) -> None:
    """A new complaint."""
    run(connection, _ADD, values)


def remove(connection: Connection, complaint_id: UUID) -> None:
    """Take a complaint back with the call in which it was raised."""
    run(connection, _REMOVE, {"complaint": complaint_id})


def one(connection: Connection, complaint_id: UUID) -> Complaint | None:
    """A complaint by its key."""
    found = row(connection, _ONE, {"complaint": complaint_id})
    return None if found is None else Complaint(*found)


def set_state(connection: Connection, complaint_id: UUID, state: str, closed_at: datetime | None) -> None:
    """Where it stands, and since when it is closed."""
    run(connection, _SET_STATE, {"complaint": complaint_id, "state": state, "closed_at": closed_at})


def solved(connection: Connection, customer_id: UUID) -> list[UUID]:
    """Complaints of a customer that wait to be confirmed."""
    return [found.id for found in rows(connection, _SOLVED, {"customer": customer_id})]


def to_confirm(connection: Connection, item_id: UUID, reason: str, ready_at: datetime, due_by: datetime) -> None:
    """Let an item that waits confirm a solution, as soon as `ready_at`."""
    values = {"item": item_id, "reason": reason, "ready_at": ready_at, "due_by": due_by}
    run(connection, _TO_CONFIRM, values)


def of_customer(connection: Connection, customer_id: UUID, most: int) -> tuple[Complaint, ...]:
    """A customer's, newest first."""
    return tuple(Complaint(*found) for found in rows(connection, _OF_CUSTOMER, {"customer": customer_id, "most": most}))


def listed(connection: Connection, owner: UUID | None, *, open_only: bool, most: int) -> tuple[Complaint, ...]:
    """Those an agent sees to, or all: open ones by the deadline of their answer, else the newest first."""
    wanted = _ALL.limit(most)
    if open_only:  # as the partial index has it
        wanted = wanted.where(text("complaint.closed_at IS NULL")).order_by(_complaint.c.answer_by, _complaint.c.id)
    else:
        wanted = wanted.order_by(_complaint.c.raised_at.desc(), _complaint.c.id.desc())
    if owner is not None:
        wanted = wanted.where(_complaint.c.owner_id == owner)
    return tuple(Complaint(*found) for found in rows(connection, wanted))


def raised(connection: Connection, first: int, last: int, agent_id: UUID | None) -> int:
    """How many were raised on these business days, by an agent or (None) by anybody."""
    query = select(func.count()).select_from(_complaint).where(*_raised(first, last, agent_id))
    return connection.execute(query).scalar_one()


def raised_by_agent(connection: Connection, first: int, last: int, agent_id: UUID | None) -> dict[UUID, int]:
    """The same, by who raised them."""
    who = _complaint.c.raised_by
    query = select(who, func.count()).where(*_raised(first, last, agent_id)).group_by(who)
    return {raised_by: n for raised_by, n in connection.execute(query)}  # noqa: C416  (rows are no plain tuples)


def _raised(first: int, last: int, agent_id: UUID | None) -> list[ColumnElement[bool]]:
    c = _complaint.c
    return [c.raised_on.between(first, last)] + ([c.raised_by == agent_id] if agent_id else [])
