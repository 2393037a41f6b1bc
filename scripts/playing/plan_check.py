"""What plans should have in the queue when a day has begun, worked out from the raw tables: RULES "Call plans" once more."""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from fnmatch import fnmatchcase
from itertools import pairwise
from typing import Any, NamedTuple

from raw import day_of, moment, works
from watch import Watch

_GAP = 2  # days between two calls of plans


class Plan(NamedTuple):
    """As it stands in the base."""

    id: bytes
    code: str
    trigger: str
    customer_class: str
    item: str
    months: int | None
    offset: int | None
    window: int
    campaign: bytes


def day(number: int) -> date:
    return date(number // 10_000, number // 100 % 100, number % 100)


def later(when: date, months: int) -> date:
    year, month = divmod(when.year * 12 + when.month - 1 + months, 12)
    return date(year, month + 1, min(when.day, calendar.monthrange(year, month + 1)[1]))


def next_work(when: date) -> date:
    while not works(when):
        when += timedelta(days=1)
    return when


class Seen:
    """One customer as the plans see them."""

    def __init__(self) -> None:
        self.services: list[tuple[date, str]] = []
        self.completed: date | None = None
        self.calls: dict[tuple[bytes, date], Any] = {}
        self.planned: list[date] = []  # days of calls of plans, made and to come
        self.ended: dict[bytes, date] = {}
        self.complains: list[tuple[date, date | None]] = []


def _seen(watch: Watch) -> dict[bytes, Seen]:
    found: dict[bytes, Seen] = defaultdict(Seen)
    raw = watch.raw
    for customer, on, item in raw.all(
        "SELECT customer_id, on_day, item FROM service_record ORDER BY on_day, nth, item"
    ):
        found[customer].services.append((date.fromisoformat(on), item))
    for customer, on in raw.all(
        "SELECT t.customer_id, max(t.business_day) FROM attempt t JOIN outcome o ON o.key = t.outcome WHERE o.aapor = 'I' "
        "GROUP BY t.customer_id"
    ):
        found[customer].completed = day(on)
    for customer, plan, anchor, state, due, closed, why in raw.all(
        "SELECT customer_id, plan_id, anchor_on, state, due_on, closed_on, closed_why FROM queue_item WHERE plan_id IS NOT NULL"
    ):
        one = found[customer]
        one.calls[plan, day(anchor)] = (state, why)
        if state != "done":
            one.planned.append(day(due))
        elif why not in ("cancelled", "campaign"):
            one.planned.append(day(closed))
            one.ended[plan] = max(one.ended.get(plan, date.min), day(closed))
    for customer, raised, closed in raw.all("SELECT customer_id, raised_at, closed_at FROM complaint"):
        over = moment(closed)
        found[customer].complains.append((day(day_of(moment(raised))), None if over is None else day(day_of(over))))  # type: ignore[arg-type]
    return found


def _due(plan: Plan, class_: str, since: date, one: Seen) -> tuple[date, date] | None:
    """The day the plan is due, and the day it counts from."""
    if plan.customer_class and plan.customer_class != class_:
        return None
    if plan.trigger == "class":
        settled = [when for when in (one.completed, one.ended.get(plan.id)) if when is not None]
        anchor = max(settled) if settled else one.services[-1][0] if one.services else since
        return later(anchor, plan.months or 1), anchor
    days = [on for on, item in one.services if not plan.item or fnmatchcase(item, plan.item) or plan.item in item]
    if not days:
        return None
    anchor = days[-1]
    if plan.trigger == "service":
        due = anchor + timedelta(days=plan.offset or 0)
    elif plan.months:
        due = later(anchor, plan.months) - timedelta(days=plan.offset or 0)
    else:
        visits = sorted({*days})
        gaps = sorted((b - a).days for a, b in pairwise(visits))
        if not gaps:
            return None
        due = anchor + timedelta(days=gaps[len(gaps) // 2] - (plan.offset or 0))
    if due <= anchor or (one.completed is not None and one.completed >= due):
        return None
    return due, anchor


def expected_plans(watch: Watch, today: date) -> Iterator[str]:
    """Calls that plans ought to have made by this morning and did not, and calls they made that nobody asked for."""
    raw, on = watch.raw, int(today.strftime("%Y%m%d"))
    plans = [
        Plan(*row)
        for row in raw.all(
            "SELECT p.id, p.code, p.trigger, p.customer_class, p.item, p.every_months, p.offset_days, p.window_days, p.campaign_id "
            "FROM call_plan p JOIN campaign k ON k.id = p.campaign_id WHERE p.state = 'active' AND k.state = 'active'"
        )
    ]
    made_today = {
        (plan, customer, day(anchor))
        for plan, customer, anchor in raw.all(
            "SELECT plan_id, customer_id, anchor_on FROM queue_item WHERE plan_id IS NOT NULL AND created_on = ?", on
        )
    }
    seen, asked = _seen(watch), set()
    for customer, code, class_, since in raw.all("SELECT id, code, customer_class, created_at FROM customer"):
        one = seen.get(customer, Seen())
        born = moment(since)
        assert born is not None
        for plan in plans:
            found = _due(plan, class_, day(day_of(born)), one)
            if found is None or found[0] > today:
                continue
            due, anchor = found
            asked.add((plan.id, customer, anchor))
            if (plan.id, anchor) not in one.calls and not _excused(watch, plan, customer, due, one, today, on):
                yield f"the plan {plan.code} is due for {code} since {due} and made no call"
            watch.counts["plan calls looked at"] += 1
    names = {plan.id: plan.code for plan in plans}
    for plan_id, customer, anchor in made_today - asked:
        code = raw.one("SELECT code FROM customer WHERE id = ?", customer)
        yield f"the plan {names.get(plan_id, '?')} made a call to {code} that is not due ({anchor})"


def _excused(watch: Watch, plan: Plan, customer: bytes, due: date, one: Seen, today: date, on: int) -> bool:
    """Why a call that is due may not have been made."""
    raw = watch.raw
    if raw.one("SELECT state FROM customer WHERE id = ?", customer) != "active":
        return True
    holds = "b.lifted_at IS NULL AND coalesce(b.until_day, 99991231) >= ?"
    if raw.one(f"SELECT 1 FROM do_not_call b WHERE b.customer_id = ? AND {holds}", customer, on):
        return True
    if not raw.one(
        "SELECT 1 FROM phone p WHERE p.customer_id = ? AND p.state = 'valid' AND p.e164 <> '' "
        f"AND NOT EXISTS (SELECT 1 FROM do_not_call b WHERE b.e164 = p.e164 AND {holds})", customer, on,
    ):  # fmt: skip
        return True
    if raw.one("SELECT 1 FROM attempt WHERE customer_id = ? AND outcome = 'refused_for_good'", customer):
        return True
    if any(closed is None for _raised, closed in one.complains):
        return True
    if raw.one(
        "SELECT 1 FROM queue_item WHERE customer_id = ? AND campaign_id = ? AND state <> 'done'",
        customer,
        plan.campaign,
    ):
        return True
    if plan.trigger == "class":
        return any(when >= today for when in one.planned)  # it waits for calls that are to come
    start = max([due, *(closed for _raised, closed in one.complains if closed is not None)])
    last = next_work(start) + timedelta(days=plan.window)
    first = max(start, today)
    days = [first + timedelta(days=n) for n in range(max((last - first).days + 1, 0))]
    return not any(works(when) and all(abs((when - other).days) >= _GAP for other in one.planned) for when in days)
