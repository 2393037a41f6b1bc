"""Which of a person's numbers may be rung now, and who else is ringing it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from callbench.store.blocking import FOR_EVER, NUMBER_LAST_DAY, PERSON_LAST_DAY
from callbench.store.rows import FLAG, ID, PLAIN, TIME, row, rows, run, sql


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
    its own version, else the campaign's. numbers: without those on the do-not-call list, which are `listed`.
    listed_to: the last business day the person is on that list (blocking.FOR_EVER), None: they are not.
    consents: the campaign asks for no consent, or it was given and still holds. marketing: the campaign advertises.
    back_after: the business day after which the first of the listed numbers is not listed any more, None: for good.
    """

    customer_state: str
    preferred_time: str
    script_id: UUID
    left: UUID | None
    numbers: tuple[Number, ...]
    listed: frozenset[UUID] = frozenset()
    listed_to: int | None = None
    consents: bool = True
    marketing: bool = False
    back_after: int | None = None


CONSENT = (  # the latest word of the customer on what the campaign is for, by `column`
    "SELECT n.{column} FROM consent n WHERE k.consent <> '' AND n.customer_id = c.id AND n.purpose = k.consent "
    "ORDER BY n.at DESC, n.id DESC LIMIT 1"
)
_ASKED = """
SELECT c.state, c.preferred_time, coalesce(
    (SELECT script_id FROM draft WHERE item_id = :item), k.script_id
  ) AS script_id,
  (SELECT id FROM draft WHERE item_id = :item) AS left, p.id, p.e164,
  (SELECT max(a.ended_at) FROM attempt a WHERE a.e164 <> '' AND a.e164 = p.e164) AS called,
  EXISTS (
    SELECT 1 FROM queue_item h JOIN draft d ON d.item_id = h.id JOIN phone o ON o.id = d.phone_id AND o.customer_id = h.customer_id
    WHERE h.state = 'held' AND h.customer_id <> c.id AND o.e164 <> '' AND o.e164 = p.e164
  ) AS engaged, {person} AS listed_to, {number} AS number_listed_to, k.consent, k.marketing,
  ({state}) AS consent_state, ({until}) AS consent_until
FROM customer c JOIN campaign k ON k.id = :campaign LEFT JOIN phone p ON p.customer_id = c.id AND p.state = 'valid' AND p.e164 <> ''
WHERE c.id = :customer ORDER BY p.position
"""
_RINGING = sql(
    _ASKED.format(
        person=PERSON_LAST_DAY, number=NUMBER_LAST_DAY, state=CONSENT.format(column="state"),
        until=CONSENT.format(column="until"),
    ),
    columns={
        "state": PLAIN, "preferred_time": PLAIN, "script_id": ID, "left": ID, "id": ID, "e164": PLAIN, "called": TIME,
        "engaged": FLAG, "listed_to": PLAIN, "number_listed_to": PLAIN, "consent": PLAIN, "marketing": FLAG,
        "consent_state": PLAIN, "consent_until": TIME,
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


_LOCK = sql(
    """
SELECT pg_advisory_xact_lock(key) FROM (
  SELECT DISTINCT hashtext(e164) AS key FROM phone WHERE customer_id = :customer AND e164 <> '' ORDER BY 1
) numbers
""",
    customer=ID,
)


def lock(connection: Connection, customer_id: UUID) -> None:
    """Until the end of the transaction nobody else begins to ring a number of this customer, also as somebody else's.

    SQLite's write lock does this by itself.
    """
    if connection.dialect.name == "postgresql":
        run(connection, _LOCK, {"customer": customer_id})


def ringing(
    connection: Connection, item_id: UUID, customer_id: UUID, campaign_id: UUID, now: datetime, today: int
) -> Ringing:
    """A customer's valid numbers in the order they are to be tried. today: the business day, by which the list is read."""
    found = rows(connection, _RINGING, {"item": item_id, "customer": customer_id, "campaign": campaign_id})
    first = found[0]
    listed = frozenset(row.id for row in found if row.id is not None and (row.number_listed_to or 0) >= today)
    return Ringing(
        first.state, first.preferred_time, first.script_id, first.left,
        tuple(Number(row.id, row.e164, row.called, row.engaged) for row in found if row.id not in (None, *listed)),
        listed, first.listed_to if (first.listed_to or 0) >= today else None,
        not first.consent
        or (first.consent_state == "given" and (first.consent_until is None or first.consent_until > now)),
        first.marketing,
        min((row.number_listed_to for row in found if row.id in listed and row.number_listed_to < FOR_EVER), default=None),
    )  # fmt: skip


def to_ring(numbers: Sequence[Number], now: datetime, gap: timedelta) -> Number | None:
    """The first number that nobody else is ringing and that was not rung within `gap`; None when there is none."""
    for number in numbers:
        if not number.engaged and (number.called is None or number.called + gap <= now):
            return number
    return None
