"""Call plans: keeping them, and what they need to know of customers, some hundred at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Date, insert, update

from callbench.clock import date_of
from callbench.records.plans import Plan, PlanRow
from callbench.store import tables
from callbench.store.rows import FLAG, ID, PLAIN, TIME, row, rows, run, sql
from callbench.store.tables import core

AT_ONCE = 1_000  # customers looked at in one go: what is read of them stays small, and nobody waits long for the base
_DAY = Date()
_plan = core(tables.CallPlan)
_LIST = sql(
    """
SELECT p.id, p.code, p.name, p.campaign_id, p.trigger, p.customer_class, p.item, p.every_months, p.offset_days,
  p.window_days, p.priority, p.state, k.code AS campaign_code, k.name AS campaign, k.state AS campaign_state,
  (SELECT count(*) FROM queue_item i WHERE i.plan_id IS NOT NULL AND i.plan_id = p.id AND i.state <> 'done') AS waiting
FROM call_plan p JOIN campaign k ON k.id = p.campaign_id ORDER BY p.made_at, p.code
""",
    columns={
        "id": ID, "code": PLAIN, "name": PLAIN, "campaign_id": ID, "trigger": PLAIN, "customer_class": PLAIN,
        "item": PLAIN, "every_months": PLAIN, "offset_days": PLAIN, "window_days": PLAIN, "priority": PLAIN,
        "state": PLAIN, "campaign_code": PLAIN, "campaign": PLAIN, "campaign_state": PLAIN, "waiting": PLAIN,
    },
)  # fmt: skip
_ANY = sql("SELECT 1 AS one FROM call_plan WHERE state = 'active' LIMIT 1", columns={"one": PLAIN})
_HOLDS = "b.lifted_at IS NULL AND (b.until_day IS NULL OR b.until_day >= :today)"
_PEOPLE = sql(
    f"""
SELECT c.id AS key, c.id, c.customer_class, c.owner_id, c.zone, c.preferred_time, c.created_at, EXISTS (
    SELECT 1 FROM phone p WHERE p.customer_id = c.id AND p.state = 'valid' AND p.e164 <> '' AND NOT EXISTS (
      SELECT 1 FROM do_not_call b WHERE {_HOLDS} AND b.e164 <> '' AND b.e164 = p.e164)
  ) AS has_number,
  EXISTS (SELECT 1 FROM do_not_call b WHERE {_HOLDS} AND b.customer_id IS NOT NULL AND b.customer_id = c.id) AS listed
FROM customer c WHERE c.id > :after AND c.id <= :upto AND c.state = 'active' ORDER BY c.id LIMIT :most
""",  # noqa: S608 - ours
    columns={
        "key": PLAIN, "id": ID, "customer_class": PLAIN, "owner_id": ID, "zone": PLAIN, "preferred_time": PLAIN, "created_at": TIME,
        "has_number": FLAG, "listed": FLAG,
    },
    after=ID, upto=ID,
)  # fmt: skip
_SPAN: dict[str, Any] = {"first": ID, "last": ID}
_SERVICES = sql(
    "SELECT customer_id AS key, on_day, item FROM service_record WHERE customer_id BETWEEN :first AND :last "
    "ORDER BY customer_id, on_day, nth, item",
    columns={"key": PLAIN, "on_day": _DAY, "item": PLAIN}, **_SPAN,
)  # fmt: skip
_COMPLETED = sql(
    "SELECT customer_id AS key, max(business_day) AS day FROM attempt WHERE customer_id BETWEEN :first AND :last "
    "AND outcome IN :completed GROUP BY customer_id",
    "completed", columns={"key": PLAIN, "day": PLAIN}, **_SPAN,
)  # fmt: skip
_CALLED = sql(
    "SELECT customer_id AS key, outcome, ended_at, e164 FROM attempt WHERE customer_id BETWEEN :first AND :last "
    "AND ended_at > :since ORDER BY customer_id, ended_at",
    columns={"key": PLAIN, "outcome": PLAIN, "ended_at": TIME, "e164": PLAIN}, since=TIME, **_SPAN,
)  # fmt: skip
_COMPLAINTS = sql(
    "SELECT customer_id AS key, raised_at, closed_at FROM complaint WHERE customer_id BETWEEN :first AND :last",
    columns={"key": PLAIN, "raised_at": TIME, "closed_at": TIME}, **_SPAN,
)  # fmt: skip
_ITEMS = sql(
    "SELECT id, customer_id AS key, campaign_id, plan_id, anchor_on, state, agreed, rule, attempts, ready_at, due_on, closed_on, closed_why, "
    "reason FROM queue_item WHERE customer_id BETWEEN :first AND :last AND plan_id IS NOT NULL",
    columns={
        "id": ID, "key": PLAIN, "campaign_id": ID, "plan_id": ID, "anchor_on": PLAIN, "state": PLAIN, "agreed": FLAG, "rule": PLAIN,
        "attempts": PLAIN, "ready_at": TIME, "due_on": PLAIN, "closed_on": PLAIN, "closed_why": PLAIN,
        "reason": PLAIN,
    }, **_SPAN,
)  # fmt: skip
_WAITS = sql(
    "SELECT customer_id AS key, campaign_id, due_on FROM queue_item WHERE customer_id BETWEEN :first AND :last "
    "AND state <> 'done'",
    columns={"key": PLAIN, "campaign_id": ID, "due_on": PLAIN}, **_SPAN,
)  # fmt: skip
_LOAD = sql(
    """
