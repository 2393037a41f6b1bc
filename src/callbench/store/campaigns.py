"""Campaigns: who is called why, with which script; making the items of a list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, insert, select

from callbench.records.calls import CampaignRow
from callbench.store import pools, tables
from callbench.store.rows import FLAG, ID, PLAIN, TIME, row, rows, sql
from callbench.store.tables import core

_campaign, _script, _item = core(tables.Campaign), core(tables.ScriptVersion), core(tables.QueueItem)
BATCH = 2_000  # items written at a time

_SCRIPT = (
    select(_script.c.id)
    .where(_script.c.state == "published")
    .order_by(_script.c.created_at.desc(), _script.c.id.desc())
    .limit(1)
)
_FORMS = select(_script.c.form_id).where(_script.c.state == "published").distinct().order_by(_script.c.form_id)
_NAMED = select(_campaign.c.id, _campaign.c.code, _campaign.c.script_id, _campaign.c.state)
_ADD, _ADD_ITEMS = insert(_campaign), insert(_item)
_LIST = sql(
    """
SELECT c.id, c.code, c.name, c.purpose, c.state, s.title,
  (SELECT count(*) FROM queue_item i WHERE i.campaign_id = c.id AND i.state <> 'done') AS waiting,
  (SELECT count(*) FROM queue_item i WHERE i.campaign_id = c.id AND i.state = 'done') AS done
FROM campaign c JOIN script_version s ON s.id = c.script_id ORDER BY c.created_at, c.code
""",
    columns={
        "id": ID, "code": PLAIN, "name": PLAIN, "purpose": PLAIN, "state": PLAIN, "title": PLAIN, "waiting": PLAIN,
        "done": PLAIN,
    },
)  # fmt: skip
_CANDIDATES = sql(
    """
SELECT c.id, c.customer_class, c.zone, c.preferred_time, c.state,
  EXISTS (SELECT 1 FROM phone p WHERE p.customer_id = c.id AND p.state = 'valid' AND p.e164 <> '' AND NOT EXISTS (
    SELECT 1 FROM do_not_call b WHERE b.lifted_at IS NULL AND b.e164 <> '' AND b.e164 = p.e164
    AND (b.until_day IS NULL OR b.until_day >= :today)
  )) AS has_number,
  EXISTS (SELECT 1 FROM do_not_call b WHERE b.lifted_at IS NULL AND b.customer_id IS NOT NULL AND b.customer_id = c.id
    AND (b.until_day IS NULL OR b.until_day >= :today)) AS listed,
  EXISTS (SELECT 1 FROM queue_item i WHERE i.customer_id = c.id AND i.campaign_id = :campaign) AS already,
  EXISTS (SELECT 1 FROM queue_item i WHERE i.customer_id = c.id AND i.campaign_id <> :campaign AND i.state <> 'done')
  AS elsewhere
FROM customer c ORDER BY c.id
""",
    columns={
        "id": ID, "customer_class": PLAIN, "zone": PLAIN, "preferred_time": PLAIN, "state": PLAIN, "has_number": FLAG, "listed": FLAG,
        "already": FLAG, "elsewhere": FLAG,
    },
    campaign=ID,
)  # fmt: skip
_CALLED = sql(
    "SELECT customer_id, outcome, ended_at FROM attempt WHERE ended_at > :since ORDER BY ended_at",
    columns={"customer_id": ID, "outcome": PLAIN, "ended_at": TIME},
    since=TIME,
)


def script_of_form(connection: Connection, form_id: str) -> UUID | None:
    """The newest published version of a form."""
    found = row(connection, _SCRIPT.where(_script.c.form_id == form_id))
    return None if found is None else found.id


def forms(connection: Connection) -> list[str]:
    """The forms that are published."""
    return [found.form_id for found in rows(connection, _FORMS)]


def named(connection: Connection, name: str) -> Any:
    """The campaign of this name that is not closed: id, code, script_id, state; or None."""
    return row(connection, _NAMED.where(_campaign.c.name == name, _campaign.c.state != "closed"))


def next_code(connection: Connection) -> str:
    """The code of the next campaign: C1, C2 …"""
    taken = set(connection.scalars(select(_campaign.c.code)))
    n = len(taken) + 1
    while f"C{n}" in taken:
        n += 1
    return f"C{n}"


def add(connection: Connection, values: Mapping[str, Any]) -> None:
    """A new campaign."""
    connection.execute(_ADD, values)


def candidates(connection: Connection, campaign_id: UUID, today: int) -> Iterator[Any]:
    """Every customer, with what decides whether an item is made. today: the business day, by which the do-not-call list is read."""
    yield from rows(connection, _CANDIDATES, {"campaign": campaign_id, "today": today})


def called_since(connection: Connection, since: datetime) -> dict[UUID, list[tuple[str, datetime]]]:
    """Attempts since a moment by customer: (outcome, when), oldest first."""
    found: dict[UUID, list[tuple[str, datetime]]] = {}
    for one in rows(connection, _CALLED, {"since": since}):
        found.setdefault(one.customer_id, []).append((one.outcome, one.ended_at))
    return found


def add_items(connection: Connection, items: Sequence[Mapping[str, Any]]) -> None:
    """Write new items, some thousand at a time."""
    for start in range(0, len(items), BATCH):
        connection.execute(_ADD_ITEMS, pools.with_pools(connection, items[start : start + BATCH]))


def listed(connection: Connection) -> tuple[CampaignRow, ...]:
    """All campaigns, oldest first."""
    return tuple(CampaignRow(*found) for found in rows(connection, _LIST))
