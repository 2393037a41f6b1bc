"""Pools: finding or making the one an item lies in, and what is known of them for dealing.

A change of anything that opens or closes pools counts `VERSION` up (triggers do), so that every program with this base
knows that there is something new without asking for it.

On a server others write at the same time, so that an item never stays in a pool its customer has left: who writes a new
item keeps the customer from changing (FOR SHARE); who writes one that is there locks it before its customer is read; and
who changes a customer locks all their items behind it, and places what waits of them again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, select

from callbench.config import Settings
from callbench.rules.pools import Absent, CampaignFacts, OpenPools, Pool, PoolKey, Roster, Staff, pool_key
from callbench.store import tables
from callbench.store.rows import FLAG, ID, PLAIN, TIME, Fixed, row, rows, run, sql
from callbench.store.tables import core

_customer = core(tables.Customer)
VERSION = """
coalesce((SELECT value FROM meta WHERE name = 'dealing'), '') || ' ' || coalesce((SELECT max(id) FROM pool), 0)
""".strip()
"""What a statement selects to learn of changes."""

PLACING = frozenset(("zone", "preferred_time", "skill", "owner_id"))
"""The columns of a customer that decide where their items lie."""
_FEW = 500  # customers asked for at a time
_READ_VERSION = sql(f"SELECT {VERSION} AS value", columns={"value": PLAIN})
_KEY: dict[str, Any] = {"campaign": ID, "agent": ID}
_SAME = "SELECT id FROM pool WHERE campaign_id = :campaign AND zone = :zone AND hours = :hours AND skill = :skill AND "
_FIND = {
    False: sql(_SAME + "agent_id IS NULL", columns={"id": PLAIN}, campaign=ID),
    True: sql(_SAME + "agent_id = :agent", columns={"id": PLAIN}, **_KEY),
}
_MAKE = sql(
    """
INSERT INTO pool (campaign_id, zone, hours, agent_id, skill) VALUES (:campaign, :zone, :hours, :agent, :skill)
ON CONFLICT DO NOTHING
""",
    **_KEY,
)
# Keys of pools become visible in order, or `max(id)` would not tell of one that was committed late.
_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(1885433708)"
_FACTS = """
SELECT i.id, i.campaign_id, i.zone, c.preferred_time, c.skill, c.owner_id, i.agent_id, i.agreed, i.pool_id
FROM queue_item i JOIN customer c ON c.id = i.customer_id WHERE {which}
"""
_FACT_COLUMNS: dict[str, Any] = {
    "id": ID, "campaign_id": ID, "zone": PLAIN, "preferred_time": PLAIN, "skill": PLAIN, "owner_id": ID, "agent_id": ID,
    "agreed": FLAG, "pool_id": PLAIN,
}  # fmt: skip
_OF_ITEM = sql(_FACTS.format(which="i.id = :item"), columns=_FACT_COLUMNS, item=ID)
_OF_CUSTOMER = {
    dialect: sql(_FACTS.format(which=f"i.customer_id = :customer{which}"), columns=_FACT_COLUMNS, customer=ID)
    # also those that are done: somebody may be opening one
    for dialect, which in (("sqlite", " AND i.state <> 'done'"), ("postgresql", " ORDER BY i.id FOR UPDATE OF i"))
}
_DUE = "SELECT id FROM queue_item WHERE state = 'open' AND released_at IS NOT NULL AND released_at <= :now ORDER BY released_at"
_RELEASED = {
    dialect: sql(_DUE + lock, columns={"id": ID}, now=TIME)
    for dialect, lock in (("sqlite", ""), ("postgresql", " FOR UPDATE SKIP LOCKED"))
}
_PERSON = select(_customer.c.id, _customer.c.preferred_time, _customer.c.skill, _customer.c.owner_id)
_ONE = Fixed(_PERSON.where(_customer.c.id == bindparam("customer", type_=ID)).with_for_update(read=True))
_SEVERAL = (
    _PERSON.where(_customer.c.id.in_(bindparam("customers", expanding=True)))
    .order_by(_customer.c.id)  # all lock in one order
    .with_for_update(read=True)
)
_LOCK = sql("SELECT id FROM queue_item WHERE id = :item FOR UPDATE", item=ID)
_PUT = sql("UPDATE queue_item SET pool_id = :pool WHERE id = :item", item=ID)
_RELEASE = sql("UPDATE queue_item SET pool_id = :pool, agent_id = NULL, released_at = NULL WHERE id = :item", item=ID)
_POOLS = """
SELECT pool.id, pool.campaign_id, pool.zone, pool.hours, pool.agent_id, pool.skill, k.state, k.starts_on, k.ends_on, k.opens,
  k.closes, k.skill AS campaign_skill, k.marketing