SELECT i.due_on, c.owner_id, count(*) AS n FROM queue_item i JOIN customer c ON c.id = i.customer_id
WHERE i.plan_id IS NOT NULL AND i.state = 'open' AND i.due_on >= :today GROUP BY i.due_on, c.owner_id
""",
    columns={"due_on": PLAIN, "owner_id": ID, "n": PLAIN},
)
_WITHDRAW = sql(
    "UPDATE queue_item SET state = 'done', closed_why = 'cancelled', closed_at = :now, closed_on = :day "
    "WHERE id = :item AND state = 'open' AND NOT agreed AND attempts = 0",
    item=ID, now=TIME,
)  # fmt: skip
_HURRY = sql(
    "UPDATE queue_item SET priority = :hurried WHERE plan_id IS NOT NULL AND plan_id = :plan AND state = 'open' "
    "AND priority = :usual AND due_on < :before",
    plan=ID,
)  # fmt: skip
_RAN_ON = sql("SELECT value FROM meta WHERE name = 'plan.ran_on'", columns={"value": PLAIN})
_RAN = sql(
    "INSERT INTO meta (name, value) VALUES ('plan.ran_on', :day) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)
_FIRST, _LAST = UUID(int=0), UUID(int=(1 << 128) - 1)


@dataclass(slots=True)
class About:
    """A customer with what plans go by; days are business days. row: id, customer_class, owner_id, zone …

    Everywhere `key` is the customer's as the engine shows it: making it a UUID for each service took longer than reading.
    """

    row: Any
    services: list[tuple[date, str]] = field(default_factory=list)
    completed: date | None = None
    called: list[Any] = field(default_factory=list)
    complaints: list[tuple[datetime, datetime | None]] = field(default_factory=list)
    items: list[Any] = field(default_factory=list)
    waits: list[Any] = field(default_factory=list)


def listed(connection: Connection) -> tuple[PlanRow, ...]:
    """All plans with their campaigns and how many of their calls wait, oldest first."""
    return tuple(PlanRow(Plan(*found[:12]), *found[12:]) for found in rows(connection, _LIST))


def is_any(connection: Connection) -> bool:
    """Whether any plan is active."""
    return row(connection, _ANY) is not None


def add(connection: Connection, plan: Plan, made_by: UUID, now: datetime) -> None:
    """A new plan."""
    values = {name: getattr(plan, name) for name in plan.__slots__}
    connection.execute(insert(_plan), {**values, "made_by": made_by, "made_at": now, "changed_at": now})


def change(connection: Connection, plan_id: UUID, values: Mapping[str, Any], now: datetime) -> None:
    """Other values for some columns of a plan."""
    connection.execute(update(_plan).where(_plan.c.id == plan_id).values({**values, "changed_at": now}))


def people(
    connection: Connection, after: UUID | None, today: int, since: datetime, completed: Collection[str],
    only: UUID | None = None,
) -> list[About]:  # fmt: skip
    """The next customers behind `after` (None: from the first), or `only` one, with what plans go by.

    since: from when attempts are told. completed: outcomes of interviews that were carried through.
    """
    span = {"after": after or _FIRST, "upto": _LAST, "most": AT_ONCE, "today": today}
    if only is not None:
        span |= {"after": UUID(int=only.int - 1), "upto": only}
    found = {one.key: About(one) for one in rows(connection, _PEOPLE, span)}
    if not found:
        return []
    everybody = [*found.values()]
    which = {"first": everybody[0].row.id, "last": everybody[-1].row.id}
    for service in rows(connection, _SERVICES, which):
        if (who := found.get(service.key)) is not None:
            who.services.append((service.on_day, service.item))
    for call in rows(connection, _COMPLETED, {**which, "completed": list(completed)}):
        if (who := found.get(call.key)) is not None:
            who.completed = date_of(call.day)
    for call in rows(connection, _CALLED, {**which, "since": since}):
        if (who := found.get(call.key)) is not None:
            who.called.append(call)
    for complaint in rows(connection, _COMPLAINTS, which):
        if (who := found.get(complaint.key)) is not None:
            who.complaints.append((complaint.raised_at, complaint.closed_at))
    for item in rows(connection, _ITEMS, which):
        if (who := found.get(item.key)) is not None:
            who.items.append(item)
    for item in rows(connection, _WAITS, which):
        if (who := found.get(item.key)) is not None:
            who.waits.append(item)
    return everybody


def everyone(read: Any) -> Iterator[list[About]]:
    """All customers, as `read(after)` gives them, some hundred at a time."""
    last: UUID | None = None
    while found := read(last):
        yield found
        if len(found) < AT_ONCE:
            return
        last = found[-1].row.id


def load(connection: Connection, today: int) -> dict[tuple[date, UUID | None], int]:
    """How many calls of plans wait on each day from today on, by the owner of their customers."""
    known: dict[tuple[date, UUID | None], int] = defaultdict(int)
    for found in rows(connection, _LOAD, {"today": today}):
        known[date_of(found.due_on), found.owner_id] += found.n
    return known


def withdraw(connection: Connection, item_id: UUID, now: datetime, day: int) -> bool:
    """End a call that nobody has tried, because its plan was moved; False when it does not wait any more."""
    return run(connection, _WITHDRAW, {"item": item_id, "now": now, "day": day}) == 1


def hurry(connection: Connection, plan: Plan, before: int) -> int:
    """Calls of a plan that have waited since before a day come earlier, by one step of priority."""
    if plan.priority == 0:
        return 0
    values = {"plan": plan.id, "usual": plan.priority, "hurried": plan.priority - 1, "before": before}
    return run(connection, _HURRY, values)


def ran_on(connection: Connection) -> int:
    """The business day on which plans last ran, 0 for never."""
    found = row(connection, _RAN_ON)
    return 0 if found is None else int(found.value)


def note_run(connection: Connection, day: int) -> None:
    """Plans ran on this business day."""
    run(connection, _RAN, {"day": str(day)})
