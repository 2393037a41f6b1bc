"""All campaigns in figures at once, and what of one its attempts have used up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from callbench.store.rows import ID, PLAIN, TIME, rows, sql
from callbench.store.taking import AGREED, AT_LEVEL, LEVELS, OTHER

_ITEMS = sql(
    """
SELECT campaign_id, sum(n) AS n, sum(CASE WHEN kind = 'done' THEN n ELSE 0 END) AS done,
  sum(CASE WHEN kind = 'done' AND day = :today THEN n ELSE 0 END) AS today
FROM queue_tally GROUP BY campaign_id
""",
    columns={"campaign_id": ID, "n": PLAIN, "done": PLAIN, "today": PLAIN},
)
_FIRST = "(SELECT i.ready_at FROM queue_item i WHERE {which} AND i.pool_id = p.id ORDER BY i.ready_at LIMIT 1)"
_NEXT = sql(  # a seek a pool, and one a pool and level: items of a campaign are not read
    f"""
WITH RECURSIVE {LEVELS}
SELECT campaign_id, min(ready_at) AS next_at FROM (
  SELECT p.campaign_id, {_FIRST.format(which=AGREED)} AS ready_at FROM pool p
  UNION ALL
  SELECT p.campaign_id, {_FIRST.format(which=f"{OTHER} AND {AT_LEVEL}")} FROM level CROSS JOIN pool p
  WHERE level.n IS NOT NULL
) firsts GROUP BY campaign_id
""",  # noqa: S608 - ours
    columns={"campaign_id": ID, "next_at": TIME},
)
_PEOPLE = sql(
    "SELECT p.campaign_id, a.code FROM campaign_agent p JOIN agent a ON a.id = p.agent_id ORDER BY a.code",
    columns={"campaign_id": ID, "code": PLAIN},
)
_USED_UP = sql(
    """
UPDATE queue_item SET state = 'done', closed_why = 'attempts', closed_at = :now, closed_on = :day
WHERE campaign_id = :campaign AND state <> 'done' AND state <> 'held' AND NOT agreed AND attempts >= :most AND :most <= (
  SELECT count(*) FROM attempt t WHERE t.item_id = queue_item.id AND t.outcome NOT IN :uncounted)
""",
    "uncounted", campaign=ID, now=TIME,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Items:
    """The items of a campaign: all, those done, of them on a business day; from when the first may be called."""

    all: int = 0
    done: int = 0
    today: int = 0
    next_at: datetime | None = None


def items(connection: Connection, today: int) -> dict[UUID, Items]:
    """The items of every campaign that has some."""
    next_at = {one.campaign_id: one.next_at for one in rows(connection, _NEXT)}
    return {
        one.campaign_id: Items(int(one.n), int(one.done), int(one.today), next_at.get(one.campaign_id))
        for one in rows(connection, _ITEMS, {"today": today})
    }


def people(connection: Connection) -> dict[UUID, tuple[str, ...]]:
    """Who makes the calls, by campaign: codes of agents; a campaign that is everyone's is missing."""
    found: dict[UUID, list[str]] = defaultdict(list)
    for one in rows(connection, _PEOPLE):
        found[one.campaign_id].append(one.code)
    return {campaign: tuple(codes) for campaign, codes in found.items()}


def end_used_up(
    connection: Connection, campaign_id: UUID, most: int, uncounted: Collection[str], now: datetime, day: int
) -> int:
    """End the items that have had so many attempts, agreed callbacks apart; how many. uncounted: outcomes that are none."""
    values = {"campaign": campaign_id, "most": most, "uncounted": [*uncounted] or [""], "now": now, "day": day}
    return int(connection.execute(_USED_UP, values).rowcount)
