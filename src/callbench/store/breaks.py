"""Pauses of agents: who is away, since when and why, and which pauses there were."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, bindparam, select

from callbench.records.breaks import Break
from callbench.store import tables
from callbench.store.rows import ID, TIME, Fixed, adding, row, rows, run, sql
from callbench.store.tables import core
from callbench.store.types import new_id

_break, _agent = core(tables.AgentBreak), core(tables.Agent)
_BREAKS = select(
    _break.c.id, _break.c.agent_id, _agent.c.name, _break.c.reason, _break.c.started_at, _break.c.ended_at,
    _break.c.business_day,
).join_from(_break, _agent, _agent.c.id == _break.c.agent_id)  # fmt: skip
_ADD = adding(_break)
_OPEN = Fixed(_BREAKS.where(_break.c.agent_id == bindparam("agent_", type_=ID), _break.c.ended_at.is_(None)))
_END = sql("UPDATE agent_break SET ended_at = :at WHERE id = :id AND ended_at IS NULL", id=ID, at=TIME)


def start(connection: Connection, agent_id: UUID, reason: str, now: datetime, day: int) -> None:
    """Begin a pause; the agent must have none."""
    about = {"id": new_id(now), "agent_id": agent_id, "reason": reason, "started_at": now, "business_day": day}
    run(connection, _ADD, about)


def open_of(connection: Connection, agent_id: UUID) -> Break | None:
    """The pause this agent is in."""
    found = row(connection, _OPEN, {"agent_": agent_id})
    return None if found is None else Break(*found)


def end(connection: Connection, break_id: UUID, at: datetime) -> bool:
    """End a pause; False when it was ended already. at: not before it began."""
    return run(connection, _END, {"id": break_id, "at": at}) == 1


def of_days(connection: Connection, first: int, last: int, agent_id: UUID | None = None) -> tuple[Break, ...]:
    """The pauses that began on these business days, the earliest first; of one agent, or of all."""
    query = _BREAKS.where(_break.c.business_day.between(first, last)).order_by(_break.c.started_at, _break.c.id)
    if agent_id is not None:
        query = query.where(_break.c.agent_id == agent_id)
    return tuple(Break(*found) for found in rows(connection, query))
