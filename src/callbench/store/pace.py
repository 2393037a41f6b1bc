"""What waits for the rest of a day by pool, and the calls from which a pace is taken: seeks in indexes, never a scan."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection

from callbench.rules.pace import Called
from callbench.store.rows import ID, PLAIN, TIME, row, rows, sql
from callbench.store.taking import AT_LEVEL, LEVELS, OTHER, POOLS

_READY = {
    dialect: sql(
        f"""
WITH RECURSIVE {LEVELS}
SELECT p.value AS pool, (
  SELECT count(*) FROM (
    SELECT 1 FROM queue_item i WHERE {OTHER} AND {AT_LEVEL} AND i.pool_id = p.value AND i.ready_at <= :now LIMIT :most
  ) one
) AS n FROM level CROSS JOIN {source.format(name="pools") + (" p" if dialect == "sqlite" else "")}
WHERE level.n IS NOT NULL
""",  # noqa: S608 - ours
        columns={"pool": PLAIN, "n": PLAIN},
        now=TIME,
    )
    for dialect, source in POOLS.items()
}
_LEVELS = sql(
    f"WITH RECURSIVE {LEVELS} SELECT level.n AS n FROM level WHERE level.n IS NOT NULL",  # noqa: S608 - ours
    columns={"n": PLAIN},
)
_TO_COME = sql(
    f"""
SELECT i.pool_id, i.ready_at FROM queue_item i
WHERE {OTHER} AND i.priority = :priority AND i.attempts = :attempts AND i.ready_at > :now AND i.ready_at < :ends
ORDER BY i.ready_at LIMIT :most
""",  # noqa: S608 - ours
    columns={"pool_id": PLAIN, "ready_at": TIME}, now=TIME, ends=TIME,
)  # fmt: skip
_AGREED = sql(
    """
SELECT i.pool_id, i.ready_at FROM queue_item i
WHERE i.state = 'open' AND i.agreed AND i.pool_id IN :pools AND i.ready_at < :ends LIMIT :most
""",
    "pools", columns={"pool_id": PLAIN, "ready_at": TIME}, ends=TIME,
)  # fmt: skip
_IN_HAND = sql(
    "SELECT id FROM queue_item WHERE state = 'held' AND held_by = :agent", columns={"id": ID}, agent=ID
)  # fmt: skip
_CALLS = sql(
    """
SELECT item_id, started_at, ended_at, business_day FROM attempt
WHERE business_day >= :first AND business_day <= :last AND agent_id = :agent
""",
    columns={"item_id": ID, "started_at": TIME, "ended_at": TIME, "business_day": PLAIN}, agent=ID,
)  # fmt: skip
_AT_WORK = sql(
    """
SELECT agent_id FROM attempt WHERE business_day = :today AND ended_at >= :since
UNION SELECT held_by FROM queue_item WHERE state = 'held'
""",
    columns={"agent_id": ID}, since=TIME,
)  # fmt: skip


class Waiting(NamedTuple):
    """n items of a pool that may be taken from `ready_at` on (None: now)."""

    pool: int
    n: int
    ready_at: datetime | None
    agreed: bool


def waiting(
    connection: Connection, pools: Collection[int], now: datetime, ends: datetime, most: int
) -> tuple[Waiting, ...]:
    """What of these pools waits now and comes before `ends`; of each kind at most `most` are counted."""
    if not pools:
        return ()
    dialect, known = connection.dialect.name, frozenset(pools)
    listed: Any = list(pools) if dialect == "postgresql" else json.dumps(list(pools))
    ready = rows(connection, _READY[dialect], {"pools": listed, "now": now, "most": most})
    found = [Waiting(one.pool, one.n, None, agreed=False) for one in ready if one.n]
    for level in rows(connection, _LEVELS):
        priority, attempts = divmod(level.n, 1000)
        values = {"priority": priority, "attempts": attempts, "now": now, "ends": ends, "most": most}
        to_come = rows(connection, _TO_COME, values)
        found += [Waiting(one.pool_id, 1, one.ready_at, agreed=False) for one in to_come if one.pool_id in known]
    agreed = rows(connection, _AGREED, {"pools": list(pools), "ends": ends, "most": most})
    return (*found, *(Waiting(one.pool_id, 1, one.ready_at, agreed=True) for one in agreed))


def in_hand(connection: Connection, agent_id: UUID) -> bool:
    """Whether the agent has a call in hand."""
    return row(connection, _IN_HAND, {"agent": agent_id}) is not None


def calls(connection: Connection, agent_id: UUID, first: int, last: int) -> dict[int, list[Called]]:
    """The agent's calls of these business days, by day."""
    found: dict[int, list[Called]] = {}
    for one in rows(connection, _CALLS, {"agent": agent_id, "first": first, "last": last}):
        found.setdefault(one.business_day, []).append(Called(one.item_id, one.started_at, one.ended_at))
    return found


def at_work(connection: Connection, today: int, since: datetime) -> frozenset[UUID]:
    """Who saved a call of this business day since a moment, or has one in hand."""
    found: Sequence[Any] = rows(connection, _AT_WORK, {"today": today, "since": since})
    return frozenset(one.agent_id for one in found)
