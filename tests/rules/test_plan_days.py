"""When plans call: the days of RULES, windows, gaps, complaints, levelling, and looking ahead."""

from __future__ import annotations

from collections import Counter
from copy import deepcopy
from datetime import date, timedelta
from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbench.config import ShopDays
from callbench.records.plans import Plan
from callbench.rules.calendar import WorkCalendar
from callbench.rules.plan_set import SHIPPED, check
from callbench.rules.plans import (
    Facts,
    Load,
    add_months,
    begins,
    calls,
    days_for,
    due,
    expected,
    in_order,
    moved,
    told,
    usual_interval,
)
from callbench.values.problem import ValueProblem

TODAY = date(2026, 3, 5)  # a Thursday
CALENDAR = WorkCalendar("CN", frozenset(range(5)), ShopDays())
NOBODY = UUID(int=0)


def named(plan: Plan) -> Plan:
    return Plan(**{name: getattr(plan, name) for name in plan.__slots__} | {"id": uuid5(NOBODY, plan.code)})


PLANS = [named(plan) for plan in SHIPPED]
BY_CODE = {plan.code: plan for plan in PLANS}


def facts(
    customer_class: str = "", *services: date, completed: date | None = None, since: date = date(2025, 1, 1), **more
) -> Facts:
    return Facts(
        customer_class, since, [(day, "面部护理") for day in services], [completed] if completed else [], **more
    )


def day_of(code: str, known: Facts, today: date = TODAY) -> date | None:
    found = due(BY_CODE[code], known, today)
    return found and found.day


def test_the_shipped_plans_are_those_of_the_rules() -> None:
    served = date(2026, 3, 2)
    assert day_of("key", facts("key", completed=served)) == date(2026, 4, 2)
    assert day_of("regular", facts("regular", completed=served)) == date(2026, 6, 2)
    assert day_of("potential", facts("potential", served)) == date(2026, 9, 2)
    assert day_of("potential", facts("potential", since=served)) == date(2026, 9, 2)
    assert [day_of(code, facts("special", completed=served)) for code in ("key", "regular", "potential")] == [None] * 3
    assert day_of("next-day", facts("", served)) == date(2026, 3, 3)
    assert day_of("day-3", facts("key", served)) == date(2026, 3, 5)
    assert day_of("day-15", facts("", served)) == date(2026, 3, 17)
    assert day_of("before-next", facts("", date(2026, 1, 1), date(2026, 1, 31), served)) == date(2026, 3, 29)
    assert day_of("before-next", facts("", served)) is None
    assert day_of("next-day", facts("")) is None


def test_the_last_service_of_the_pattern_counts() -> None:
    plan = named(Plan(NOBODY, "facial", "", NOBODY, "service", item="facial", offset_days=3))
    known = Facts("", TODAY, [(date(2026, 2, 1), "Facial care"), (date(2026, 3, 1), "massage")])
    assert due(plan, known, TODAY) == (date(2026, 2, 4), date(2026, 2, 1), "Facial care")


def test_months_end_where_months_end() -> None:
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2024, 11, 30), 3) == date(2025, 2, 28)
    assert add_months(date(2026, 12, 5), 1) == date(2027, 1, 5)
    assert usual_interval([TODAY]) is None
    assert usual_interval([date(2026, 1, 1), date(2026, 1, 31), date(2026, 3, 1)]) in (29, 30)


def test_a_completed_call_moves_the_plan() -> None:
    served = date(2026, 2, 10)
    before = due(BY_CODE["key"], facts("key", served), TODAY)
    assert before is not None
    assert moved(BY_CODE["key"], before.anchor, facts("key", served, completed=date(2026, 3, 4)), TODAY)
    assert not moved(BY_CODE["key"], before.anchor, facts("key", served), TODAY)
    assert day_of("day-15", facts("", served, completed=date(2026, 2, 24))) == date(2026, 2, 25)
    assert (
        day_of("day-15", facts("", served, completed=date(2026, 2, 25))) is None
    )  # it was talked about when it was due


def test_what_cannot_be_a_plan_is_refused() -> None:
    wrong = [
        Plan(NOBODY, "a", "", NOBODY, "class", "key"), Plan(NOBODY, "a", "", NOBODY, "class", every_months=1),
        Plan(NOBODY, "a", "", NOBODY, "service"), Plan(NOBODY, "a", "", NOBODY, "cycle", every_months=1, offset_days=30),
    ]  # fmt: skip
    for plan in wrong:
        with pytest.raises(ValueProblem):
            check(plan, [], 2)
    with pytest.raises(ValueProblem) as short:
        check(BY_CODE["key"], [], 29)
    assert short.value.code == "plan-too-short"
    near = Plan(UUID(int=5), "day-4", "", NOBODY, "service", offset_days=4)
    with pytest.raises(ValueProblem) as short:
        check(near, PLANS, 2)
    assert short.value.code == "plan-too-short"
    check(near, PLANS, 1)
    for plan in PLANS:
        check(plan, PLANS, 2)
        assert told(plan)


