"""Everything that decides why items may be called or are kept back: of one customer, or of several at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from callbench.rules.pools import CampaignFacts
from callbench.rules.why_facts import Callee, Item, Number
from callbench.store import pools
from callbench.store.blocking import NUMBER_LAST_DAY, PERSON_LAST_DAY
from callbench.store.numbers import CONSENT
from callbench.store.rows import FLAG, ID, PLAIN, TIME, row, rows, sql

_SHOWN = 20  # items of one customer; those that wait first
_FEW = 500  # items asked for at a time
_ITEMS_TEXT = """
SELECT i.id, i.pool_id, i.customer_id, i.campaign_id, i.zone, i.ready_at, i.state, i.rule, i.agreed, i.priority, i.attempts, i.due_by, i.agent_id,
  i.released_at, h.held_by, h.touched_at, h.id = i.id AS held_here, d.agent_id AS begun_by, d.started_at AS begun_at,
  k.state AS campaign_state, k.starts_on, k.ends_on, k.opens, k.closes, k.skill, k.marketing,
  k.consent <> '' AS asks_consent, ({state}) AS consent, ({until}) AS consent_until,
  k.name AS campaign, k.max_attempts, coalesce(n.name, '') AS plan, i.plan_id IS NOT NULL AS planned,
  coalesce(f.reason, i.reason) AS reason, i.last_outcome, i.last_at, i.closed_why,
  coalesce(w.name, '') AS whose, coalesce(ha.name, '') AS in_hand_of
FROM queue_item i JOIN campaign k ON k.id = i.campaign_id JOIN customer c ON c.id = i.customer_id
LEFT JOIN queue_item h ON h.state = 'held' AND h.customer_id = i.customer_id
LEFT JOIN agent ha ON ha.id = h.held_by LEFT JOIN draft d ON d.item_id = i.id LEFT JOIN agent w ON w.id = i.agent_id
LEFT JOIN follow_up f ON f.item_id = i.id AND f.state = 'open' LEFT JOIN call_plan n ON n.id = i.plan_id
WHERE {which}
"""
_CONSENT = {"state": CONSENT.format(column="state"), "until": CONSENT.format(column="until")}
_OF_ONE = f"i.customer_id = :customer ORDER BY i.state = 'done', i.closed_at DESC, i.ready_at, i.id LIMIT {_SHOWN}"
_ITEM_COLUMNS: dict[str, Any] = {
    "id": ID, "pool_id": PLAIN, "customer_id": ID, "campaign_id": ID, "zone": PLAIN, "ready_at": TIME, "state": PLAIN, "rule": PLAIN, "agreed": FLAG,
    "priority": PLAIN, "attempts": PLAIN, "due_by": TIME, "agent_id": ID, "released_at": TIME, "held_by": ID,
    "touched_at": TIME, "held_here": FLAG, "begun_by": ID, "begun_at": TIME, "campaign_state": PLAIN,
    "starts_on": PLAIN, "ends_on": PLAIN, "opens": PLAIN, "closes": PLAIN, "skill": PLAIN, "marketing": FLAG,
    "asks_consent": FLAG, "consent": PLAIN, "consent_until": TIME, "campaign": PLAIN, "max_attempts": PLAIN, "plan": PLAIN, "planned": FLAG,
    "reason": PLAIN, "last_outcome": PLAIN, "last_at": TIME, "closed_why": PLAIN, "whose": PLAIN,
    "in_hand_of": PLAIN,
}  # fmt: skip
_ITEMS = sql(_ITEMS_TEXT.format(which=_OF_ONE, **_CONSENT), columns=_ITEM_COLUMNS, customer=ID)
_THESE = sql(_ITEMS_TEXT.format(which="i.id IN :items", **_CONSENT), "items", columns=_ITEM_COLUMNS, items=ID)
_CALLEE_TEXT = """
SELECT c.id, c.state, c.preferred_time, c.skill, c.owner_id, coalesce(o.name, '') AS owner, {listed} AS listed_to,
  c.name, c.code, c.zone
