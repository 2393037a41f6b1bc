"""The list of follow-ups and how full the hours are."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from callbench.desk import calling
from callbench.desk.bench import Bench
from callbench.desk.followups import list_follow_ups, slot_load
from callbench.errors import UsageProblem
from callbench.records.calls import CallInHand, CallResult, FollowUpWish
from shopfloor import Shop

HOUR = timedelta(hours=1)


def book(bench: Bench, shop: Shop, agent: str, after: timedelta, *, personal: bool = True) -> None:
    shop.item(minutes=-1)
    call = calling.take_next(bench, shop.agents[agent])
    assert isinstance(call, CallInHand)
    wish = FollowUpWish(bench.clock.now() + after, f"in {after}", "note", personal)
    calling.save_result(bench, shop.agents[agent], call.draft_id, CallResult("callback_agreed", follow_up=wish))


def test_open_and_overdue_of_one_agent_and_of_all(bench: Bench, clock) -> None:
    shop = Shop(bench)
    wang, li = shop.agents["wang"], shop.agents["li"]
    book(bench, shop, "wang", 3 * HOUR)
    book(bench, shop, "wang", 1 * HOUR, personal=False)
    book(bench, shop, "li", 2 * HOUR)
    assert [f.due_at for f in list_follow_ups(bench)] == [shop.now + n * HOUR for n in (1, 2, 3)]
    assert [f.agent_name for f in list_follow_ups(bench)] == ["", "Li", "Wang"]
    assert len(list_follow_ups(bench, li)) == 2  # hers, and anyone's
    first = list_follow_ups(bench, wang)[0]
    assert (first.customer_name, first.reason, first.note, first.state) == ("Customer 2", "in 1:00:00", "note", "open")
    assert list_follow_ups(bench, state="overdue") == ()
    clock.set(shop.now + 2 * HOUR + timedelta(seconds=1))
    assert [f.agent_name for f in list_follow_ups(bench, state="overdue")] == ["", "Li"]
    call = calling.take_next(bench, li)
    assert isinstance(call, CallInHand)
    assert call.why.rule == "agreed"
    calling.save_result(bench, li, call.draft_id, CallResult("completed"))
    assert [f.state for f in list_follow_ups(bench, state="kept")] == ["kept"]
    assert len(list_follow_ups(bench, state="all")) == 3
    with pytest.raises(UsageProblem, match="overdue"):
        list_follow_ups(bench, state="late")


def test_the_load_of_a_day_is_counted_by_the_shops_hours(bench: Bench) -> None:
    shop = Shop(bench)
    for after in (1 * HOUR, 1 * HOUR + timedelta(minutes=59), 4 * HOUR):
        book(bench, shop, "wang", after)
    book(bench, shop, "li", 4 * HOUR)
    book(bench, shop, "li", 24 * HOUR)
    days, home = date(2026, 3, 5), ZoneInfo("Asia/Shanghai")
    fifth, sixth = date(2026, 3, 5), date(2026, 3, 6)
    assert slot_load(bench, days, 3, home) == {(fifth, 11): 2, (fifth, 14): 2, (sixth, 10): 1}
    assert slot_load(bench, days, 1, home) == {(fifth, 11): 2, (fifth, 14): 2}
    assert slot_load(bench, days, 1, home, shop.agents["li"]) == {(fifth, 14): 1}
    assert slot_load(bench, date(2026, 3, 7), 7, home) == {}
    assert slot_load(bench, days, 3, ZoneInfo("Asia/Tokyo")) == {(fifth, 12): 2, (fifth, 15): 2, (sixth, 11): 1}
