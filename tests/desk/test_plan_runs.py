"""Call plans on a base: what a run makes, that twice is as once, what moves and holds back a call, and looking ahead."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from callbench.clock import date_of
from callbench.desk import calling, campaigns, daily, plan_edits, plans
from callbench.desk.agents import add_agent
from callbench.desk.bench import Bench
from callbench.desk.why import why
from callbench.errors import Conflict, UsageProblem
from callbench.records.calls import CallInHand, CallResult, ComplaintWish, NothingNow
from callbench.records.campaigns import CampaignWish, Selection
from callbench.records.people import Agent
from callbench.records.plans import Plan
from callbench.rules.why_words import why_lines
from callbench.store import tables
from callbench.store.tables import core
from callbench.store.types import new_id
from shopfloor import Shop

TODAY = date(2026, 3, 5)
NOBODY = UUID(int=0)


@pytest.fixture
def shop(bench: Bench) -> Shop:
    shop = Shop(bench)
    shop.agents["boss"] = add_agent(bench, "boss", "Boss", "supervisor")
    return shop


def boss(shop: Shop) -> Agent:
    return shop.agents["boss"]


def served(shop: Shop, *days_ago: int, item: str = "面部护理", **more: object) -> UUID:
    customer = shop.customer(created_at=shop.now - timedelta(days=400), **more)
    with shop.bench.db.write() as connection:
        for n in days_ago:
            connection.execute(
                core(tables.ServiceRecord).insert(),
                {
                    "id": new_id(shop.now),
                    "customer_id": customer,
                    "on_day": TODAY - timedelta(days=n),
                    "item": item,
                    "nth": 1,
                },
            )
    return customer


def after(shop: Shop, days: int, code: str = "after", **more: object) -> Plan:
    plan = Plan(NOBODY, code, code, NOBODY, "service", offset_days=days, **more)  # type: ignore[arg-type]
    return plan_edits.add_plan(shop.bench, boss(shop), plan, form_id="care")


def made(shop: Shop) -> list[tuple[UUID, int, str]]:
    return [(row.customer_id, row.due_on, row.state) for row in shop.all(tables.QueueItem) if row.plan_id is not None]


def test_a_run_makes_what_is_due_and_twice_is_as_once(shop: Shop, clock) -> None:
    bench = shop.bench
    after(shop, 3)
    today, later = served(shop, 3), served(shop, 1)
    served(shop, 9)  # its day is long past: nobody makes up for it
    assert plans.run_plans(bench, dry_run=True).made == {"after": 1}
    assert not made(shop)
    assert plans.run_plans(bench).made == {"after": 1}
    assert made(shop) == [(today, 20260305, "open")]
    assert not plans.run_plans(bench).made
    clock.set(shop.now + timedelta(days=4))  # Monday: the day was a Saturday
    plans.run_plans(bench)
    assert (later, 20260309, "open") in made(shop)
    assert len(made(shop)) == 2
    row = next(row for row in shop.all(tables.QueueItem) if row.customer_id == today)
    assert (row.rule, row.reason, row.anchor_on, row.priority) == ("plan", "面部护理", 20260302, 4)


def test_what_a_plan_made_is_dealt_with_its_reason(shop: Shop) -> None:
    plan = after(shop, 3)
    served(shop, 3)
    plans.run_plans(shop.bench)
    call = calling.take_next(shop.bench, shop.agents["wang"])
    assert isinstance(call, CallInHand)
    assert (call.why.rule, call.why.reason) == ("plan", "面部护理")
    assert call.why.plan is not None
    assert (call.why.plan.plan.code, call.why.plan.item, call.why.plan.day) == (plan.code, "面部护理", TODAY)


def test_the_next_planned_call_stands_on_the_card(shop: Shop) -> None:
    after(shop, 15)
    shop.item(served(shop, 3))
    call = calling.take_next(shop.bench, shop.agents["wang"])
    assert isinstance(call, CallInHand)
    assert call.why.plan is None
    assert call.planned is not None
    assert (call.planned.item, call.planned.anchor, call.planned.day) == (
        "面部护理",
        date(2026, 3, 2),
        date(2026, 3, 17),
    )


def test_a_completed_call_withdraws_what_it_moved(shop: Shop) -> None:
    bench, wang = shop.bench, shop.agents["wang"]
    monthly = Plan(NOBODY, "key", "", NOBODY, "class", "key", every_months=1, window_days=7)
    plan_edits.add_plan(bench, boss(shop), monthly, form_id="care")
    customer = served(shop, 40, customer_class="key")
    plans.run_plans(bench)
    (item,) = [row for row in shop.all(tables.QueueItem) if row.plan_id is not None]
    with bench.db.write() as connection:  # to be called later this week
        connection.execute(
            core(tables.QueueItem).update().values(due_on=20260310, ready_at=shop.now + timedelta(days=5))
        )
    shop.item(customer)
    call = calling.take_next(bench, wang)
    assert isinstance(call, CallInHand)
    calling.save_result(bench, wang, call.draft_id, CallResult("completed"))
    assert plans.run_plans(bench).withdrawn == 1
    row = shop.row(tables.QueueItem, item.id)
    assert (row.state, row.closed_why) == ("done", "cancelled")
    assert plans.run_plans(bench).withdrawn == 0


def test_nobody_is_called_by_plan_while_a_complaint_is_open(shop: Shop, clock) -> None:
    bench, wang = shop.bench, shop.agents["wang"]
    after(shop, 3, window_days=2)
    waits, new = served(shop, 3), served(shop, 2)
    plans.run_plans(bench)
    call = calling.take_item(bench, wang, shop.item(waits))
    calling.save_result(bench, wang, call.draft_id, CallResult("partial", complaint=ComplaintWish("service")))
    (item,) = [row for row in shop.all(tables.QueueItem) if row.plan_id is not None]
    assert item.ready_at > shop.now + timedelta(hours=12)
    told = next(one for one in why(bench, wang, waits).items if one.item_id == item.id)
    assert dict(why_lines(told, lambda _moment: "T"))["Now"] == (
        f"not due yet (the plan {told.plan} waits until a complaint is settled: Service), until T"
    )
    nothing = calling.take_next(bench, wang)
    assert isinstance(nothing, NothingNow)
    assert nothing.counts["complaint"] == 1
    complaint = core(tables.Complaint)
    with bench.db.write() as connection:
        row = connection.execute(complaint.select()).one()
        connection.execute(
            complaint.insert(), row._asdict() | {"id": new_id(shop.now), "customer_id": new, "attempt_id": None}
        )
    clock.set(shop.now + timedelta(days=1))
    assert not plans.run_plans(bench).made
    assert {row.state for row in shop.all(tables.QueueItem) if row.plan_id is not None} == {"open"}
    clock.set(shop.now + timedelta(days=11))  # long behind the window
    with bench.db.write() as connection:
        connection.execute(complaint.update().values(state="confirmed", closed_at=bench.clock.now()))
    assert plans.run_plans(bench).made == {"after": 1}
    assert {row.customer_id for row in shop.all(tables.QueueItem) if row.plan_id is not None} == {waits, new}


def test_undoing_a_complaint_lets_the_plan_go_on(shop: Shop) -> None:
    bench, wang = shop.bench, shop.agents["wang"]
    after(shop, 3)
    waits = served(shop, 3)
    plans.run_plans(bench)
    (before,) = [row for row in shop.all(tables.QueueItem) if row.plan_id is not None]
    call = calling.take_item(bench, wang, shop.item(waits))
    calling.save_result(bench, wang, call.draft_id, CallResult("partial", complaint=ComplaintWish("service")))
    assert shop.row(tables.QueueItem, before.id).ready_at != before.ready_at
    calling.undo_last(bench, wang)
    assert shop.row(tables.QueueItem, before.id).ready_at == before.ready_at


def test_who_may_not_be_called_gets_no_call(shop: Shop) -> None:
    after(shop, 3)
    served(shop, 3, phones=[])
    served(shop, 3, state="inactive")
    silent = served(shop, 3)
    call = calling.take_item(shop.bench, shop.agents["wang"], shop.item(silent))
    calling.save_result(shop.bench, shop.agents["wang"], call.draft_id, CallResult("refused_for_good"))
    run = plans.run_plans(shop.bench)
    assert (run.made, run.skipped) == ({}, {"no_phone": 1, "silence": 1})


def test_calls_are_levelled_and_counted_in_advance(shop: Shop, clock) -> None:
    bench = shop.bench
    after(shop, 15, window_days=6)
    for _n in range(10):
        served(shop, 14)
    for n in range(4):
        served(shop, n)
    assert not plans.run_plans(bench).made
    ahead = plans.preview(bench, date(2026, 3, 1), date(2026, 3, 31))
    assert (ahead.calls, ahead.by_plan) == (14, {"after": 14})
    for n in range(1, 26):
        clock.set(shop.now + timedelta(days=n))
        plans.run_plans(bench)
    by_day = {day: sum(due == int(f"{day:%Y%m%d}") for _who, due, _state in made(shop)) for day in ahead.by_day}
    assert by_day == ahead.by_day
    assert max(by_day.values()) <= 3
    assert ahead.busiest is not None
    assert ahead.busiest[1] == max(by_day.values())
    assert all(bench.calendar.is_workday(day) for day in by_day)


def test_plans_are_kept_by_supervisors(shop: Shop) -> None:
    bench = shop.bench
    added = plan_edits.add_shipped(bench, boss(shop), "care")
    assert [plan.code for plan in added] == [
        "key",
        "regular",
        "potential",
        "next-day",
        "day-3",
        "day-15",
        "before-next",
    ]
    assert plan_edits.add_shipped(bench, boss(shop), "care") == ()
    assert {one.campaign_state for one in plans.list_plans(bench)} == {"active"}
    found = plans.find_plan(bench, "day-3")
    changed = plan_edits.change_plan(bench, boss(shop), found, offset_days=4, window_days=5)
    assert (changed.offset_days, plans.find_plan(bench, "day-3").plan) == (4, changed)
    plan_edits.pause_plan(bench, boss(shop), "day-3")
    served(shop, 4)
    assert not plans.run_plans(bench).made
    plan_edits.resume_plan(bench, boss(shop), "day-3")
    assert plans.run_plans(bench).made == {"day-3": 1}
    for wrong, says in (
        (lambda: plan_edits.pause_plan(bench, shop.agents["wang"], "key"), "supervisors"),
        (lambda: plan_edits.resume_plan(bench, boss(shop), "key"), "not paused"),
        (lambda: after(shop, 5), "less than 2 days"),
        (lambda: after(shop, 30, "Day 30!"), "no code"),
        (lambda: after(shop, 30, "key"), "already"),
        (lambda: plans.find_plan(bench, "day-4"), "no plan"),
        (
            lambda: plan_edits.change_plan(bench, boss(shop), plans.find_plan(bench, "key"), priority=4),
            "changes nothing",
        ),
        (lambda: plans.preview(bench, date(2026, 1, 1), date(2026, 1, 31)), "is past"),
    ):
        with pytest.raises((UsageProblem, Conflict), match=says):
            wrong()


def test_the_first_start_of_a_day_does_what_is_due_once(shop: Shop, clock) -> None:
    bench = shop.bench
    assert daily.begin_day(bench) == 0
    after(shop, 3)
    spring = campaigns.create_campaign(bench, boss(shop), CampaignWish("Spring", "care"))
    shop.customer()
    campaigns.open_campaign(bench, boss(shop), campaigns.fix_selection(bench, boss(shop), spring, Selection()))
    clock.set(shop.now + timedelta(days=1))
    served(shop, 2)
    assert daily.begin_day(bench) == 2
    assert daily.begin_day(bench) == 0
    assert date_of(bench.today()) == date(2026, 3, 6)


def test_what_waits_too_long_comes_earlier(shop: Shop, clock) -> None:
    after(shop, 3, priority=5)
    served(shop, 3)
    plans.run_plans(shop.bench)
    for n in (4, 5):
        clock.set(shop.now + timedelta(days=n))
        plans.run_plans(shop.bench)
        assert [row.priority for row in shop.all(tables.QueueItem)] == [4]


def test_a_call_that_cannot_be_made_keeps_no_other_one_back(shop: Shop, clock) -> None:
    """Who still waits in the campaign of a plan gets no second call there; the plan for which there is room calls."""
    bench = shop.bench
    after(shop, 1, "next-day", window_days=1, priority=2)
    after(shop, 3, "day-3", window_days=2, priority=3)
    who = served(shop, 1)
    assert plans.run_plans(bench).made == {"next-day": 1}
    with bench.db.write() as connection:  # it was called, and waits for long
        connection.execute(core(tables.QueueItem).update().values(attempts=1, due_on=20260402))
        connection.execute(
            core(tables.ServiceRecord).insert(),
            {"id": new_id(shop.now), "customer_id": who, "on_day": date(2026, 3, 8), "item": "面部护理", "nth": 1},
        )
    for day in (9, 10, 11, 12, 13):
        clock.set(shop.now.replace(day=day))
        plans.run_plans(bench)
    calls = [(row.anchor_on, row.due_on) for row in shop.all(tables.QueueItem)]
    assert sorted(calls) == [(20260304, 20260402), (20260308, 20260311)]


def test_who_waits_in_the_campaign_for_another_reason_gets_no_call_by_plan(shop: Shop) -> None:
    plan = Plan(NOBODY, "after", "after", NOBODY, "service", offset_days=3)
    plan_edits.add_plan(shop.bench, boss(shop), plan, campaign="care")
    other = plan_edits.add_plan(
        shop.bench, boss(shop), Plan(NOBODY, "same", "same", NOBODY, "service", item="*", offset_days=3, window_days=1),
        form_id="care",
    )  # fmt: skip
    who = served(shop, 3)
    shop.item(who)
    assert plans.run_plans(shop.bench).made == {other.code: 1}
    assert plans.preview(shop.bench, TODAY, TODAY).by_plan == {other.code: 1}


def test_a_preview_counts_a_plan_as_it_would_be(shop: Shop) -> None:
    """Changed and not kept, new, or paused; what waits and would be due no more as it was is not counted."""
    bench = shop.bench
    plan, other = after(shop, 3), after(shop, 15, "later")
    for days in (1, 3, 12):
        served(shop, days)
    span = date(2026, 3, 5), date(2026, 3, 31)
    together = plans.preview(bench, *span)
    assert together.by_plan == {"after": 2, "later": 3}
    assert together.only("later").calls == 3
    assert together.only("later").busiest == plans.preview(bench, *span, other).busiest
    assert together.only("nothing").calls == 0
    assert plans.preview(bench, *span, replace(plan, offset_days=6)).calls == 2
    assert plans.preview(bench, *span, replace(plan, offset_days=1)).calls == 1
    assert plans.preview(bench, *span, replace(plan, item="水光")).calls == 0
    new = replace(plan, id=NOBODY, code="new", offset_days=20)
    assert plans.preview(bench, *span, new).calls == 3
    plan_edits.pause_plan(bench, boss(shop), "after")
    paused = next(one.plan for one in plans.list_plans(bench) if one.plan.code == "after")
    assert "after" not in plans.preview(bench, *span).of_plan
    assert plans.preview(bench, *span, paused).calls == 2


def test_calls_of_a_run_that_is_broken_off_stand_in_the_trace(shop: Shop) -> None:
    after(shop, 3)
    served(shop, 3)

    def killed() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        plans.run_plans(shop.bench, breathe=killed)
    assert len(made(shop)) == 1
    assert [json.loads(one.detail) for one in shop.all(tables.Event) if one.kind == "plan.ran"] == [
        {"made": {"after": 1}, "withdrawn": 0}
    ]
    plans.run_plans(shop.bench)
    assert sum(one.kind == "plan.ran" for one in shop.all(tables.Event)) == 1, "nothing was left to make"