FROM customer c LEFT JOIN agent o ON o.id = c.owner_id WHERE c.id {which}
"""
_CALLEE_COLUMNS: dict[str, Any] = {
    "id": ID, "state": PLAIN, "preferred_time": PLAIN, "skill": PLAIN, "owner_id": ID, "owner": PLAIN,
    "listed_to": PLAIN, "name": PLAIN, "code": PLAIN, "zone": PLAIN,
}  # fmt: skip
_CALLEE = sql(_CALLEE_TEXT.format(listed=PERSON_LAST_DAY, which="= :customer"), columns=_CALLEE_COLUMNS, customer=ID)
_CALLEES = sql(
    _CALLEE_TEXT.format(listed=PERSON_LAST_DAY, which="IN :customers"),
    "customers",
    columns=_CALLEE_COLUMNS,
    customers=ID,
)
_CUSTOMER_OF = sql(
    "SELECT id FROM customer WHERE id = :id UNION ALL SELECT customer_id FROM queue_item WHERE id = :id",
    columns={"id": ID}, id=ID,
)  # fmt: skip
_NUMBERS_TEXT = """
SELECT p.customer_id, (SELECT max(a.ended_at) FROM attempt a WHERE a.e164 <> '' AND a.e164 = p.e164) AS called,
  (
    SELECT max(h.touched_at) FROM queue_item h JOIN draft d ON d.item_id = h.id JOIN phone o ON o.id = d.phone_id AND o.customer_id = h.customer_id
    WHERE h.state = 'held' AND h.customer_id <> p.customer_id AND o.e164 <> '' AND o.e164 = p.e164
  ) AS engaged, {listed} AS listed_to
FROM phone p WHERE p.customer_id {which} AND p.state = 'valid' AND p.e164 <> '' ORDER BY p.position
"""
_NUMBER_COLUMNS: dict[str, Any] = {"customer_id": ID, "called": TIME, "engaged": TIME, "listed_to": PLAIN}
_NUMBERS = sql(_NUMBERS_TEXT.format(listed=NUMBER_LAST_DAY, which="= :customer"), columns=_NUMBER_COLUMNS, customer=ID)
_NUMBERS_OF = sql(
    _NUMBERS_TEXT.format(listed=NUMBER_LAST_DAY, which="IN :customers"),
    "customers",
    columns=_NUMBER_COLUMNS,
    customers=ID,
)


def customer_of(connection: Connection, id_: UUID) -> UUID | None:
    """The customer with this id or with the item of this id."""
    found = row(connection, _CUSTOMER_OF, {"id": id_})
    return None if found is None else found.id


def customer(connection: Connection, customer_id: UUID) -> tuple[Any, Callee] | None:
    """The customer as a row (name, code, zone, owner) and what decides whether they can be rung; None for nobody."""
    found = row(connection, _CALLEE, {"customer": customer_id})
    if found is None:
        return None
    return found, _callee(found, rows(connection, _NUMBERS, {"customer": customer_id}))


def items(connection: Connection, customer_id: UUID, callee: Callee) -> list[tuple[Any, Item, Callee]]:
    """A customer's items, those that wait first: as rows, as the rules read them, and with what their campaign asks of
    the customer.
    """
    return _told(connection, rows(connection, _ITEMS, {"customer": customer_id}), {customer_id: callee})


def these(connection: Connection, item_ids: Sequence[UUID]) -> list[tuple[Any, Item, Callee]]:
    """These items, of any customers, in the same way."""
    told = []
    for start in range(0, len(item_ids), _FEW):
        found = rows(connection, _THESE, {"items": list(item_ids[start : start + _FEW])})
        told += _told(connection, found, _callees(connection, {one.customer_id for one in found}))
    return told


def _callees(connection: Connection, customer_ids: Collection[UUID]) -> dict[UUID, Callee]:
    which = {"customers": list(customer_ids)}
    numbers: defaultdict[UUID, list[Any]] = defaultdict(list)
    for number in rows(connection, _NUMBERS_OF, which):
        numbers[number.customer_id].append(number)
    return {found.id: _callee(found, numbers[found.id]) for found in rows(connection, _CALLEES, which)}


def _callee(found: Any, numbers: Sequence[Any]) -> Callee:
    return Callee(
        found.state, found.preferred_time, found.skill, found.owner_id, found.listed_to,
        numbers=tuple(Number(*number[1:]) for number in numbers),
    )  # fmt: skip


def _told(
    connection: Connection, found: Sequence[Any], callees: Mapping[UUID, Callee]
) -> list[tuple[Any, Item, Callee]]:
    people = pools.people(connection) if found else {}
    told = []
    for one in found:
        callee = callees[one.customer_id]
        facts = CampaignFacts(
            one.campaign_state, one.starts_on, one.ends_on, one.opens, one.closes, one.skill, one.marketing,
            people.get(one.campaign_id, frozenset()),
        )  # fmt: skip
        item = Item(
            one.id, one.campaign_id, facts, one.zone, one.ready_at, one.state, one.rule, one.agreed, one.priority,
            one.attempts, one.due_by, one.agent_id, one.released_at, one.held_by, one.touched_at, bool(one.held_here),
            one.begun_by, one.begun_at, bool(one.planned), one.closed_why == "cancelled",
            one.closed_why == "do_not_call",
        )  # fmt: skip
        asked = (
            replace(callee, consent=one.consent or "", consent_until=one.consent_until) if one.asks_consent else callee
        )
        told.append((one, item, asked))
    return told
