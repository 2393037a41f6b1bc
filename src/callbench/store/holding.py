"""Letting go of items: back to the queue, back later, parked, closed."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from callbench.store import pools
from callbench.store.rows import ID, PLAIN, TIME, row, rows, run, sql

_RELEASE = sql(
    "UPDATE queue_item SET state = 'open', held_by = NULL WHERE state = 'held' AND touched_at <= :before", before=TIME
)
_LET_GO = sql(
    "UPDATE queue_item SET state = 'open', held_by = NULL, ready_at = :ready_at WHERE id = :item AND state = 'held'",
    item=ID,
    ready_at=TIME,
)
_LET_GO_NOW = sql("UPDATE queue_item SET state = 'open', held_by = NULL WHERE id = :item AND state = 'held'", item=ID)
_ORDINARY = """
agreed = FALSE, agent_id = CASE WHEN agreed THEN NULL ELSE agent_id END,
released_at = CASE WHEN agreed THEN NULL ELSE released_at END,
rule = CASE WHEN NOT agreed THEN rule WHEN attempts > 0 THEN 'retry' ELSE 'list' END
"""  # nothing is promised any more
_PARK = sql(
    f"UPDATE queue_item SET state = 'parked', closed_why = :why, held_by = NULL, {_ORDINARY} WHERE id = :item",  # noqa: S608 - ours
    item=ID,
)
_PUT_OFF = sql(
    f"UPDATE queue_item SET ready_at = :ready_at, due_on = :due_on, {_ORDINARY} WHERE id = :item AND state = 'open'",  # noqa: S608 - ours
    item=ID, ready_at=TIME,
)  # fmt: skip
_CLOSE = sql(
    "UPDATE queue_item SET state = 'done', held_by = NULL, closed_at = :now, closed_on = :day, closed_why = :why "
    "WHERE id = :item AND state <> 'done'",
    item=ID,
    now=TIME,
)
_PARKED = sql(
    """
SELECT i.id, i.customer_id, i.zone FROM queue_item i WHERE i.state = 'parked' AND i.closed_why <> 'cancelled' AND EXISTS
(SELECT 1 FROM phone p WHERE p.customer_id = i.customer_id AND p.state = 'valid' AND p.e164 <> '' AND NOT EXISTS (
  SELECT 1 FROM do_not_call b WHERE b.lifted_at IS NULL AND b.e164 <> '' AND b.e164 = p.e164
  AND b.until_day IS NULL
))
""",
    columns={"id": ID, "customer_id": ID, "zone": PLAIN},
)
_UNPARK = sql(
    "UPDATE queue_item SET state = 'open', closed_why = '', ready_at = :ready_at, due_on = :due_on WHERE id = :item",
    item=ID,
    ready_at=TIME,
)
_OPEN_AGAIN = sql(
    "UPDATE queue_item SET state = 'open', closed_at = NULL WHERE id = :item AND state IN ('done', 'parked')", item=ID
)


_HELD = sql(
    """
SELECT i.id AS item_id, d.agent_id, i.state, i.touched_at FROM draft d JOIN queue_item i ON i.id = d.item_id
WHERE d.id = :draft AND (i.held_by IS NULL OR i.held_by = d.agent_id)
""",
    columns={"item_id": ID, "agent_id": ID, "state": PLAIN, "touched_at": TIME},
    draft=ID,
)


def held(connection: Connection, draft_id: UUID) -> Any:
    """The item of a call begun: item_id, agent_id, state, touched_at; None when the draft is gone or its item is another's."""
    return row(connection, _HELD, {"draft": draft_id})


def release_expired(connection: Connection, before: datetime) -> int:
    """Open the items nobody has touched since `before`; their drafts stay. Returns how many."""
    return run(connection, _RELEASE, {"before": before})


def let_go(connection: Connection, item_id: UUID, ready_at: datetime | None = None) -> bool:
    """Open a held item again, at once or not before `ready_at`; False when it was not held."""
    if ready_at is None:
        return run(connection, _LET_GO_NOW, {"item": item_id}) == 1
    return run(connection, _LET_GO, {"item": item_id, "ready_at": ready_at}) == 1


def park(connection: Connection, item_id: UUID, why: str = "no_phone") -> None:
    """Keep an item aside until its customer has a number that may be called; what was agreed is not any more.

    why: no_phone, or do_not_call where there are numbers and all are on that list.
    """
    run(connection, _PARK, {"item": item_id, "why": why})
    pools.place(connection, item_id)


def put_off(connection: Connection, item_id: UUID, ready_at: datetime, due_on: int) -> None:
    """Let an open item wait as any other until then; what was agreed is not any more."""
    run(connection, _PUT_OFF, {"item": item_id, "ready_at": ready_at, "due_on": due_on})
    pools.place(connection, item_id)


def close(connection: Connection, item_id: UUID, why: str, now: datetime, day: int) -> None:
    """End an item. why: as in queue_item.closed_why."""
    run(connection, _CLOSE, {"item": item_id, "why": why, "now": now, "day": day})


def parked_with_number(connection: Connection) -> Any:
    """Parked items whose customer has a number by now that may be called, now or after a day: id, customer_id, zone."""
    return rows(connection, _PARKED)


def unpark(connection: Connection, item_id: UUID, ready_at: datetime, due_on: int) -> None:
    """Put a parked item back into the queue."""
    run(connection, _UNPARK, {"item": item_id, "ready_at": ready_at, "due_on": due_on})


def open_again(connection: Connection, item_id: UUID) -> None:
    """Open what is done or parked, so that it can be somebody's again: nobody takes it as it is."""
    run(connection, _OPEN_AGAIN, {"item": item_id})
