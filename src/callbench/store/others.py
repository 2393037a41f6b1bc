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
SELECT i.id, i.customer_id, i.zone, i.ready_at, i.agreed, i.state, c.preferred_time, c.name AS customer_name,
  i.closed_why
FROM queue_item i JOIN customer c ON c.id = i.customer_id
WHERE i.state <> 'done' AND i.state IN ('open', 'parked') AND i.id <> :item AND i.customer_id IN
  (SELECT customer_id FROM phone WHERE e164 <> '' AND e164 = :e164 UNION ALL SELECT :customer)
""",
    columns={
        "id": ID, "customer_id": ID, "zone": PLAIN, "ready_at": TIME, "agreed": PLAIN, "state": PLAIN,
        "preferred_time": PLAIN, "customer_name": PLAIN, "closed_why": PLAIN,
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


_WANTED = sql(
    """
SELECT i.id, i.campaign_id, i.pool_id, k.name AS campaign, k.purpose
FROM queue_item i JOIN campaign k ON k.id = i.campaign_id
WHERE i.customer_id = :customer AND i.state = 'open' AND NOT i.agreed AND i.id <> :item AND i.rule <> 'complaint'
AND i.created_at <= :before AND (i.due_on <= :day OR i.attempts > 0)
ORDER BY i.priority, i.attempts, i.ready_at, i.id
""",
    columns={"id": ID, "campaign_id": ID, "pool_id": PLAIN, "campaign": PLAIN, "purpose": PLAIN},
    customer=ID, item=ID, before=TIME,
)  # fmt: skip
_SERVE = sql(
    "UPDATE queue_item SET state = 'done', closed_why = 'other_call', served_with = :attempt, closed_at = :now, "
    "closed_on = :day WHERE id = :item AND state = 'open'",
    item=ID, attempt=ID, now=TIME,
)  # fmt: skip
_SERVED = sql(
    "SELECT id FROM queue_item WHERE customer_id = :customer AND state = 'done' AND served_with = :attempt",
    columns={"id": ID},
    customer=ID, attempt=ID,
)  # fmt: skip
_UNSERVE = sql(
    """
UPDATE queue_item SET state = 'open', closed_why = '', served_with = NULL, closed_at = NULL, closed_on = NULL
WHERE id = :item AND state = 'done' AND served_with = :attempt AND NOT EXISTS (
  SELECT 1 FROM queue_item o WHERE o.customer_id = queue_item.customer_id AND o.campaign_id = queue_item.campaign_id
  AND o.state <> 'done'
) AND EXISTS (SELECT 1 FROM campaign k WHERE k.id = queue_item.campaign_id AND k.state <> 'closed')
""",
    item=ID, attempt=ID,
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


def wanted(connection: Connection, item_id: UUID, customer_id: UUID, before: datetime, day: int) -> Sequence[Any]:
    """Items of other campaigns, made up to a moment, that want the same customer by this business day: id, campaign_id,
    pool_id, campaign, purpose.
    """
    return rows(connection, _WANTED, {"item": item_id, "customer": customer_id, "before": before, "day": day})


def serve(connection: Connection, item_id: UUID, attempt_id: UUID, now: datetime, day: int) -> bool:
    """Settle an item with the call made for another one; False when it does not wait any more."""
    values = {"item": item_id, "attempt": attempt_id, "now": now, "day": day}
    return run(connection, _SERVE, values) == 1


def served(connection: Connection, customer_id: UUID, attempt_id: UUID) -> list[UUID]:
    """The items that a call settled beside its own."""
    return [found.id for found in rows(connection, _SERVED, {"customer": customer_id, "attempt": attempt_id})]


def unserve(connection: Connection, item_id: UUID, attempt_id: UUID) -> bool:
    """Let an item wait again that a call had settled, unless its campaign was closed or the customer waits in it anew."""
    if run(connection, _UNSERVE, {"item": item_id, "attempt": attempt_id}) != 1:
        return False
    pools.place(connection, item_id)
    return True
