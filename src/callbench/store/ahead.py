"""What is dealt before an item, counted in ranges of the indexes of store/taking."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from callbench.rules.pools import LATE, OpenPools
from callbench.rules.why import COUNTED
from callbench.rules.why_facts import Item
from callbench.store.nothing import IN_HAND
from callbench.store.rows import ID, PLAIN, TIME, row, rows, sql
from callbench.store.taking import LEVELS, POOLS

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
_AGAIN = "SELECT id FROM queue_item WHERE state = 'open' AND released_at IS NOT NULL AND released_at <= :now"
_BEGUN = "SELECT item_id FROM draft WHERE agent_id = :agent"
_COUNT = """
{head}SELECT coalesce(sum(n), 0) AS n FROM (
  SELECT (SELECT count(*) FROM (SELECT 1 FROM queue_item i WHERE {where} LIMIT {most}) one) AS n FROM {source}
) counted
"""
_TYPES: dict[str, Any] = {"now": TIME, "late": TIME, "ready": TIME, "due": TIME, "item": ID, "agent": ID}


def _counting(dialect: str, which: str, also: str) -> Any:
    source = POOLS[dialect].format(name="pools") + (" p" if dialect == "sqlite" else "")
    head = ""
    if which == "level":
        head, source = f"WITH RECURSIVE {LEVELS} ", f"level CROSS JOIN {source} WHERE level.n IS NOT NULL"
    where = f"{_BEFORE[which]} AND {_LATER[also]} AND i.id <> :item " + "".join(
        f"AND i.id NOT IN ({apart}) " for apart in (IN_HAND, _AGAIN, _BEGUN)
    )
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


_UNSETTLED_TEXT = """
{again} UNION SELECT o.id FROM queue_item h JOIN queue_item o ON o.customer_id = h.customer_id
WHERE h.state = 'held' AND h.touched_at <= :before AND o.state IN ('open', 'held')
"""
_UNSETTLED = sql(_UNSETTLED_TEXT.format(again=_AGAIN), columns={"id": ID}, now=TIME, before=TIME)


def unsettled(connection: Connection, now: datetime, untouched_since: datetime) -> list[UUID]:
    """What the next taking opens or gives to anybody before it deals, and `before` leaves out: personal items whose time is
    over, and those of customers whose call nobody has touched since then.
    """
    return [found.id for found in rows(connection, _UNSETTLED, {"now": now, "before": untouched_since})]


def before(
    connection: Connection, agent_id: UUID, item: Item, turn: Sequence[Any], open_pools: OpenPools, now: datetime
) -> dict[str, int]:
    """How many items the agent is dealt before this one, at most COUNTED of each kind of rules.why.BEFORE; interrupted
    calls and what is `unsettled` are not among them. turn: its `rules.why.turn`; open_pools: what the agent is dealt from.
    """
    dialect, found = connection.dialect.name, {}
    lists = {
        "agreed": open_pools.agreed, "agreed_late": open_pools.late, "complaint": open_pools.items,
        "level": open_pools.items,
    }  # fmt: skip
    values = {
        "now": now, "late": now - LATE, "ready": item.ready_at, "due": item.due_by or now, "item": item.id,
        "level": item.priority * 1000 + item.attempts, "agent": agent_id,
    }  # fmt: skip
    for kind, name in _KINDS.get(turn[0], {}).items():
        n = 0
        for which, statement in _COUNTS[dialect, name]:
            ids = list(lists[which])
            pool_list = ids if dialect == "postgresql" else json.dumps(ids)
            n += int(row(connection, statement, values | {"pools": pool_list}).n)
        if n:
            found[kind] = min(n, COUNTED)
    return found