FROM pool JOIN campaign k ON k.id = pool.campaign_id WHERE {which} ORDER BY pool.id
"""
_POOL_COLUMNS: dict[str, Any] = {
    "id": PLAIN, "campaign_id": ID, "zone": PLAIN, "hours": PLAIN, "agent_id": ID, "skill": PLAIN, "state": PLAIN,
    "starts_on": PLAIN, "ends_on": PLAIN, "opens": PLAIN, "closes": PLAIN, "campaign_skill": PLAIN, "marketing": FLAG,
}  # fmt: skip
_PROMISED = "SELECT 1 FROM queue_item i WHERE i.state = 'open' AND i.agreed AND i.pool_id = pool.id"
_IN_CALLS = "SELECT h.campaign_id FROM queue_item h WHERE h.state = 'held'"
_DEALT = sql(
    _POOLS.format(which=f"k.state <> 'closed' OR EXISTS ({_PROMISED}) OR k.id IN ({_IN_CALLS})"), columns=_POOL_COLUMNS
)
_PROMISE_LATE = sql(  # counts up as the triggers of 0003 do
    """
INSERT INTO meta (name, value) SELECT 'dealing', '1' WHERE EXISTS (
  SELECT 1 FROM queue_item i JOIN campaign k ON k.id = i.campaign_id WHERE i.id = :item AND k.state = 'closed'
) ON CONFLICT (name) DO UPDATE SET value = CAST(CAST(meta.value AS integer) + 1 AS text)
""",
    item=ID,
)
_THESE = sql(_POOLS.format(which="pool.id IN :ids"), "ids", columns=_POOL_COLUMNS)
_PEOPLE = sql("SELECT campaign_id, agent_id FROM campaign_agent", columns={"campaign_id": ID, "agent_id": ID})
_SKILLS = sql("SELECT agent_id, skill FROM agent_skill", columns={"agent_id": ID, "skill": PLAIN})
_LEFT = sql("SELECT id FROM agent WHERE state = 'left'", columns={"id": ID})
_TRAINEES = sql("SELECT id FROM agent WHERE trainer_id IS NOT NULL", columns={"id": ID})
_ABSENCES = sql(
    "SELECT agent_id, first_day, last_day, stand_in_id FROM absence WHERE last_day >= :today ORDER BY made_at, id",
    columns={"agent_id": ID, "first_day": PLAIN, "last_day": PLAIN, "stand_in_id": ID},
)


@dataclass(slots=True)
class Dealing:
    """What a bench keeps of the pools: as they were at a version and a day, and which are open to whom in a minute."""

    known_as: tuple[str, int] = ("", 0)
    pools: tuple[Pool, ...] = ()
    staff: Staff = field(default_factory=Staff)
    minute: datetime | None = None
    settings: Settings | None = None
    open: dict[UUID, OpenPools] = field(default_factory=dict)


def version(connection: Connection) -> str:
    """What everything that opens and closes pools has been counted up to."""
    return str(row(connection, _READ_VERSION).value)


def pool_of(connection: Connection, key: PoolKey) -> int:
    """The pool with this key, made when there is none."""
    known: dict[PoolKey, int] = connection.info.setdefault("pools", {})  # emptied by a rollback: store/database
    if (pool := known.get(key)) is not None:
        return pool
    values = {
        "campaign": key.campaign_id,
        "zone": key.zone,
        "hours": key.hours,
        "skill": key.skill,
        "agent": key.agent_id,
    }
    find = _FIND[key.agent_id is not None]
    if (found := row(connection, find, values)) is None:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(_ONE_AT_A_TIME)
        run(connection, _MAKE, values)
        found = row(connection, find, values)
    known[key] = int(found.id)
    return known[key]


def with_pools(connection: Connection, items: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Items that are about to be written (columns by name), each with its pool; their customers are there already."""
    ids = [*{item["customer_id"] for item in items}]
    found = [row(connection, _ONE, {"customer": ids[0]})] if len(ids) == 1 else []
    for start in range(0, len(ids) if len(ids) > 1 else 0, _FEW):
        found += rows(connection, _SEVERAL, {"customers": ids[start : start + _FEW]})
    people = {one.id: one for one in found}
    placed = []
    alike: dict[tuple[Any, ...], int] = {}
    for item in items:
        who = people[item["customer_id"]]
        facts = (item["campaign_id"], item["zone"], who.preferred_time, who.skill)
        whose = (who.owner_id, item.get("agent_id"), item.get("agreed", False))
        if (pool := alike.get((*facts, *whose))) is None:
            owner_id, agent_id, agreed = whose
            key = pool_key(*facts, owner_id=owner_id, agent_id=agent_id, agreed=agreed)
            pool = alike[*facts, *whose] = pool_of(connection, key)
        placed.append({**item, "pool_id": pool})
    return placed


