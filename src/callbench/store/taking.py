"""Taking the next item: one statement that seeks, never sorts, and deals an item to one agent only.

Which pools are open for the agent is known before (rules/pools); each is probed by itself, so that what may not be called
now costs nothing, however much of it there is. `level` walks the (priority, attempts) pairs that exist by a loose index
scan; of each, the earliest ready item of every open pool is found, and the first of those is it. State stands as a literal,
or the partial indexes are lost.

Outside PostgreSQL the write lock (BEGIN IMMEDIATE) makes sure that nobody else takes it. There, candidates are found
without locks, and then the first of their pools with an item that nobody has locked gives one (FOR UPDATE SKIP LOCKED).
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.types import TypeEngine

from callbench.rules.pools import LATE, OpenPools
from callbench.store.rows import FLAG, ID, PLAIN, TIME, row, sql

AGREED = "i.state = 'open' AND i.agreed"
OTHER = "i.state = 'open' AND NOT i.agreed"
AT_LEVEL = "i.priority = level.n / 1000 AND i.attempts = level.n % 1000"
"""Of items i: those with an agreed time, the others, and of these the ones of a level (LEVELS): as their indexes have them."""
_COMPLAINT = f"{OTHER} AND i.rule = 'complaint'"
_ALONE = "NOT EXISTS (SELECT 1 FROM queue_item h WHERE h.state = 'held' AND h.customer_id = i.customer_id)"
_HOLD = """
UPDATE queue_item SET state = 'held', held_by = :agent, touched_at = :now WHERE id = ({which})
RETURNING id, customer_id, campaign_id, zone, agreed, ready_at, agent_id, released_at, last_outcome
"""
_HELD: dict[str, TypeEngine[Any]] = {
    "id": ID, "customer_id": ID, "campaign_id": ID, "zone": PLAIN, "agreed": FLAG, "ready_at": TIME, "agent_id": ID,
    "released_at": TIME, "last_outcome": PLAIN,
}  # fmt: skip

# One item of the best pool. {where}: what may be dealt of a pool; {order}: whose turn it is; {also}: one more value.
_PROBE = {
    "sqlite": """
  SELECT i.id FROM (
    SELECT (SELECT i.rowid FROM queue_item i WHERE {where} AND i.pool_id = p.value ORDER BY {order} LIMIT 1) AS found
    FROM {pools} p
  ) c JOIN queue_item i ON i.rowid = c.found ORDER BY {order} LIMIT 1""",
    "postgresql": """
  SELECT got.id FROM (
    SELECT p.value, i.* FROM {pools} p CROSS JOIN LATERAL (
      SELECT i.id, i.ready_at, i.due_by FROM queue_item i
      WHERE {where} AND i.pool_id = p.value ORDER BY {order} LIMIT 1
    ) i ORDER BY {order}
  ) best CROSS JOIN LATERAL (
    SELECT i.id FROM queue_item i
    WHERE {where} AND i.pool_id = best.value ORDER BY {order} LIMIT 1 FOR UPDATE SKIP LOCKED
  ) got LIMIT 1""",
}
POOLS = {"sqlite": "json_each(:{name})", "postgresql": "unnest(CAST(:{name} AS integer[])) AS p(value)"}
LEVELS = """
level(n) AS (
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
""".strip().format(other=OTHER)
"""The (priority, attempts) pairs there are, as one number, in the order they are dealt."""
_NEXT = """
  SELECT id FROM ({fresh}) fresh
  UNION ALL
  SELECT id FROM ({late}) late
  UNION ALL
  SELECT id FROM ({complaint}) complaint
  UNION ALL
  SELECT id FROM (
    WITH RECURSIVE {levels}
    SELECT ({turn}) AS id FROM level WHERE level.n IS NOT NULL
  ) probed WHERE id IS NOT NULL
  LIMIT 1
"""


def _take(dialect: str) -> Any:
    def probe(where: str, order: str, pools: str) -> str:
        named = POOLS[dialect].format(name=pools)
        text = _PROBE[dialect].format(where=f"{where} AND {_ALONE}", order=order, pools=named)
        return text.replace("AS p(value) p", "AS p(value)")

    soonest, turn = "i.ready_at DESC, i.id DESC", "i.ready_at, i.id"
    which = _NEXT.format(
        levels=LEVELS,
        fresh=probe(f"{AGREED} AND i.ready_at <= :now AND i.ready_at >= :late", soonest, "agreed_pools"),
        late=probe(f"{AGREED} AND i.ready_at < :late", soonest, "late_pools"),
        complaint=probe(f"{_COMPLAINT} AND i.due_by <= :now AND i.ready_at <= :now", "i.due_by, i.id", "pools"),
        turn=probe(
            f"{OTHER} AND {AT_LEVEL} AND i.ready_at <= :now",
            turn,
            "pools",
        ),
    )
    return sql(_HOLD.format(which=which), columns=_HELD, agent=ID, now=TIME, late=TIME)


_TAKE = {dialect: _take(dialect) for dialect in _PROBE}
_WHICH = "SELECT i.id FROM queue_item i WHERE i.id = :item AND i.state = 'open' AND "
_THIS = {
    dialect: sql(_HOLD.format(which=_WHICH + _ALONE + lock), columns=_HELD, agent=ID, now=TIME, item=ID)
    for dialect, lock in (("sqlite", ""), ("postgresql", " FOR UPDATE"))
}


def take(connection: Connection, agent_id: UUID, now: datetime, pools: OpenPools) -> Any:
    """Hold the item that comes first for this agent and return its row, or None.

    Agreed calls whose time has come, the one closest to now first; complaints whose confirmation is overdue; then by
    priority, attempts, time and key.
    """
    dialect = connection.dialect.name
    lists = {"pools": pools.items, "late_pools": pools.late, "agreed_pools": pools.agreed}
    values = {name: list(ids) if dialect == "postgresql" else json.dumps(ids) for name, ids in lists.items()}
    return row(connection, _TAKE[dialect], {"agent": agent_id, "now": now, "late": now - LATE, **values})


_WAITING = sql(
    "SELECT id FROM queue_item WHERE customer_id = :customer AND state IN ('open', 'held', 'parked') "
    "ORDER BY state, agreed DESC, priority, attempts, ready_at, id LIMIT 1",
    columns={"id": ID}, customer=ID,
)  # fmt: skip


def waiting(connection: Connection, customer_id: UUID) -> UUID | None:
    """The item with which a customer waits, held ones first; None when there is none."""
    found = row(connection, _WAITING, {"customer": customer_id})
    return None if found is None else found.id


def take_this(connection: Connection, agent_id: UUID, item_id: UUID, now: datetime) -> Any:
    """Hold one item if it is open and nobody has this customer in hand; its row, or None."""
    return row(connection, _THIS[connection.dialect.name], {"agent": agent_id, "now": now, "item": item_id})
