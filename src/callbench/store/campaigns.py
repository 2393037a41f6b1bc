"""Campaigns: who is called why, with which script; making the items of a list."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from callbench.clock import day_number
from callbench.records.campaigns import Campaign, CampaignRow, Progress, Target
from callbench.rules.selection import from_text
from callbench.store import pools, tables
from callbench.store.bulk import insert_many
from callbench.store.rows import FLAG, ID, PLAIN, TIME, adding, row, rows, run, sql
from callbench.store.tables import core

_campaign, _script, _item = core(tables.Campaign), core(tables.ScriptVersion), core(tables.QueueItem)
_people, _agent = core(tables.CampaignAgent), core(tables.Agent)
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
_ADD_PERSON = adding(_people)
_COLUMNS = (
    "id", "campaign_id", "customer_id", "state", "rule", "reason", "agreed", "priority", "attempts", "ready_at", "due_on",
    "zone", "last_outcome", "closed_why", "created_at", "created_on", "pool_id", "plan_id", "anchor_on",
)  # fmt: skip


_ONE = """
SELECT c.id, c.code, c.name, c.purpose, c.state, c.script_id, s.form_id, s.title, s.version, s.state AS script_state,
  c.max_attempts, c.starts_on, c.ends_on, c.opens, c.closes, c.skill, c.consent, c.marketing, c.refreshed_on,
  c.selection, c.targets
FROM campaign c JOIN script_version s ON s.id = c.script_id {which} ORDER BY c.created_at, c.code
"""
_ONE_COLUMNS: dict[str, Any] = {
    "id": ID, "code": PLAIN, "name": PLAIN, "purpose": PLAIN, "state": PLAIN, "script_id": ID, "form_id": PLAIN,
    "title": PLAIN, "version": PLAIN, "script_state": PLAIN, "max_attempts": PLAIN, "starts_on": PLAIN,
    "ends_on": PLAIN, "opens": PLAIN, "closes": PLAIN, "skill": PLAIN, "consent": PLAIN, "marketing": FLAG,
    "refreshed_on": PLAIN, "selection": PLAIN, "targets": PLAIN,
}  # fmt: skip
_ALL = sql(_ONE.format(which=""), columns=_ONE_COLUMNS)
_BY_ID = sql(_ONE.format(which="WHERE c.id = :campaign"), columns=_ONE_COLUMNS, campaign=ID)
_OF_PEOPLE = sql(
    "SELECT a.code FROM campaign_agent p JOIN agent a ON a.id = p.agent_id WHERE p.campaign_id = :campaign ORDER BY a.code",
    columns={"code": PLAIN},
    campaign=ID,
)
_LIST = sql(
    """
SELECT c.id, c.code, c.name, c.purpose, c.state, s.title,
  coalesce(n.waiting, 0) AS waiting, coalesce(n.done, 0) AS done, c.starts_on, c.ends_on
FROM campaign c JOIN script_version s ON s.id = c.script_id LEFT JOIN (
  SELECT campaign_id, sum(CASE WHEN kind <> 'done' THEN n ELSE 0 END) AS waiting,
    sum(CASE WHEN kind = 'done' THEN n ELSE 0 END) AS done
  FROM queue_tally GROUP BY campaign_id
) n ON n.campaign_id = c.id ORDER BY c.created_at, c.code
""",
    columns={
        "id": ID, "code": PLAIN, "name": PLAIN, "purpose": PLAIN, "state": PLAIN, "title": PLAIN, "waiting": PLAIN,
        "done": PLAIN, "starts_on": PLAIN, "ends_on": PLAIN,
    },
)  # fmt: skip
_CALLED = sql(
    "SELECT customer_id, outcome, ended_at FROM attempt WHERE business_day >= :day AND ended_at > :since ORDER BY ended_at",
    columns={"customer_id": ID, "outcome": PLAIN, "ended_at": TIME},
    since=TIME,
)
_OF_STATE = sql(
    "SELECT CASE WHEN kind = 'agreed' THEN 'open' ELSE kind END AS state, sum(n) AS n FROM queue_tally "
    "WHERE campaign_id = :campaign GROUP BY 1",
    columns={"state": PLAIN, "n": PLAIN},
    campaign=ID,
)
_OF_OUTCOME = sql(
    "SELECT outcome, count(*) AS n FROM attempt WHERE campaign_id = :campaign GROUP BY outcome",
    columns={"outcome": PLAIN, "n": PLAIN},
    campaign=ID,
)
_COMPLETED = sql(
    "SELECT count(DISTINCT customer_id) AS n FROM attempt WHERE campaign_id = :campaign AND outcome IN :completed",
    "completed",
    columns={"n": PLAIN},
    campaign=ID,
)
_RATED = sql(
    """
