"""Which of a person's numbers may be rung now, and who else is ringing it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from callbench.store.rows import FLAG, ID, PLAIN, TIME, row, rows, sql


@dataclass(frozen=True, slots=True)
class Number:
    """A valid number of a customer. called: the last attempt to it, by anyone; engaged: another agent has it in hand."""

    phone_id: UUID
    e164: str
    called: datetime | None
    engaged: bool


@dataclass(frozen=True, slots=True)
class Ringing:
    """What decides whether a customer can be rung: their state and numbers, and the script.

    left: an unfinished call of somebody on the item, or None. script_id: that of the unfinished call, which goes on with
    its own version, else the campaign's.
    """

    customer_state: str
    preferred_time: str
    script_id: UUID
    left: UUID | None
    numbers: tuple[Number, ...]


_RINGING = sql(
    """
SELECT c.state, c.preferred_time, coalesce(
    (SELECT script_id FROM draft WHERE item_id = :item), (SELECT script_id FROM campaign WHERE id = :campaign)
  ) AS script_id,
  (SELECT id FROM draft WHERE item_id = :item) AS left, p.id, p.e164,
  (SELECT max(a.ended_at) FROM attempt a WHERE a.e164 <> '' AND a.e164 = p.e164) AS called,
  EXISTS (
    SELECT 1 FROM queue_item h JOIN draft d ON d.item_id = h.id JOIN phone o ON o.id = d.phone_id
    WHERE h.state = 'held' AND h.customer_id <> c.id AND o.e164 = p.e164
  ) AS engaged
FROM customer c LEFT JOIN phone p ON p.customer_id = c.id AND p.state = 'valid' AND p.e164 <> ''
WHERE c.id = :customer ORDER BY p.position
""",
    columns={
        "state": PLAIN, "preferred_time": PLAIN, "script_id": ID, "left": ID, "id": ID, "e164": PLAIN, "called": TIME, "engaged": FLAG,
    },
    campaign=ID, customer=ID, item=ID,
)  # fmt: skip


_OF_DRAFT = sql(
    """
SELECT i.id AS item_id, i.customer_id, i.campaign_id, i.agreed, i.ready_at, d.phone_id
FROM draft d JOIN queue_item i ON i.id = d.item_id WHERE d.id = :draft
""",
    columns={"item_id": ID, "customer_id": ID, "campaign_id": ID, "agreed": FLAG, "ready_at": TIME, "phone_id": ID},
    draft=ID,
)


def in_use(connection: Connection, draft_id: UUID) -> Any:
    """Item, customer, campaign, whether and for when it was agreed, and the number of a call in hand; None when it is gone."""
    return row(connection, _OF_DRAFT, {"draft": draft_id})


def ringing(connection: Connection, item_id: UUID, customer_id: UUID, campaign_id: UUID) -> Ringing:
    """A customer's valid numbers in the order they are to be tried."""
    found = rows(connection, _RINGING, {"item": item_id, "customer": customer_id, "campaign": campaign_id})
    numbers = tuple(Number(row.id, row.e164, row.called, row.engaged) for row in found if row.id is not None)
    first = found[0]
    return Ringing(first.state, first.preferred_time, first.script_id, first.left, numbers)


def to_ring(numbers: Sequence[Number], now: datetime, gap: timedelta) -> Number | None:
    """The first number that nobody else is ringing and that was not rung within `gap`; None when there is none."""
    for number in numbers:
        if not number.engaged and (number.called is None or number.called + gap <= now):
            return number
    return None
