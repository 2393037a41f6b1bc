"""Call plans: kept by supervisors, looked at in advance, and run once a day.

A run makes the calls that are due by its day and have none yet; a call is known by plan, customer and the day it counts
from, so that running twice is as running once. It looks at some hundred customers at a time, each in short transactions.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from callbench.clock import date_of, day_number
from callbench.desk.bench import Bench
from callbench.desk.people import day_after, person_called
from callbench.desk.plan_facts import Looked, about, customers
from callbench.errors import UsageProblem
from callbench.i18n import _
from callbench.records.calls import CallInHand
from callbench.records.plans import Plan, Planned, PlanPreview, PlanRow, PlanRun
from callbench.rules import plans as rules
from callbench.rules.brakes import earliest
from callbench.store import campaigns, events, others
from callbench.store import plans as store
from callbench.store.types import IdRun
from callbench.text import clean, nearest


def list_plans(bench: Bench) -> tuple[PlanRow, ...]:
    """All plans with their campaigns and how many of their calls wait."""
    with bench.db.read() as connection:
        return store.listed(connection)


def find_plan(bench: Bench, text: str) -> PlanRow:
    """The plan with this code or name. Raises UsageProblem naming the nearest."""
    wanted = clean(text).casefold()
    known = list_plans(bench)
    for found in known:
        if wanted in (found.plan.code.casefold(), found.plan.name.casefold()):
            return found
    codes = [one.plan.code for one in known]
    raise UsageProblem(
        _("There is no plan {name!r}.").format(name=clean(text, limit=60)),
        todo=_("The nearest is {nearest!r}.").format(nearest=nearest(text, codes, alike=0))
        if codes
        else _("Add the shipped ones: callbench plan add --shipped --script ID."),
        code="unknown",
    )


def run_plans(bench: Bench, *, dry_run: bool = False, breathe: Callable[[], None] = lambda: None) -> PlanRun:
    """Make the calls that are due by today and have none yet; those that wait and are due no more as they were are
    withdrawn, those of customers with an open complaint wait another day. breathe: called between some hundred customers.
    """
    now, today = bench.clock.now(), date_of(bench.today())
    with bench.db.read() as connection:
        active = rules.in_order(_active(store.listed(connection)))
        load = rules.Load(store.load(connection, bench.today()))
    made: Counter[str] = Counter()
    skipped: Counter[str] = Counter()
    withdrawn, making = 0, _Making(bench, now)
    for batch in customers(bench) if active else ():
        wanted, gone, paused = [], [], []
        for looked in batch:
            gone += looked.withdraw(active, today)
            paused += looked.paused()
            if why := _skipped(bench, looked, now):
                skipped[why] += any(rules.due_today(plan, looked.facts, today, bench.calendar) for plan in active)
                continue
            wanted += [
                making.item(looked, call)
                for call in rules.calls(
                    active, looked.facts, looked.owner_id, today, bench.calendar, bench.settings["plans.gap_days"], load
                )
            ]
        if dry_run:
            made.update(item["code"] for item in wanted)
            withdrawn += len(gone)
        elif wanted or gone or paused:
            withdrawn += _write(bench, wanted, gone, paused, made, now)
        breathe()
    if active and not dry_run:
        with bench.db.write() as connection:
            for plan in active:
                late = today - timedelta(days=max(plan.window_days, 1))
                store.hurry(connection, plan, day_number(late))
            store.note_run(connection, bench.today())
    return PlanRun(dict(made), withdrawn, dict(+skipped))


def preview(bench: Bench, first: date, last: date, only: Plan | None = None) -> PlanPreview:
    """The calls of plans (`only` one, as it is given) from one day to another, if those before are completed on their days;
    what waits already and is still due counts too. Raises UsageProblem for days that are past.
    """
    today, now = date_of(bench.today()), bench.clock.now()
    if last < today or last < first:
        raise UsageProblem(
            _("There is nothing to look ahead to: {last} is past.").format(last=last), todo=_("Name a month to come.")
        )
    with bench.db.read() as connection:
        rows = store.listed(connection)
        load = rules.Load(store.load(connection, bench.today()))
    plans = rules.in_order(_active(rows))
    if only is not None:  # a paused plan is looked at as if it ran, one that is being changed as it would be
        plans = rules.in_order([*(plan for plan in plans if plan.id != only.id), only])
    codes = {plan.id: plan.code for plan in plans}
    by_day: Counter[date] = Counter()
    of_plan: defaultdict[str, Counter[date]] = defaultdict(Counter)

    def count(plan_id: UUID, day: date) -> None:
        if first <= day <= last and (only is None or only.id == plan_id):
            by_day[day] += 1
            of_plan[codes[plan_id]][day] += 1

    people = []
    for batch in customers(bench):
        for looked in batch:
            if _skipped(bench, looked, now):
                continue
            looked.withdraw(plans, today)
            for item in looked.waiting:
                if item.plan_id in codes:
                    count(item.plan_id, date_of(item.due_on))
            people.append((looked.facts, looked.owner_id))
    for call in rules.expected(plans, people, today, last, bench.calendar, bench.settings["plans.gap_days"], load):
        count(call.plan.id, call.day)
    told = {code: dict(sorted(days.items())) for code, days in of_plan.items()}
    return PlanPreview(first, last, dict(sorted(by_day.items())), told)


def with_plans(bench: Bench, connection: Any, call: CallInHand) -> CallInHand:
    """The call in hand with the plan that made it, and the next call that a plan will make."""
    if not store.is_any(connection) or (looked := about(bench, connection, call.customer.id)) is None:
        return call
    today = date_of(bench.today())
    rows = {one.plan.id: one.plan for one in store.listed(connection)}
    waiting, mine = [], None
    for item in looked.waiting:
        plan, anchor = rows[item.plan_id], date_of(item.anchor_on)
        if item.id == call.item_id:
            found = rules.due(plan, looked.facts, today)
            day = found.day if found is not None and found.anchor == anchor else date_of(item.due_on)
            mine = Planned(plan, call.why.reason, anchor, day)
        else:
            waiting.append(Planned(plan, item.reason, anchor, date_of(item.due_on)))
    for plan in rules.in_order(_active(store.listed(connection))):
        found = rules.due(plan, looked.facts, today)
        if found is not None and (plan.id, found.anchor) not in looked.facts.made:
            start = rules.begins(plan, found, looked.facts, bench.calendar)
            if start is not None and (plan.trigger == "class" or start >= today):
                day = bench.calendar.next_workday(max(start, today))
                waiting.append(Planned(plan, found.item, found.anchor, day))
    planned = min(waiting, key=lambda one: one.day, default=None)
    return replace(call, planned=planned, why=replace(call.why, plan=mine))


def hold_back(bench: Bench, connection: Any, customer_id: UUID, now: datetime) -> list[list[Any]]:
    """What plans have waiting for this customer is not called today, because a complaint is open: (item, before, after)."""
    active = store.is_any(connection)
    looked = about(bench, connection, customer_id) if active else None
    return _hold_back(bench, connection, looked.waiting, looked.zone, now) if looked is not None else []


def _active(rows: tuple[PlanRow, ...]) -> list[Plan]:
    return [one.plan for one in rows if one.plan.state == "active" and one.campaign_state == "active"]


def _skipped(bench: Bench, looked: Looked, now: datetime) -> str:
    """Why no plan makes a call for this customer at all; "" when one may."""
    if looked.listed:
        return "do_not_call"
    if not looked.has_number:
        return "no_phone"
    if not looked.called:
        return ""
    silent = person_called(bench, looked.zone, looked.called).silent_until
    return "silence" if silent is not None and silent > now else ""


class _Making:
    """Queue items of calls, made in one run."""

    def __init__(self, bench: Bench, now: datetime) -> None:
        self.bench, self.now, self.today = bench, now, bench.day_of(now)
        self._id = IdRun(now)
        self._open: dict[tuple[date, str], datetime] = {}  # for who was not called lately, the same for all on a clock

    def item(self, looked: Looked, call: rules.Call) -> dict[str, Any]:
        """The item of a call; with the code of its plan, which is no column."""
        plan, now = call.plan, self.now
        return {
            "code": plan.code, "id": self._id(), "campaign_id": plan.campaign_id, "customer_id": looked.id,
            "state": "open", "rule": "plan", "reason": clean(call.due.item, limit=200), "agreed": False,
            "priority": plan.priority, "attempts": 0, "ready_at": self._ready_at(looked, call.day),
            "due_on": day_number(call.day), "zone": looked.zone, "last_outcome": "", "closed_why": "", "created_at": now,
            "created_on": self.today, "plan_id": plan.id, "anchor_on": day_number(call.due.anchor),
        }  # fmt: skip

    def _ready_at(self, looked: Looked, day: date) -> datetime:
        known = None if looked.called else self._open.get((day, looked.zone))
        if known is not None:
            return known
        bench = self.bench
        person = person_called(
            bench, looked.zone, looked.called, preferred_time=looked.preferred_time,
            number_called=looked.called[-1][1] if looked.called else None,
        )  # fmt: skip
        begins = datetime.combine(day, bench.settings.day_starts, bench.settings.zone).astimezone(UTC)
        ready_at = earliest(max(begins, self.now), person, bench.settings)
        if not looked.called:
            self._open[day, looked.zone] = ready_at
        return ready_at


def _write(
    bench: Bench, wanted: list[dict[str, Any]], gone: list[UUID], paused: list[tuple[Any, str]], made: Counter[str],
    now: datetime,
) -> int:  # fmt: skip
    """What a look at some hundred customers came to; how many calls were withdrawn."""
    by_plan: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for item in wanted:
        by_plan[item.pop("code")].append(item)
    with bench.db.write() as connection:
        withdrawn = sum(store.withdraw(connection, item, now, bench.day_of(now)) for item in gone)
        added = Counter({code: campaigns.add_missing(connection, items) for code, items in by_plan.items()})
        for item, zone in paused:
            _hold_back(bench, connection, [item], zone, now)
        if +added or withdrawn:  # with the calls: a run that is broken off leaves none without its entry
            detail = {"made": dict(+added), "withdrawn": withdrawn}
            events.record(connection, now, None, "plan.ran", "base", None, detail)
    made.update(added)
    return withdrawn


def _hold_back(bench: Bench, connection: Any, items: list[Any], zone: str, now: datetime) -> list[list[Any]]:
    until = earliest(day_after(bench, bench.day_of(now)), person_called(bench, zone, ()), bench.settings)
    pushed = []
    for item in items:
        if item.ready_at < until:
            others.push(connection, item.id, until)
            pushed.append([item.id, item.ready_at, until])
    return pushed
