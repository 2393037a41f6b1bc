"""When a plan calls a customer: the day it is due and what it counts from, and the days on which the call may lie.

Source: RULES "Call plans": key customers monthly, regular quarterly, potential half-yearly; after a service the next day, on
day 3 and day 15, and 3 days before the next one. A completed call moves a plan, an open complaint pauses it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from heapq import heappop, heappush
from itertools import pairwise
from typing import NamedTuple
from uuid import UUID

from callbench.i18n import _, ngettext
from callbench.records.plans import Plan, Planned
from callbench.rules.calendar import LONGEST, WorkCalendar
from callbench.rules.selection import is_like
from callbench.rules.words import CLASSES

_DAY = timedelta(days=1)
_ORDER = {"service": 0, "cycle": 1, "class": 2}


class Due(NamedTuple):
    """When a plan is due for a customer: the day, what it counts from, and the service it follows ("" for none)."""

    day: date
    anchor: date
    item: str


@dataclass(slots=True)
class Facts:
    """What plans need to know of a customer. since: known from then on; services: (day, name), oldest first.

    completed: days of completed calls; ended: plan → the last day one of its calls was settled otherwise; complaints:
    (raised, closed or None); planned: days of plan calls, made and to come; made: (plan, anchor) that have their call.
    waits_in: the campaigns in which the customer waits, with the day: nobody waits twice in one.
    """

    customer_class: str
    since: date
    services: Sequence[tuple[date, str]] = ()
    completed: list[date] = field(default_factory=list)
    ended: Mapping[UUID, date] = field(default_factory=dict)
    complaints: Sequence[tuple[date, date | None]] = ()
    planned: list[date] = field(default_factory=list)
    made: set[tuple[UUID, date]] = field(default_factory=set)
    waits_in: dict[UUID, date] = field(default_factory=dict)


def in_order(plans: Sequence[Plan]) -> list[Plan]:
    """The order in which plans get their days: what follows a service first, then by priority and code."""
    return sorted(plans, key=lambda plan: (_ORDER[plan.trigger], plan.priority, plan.code))


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first = date(year, month + 1, 1)
    following = date(year + (month == 11), month % 12 + 2 if month < 11 else 1, 1)
    return min(first + (day.day - 1) * _DAY, following - _DAY)


def usual_interval(days: Sequence[date]) -> int | None:
    """How many days lie between services of a customer, the (upper) middle; None for fewer than two days."""
    gaps = sorted((later - earlier).days for earlier, later in pairwise(sorted({*days})))
    return gaps[len(gaps) // 2] if gaps else None


def due(plan: Plan, facts: Facts, today: date) -> Due | None:
    """When the plan is due for this customer, by what was known at the end of `today`; None when it is not meant."""
    if plan.customer_class and plan.customer_class != facts.customer_class:
        return None
    completed = max((day for day in facts.completed if day <= today), default=None) if facts.completed else None
    if plan.trigger == "class":
        last = facts.services[-1][0] if facts.services else facts.since
        anchor = max(filter(None, (completed, facts.ended.get(plan.id))), default=last)
        return Due(add_months(anchor, plan.every_months or 1), anchor, "")
    services = facts.services
    if plan.item:
        services = [service for service in services if is_like(plan.item, service[1])]
    if not services:
        return None
    anchor, item = services[-1]
    offset = (plan.offset_days or 0) * _DAY
    if plan.trigger == "service":
        day = anchor + offset
    elif plan.every_months:
        day = add_months(anchor, plan.every_months) - offset
    elif (interval := usual_interval([one for one, _item in services])) is not None:
        day = anchor + interval * _DAY - offset
    else:
        return None
    if day <= anchor or (completed is not None and completed >= day):
        return None  # no day lies between the two, or it was talked about when it was due
    return Due(day, anchor, item)


def begins(plan: Plan, found: Due, facts: Facts, calendar: WorkCalendar) -> date | None:
    """The day from which the call may be made: its own, or the end of a complaint that lay over it; None during one."""
    if not facts.complaints:
        return found.day
    if any(closed is None for _raised, closed in facts.complaints):
        return None
    last = calendar.next_workday(found.day) + plan.window_days * _DAY
    over = [closed for raised, closed in facts.complaints if closed is not None and raised <= last]
    return max([found.day, *over])


def days_for(plan: Plan, found: Due, facts: Facts, today: date, calendar: WorkCalendar, gap: int) -> list[date]:
    """The days on which the call may lie, from `today` on: working days of its window, `gap` days from other plan calls.

    The window begins with the first working day from the call's day on. What follows a service is not made up for once
    its window is over; what goes by months is, from the first possible day.
    """
    start = begins(plan, found, facts, calendar)
    if start is None:
        return []

    def fits(day: date) -> bool:
        return calendar.is_workday(day) and all(abs((day - other).days) >= gap for other in facts.planned)

    first = max(start, today)
    if plan.trigger == "class":
        first = next((first + n * _DAY for n in range(LONGEST) if fits(first + n * _DAY)), first)
        last = first + plan.window_days * _DAY
    else:
        last = calendar.next_workday(start) + plan.window_days * _DAY
        if last < first:
            return []
    return [day for n in range((last - first).days + 1) if fits(day := first + n * _DAY)]


class Load:
    """How many plan calls each day has, and of these each owner's."""

    def __init__(self, known: Mapping[tuple[date, UUID | None], int] | None = None) -> None:
        self._of_day: Counter[date] = Counter()
        self._of_owner: Counter[tuple[date, UUID | None]] = Counter()
        for (day, owner), n in (known or {}).items():
            self._of_day[day] += n
            self._of_owner[day, owner] += n

    def place(self, days: Sequence[date], owner: UUID | None) -> date:
        """The day with the fewest calls, of the owner first, then of all, the earliest of several; it gets one more."""
        whose = self._of_owner if owner is not None else None
        day = min(days, key=lambda day: (whose[day, owner] if whose is not None else 0, self._of_day[day], day))
        self._of_day[day] += 1
        self._of_owner[day, owner] += 1
        return day


