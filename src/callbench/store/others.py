"""What an attempt means for the other items of the same person and of whoever shares the number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from callbench.store import pools
from callbench.store.rows import ID, PLAIN, TIME, rows, run, sql

_WAITING = sql(
    """
SELECT i.id, i.customer_id, i.zone, i.ready_at, i.agreed, i.state, c.preferred_time
FROM queue_item i JOIN customer c ON c.id = i.customer_id
WHERE i.state <> 'done' AND i.state IN ('open', 'parked') AND i.id <> :item AND i.customer_id IN
  (SELECT customer_id FROM phone WHERE e164 <> '' AND e164 = :e164 UNION ALL SELECT :customer)
""",
    columns={
        "id": ID, "customer_id": ID, "zone": PLAIN, "ready_at": TIME, "agreed": PLAIN, "state": PLAIN,
        "preferred_time": PLAIN,
    },
    item=ID, customer=ID,
)  # fmt: skip
_PUSH = sql("UPDATE queue_item SET ready_at = :ready_at WHERE id = :item AND state = 'open'", item=ID, ready_at=TIME)
_PULL = sql(
    "UPDATE queue_item SET ready_at = :ready_at WHERE id = :item AND state = 'open' AND ready_at = :pushed_to",
    item=ID, ready_at=TIME, pushed_to=TIME,
)  # fmt: skip
_REOPEN = sql(
    "UPDATE queue_item SET state = :state, closed_why = :why, closed_at = NULL, closed_on = NULL "
    "WHERE id = :item AND state = 'done' AND closed_why IN ('do_not_call', 'inactive')",
    item=ID,
)  # fmt: skip


def waiting(connection: Connection, item_id: UUID, customer_id: UUID, e164: str) -> Sequence[Any]:
    """Open and parked items, but this one, of the customer and of everybody with the number `e164`."""
    return rows(connection, _WAITING, {"item": item_id, "customer": customer_id, "e164": e164})


def push(connection: Connection, item_id: UUID, ready_at: datetime) -> None:
    """Not before `ready_at`; the day its turn came stays."""
    run(connection, _PUSH, {"item": item_id, "ready_at": ready_at})


def pull_back(connection: Connection, item_id: UUID, pushed_to: datetime, ready_at: datetime) -> None:
    """Undo a push, unless something else moved the item since."""
    run(connection, _PULL, {"item": item_id, "pushed_to": pushed_to, "ready_at": ready_at})


def reopen(connection: Connection, item_id: UUID, state: str) -> None:
    """Undo the closing of an item that was closed with its customer. state: open or parked, as it was."""
    why = "no_phone" if state == "parked" else ""
    if run(connection, _REOPEN, {"item": item_id, "state": state, "why": why}):
        pools.place(connection, item_id)
