"""Counts over the whole queue that read some hundred rows, however many items there are: kept by the base itself.

Triggers of queue_item note every change in queue_tally, in the transaction of the change (migration 0004). Items that
become ready are kept by the ten minutes by whose end they are; of the ten minutes that run now, those ready by now are
counted in the index in which they are dealt. So every count is what counting all items would give.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from callbench.store.rows import ID, PLAIN, TIME, row, rows, sql
from callbench.store.taking import LEVELS

_TEN_MINUTES = timedelta(minutes=10)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
GROUPS = ("agreed", "overdue", "due", "untouched", "later", "held", "parked", "done")
"""What is counted: the groups of the queue that do not depend on who looks."""
_EACH: dict[str, Any] = dict.fromkeys(GROUPS, PLAIN)
_KEPT = sql(
    """
SELECT coalesce(sum(CASE WHEN kind = 'agreed' AND day <= :today THEN n END), 0) AS agreed,
  coalesce(sum(CASE WHEN kind = 'open' AND ready <= :tens AND day < :today THEN n END), 0) AS overdue,
  coalesce(sum(CASE WHEN kind = 'open' AND ready <= :tens AND day >= :today AND touched = 1 THEN n END), 0) AS due,
  coalesce(sum(CASE WHEN kind = 'open' AND ready <= :tens AND day >= :today AND touched = 0 THEN n END), 0) AS untouched,
  coalesce(sum(CASE WHEN kind = 'open' AND ready > :tens OR kind = 'agreed' AND day > :today THEN n END), 0) AS later,
  coalesce(sum(CASE WHEN kind = 'held' THEN n END), 0) AS held,
  coalesce(sum(CASE WHEN kind = 'parked' THEN n END), 0) AS parked,
  coalesce(sum(CASE WHEN kind = 'done' THEN n END), 0) AS done
FROM (
  SELECT kind, day, touched, ready, n FROM queue_tally WHERE kind IN ('open', 'agreed', 'held', 'parked')
  UNION ALL SELECT kind, day, touched, ready, n FROM queue_tally WHERE kind = 'done' AND day = :today
) kept
""",
    columns=_EACH,
)
_OF_LEVEL = """
SELECT count(*) FROM queue_item i WHERE i.state = 'open' AND NOT i.agreed AND i.priority = level.n / 1000
  AND i.attempts = level.n % 1000 AND i.ready_at > :begun AND i.ready_at <= :now AND i.due_on
""".strip()
_SINCE = """
WITH RECURSIVE {levels}
SELECT level.n % 1000 AS attempts, ({ready} < :today) AS before, ({ready} >= :today) AS today
FROM level WHERE level.n IS NOT NULL
"""
_READY_SINCE = sql(
    _SINCE.format(levels=LEVELS, ready=_OF_LEVEL),
    columns={"attempts": PLAIN, "before": PLAIN, "today": PLAIN}, begun=TIME, now=TIME,
)  # fmt: skip
_GROUP = sql(
    """
SELECT CASE WHEN i.state <> 'open' THEN i.state
  WHEN i.agreed THEN CASE WHEN i.due_on <= :today THEN 'agreed' ELSE 'later' END
  WHEN i.ready_at > :now THEN 'later' WHEN i.due_on < :today THEN 'overdue'
  WHEN i.attempts > 0 THEN 'due' ELSE 'untouched' END AS name
FROM queue_item i WHERE i.id IN :items AND (i.state <> 'done' OR i.closed_on = :today)
""",
    "items",
    columns={"name": PLAIN},
    items=ID, now=TIME,
)  # fmt: skip
_TENS = {
    "sqlite": "CAST(strftime('%s', substr(i.ready_at, 1, 15) || '0:00') AS integer) / 600"
    " + CASE WHEN substr(i.ready_at, 16) > '0:00.000000' THEN 1 ELSE 0 END",
    "postgresql": "CAST(ceil(extract(epoch FROM i.ready_at) / 600) AS integer)",
}
_ANEW = """
SELECT CASE WHEN i.state = 'open' AND i.agreed THEN 'agreed' ELSE i.state END AS kind,
  CASE i.state WHEN 'open' THEN i.due_on WHEN 'done' THEN coalesce(i.closed_on, 0) ELSE 0 END AS day,
  CASE WHEN i.state = 'open' AND NOT i.agreed AND i.attempts > 0 THEN 1 ELSE 0 END AS touched,
  CASE WHEN i.state = 'open' AND NOT i.agreed THEN {tens} ELSE 0 END AS ready,
  i.campaign_id, count(*) AS n
FROM queue_item i GROUP BY 1, 2, 3, 4, 5
"""
_WRONG = """
SELECT kind, day, touched, ready, campaign_id, sum(kept) AS kept, sum(there) AS there FROM (
  SELECT kind, day, touched, ready, campaign_id, n AS kept, 0 AS there FROM queue_tally
  UNION ALL SELECT kind, day, touched, ready, campaign_id, 0, n FROM ({anew}) anew
) both_of_them GROUP BY kind, day, touched, ready, campaign_id HAVING sum(kept) <> sum(there)
ORDER BY kind, day, touched, ready, campaign_id
"""
COUNTED = {dialect: _ANEW.format(tens=tens) for dialect, tens in _TENS.items()}
"""A query that counts every item: kind, day, touched, ready, campaign_id, n."""
_DIFFERENT = {
    dialect: sql(
        _WRONG.format(anew=counted),
        columns={
            "kind": PLAIN, "day": PLAIN, "touched": PLAIN, "ready": PLAIN, "campaign_id": ID, "kept": PLAIN, "there": PLAIN,
        },
    )
    for dialect, counted in COUNTED.items()
}  # fmt: skip


def counts(connection: Connection, now: datetime, today: int, apart: Collection[UUID] = ()) -> dict[str, int]:
    """How many items each of GROUPS has at this moment of this business day, but for those in `apart`."""
    tens = (now - _EPOCH) // _TEN_MINUTES
    found: dict[str, int] = row(connection, _KEPT, {"tens": tens, "today": today})._asdict()
    since = {"begun": _EPOCH + tens * _TEN_MINUTES, "now": now, "today": today}
    for level in rows(connection, _READY_SINCE, since):
        found["overdue"] += level.before
        found["due" if level.attempts else "untouched"] += level.today
        found["later"] -= level.before + level.today
    if apart:
        for one in rows(connection, _GROUP, {"items": list(apart), "now": now, "today": today}):
            found[one.name] -= 1
    return {group: int(n) for group, n in found.items()}


def differences(connection: Connection) -> list[Any]:
    """Where what is kept is not what counting every item gives, which takes a second for a million; nothing when all is well.

    Rows of kind, day, touched, ready, campaign_id (as in `QueueTally`), kept and there.
    """
    return list(rows(connection, _DIFFERENT[connection.dialect.name]))
