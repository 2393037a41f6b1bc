"""Writing the demo shop in bulk, and telling an empty base and a demo base from a real one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, insert, select

from callbench.records.demo import DemoCall, DemoCampaign, DemoCustomer, DemoItem
from callbench.rules.outcomes import SHIPPED
from callbench.store import pools, tables
from callbench.store.tables import core
from callbench.store.types import new_id

_meta, _agent, _campaign = core(tables.Meta), core(tables.Agent), core(tables.Campaign)
_customer, _phone, _service = core(tables.Customer), core(tables.Phone), core(tables.ServiceRecord)
_item, _attempt, _answer = core(tables.QueueItem), core(tables.Attempt), core(tables.Answer)
_follow_up, _script, _listed = core(tables.FollowUp), core(tables.ScriptVersion), core(tables.DoNotCall)
# what refers to something comes after it
_ORDER = (_customer, _phone, _service, _item, _attempt, _answer, _follow_up, _listed)
_event = core(tables.Event)
FILLED = "demo.filled"  # the kind of the event that says so
_BATCH = 2_000  # customers written at a time
Rows = dict[str, list[dict[str, Any]]]
DayOf = Callable[[datetime], int]


class Written(NamedTuple):
    """How much was written."""

    customers: int
    items: int
    calls: int
    answers: int
    follow_ups: int


def is_empty(connection: Connection) -> bool:
    """Nobody is kept here yet: no customer and no agent."""
    return not any(connection.execute(select(table.c.id).limit(1)).first() for table in (_customer, _agent))


def is_demo(connection: Connection) -> bool:
    """Whether this base was filled with the demo shop."""
    return connection.execute(select(_meta.c.value).where(_meta.c.name == "demo")).first() is not None


def made_at(connection: Connection) -> datetime | None:
    """When this base was filled with the demo shop."""
    return connection.scalar(select(_event.c.at).where(_event.c.kind == FILLED).order_by(_event.c.at.desc()).limit(1))


def last_at(connection: Connection) -> datetime | None:
    """When something last happened here."""
    return connection.scalar(select(_event.c.at).order_by(_event.c.at.desc()).limit(1))


def mark(connection: Connection, seed: int) -> None:
    """Remember that this base is a demo."""
    connection.execute(insert(_meta), {"name": "demo", "value": str(seed)})


def script(connection: Connection, form_id: str) -> tuple[UUID, str]:
    """The newest version of a script: its id and canonical JSON."""
    newest = (
        select(_script.c.id, _script.c.canonical)
        .where(_script.c.form_id == form_id)
        .order_by(_script.c.created_at.desc())
        .limit(1)
    )
    found, canonical = connection.execute(newest).one()
    return found, canonical


def add_campaign(
    connection: Connection, campaign: DemoCampaign, script: UUID, max_attempts: int, now: datetime
) -> None:
    """A campaign with its script."""
    connection.execute(
        insert(_campaign),
        {
            "id": campaign.id, "code": campaign.code, "name": campaign.name, "purpose": campaign.purpose,
            "script_id": script, "state": "active", "max_attempts": max_attempts, "created_at": now,
        },
    )  # fmt: skip


def add_people(
    connection: Connection, people: Iterable[DemoCustomer], scripts: dict[UUID, UUID], day_of: DayOf
) -> Written:
    """Every customer with services, items, calls, answers and follow-ups. scripts: campaign id → script id."""
    total = Written(0, 0, 0, 0, 0)
    for batch in _batches(people):
        rows: Rows = {table.name: [] for table in _ORDER}
        for person in batch:
            _person(rows, person)
            for item in person.items:
                _queue_item(rows, item, person, scripts[item.campaign_id], day_of)
        for table in _ORDER:
            if rows[table.name]:
                made = pools.with_pools(connection, rows[table.name]) if table is _item else rows[table.name]
                connection.execute(insert(table), made)
        counts = (len(rows[table.name]) for table in (_customer, _item, _attempt, _answer, _follow_up))
        total = Written(*(before + n for before, n in zip(total, counts, strict=True)))
    return total


def _batches(people: Iterable[DemoCustomer]) -> Iterator[list[DemoCustomer]]:
    everybody = iter(people)
    while batch := list(islice(everybody, _BATCH)):
        yield batch


def _person(rows: Rows, person: DemoCustomer) -> None:
    who = person.customer
    rows["customer"].append(
        {
            "id": who.id, "code": who.code, "name": who.name, "gender": who.gender, "customer_class": who.customer_class,
            "owner_id": who.owner_id, "branch": who.branch, "birthday": who.birthday, "email": who.email,
            "wechat": who.wechat, "zone": who.zone, "channel": who.channel, "preferred_time": who.preferred_time,
            "preferences": who.preferences, "special_needs": who.special_needs, "note": who.note, "state": who.state,
            "created_at": person.created_at, "updated_at": person.created_at,
        }
    )  # fmt: skip
    for position, phone in enumerate(who.phones, 1):
        rows["phone"].append(
            {
                "id": phone.id, "customer_id": who.id, "position": position, "e164": phone.e164, "ext": phone.ext,
                "kind": phone.kind, "state": phone.state, "original": phone.original,
            }
        )  # fmt: skip
    for service in person.services:
        rows["service_record"].append(
            {
                "id": new_id(person.created_at), "customer_id": who.id, "on_day": service.on_day, "item": service.item,
                "amount": service.amount, "nth": 1, "staff": service.staff, "branch": service.branch,
            }
        )  # fmt: skip


def _queue_item(rows: Rows, item: DemoItem, person: DemoCustomer, script: UUID, day_of: DayOf) -> None:
    last = item.calls[-1] if item.calls else None
    closed_at = last.ended_at if last and item.state == "done" else None
    rows["queue_item"].append(
        {
            "id": item.id, "campaign_id": item.campaign_id, "customer_id": person.customer.id, "state": item.state,
            "rule": item.rule, "reason": item.reason, "agreed": item.agreed, "priority": item.priority,
            "attempts": len(item.calls), "ready_at": item.ready_at, "due_on": day_of(item.ready_at),
            "zone": person.customer.zone, "agent_id": item.personal.id if item.personal else None,
            "released_at": item.released_at, "held_by": None, "touched_at": None,
            "last_outcome": last.outcome if last else "", "last_at": last.ended_at if last else None,
            "closed_at": closed_at, "closed_on": day_of(closed_at) if closed_at else None, "closed_why": item.why,
            "created_at": item.created_at, "created_on": day_of(item.created_at),
        }
    )  # fmt: skip
    for nth, call in enumerate(item.calls, 1):
        _call(rows, call, nth, item, person.customer.id, script, day_of)


def _call(rows: Rows, call: DemoCall, nth: int, item: DemoItem, customer_id: UUID, script: UUID, day_of: DayOf) -> None:
    made_on = day_of(call.ended_at)
    rows["attempt"].append(
        {
            "id": call.id, "item_id": item.id, "nth": nth, "campaign_id": item.campaign_id, "customer_id": customer_id,
            "agent_id": call.agent.id, "script_id": script, "e164": call.e164, "channel": "phone",
            "outcome": call.outcome, "started_at": call.started_at, "ended_at": call.ended_at, "business_day": made_on,
            "due_on": day_of(call.waited_for), "note": call.note,
        }
    )  # fmt: skip
    for answer in call.answers:
        rows["answer"].append(
            {
                "attempt_id": call.id, "path": answer.path, "question": answer.question, "kind": answer.kind,
                "text": answer.text, "number": answer.number, "label": answer.label, "state": answer.state,
                "measure": answer.measure,
            }
        )  # fmt: skip
    if SHIPPED[call.outcome].customer_state == "do_not_call":
        rows["do_not_call"].append(
            {
                "id": new_id(call.ended_at), "customer_id": customer_id, "reason": call.outcome, "source": "outcome",
                "made_by": call.agent.id, "made_at": call.ended_at,
            }
        )  # fmt: skip
    if booked := call.follow_up:
        rows["follow_up"].append(
            {
                "id": booked.id, "item_id": item.id, "customer_id": customer_id, "attempt_id": call.id,
                "made_by": call.agent.id, "agent_id": call.agent.id, "due_at": booked.due_at,
                "due_on": day_of(booked.due_at), "reason": booked.reason, "note": "", "state": booked.state,
                "made_at": call.ended_at, "made_on": made_on,
            }
        )  # fmt: skip
