"""Who calls: reading and adding agents."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert, select

from callbench.records.people import Agent
from callbench.store import tables
from callbench.store.rows import rows
from callbench.store.types import new_id

_agent = tables.core(tables.Agent)
_ALL = select(_agent.c.id, _agent.c.code, _agent.c.name, _agent.c.role, _agent.c.state).order_by(_agent.c.code)


def all_agents(connection: Connection) -> tuple[Agent, ...]:
    """Everyone, by code, also those who left."""
    return tuple(Agent(*found) for found in rows(connection, _ALL))


def add(connection: Connection, code: str, name: str, role: str, now: datetime) -> Agent:
    """A new agent; the code must be free. role: agent, supervisor."""
    agent = Agent(new_id(now), code, name, role)
    connection.execute(
        insert(_agent).values(
            id=agent.id, code=code, name=name, role=role, state="active", created_at=now
        )
    )  # fmt: skip
    return agent