class Call(NamedTuple):
    """A call to be made. run_on: the day on which the plan makes it."""

    plan: Plan
    due: Due
    day: date
    run_on: date


def calls(
    plans: Sequence[Plan], facts: Facts, owner: UUID | None, today: date, calendar: WorkCalendar, gap: int, load: Load
) -> Iterator[Call]:
    """The calls that plans (`in_order`) make for a customer on this day; facts and load learn of them.

    What goes by months waits for calls of plans that are still to come: they will move it.
    """
    for plan in plans:
        if plan.customer_class and plan.customer_class != facts.customer_class:
            continue
        if plan.trigger == "class" and any(day >= today for day in facts.planned):
            continue
        if plan.campaign_id in facts.waits_in or (found := due_today(plan, facts, today, calendar)) is None:
            continue
        days = days_for(plan, found, facts, today, calendar, gap)
        if days:
            day = load.place(days, owner)
            facts.planned.append(day)
            facts.made.add((plan.id, found.anchor))
            facts.waits_in[plan.campaign_id] = day
            yield Call(plan, found, day, today)


def expected(
    plans: Sequence[Plan], people: Sequence[tuple[Facts, UUID | None]], today: date, last: date, calendar: WorkCalendar,
    gap: int, load: Load,
) -> Iterator[Call]:  # fmt: skip
    """The calls that plans make from today to `last`, if each is completed on its day. people: in the order of runs."""
    waiting: list[tuple[date, int, int]] = []
    # calls that wait, here or in the base, are assumed to be completed on their day
    to_come = [[day for day in facts.planned if day >= today] for facts, _owner in people]
    for who, (facts, _owner) in enumerate(people):
        for nth, plan in enumerate(plans):
            if (day := _next_run(plan, facts, today, calendar)) is not None and day <= last:
                heappush(waiting, (day, who, nth))
    while waiting:
        run_on, who, nth = heappop(waiting)
        plan, (facts, owner) = plans[nth], people[who]
        facts.completed += [day for day in to_come[who] if day < run_on]
        to_come[who] = [day for day in to_come[who] if day >= run_on]
        facts.waits_in = {campaign: day for campaign, day in facts.waits_in.items() if day >= run_on}
        for call in calls([plan], facts, owner, run_on, calendar, gap, load):
            to_come[who].append(call.day)
            yield call
        following = _next_run(plan, facts, run_on + _DAY, calendar)
        if following is not None and following <= last:
            heappush(waiting, (following, who, nth))


def moved(plan: Plan, anchor: date, facts: Facts, today: date) -> bool:
    """Whether a call that waits is not due any more as it was: something happened since that the plan counts from."""
    found = due(plan, facts, today)
    return found is None or found.anchor != anchor


def told(plan: Plan, item: str = "") -> str:
    """When a plan calls, in words. item: the service it follows, where one is known."""
    service = item or plan.item
    if plan.trigger == "class":
        n = plan.every_months or 1
        said = ngettext("{class_}: every month", "{class_}: every {n} months", n)
        return said.format(class_=_(CLASSES[plan.customer_class]), n=n)
    n = plan.offset_days or 0
    if plan.trigger == "service":
        return (
            _("day {n} after {service}").format(n=n, service=service)
            if service
            else _("day {n} after a service").format(n=n)
        )
    if service:
        return _("{n} days before the next {service}").format(n=n, service=service)
    return _("{n} days before the next service").format(n=n)


def planned_words(planned: Planned) -> str:
    """A call of a plan: when the plan calls, and the day of this call."""
    return _("{plan}, {day}").format(plan=told(planned.plan, planned.item), day=planned.day)


def due_today(plan: Plan, facts: Facts, today: date, calendar: WorkCalendar) -> Due | None:
    """What is due by this day and has no call yet."""
    found = due(plan, facts, today)
    if found is None or found.day > today or (plan.id, found.anchor) in facts.made:
        return None
    start = begins(plan, found, facts, calendar)
    return found if start is not None and start <= today else None


def _next_run(plan: Plan, facts: Facts, today: date, calendar: WorkCalendar) -> date | None:
    """The first day from `today` on at which the plan may make its next call, as far as is known then.

    A call that is still to come moves the plan on its day: it is looked at again the day after.
    """
    found = due(plan, facts, today)
    if found is None or (plan.id, found.anchor) in facts.made:
        ahead = [day for day in facts.planned if day >= today - _DAY]
        return min(ahead) + _DAY if ahead and plan.trigger == "class" else None
    if (start := begins(plan, found, facts, calendar)) is None:
        return None
    if plan.trigger == "class":
        return max([start, today, *(day + _DAY for day in facts.planned if day >= today)])
    over = calendar.next_workday(start) + plan.window_days * _DAY < today
    return None if over else max(start, today)