SELECT count(*) AS rated, coalesce(sum(CASE WHEN a.number >= 4 THEN 1 ELSE 0 END), 0) AS satisfied
FROM attempt t JOIN answer a ON a.attempt_id = t.id
WHERE t.campaign_id = :campaign AND a.measure = 'csat' AND a.state = 'given' AND a.number BETWEEN 1 AND 5
""",
    columns={"rated": PLAIN, "satisfied": PLAIN},
    campaign=ID,
)
_WAITING = sql(
    """
SELECT coalesce(sum(CASE WHEN state = 'held' THEN 0 ELSE 1 END), 0) AS items,
  coalesce(sum(CASE WHEN agreed AND state <> 'held' THEN 1 ELSE 0 END), 0) AS promised,
  coalesce(sum(CASE WHEN state = 'held' THEN 1 ELSE 0 END), 0) AS held
FROM queue_item WHERE campaign_id = :campaign AND state <> 'done'
""",
    columns={"items": PLAIN, "promised": PLAIN, "held": PLAIN},
    campaign=ID,
)
_CANCEL = sql(
    """
UPDATE follow_up SET state = 'cancelled', closed_at = :now, closed_by = :agent, closed_why = :why
WHERE state = 'open' AND item_id IN (
  SELECT id FROM queue_item WHERE campaign_id = :campaign AND state <> 'done' AND state <> 'held'
)
""",
    campaign=ID, agent=ID, now=TIME,
)  # fmt: skip
_END = sql(
    "UPDATE queue_item SET state = 'done', closed_why = 'campaign', closed_at = :now, closed_on = :day, agreed = :agreed "
    "WHERE campaign_id = :campaign AND state <> 'done' AND state <> 'held'",  # said so, the partial index serves
    campaign=ID, now=TIME, agreed=FLAG,
)  # fmt: skip
_LEFT = """
state <> 'done' AND state IN ('open', 'parked') AND NOT agreed
AND campaign_id IN (SELECT k.id FROM campaign k WHERE k.state = 'closed')
"""
_IS_LEFT_TEXT = "SELECT id FROM queue_item WHERE {left} LIMIT 1"
_IS_LEFT = sql(_IS_LEFT_TEXT.format(left=_LEFT), columns={"id": ID})
_END_LEFT_TEXT = """
UPDATE queue_item SET state = 'done', closed_why = 'campaign', closed_at = :now, closed_on = :day WHERE {left}
"""
_END_LEFT = sql(_END_LEFT_TEXT.format(left=_LEFT), now=TIME)


def script_of_form(connection: Connection, form_id: str) -> UUID | None:
    """The newest published version of a form."""
    found = row(connection, _SCRIPT.where(_script.c.form_id == form_id))
    return None if found is None else found.id


def is_form(connection: Connection, form_id: str) -> bool:
    """Whether there is any version of a form, published or not."""
    return row(connection, select(_script.c.id).where(_script.c.form_id == form_id).limit(1)) is not None


def forms(connection: Connection) -> list[str]:
    """The forms that are published."""
    return [found.form_id for found in rows(connection, _FORMS)]


def named(connection: Connection, name: str) -> Any:
    """The campaign of this name that is not closed: id, code, script_id, state; or None."""
    return row(connection, _NAMED.where(_campaign.c.name == name, _campaign.c.state != "closed"))


def everything(connection: Connection) -> tuple[Campaign, ...]:
    """All campaigns with what was fixed for them, oldest first; without their people."""
    return tuple(_made(found) for found in rows(connection, _ALL))


def one(connection: Connection, campaign_id: UUID) -> Campaign:
    """A campaign with everything that was fixed for it."""
    which = {"campaign": campaign_id}
    return replace(
        _made(row(connection, _BY_ID, which)), people=tuple(one.code for one in rows(connection, _OF_PEOPLE, which))
    )


def _made(found: Any) -> Campaign:
    *plain, selection, targets = found
    return replace(
        Campaign(*plain), selection=from_text(selection),
        targets=tuple(Target(**one) for one in json.loads(targets)) if targets else (),
    )  # fmt: skip


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


def change(connection: Connection, campaign_id: UUID, values: Mapping[str, Any]) -> None:
    """Other values for some columns of a campaign."""
    connection.execute(update(_campaign).where(_campaign.c.id == campaign_id).values(values))


def state_of(connection: Connection, campaign_id: UUID, *, lock: bool = True) -> str:
    """The state of a campaign; locked until the end, where something is written."""
    query = select(_campaign.c.state).where(_campaign.c.id == campaign_id)
    return str(connection.scalars(query.with_for_update() if lock else query).one())


def targets_text(targets: Sequence[Target]) -> str:
    """Targets as a campaign keeps them."""
    return json.dumps([asdict(target) for target in targets]) if targets else ""


def set_people(connection: Connection, campaign_id: UUID, agents: Collection[UUID]) -> None:
    """Who makes the calls of a campaign; nobody named: everyone."""
    connection.execute(delete(_people).where(_people.c.campaign_id == bindparam("of", type_=ID)), {"of": campaign_id})
    if agents:
        run(connection, _ADD_PERSON, [{"campaign_id": campaign_id, "agent_id": agent} for agent in agents])


def called_since(connection: Connection, since: datetime) -> dict[UUID, list[tuple[str, datetime]]]:
    """Attempts since a moment by customer: (outcome, when), oldest first."""
    found: dict[UUID, list[tuple[str, datetime]]] = {}
    day = day_number((since - timedelta(days=2)).date())  # attempts are found by their business day
    for one in rows(connection, _CALLED, {"since": since, "day": day}):
        found.setdefault(one.customer_id, []).append((one.outcome, one.ended_at))
    return found


def add_items(connection: Connection, items: Sequence[Mapping[str, Any]]) -> None:
    """Write new items, some thousand at a time."""
    for start in range(0, len(items), BATCH):
        connection.execute(_ADD_ITEMS, pools.with_pools(connection, items[start : start + BATCH]))


def add_missing(connection: Connection, items: Sequence[Mapping[str, Any]]) -> int:
    """Write new items but for customers who wait in their campaign already; how many were written.

    One open item a customer and campaign, one call a plan, customer and anchor: unique indexes say so.
    """
    whole = [[item.get(name) for name in _COLUMNS] for item in pools.with_pools(connection, items)]
    return insert_many(connection, _item, _COLUMNS, whole, missing=True)


def listed(connection: Connection) -> tuple[CampaignRow, ...]:
    """All campaigns, oldest first."""
    return tuple(CampaignRow(*found) for found in rows(connection, _LIST))


def progress(
    connection: Connection, campaign_id: UUID, contacted: Collection[str], completed: Collection[str]
) -> Progress:
    """How far a campaign is. contacted, completed: outcomes in which somebody was reached, the interview carried through."""
    which = {"campaign": campaign_id}
    states = {found.state: found.n for found in rows(connection, _OF_STATE, which)}
    outcomes = {found.outcome: found.n for found in rows(connection, _OF_OUTCOME, which)}
    rated = row(connection, _RATED, which)
    return Progress(
        sum(states.values()), states.get("open", 0), states.get("held", 0), states.get("parked", 0),
        states.get("done", 0), sum(outcomes.values()), sum(n for key, n in outcomes.items() if key in contacted),
        row(connection, _COMPLETED, {**which, "completed": list(completed)}).n, rated.rated, int(rated.satisfied),
    )  # fmt: skip


def open_items(connection: Connection, campaign_id: UUID) -> tuple[int, int, int]:
    """How many items wait, how many of them are agreed callbacks, and how many are in a call."""
    found = row(connection, _WAITING, {"campaign": campaign_id})
    return int(found.items), int(found.promised), int(found.held)


def end_items(connection: Connection, campaign_id: UUID, agent_id: UUID, now: datetime, day: int, why: str) -> int:
    """End everything that waits in a campaign, and what was agreed; held calls go on. why: in words. How many ended."""
    values = {"campaign": campaign_id, "now": now, "agent": agent_id}
    run(connection, _CANCEL, {**values, "why": why})
    return run(connection, _END, {"campaign": campaign_id, "now": now, "day": day, "agreed": False})


def is_left(connection: Connection) -> bool:
    """Whether anything but promises waits in a campaign that is closed."""
    return row(connection, _IS_LEFT) is not None


def end_left(connection: Connection, now: datetime, day: int) -> int:
    """End what waits in closed campaigns but for promises: calls in hand when they were closed, given back since; how many."""
    return run(connection, _END_LEFT, {"now": now, "day": day})