def pool_of_item(connection: Connection, item_id: UUID, changed: Mapping[str, Any]) -> int:
    """The pool of an item once these columns of it are as given; the item is locked until the end."""
    if connection.dialect.name == "postgresql":
        run(connection, _LOCK, {"item": item_id})
    return _pool(connection, row(connection, _OF_ITEM, {"item": item_id})._replace(**changed))


def place(connection: Connection, item_id: UUID) -> None:
    """Put an item where it belongs, once something else of it was written."""
    _put(connection, [row(connection, _OF_ITEM, {"item": item_id})])


def place_customers(connection: Connection, customer_ids: Collection[UUID]) -> None:
    """Put what waits of these customers where it belongs, after their clock, preferred time, owner or skill changed."""
    of_customer = _OF_CUSTOMER[connection.dialect.name]
    for customer_id in sorted(customer_ids):
        _put(connection, rows(connection, of_customer, {"customer": customer_id}))


def release_personal(connection: Connection, now: datetime) -> bool:
    """What was one agent's up to now is nobody's any more; whether there was any."""
    due = rows(connection, _RELEASED[connection.dialect.name], {"now": now})
    for found in due:
        facts = row(connection, _OF_ITEM, {"item": found.id})
        run(connection, _RELEASE, {"item": found.id, "pool": _pool(connection, facts._replace(agent_id=None))})
    return bool(due)


def dealt_from(connection: Connection) -> tuple[Pool, ...]:
    """The pools of campaigns that are not closed, and of closed ones those in which a promise waits or may be made yet."""
    return _with_people(connection, rows(connection, _DEALT))


def promised(connection: Connection, item_id: UUID) -> None:
    """Something was promised with an item: let everybody learn of it, should its campaign be closed."""
    run(connection, _PROMISE_LATE, {"item": item_id})


def with_items(connection: Connection, ids: Collection[int]) -> tuple[Pool, ...]:
    """These pools, also of campaigns that do not run."""
    return _with_people(connection, rows(connection, _THESE, {"ids": list(ids)})) if ids else ()


def people(connection: Connection) -> dict[UUID, frozenset[UUID]]:
    """Campaign → the agents it names; those that name nobody are not among them."""
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for named in rows(connection, _PEOPLE):
        found[named.campaign_id].add(named.agent_id)
    return {campaign: frozenset(agents) for campaign, agents in found.items()}


def _with_people(connection: Connection, found: Sequence[Any]) -> tuple[Pool, ...]:
    named = people(connection)
    return tuple(
        Pool(
            one.id, PoolKey(*one[1:6]), replace(CampaignFacts(*one[6:]), people=named.get(one.campaign_id, frozenset()))
        )
        for one in found
    )  # fmt: skip


def roster(connection: Connection, today: int) -> Roster:
    """Who can do what, and who is away on this business day or later."""
    skills: dict[UUID, set[str]] = defaultdict(set)
    for found in rows(connection, _SKILLS):
        skills[found.agent_id].add(found.skill)
    return Roster(
        {agent: frozenset(can) for agent, can in skills.items()},
        frozenset(found.id for found in rows(connection, _LEFT)),
        tuple(Absent(*found) for found in rows(connection, _ABSENCES, {"today": today})),
        frozenset(found.id for found in rows(connection, _TRAINEES)),
    )


def _put(connection: Connection, items: Collection[Any]) -> None:
    for found in items:
        if (pool := _pool(connection, found)) != found.pool_id:
            run(connection, _PUT, {"item": found.id, "pool": pool})


def _pool(connection: Connection, item: Any) -> int:
    key = pool_key(
        item.campaign_id, item.zone, item.preferred_time, item.skill, owner_id=item.owner_id, agent_id=item.agent_id,
        agreed=item.agreed,
    )  # fmt: skip
    return pool_of(connection, key)
