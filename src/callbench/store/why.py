"""Everything that decides why a customer's items may be called or are kept back, and what is dealt before one of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from callbench.rules.pools import LATE, CampaignFacts, OpenPools
from callbench.rules.why import COUNTED, Callee, Item, Number
from callbench.store import pools
from callbench.store.blocking import NUMBER_LAST_DAY, PERSON_LAST_DAY
from callbench.store.nothing import IN_HAND
from callbench.store.numbers import CONSENT
from callbench.store.rows import FLAG, ID, PLAIN, TIME, row, rows, sql
from callbench.store.taking import LEVELS, POOLS

_SHOWN = 20  # items of one customer; those that wait first
_ITEMS_TEXT = """
SELECT i.id, i.customer_id, i.campaign_id, i.zone, i.ready_at, i.state, i.rule, i.agreed, i.priority, i.attempts, i.due_by, i.agent_id,
  i.released_at, h.held_by, h.touched_at, h.id = i.id AS held_here, d.agent_id AS begun_by, d.started_at AS begun_at,
  k.state AS campaign_state, k.starts_on, k.ends_on, k.opens, k.closes, k.skill, k.marketing,
  k.consent <> '' AS asks_consent, ({state}) AS consent, ({until}) AS consent_until,
  k.name AS campaign, k.max_attempts, coalesce(f.reason, i.reason) AS reason, i.last_outcome, i.last_at, i.closed_why,
  coalesce(w.name, '') AS whose, coalesce(ha.name, '') AS in_hand_of
FROM queue_item i JOIN campaign k ON k.id = i.campaign_id JOIN customer c ON c.id = i.customer_id
LEFT JOIN queue_item h ON h.state = 'held' AND h.customer_id = i.customer_id
LEFT JOIN agent ha ON ha.id = h.held_by LEFT JOIN draft d ON d.item_id = i.id LEFT JOIN agent w ON w.id = i.agent_id
LEFT JOIN follow_up f ON f.item_id = i.id AND f.state = 'open'
WHERE i.customer_id = :customer ORDER BY i.state = 'done', i.closed_at DESC, i.ready_at, i.id LIMIT {most}
"""
_ITEMS = sql(
    _ITEMS_TEXT.format(state=CONSENT.format(column="state"), until=CONSENT.format(column="until"), most=_SHOWN),
    columns={
        "id": ID, "customer_id": ID, "campaign_id": ID, "zone": PLAIN, "ready_at": TIME, "state": PLAIN, "rule": PLAIN, "agreed": FLAG,
        "priority": PLAIN, "attempts": PLAIN, "due_by": TIME, "agent_id": ID, "released_at": TIME, "held_by": ID,
        "touched_at": TIME, "held_here": FLAG, "begun_by": ID, "begun_at": TIME, "campaign_state": PLAIN,
        "starts_on": PLAIN, "ends_on": PLAIN, "opens": PLAIN, "closes": PLAIN, "skill": PLAIN, "marketing": FLAG,
        "asks_consent": FLAG, "consent": PLAIN, "consent_until": TIME, "campaign": PLAIN, "max_attempts": PLAIN,
        "reason": PLAIN, "last_outcome": PLAIN, "last_at": TIME, "closed_why": PLAIN, "whose": PLAIN,
        "in_hand_of": PLAIN,
    },
    customer=ID,
)  # fmt: skip
_CALLEE_TEXT = """
SELECT c.state, c.preferred_time, c.skill, c.owner_id, coalesce(o.name, '') AS owner, {listed} AS listed_to,
  c.name, c.code, c.zone
FROM customer c LEFT JOIN agent o ON o.id = c.owner_id WHERE c.id = :customer
"""
_CALLEE = sql(
    _CALLEE_TEXT.format(listed=PERSON_LAST_DAY),
    columns={
        "state": PLAIN, "preferred_time": PLAIN, "skill": PLAIN, "owner_id": ID, "owner": PLAIN, "listed_to": PLAIN,
        "name": PLAIN, "code": PLAIN, "zone": PLAIN,
    },
    customer=ID,
)  # fmt: skip
_CUSTOMER_OF = sql(
    "SELECT id FROM customer WHERE id = :id UNION ALL SELECT customer_id FROM queue_item WHERE id = :id",
    columns={"id": ID}, id=ID,
)  # fmt: skip
_NUMBERS_TEXT = """
SELECT (SELECT max(a.ended_at) FROM attempt a WHERE a.e164 <> '' AND a.e164 = p.e164) AS called,
  (
    SELECT max(h.touched_at) FROM queue_item h JOIN draft d ON d.item_id = h.id JOIN phone o ON o.id = d.phone_id
    WHERE h.state = 'held' AND h.customer_id <> p.customer_id AND o.e164 = p.e164
  ) AS engaged, {listed} AS listed_to
