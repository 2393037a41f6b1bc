"""Why nothing, or not this item, can be taken."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from callbench.i18n import _
from callbench.records.calls import NothingNow
from callbench.rules.hours import Hours
from callbench.store.rows import FLAG, ID, PLAIN, TIME, row, rows, sql
from callbench.store.taking import LATE

_OPEN = sql(
    """
SELECT zone, agreed, ready_at <= :now AS ready, ready_at >= :late AS fresh,
  (agent_id IS NULL OR agent_id = :agent OR released_at <= :now) AS free,
  count(*) AS n, min(ready_at) AS ready_at, min(released_at) AS released_at
FROM queue_item WHERE state = 'open' GROUP BY 1, 2, 3, 4, 5
""",
    columns={
        "zone": PLAIN, "agreed": FLAG, "ready": FLAG, "fresh": FLAG, "free": FLAG, "n": PLAIN, "ready_at": TIME,
        "released_at": TIME,
    },
    now=TIME, late=TIME, agent=ID,
)  # fmt: skip
_AT_OPENING = sql(
    """
SELECT count(*) AS n FROM queue_item
WHERE state = 'open' AND NOT agreed AND zone = :zone AND ready_at > :now AND ready_at <= :opens
""",
    columns={"n": PLAIN},
    now=TIME,
    opens=TIME,
)
_REST = sql(
    """
SELECT (SELECT count(*) FROM queue_item WHERE state = 'held' AND held_by <> :agent) AS held,
  (SELECT count(*) FROM queue_item WHERE state = 'parked') AS parked,
  (SELECT count(*) FROM queue_item WHERE state = 'done' AND closed_on = :day) AS done
""",
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


def nothing_now(
    connection: Connection, agent_id: UUID, now: datetime, day: int, hours_of: Callable[[str], Hours]
) -> NothingNow:
    """How many items wait for what, for this agent, and the next moment at which one can be taken.

    hours_of: the calling hours of a zone.
    """
    rest = row(connection, _REST, {"agent": agent_id, "day": day})
    counts = dict.fromkeys(("outside_hours", "not_due", "callback_of_others"), 0)
    counts |= {"held_by_others": rest.held, "no_phone": rest.parked, "done": rest.done}
    moments: list[datetime] = []
    waiting: set[str] = set()  # zones whose hours are over, with items that are not due at this moment
    for found in rows(connection, _OPEN, {"now": now, "late": now - LATE, "agent": agent_id}):
        zone = hours_of(found.zone)
        if not found.ready:
            counts["not_due"] += found.n
            waiting |= set() if zone.is_open(now) else {found.zone}
            moments.append(found.ready_at if found.free else max(found.ready_at, found.released_at or found.ready_at))
        elif not found.free:
            counts["callback_of_others"] += found.n
            if found.released_at is not None:
                moments.append(found.released_at)
        elif not zone.is_open(now) and not (found.agreed and found.fresh):
            counts["outside_hours"] += found.n
            moments.append(zone.next_open(now))
        else:  # ready, but its customer is in someone's hand with another item
            counts["held_by_others"] += found.n
    for name in waiting:  # what may be called when the hours begin waits for them, and not for its day
        opens = hours_of(name).next_open(now)
        early = row(connection, _AT_OPENING, {"zone": name, "now": now, "opens": opens}).n
        counts["outside_hours"] += early
        counts["not_due"] -= early
    return NothingNow({reason: n for reason, n in counts.items() if n}, min(moments, default=None))


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
