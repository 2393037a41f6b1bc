"""Taking the next item: one statement that seeks, never sorts, and deals an item to one agent only.

`level` walks the (priority, attempts) pairs that exist by a loose index scan; each is probed for its earliest ready item.
State stands as a literal, or the partial indexes are lost. Outside PostgreSQL the write lock (BEGIN IMMEDIATE) does what
FOR UPDATE SKIP LOCKED does there.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.types import TypeEngine

from callbench.store.rows import FLAG, ID, PLAIN, TIME, row, sql

LATE = timedelta(minutes=30)  # an agreed callback later than this is only made inside calling hours
_AGREED = "i.state = 'open' AND i.agreed"
_OTHER = "i.state = 'open' AND NOT i.agreed"
_FREE = """
      AND i.ready_at <= :now
      AND (i.agent_id IS NULL OR i.agent_id = :agent OR i.released_at <= :now)
      AND NOT EXISTS (SELECT 1 FROM queue_item h WHERE h.state = 'held' AND h.customer_id = i.customer_id)"""
_HOLD = """
UPDATE queue_item SET state = 'held', held_by = :agent, touched_at = :now WHERE id = ({which})
RETURNING id, customer_id, campaign_id, zone, agreed, ready_at, agent_id, released_at, last_outcome
"""
_NEXT = """
  SELECT id FROM (
    SELECT i.id FROM queue_item i
    WHERE {agreed}{free}{late}
    ORDER BY i.ready_at DESC, i.id DESC LIMIT 1{lock}
  ) soonest
  UNION ALL
  SELECT id FROM (
    WITH RECURSIVE level(n) AS (
      SELECT * FROM (
        SELECT i.priority * 1000 + i.attempts FROM queue_item i WHERE {other}
        ORDER BY i.priority, i.attempts LIMIT 1
      ) first
      UNION ALL
      SELECT coalesce((
        SELECT i.priority * 1000 + i.attempts FROM queue_item i
        WHERE {other} AND i.priority = level.n / 1000 AND i.attempts > level.n % 1000
        ORDER BY i.attempts LIMIT 1
      ), (
        SELECT i.priority * 1000 + i.attempts FROM queue_item i
        WHERE {other} AND i.priority > level.n / 1000 ORDER BY i.priority, i.attempts LIMIT 1
      )) FROM level WHERE level.n IS NOT NULL
    )
    SELECT (
      SELECT i.id FROM queue_item i
      WHERE {other} AND i.priority = level.n / 1000 AND i.attempts = level.n % 1000{free}{open}
      ORDER BY i.ready_at, i.id LIMIT 1{lock}
    ) AS id FROM level WHERE level.n IS NOT NULL
  ) probed WHERE id IS NOT NULL
  LIMIT 1
"""


_HELD: dict[str, TypeEngine[Any]] = {
    "id": ID, "customer_id": ID, "campaign_id": ID, "zone": PLAIN, "agreed": FLAG, "ready_at": TIME, "agent_id": ID,
    "released_at": TIME, "last_outcome": PLAIN,
}  # fmt: skip


def _take(*, lock: bool, zones: bool) -> Any:
    which = _NEXT.format(
        agreed=_AGREED,
        other=_OTHER,
        free=_FREE,
        lock=" FOR UPDATE SKIP LOCKED" if lock else "",
        late=" AND (i.ready_at >= :late OR i.zone NOT IN :closed)" if zones else "",
        open=" AND i.zone NOT IN :closed" if zones else "",
    )
    more = {"late": TIME} if zones else {}
    return sql(_HOLD.format(which=which), *(["closed"] if zones else []), columns=_HELD, agent=ID, now=TIME, **more)


_TAKE = {(lock, zones): _take(lock=lock, zones=zones) for lock in (False, True) for zones in (False, True)}
_WHICH = """
  SELECT i.id FROM queue_item i WHERE i.id = :item AND i.state = 'open'
  AND NOT EXISTS (SELECT 1 FROM queue_item h WHERE h.state = 'held' AND h.customer_id = i.customer_id){lock}
"""
_THIS = {
    lock: sql(
        _HOLD.format(which=_WHICH.format(lock=" FOR UPDATE" if lock else "")),
        columns=_HELD,
        agent=ID,
        now=TIME,
        item=ID,
    )
    for lock in (False, True)
}


def take(connection: Connection, agent_id: UUID, now: datetime, closed: Collection[str] = ()) -> Any:
    """Hold the item that comes first for this agent and return its row, or None. closed: zones where nobody is called now."""
    values: dict[str, Any] = {"agent": agent_id, "now": now}
    if closed:
        values |= {"late": now - LATE, "closed": tuple(closed)}
    statement = _TAKE[connection.dialect.name == "postgresql", bool(closed)]
    return row(connection, statement, values)


def take_this(connection: Connection, agent_id: UUID, item_id: UUID, now: datetime) -> Any:
    """Hold one item if it is open and nobody has this customer in hand; its row, or None."""
    statement = _THIS[connection.dialect.name == "postgresql"]
    return row(connection, statement, {"agent": agent_id, "now": now, "item": item_id})