def test_load_is_levelled_over_owners_and_days() -> None:
    owner, other = UUID(int=1), UUID(int=2)
    days = [TODAY + timedelta(days=n) for n in range(4)]
    load = Load({(days[0], owner): 1})
    placed = Counter(load.place(days, owner) for _n in range(7))
    assert placed + Counter({days[0]: 1}) == dict.fromkeys(days, 2)
    for _n in range(4):
        load.place(days, other)
    assert sorted(Counter(load.place(days, None) for _n in range(4)).values()) == [1, 1, 1, 1]


days = st.dates(date(2025, 9, 1), date(2026, 3, 5))


@st.composite
def known(draw: st.DrawFn) -> Facts:
    """What may be known of a customer on TODAY."""
    complaints = []
    for raised in draw(st.lists(days, max_size=2)):
        length = draw(st.none() | st.integers(0, 40))
        closed = None if length is None else raised + timedelta(days=length)
        complaints.append((raised, closed if closed is None or closed <= TODAY else None))
    return Facts(
        draw(st.sampled_from(["", "key", "regular", "potential", "special"])), draw(days),
        sorted((day, draw(st.sampled_from(["面部护理", "massage"]))) for day in draw(st.lists(days, max_size=4))),
        draw(st.lists(days, max_size=1)), {plan.id: day for plan, day in zip(PLANS, draw(st.lists(days, max_size=2)), strict=False)},
        complaints, draw(st.lists(days, max_size=2)),
    )  # fmt: skip


@given(known(), st.sampled_from(PLANS), st.integers(0, 20), st.integers(0, 60))
def test_a_call_lies_in_its_window_and_nowhere_else(facts: Facts, plan: Plan, gap: int, later: int) -> None:
    today = TODAY + timedelta(days=later)
    if (found := due(plan, facts, today)) is None:
        return
    start = begins(plan, found, facts, CALENDAR)
    lie = days_for(plan, found, facts, today, CALENDAR, gap)
    if any(closed is None for _raised, closed in facts.complaints):
        assert not lie
        return
    assert start is not None
    for day in lie:
        assert day >= max(found.day, start, today)
        assert CALENDAR.is_workday(day)
        assert all(abs((day - other).days) >= gap for other in facts.planned)
        if plan.trigger != "class":
            assert day <= CALENDAR.next_workday(start) + timedelta(days=plan.window_days)
    if plan.trigger == "class":
        assert lie  # what goes by months is never lost
        assert lie[-1] <= lie[0] + timedelta(days=plan.window_days)
    ended = [closed for _raised, closed in facts.complaints if closed is not None]
    assert start <= max([found.day, *ended])  # a pause keeps nothing back longer than the complaint
    free = deepcopy(facts)
    free.complaints = ()
    if not ended or max(ended) <= found.day:
        assert lie == days_for(plan, found, free, today, CALENDAR, gap)


@given(known(), st.integers(0, 20))
def test_twice_is_as_once(facts: Facts, gap: int) -> None:
    load, plans = Load(), in_order(PLANS)
    first = [*calls(plans, facts, None, TODAY, CALENDAR, gap, load)]
    assert not [*calls(plans, facts, None, TODAY, CALENDAR, gap, load)]
    assert len({call.plan.id for call in first}) == len(first)


@given(st.lists(known(), max_size=6), st.integers(0, 60))
def test_looking_ahead_agrees_with_what_is_made(people: list[Facts], ahead: int) -> None:
    plans = in_order(PLANS)
    last = TODAY + timedelta(days=ahead)
    there = [(facts, None) for facts in people]
    seen = [*expected(plans, deepcopy(there), TODAY, last, CALENDAR, 2, Load())]
    load = Load()
    today = [call for facts, owner in deepcopy(there) for call in calls(plans, facts, owner, TODAY, CALENDAR, 2, load)]
    assert [call for call in seen if call.run_on == TODAY] == today
    for call in seen:
        assert TODAY <= call.run_on <= last
        assert call.day >= call.run_on
        assert call.due.day <= call.run_on
