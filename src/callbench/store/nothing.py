"""What waits while nothing can be taken, in numbers; and why this very item cannot be."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from callbench.i18n import _
from callbench.rules.pools import LATE
from callbench.store.rows import FLAG, ID, PLAIN, TIME, row, rows, sql

IN_HAND = """
SELECT o.id FROM queue_item h JOIN queue_item o ON o.customer_id = h.customer_id WHERE h.state = 'held' AND o.state = 'open'
"""
"""Items of customers whom somebody has in hand."""
_OPEN_TEXT = """
SELECT pool_id, agreed, ready_at <= :now AS ready, ready_at < :late AS late, count(*) AS n, min(ready_at) AS first
FROM queue_item WHERE state = 'open' AND {which} AND id NOT IN ({in_hand}) GROUP BY 1, 2, 3, 4
"""
_OPEN = sql(  # each half is read from an index alone
    " UNION ALL ".join(_OPEN_TEXT.format(which=which, in_hand=IN_HAND) for which in ("agreed", "NOT agreed")),
    columns={"pool_id": PLAIN, "agreed": FLAG, "ready": FLAG, "late": FLAG, "n": PLAIN, "first": TIME},
    now=TIME, late=TIME,
)  # fmt: skip
_UP_TO_TEXT = """
SELECT count(*) AS n FROM queue_item WHERE state = 'open' AND NOT agreed AND ready_at > :now AND ready_at <= :until
AND pool_id IN :pools AND id NOT IN ({in_hand})
"""
_UP_TO = sql(
    _UP_TO_TEXT.format(in_hand=IN_HAND),
    "pools",
    columns={"n": PLAIN},
    now=TIME, until=TIME,
)  # fmt: skip
_PERSONAL = sql(
    """
SELECT i.pool_id, i.agreed, i.ready_at, i.agent_id, i.released_at, c.owner_id
FROM queue_item i JOIN customer c ON c.id = i.customer_id
WHERE i.state = 'open' AND i.released_at IS NOT NULL AND i.released_at > :now ORDER BY i.released_at
""",
    columns={
        "pool_id": PLAIN, "agreed": FLAG, "ready_at": TIME, "agent_id": ID, "released_at": TIME, "owner_id": ID,
    },
    now=TIME,
)  # fmt: skip
_REST_TEXT = """
SELECT (SELECT count(*) FROM queue_item WHERE state = 'held' AND held_by <> :agent) + (
    SELECT count(*) FROM queue_item WHERE state = 'open' AND id IN ({in_hand})
  ) AS held,
  (SELECT count(*) FROM queue_item WHERE state = 'parked') AS parked,
  (SELECT count(*) FROM queue_item WHERE state = 'done' AND closed_on = :day) AS done
"""
_REST = sql(
    _REST_TEXT.format(in_hand=IN_HAND),
    columns={"held": PLAIN, "parked": PLAIN, "done": PLAIN},
    agent=ID,
)
_STATE = sql(
    """
SELECT i.state, a.name FROM queue_item i
LEFT JOIN queue_item h ON h.state = 'held' AND h.customer_id = i.customer_id
LEFT JOIN agent a ON a.id = h.held_by WHERE i.id = :item
""",
    columns={"state": PLAIN, "name": PLAIN},
    item=ID,
)


def waiting(connection: Connection, now: datetime) -> Sequence[Any]:
    """Open items that nobody has in hand, together where they wait alike: pool_id, agreed, whether they are ready and
    longer than LATE, how many (n), and the first ready_at of them.
    """
    return rows(connection, _OPEN, {"now": now, "late": now - LATE})


def ready_up_to(connection: Connection, pools: Collection[int], now: datetime, until: datetime) -> int:
    """How many items of these pools become ready after `now` and not after `until`."""
    return int(rows(connection, _UP_TO, {"pools": list(pools), "now": now, "until": until})[0].n)


def personal(connection: Connection, now: datetime) -> Sequence[Any]:
    """Open items that are one agent's for now, by the moment at which they are everybody's."""
    return rows(connection, _PERSONAL, {"now": now})


def others(connection: Connection, agent_id: UUID, day: int) -> Any:
    """How many items others have in hand or cannot be taken because of that (held), parked, and done on a business day."""
    return row(connection, _REST, {"agent": agent_id, "day": day})


def holder(connection: Connection, item_id: UUID) -> tuple[str, str]:
    """Who has the customer of this item in hand ("" for nobody), and the item's state ("" for none)."""
    found = row(connection, _STATE, {"item": item_id})
    return ("", "") if found is None else (found.name or "", found.state)


def why_not(connection: Connection, item_id: UUID) -> str:
    """One sentence on why this item cannot be held now."""
    found = row(connection, _STATE, {"item": item_id})
    if found is None:
        return _("There is no such item in the queue.")
    if found.name is not None:
        return _("{agent} has this customer in hand.").format(agent=found.name)
    if found.state == "parked":
        return _("This customer has no number that can be called.")
    return _("This item is done.")