FROM phone p WHERE p.customer_id = :customer AND p.state = 'valid' AND p.e164 <> '' ORDER BY p.position
"""
_NUMBERS = sql(
    _NUMBERS_TEXT.format(listed=NUMBER_LAST_DAY),
    columns={"called": TIME, "engaged": TIME, "listed_to": PLAIN},
    customer=ID,
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
    numbers = rows(connection, _NUMBERS, {"customer": customer_id})
    callee = Callee(
        found.state, found.preferred_time, found.skill, found.owner_id, found.listed_to,
        numbers=tuple(Number(*number) for number in numbers),
    )  # fmt: skip
    return found, callee


def items(connection: Connection, customer_id: UUID, callee: Callee) -> list[tuple[Any, Item, Callee]]:
    """A customer's items, those that wait first: as rows, as the rules read them, and with what their campaign asks of
    the customer.
    """
    found = rows(connection, _ITEMS, {"customer": customer_id})
    people = pools.people(connection) if found else {}
    told = []
    for one in found:
        facts = CampaignFacts(
            one.campaign_state, one.starts_on, one.ends_on, one.opens, one.closes, one.skill, one.marketing,
            people.get(one.campaign_id, frozenset()),
        )  # fmt: skip
        item = Item(
            one.id, one.campaign_id, facts, one.zone, one.ready_at, one.state, one.rule, one.agreed, one.priority,
            one.attempts, one.due_by, one.agent_id, one.released_at, one.held_by, one.touched_at, bool(one.held_here),
            one.begun_by, one.begun_at,
        )  # fmt: skip
        asked = (
            replace(callee, consent=one.consent or "", consent_until=one.consent_until) if one.asks_consent else callee
        )
        told.append((one, item, asked))
    return told


# What is dealt before an item, in ranges of the indexes of store/taking; {pools}: those it is dealt from.
_BEFORE = {
    "agreed": "i.state = 'open' AND i.agreed AND i.ready_at <= :now AND i.ready_at >= :late AND i.pool_id = p.value",
    "agreed_late": "i.state = 'open' AND i.agreed AND i.ready_at < :late AND i.pool_id = p.value",
    "complaint": "i.state = 'open' AND NOT i.agreed AND i.rule = 'complaint' AND i.due_by <= :now AND i.ready_at <= :now "
    "AND i.pool_id = p.value",
    "level": "i.state = 'open' AND NOT i.agreed AND i.priority = level.n / 1000 AND i.attempts = level.n % 1000 "
    "AND i.ready_at <= :now AND i.pool_id = p.value "
    "AND i.id NOT IN (SELECT x.id FROM queue_item x WHERE x.state = 'open' AND NOT x.agreed AND x.rule = 'complaint' "
    "AND x.due_by <= :now)",
}
_LATER = {  # which of them stand before the item
    "agreed": "(i.ready_at > :ready OR i.ready_at = :ready AND i.id > :item)",
    "complaint": "(i.due_by < :due OR i.due_by = :due AND i.id < :item)",
    "time": "level.n = :level AND (i.ready_at < :ready OR i.ready_at = :ready AND i.id < :item)",
    "attempts": "level.n < :level AND level.n >= :level / 1000 * 1000",
    "priority": "level.n < :level / 1000 * 1000",
    "": "1 = 1",
}


# Each range is counted by itself and the index alone tells: a join over them was read through a filter of all there is.
_COUNT = """
{head}SELECT coalesce(sum(n), 0) AS n FROM (
  SELECT (SELECT count(*) FROM (SELECT 1 FROM queue_item i WHERE {where} LIMIT {most}) one) AS n FROM {source}
) counted
"""
_TYPES: dict[str, Any] = {"now": TIME, "late": TIME, "ready": TIME, "due": TIME, "item": ID}


def _counting(dialect: str, which: str, also: str) -> Any:
    source = POOLS[dialect].format(name="pools") + (" p" if dialect == "sqlite" else "")
    head = ""
    if which == "level":
        head, source = f"WITH RECURSIVE {LEVELS} ", f"level CROSS JOIN {source} WHERE level.n IS NOT NULL"
    where = f"{_BEFORE[which]} AND {_LATER[also]} AND i.id <> :item AND i.id NOT IN ({IN_HAND})"
    text = _COUNT.format(head=head, source=source, where=where, most=COUNTED)
    return sql(text, columns={"n": PLAIN}, **{name: kind for name, kind in _TYPES.items() if f":{name}" in text})


_PLACES: dict[str, tuple[tuple[str, str], ...]] = {  # by what is counted: (what is read, which of it stands before)
    "agreed": (("agreed", "agreed"), ("agreed_late", "agreed")),
    "all_agreed": (("agreed", ""), ("agreed_late", "")),
    "complaint": (("complaint", "complaint"),),
    "all_complaints": (("complaint", ""),),
    "priority": (("level", "priority"),),
    "attempts": (("level", "attempts"),),
    "time": (("level", "time"),),
}
_COUNTS = {
    (dialect, name): [(which, _counting(dialect, which, also)) for which, also in parts]
    for dialect in POOLS
    for name, parts in _PLACES.items()
}
_KINDS = {  # by the first of `rules.why.turn`: what stands before such an item → how it is counted
    2: {"agreed": "agreed"},
    3: {"agreed": "all_agreed", "complaint": "complaint"},
    4: {
        "agreed": "all_agreed",
        "complaint": "all_complaints",
        "priority": "priority",
        "attempts": "attempts",
        "time": "time",
    },
}


def before(
    connection: Connection, item: Item, turn: Sequence[Any], open_pools: OpenPools, now: datetime
) -> dict[str, int]:
    """How many items the agent is dealt before this one, at most COUNTED of each kind of rules.why.BEFORE; interrupted
    calls are not among them. turn: its `rules.why.turn`; open_pools: what the agent is dealt from.
    """
    dialect, found = connection.dialect.name, {}
    lists = {
        "agreed": open_pools.agreed, "agreed_late": open_pools.late, "complaint": open_pools.items,
        "level": open_pools.items,
    }  # fmt: skip
    values = {
        "now": now, "late": now - LATE, "ready": item.ready_at, "due": item.due_by or now, "item": item.id,
        "level": item.priority * 1000 + item.attempts,
    }  # fmt: skip
    for kind, name in _KINDS.get(turn[0], {}).items():
        n = 0
        for which, statement in _COUNTS[dialect, name]:
            ids = list(lists[which])
            pool_list = ids if dialect == "postgresql" else json.dumps(ids)
            n += row(connection, statement, values | {"pools": pool_list}).n
        if n:
            found[kind] = min(n, COUNTED)
    return found
