"""What waits while nothing can be taken, in numbers; and why this very item cannot be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from callbench.clock import date_of, day_number
from callbench.i18n import _
from callbench.rules.pools import LATE
from callbench.store.numbers import CONSENT
from callbench.store.rows import FLAG, ID, PLAIN, TIME, row, rows, sql

_FEW = 500  # customers asked for at a time
IN_HAND = """
SELECT o.id FROM queue_item h JOIN queue_item o ON o.customer_id = h.customer_id WHERE h.state = 'held' AND o.state = 'open'
"""
"""Items of customers whom somebody has in hand."""
# Open items about which their pool does not tell everything: what one person, number or item alone is kept back by.
_OWN = (
    "SELECT i.id FROM queue_item i WHERE i.state = 'open' AND i.released_at IS NOT NULL AND i.released_at > :now",
    "SELECT i.id FROM campaign k JOIN queue_item i ON i.campaign_id = k.id JOIN customer c ON c.id = i.customer_id "
    "WHERE i.state = 'open' AND k.consent <> '' AND (coalesce(({state}), '') <> 'given' OR ({until}) IS NOT NULL)",
    "SELECT i.id FROM complaint k JOIN queue_item i ON i.customer_id = k.customer_id "
    "WHERE k.closed_at IS NULL AND i.state = 'open' AND i.plan_id IS NOT NULL",
)
_THEIR = (  # customers, all of whose items are such
    "SELECT c.id FROM customer c WHERE c.state <> 'active'",
    "SELECT b.customer_id FROM do_not_call b WHERE b.customer_id IS NOT NULL AND {listed}",
    "SELECT p.customer_id FROM do_not_call b JOIN phone p ON p.e164 = b.e164 WHERE b.e164 <> '' AND {listed}",
    "SELECT c.id FROM customer c WHERE NOT EXISTS "
    "(SELECT 1 FROM phone p WHERE p.customer_id = c.id AND p.state = 'valid' AND p.e164 <> '')",
    "SELECT p.customer_id FROM attempt a JOIN phone p ON p.e164 = a.e164 "
    "WHERE a.e164 <> '' AND a.business_day >= :yesterday AND a.ended_at > :gap",
    "SELECT p.customer_id FROM queue_item h JOIN draft d ON d.item_id = h.id JOIN phone o ON o.id = d.phone_id "
    "JOIN phone p ON p.e164 = o.e164 WHERE h.state = 'held' AND o.e164 <> '' AND p.customer_id <> h.customer_id",
    "SELECT a.customer_id FROM attempt a WHERE a.business_day >= :yesterday GROUP BY a.customer_id HAVING count(*) >= :a_day",
    "SELECT a.customer_id FROM attempt a WHERE a.business_day >= :month GROUP BY a.customer_id HAVING count(*) >= :a_month",
    "SELECT a.customer_id FROM attempt a WHERE a.business_day >= :since AND a.outcome IN :silencing",
)
_OF_CUSTOMER = "SELECT i.id FROM queue_item i WHERE i.state = 'open' AND i.customer_id IN ({which})"
_THEIRS = " UNION ".join((*_OWN, *(_OF_CUSTOMER.replace("{which}", which) for which in _THEIR))).format(
    state=CONSENT.format(column="state"), until=CONSENT.format(column="until"),
    listed="b.lifted_at IS NULL AND (b.until_day IS NULL OR b.until_day >= :today)",
)  # fmt: skip
_BINDS: dict[str, Any] = {"now": TIME, "gap": TIME}
_ODD_TEXT = "SELECT id FROM ({odd}) own WHERE id NOT IN ({in_hand})"
_ODD = sql(_ODD_TEXT.format(odd=_THEIRS, in_hand=IN_HAND), "silencing", columns={"id": ID}, **_BINDS)
_OPEN_TEXT = """
SELECT pool_id, agreed, ready_at <= :now AS ready, ready_at < :late AS late, count(*) AS n, min(ready_at) AS first
FROM queue_item WHERE state = 'open' AND {which} AND id NOT IN ({in_hand}) GROUP BY 1, 2, 3, 4
"""
_OPEN = sql(  # each half is read from an index alone
    " UNION ALL ".join(
        _OPEN_TEXT.format(which=which, in_hand=IN_HAND) for which in ("agreed", "NOT agreed")
    ),
    columns={"pool_id": PLAIN, "agreed": FLAG, "ready": FLAG, "late": FLAG, "n": PLAIN, "first": TIME},
    now=TIME, late=TIME,
)  # fmt: skip
_UP_TO_TEXT = """
SELECT pool_id, count(*) AS n FROM queue_item WHERE state = 'open' AND NOT agreed AND ready_at > :now AND ready_at <= :until
AND id NOT IN ({in_hand}) GROUP BY pool_id
"""
_UP_TO = sql(_UP_TO_TEXT.format(in_hand=IN_HAND), columns={"pool_id": PLAIN, "n": PLAIN}, now=TIME, until=TIME)
_FIRST_TEXT = """
SELECT ready_at FROM queue_item WHERE state = 'open' AND {which} AND pool_id = :pool AND ready_at > :after
AND id NOT IN ({in_hand}) ORDER BY ready_at LIMIT :most
"""
_FIRST = {
    agreed: sql(
        _FIRST_TEXT.format(which="agreed" if agreed else "NOT agreed", in_hand=IN_HAND),
        columns={"ready_at": TIME}, after=TIME,
    )
    for agreed in (True, False)
}  # fmt: skip
_CALLED = sql(
    """
SELECT customer_id, outcome, ended_at FROM attempt WHERE business_day >= :since AND customer_id IN :customers
ORDER BY started_at, nth
""",
    "customers",
    columns={"customer_id": ID, "outcome": PLAIN, "ended_at": TIME},
    customers=ID,
)
_COMPLAINING = sql("SELECT DISTINCT customer_id FROM complaint WHERE closed_at IS NULL", columns={"customer_id": ID})
_REST_TEXT = """
SELECT (SELECT count(*) FROM queue_item WHERE state = 'held' AND held_by <> :agent) + (
    SELECT count(*) FROM queue_item WHERE state = 'open' AND id IN ({in_hand})
  ) + (SELECT count(*) FROM queue_item WHERE state = 'parked' AND customer_id IN ({held})) AS held,
  (
    SELECT count(*) FROM queue_item WHERE state = 'parked' AND closed_why NOT IN ('cancelled', 'do_not_call')
    AND customer_id NOT IN ({held})
  ) AS parked,
  (SELECT count(*) FROM queue_item WHERE state = 'parked' AND closed_why = 'cancelled' AND customer_id NOT IN ({held})) AS aside,
  (SELECT count(*) FROM queue_item WHERE state = 'parked' AND closed_why = 'do_not_call' AND customer_id NOT IN ({held})) AS listed,
  (SELECT count(*) FROM queue_item WHERE state = 'done' AND closed_on = :day) AS done
"""
_REST = sql(
    _REST_TEXT.format(in_hand=IN_HAND, held="SELECT h.customer_id FROM queue_item h WHERE h.state = 'held'"),
    columns={"held": PLAIN, "parked": PLAIN, "aside": PLAIN, "listed": PLAIN, "done": PLAIN},
    agent=ID,
)
_STATE = sql(
    """
SELECT i.state, i.closed_why, a.name FROM queue_item i
LEFT JOIN queue_item h ON h.state = 'held' AND h.customer_id = i.customer_id
LEFT JOIN agent a ON a.id = h.held_by WHERE i.id = :item
""",
    columns={"state": PLAIN, "closed_why": PLAIN, "name": PLAIN},
    item=ID,
)


@dataclass(frozen=True, slots=True)
class Looking:
    """When the base is looked at, and how far back. today, since, month: business days; gap: calls after it keep a number
    back; a_day, a_month: as many calls bring a person to a limit; silencing: outcomes after which nobody calls for a while.
    """

    now: datetime
    today: int
    gap: datetime
    since: int
    month: int
    a_day: int
    a_month: int
    silencing: tuple[str, ...]

    @property
    def values(self) -> dict[str, Any]:
        """What the statements are given."""
        return {
            "now": self.now, "today": self.today, "yesterday": day_number(date_of(self.today) - timedelta(days=1)),
            "gap": self.gap, "since": self.since, "month": self.month, "a_day": self.a_day, "a_month": self.a_month,
            "silencing": list(self.silencing),
        }  # fmt: skip


def waiting(connection: Connection, now: datetime) -> Sequence[Any]:
    """Open items that nobody has in hand, together where they wait alike: pool_id, agreed, whether they are ready and longer
    than LATE, how many (n), and the first ready_at of them.
    """
    return rows(connection, _OPEN, {"now": now, "late": now - LATE})


def ready_up_to(connection: Connection, now: datetime, until: datetime) -> dict[int, int]:
    """How many such items of each pool, but for agreed ones, become ready after `now` and not after `until`."""
    return {found.pool_id: found.n for found in rows(connection, _UP_TO, {"now": now, "until": until})}


def first_times(connection: Connection, pool: int, after: datetime, most: int, *, agreed: bool) -> list[datetime]:
    """The earliest moments after one at which such items of a pool become ready, at most so many."""
    return [one.ready_at for one in rows(connection, _FIRST[agreed], {"pool": pool, "after": after, "most": most})]


def odd_ones(connection: Connection, looking: Looking) -> list[UUID]:
    """Those of them that something of their own may keep back, which their pool does not tell."""
    return [found.id for found in rows(connection, _ODD, looking.values)]


def called(connection: Connection, looking: Looking, customer_ids: Sequence[UUID]) -> dict[UUID, list[Any]]:
    """Attempts to these customers, oldest first, as (outcome, when)."""
    found: defaultdict[UUID, list[Any]] = defaultdict(list)
    for start in range(0, len(customer_ids), _FEW):
        which = {"since": looking.since, "customers": list(customer_ids[start : start + _FEW])}
        for one in rows(connection, _CALLED, which):
            found[one.customer_id].append((one.outcome, one.ended_at))
    return found


def complaining(connection: Connection) -> frozenset[UUID]:
    """Customers with a complaint that is not settled."""
    return frozenset(found.customer_id for found in rows(connection, _COMPLAINING))


def others(connection: Connection, agent_id: UUID, day: int) -> Any:
    """How many items others have in hand or cannot be taken because of that (held), are without a number (parked), set aside,
    or without one off the do-not-call list (listed), and were done on a business day.
    """
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
    if found.state == "parked" and found.closed_why == "do_not_call":
        return _("Every number of this customer is on the do-not-call list.")
    if found.state == "parked" and found.closed_why == "cancelled":
        return _("This customer was set aside; put them back into the queue first.")
    if found.state == "parked":
        return _("This customer has no number that can be called.")
    return _("This item is done.")
