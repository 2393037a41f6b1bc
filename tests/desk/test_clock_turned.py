"""A clock that goes back or forward while people work: it is noticed, and nothing is dealt, released or kept twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from callbench.clock import ClockWatch
from callbench.desk import calling
from callbench.desk.bench import Bench
from callbench.desk.holds import return_idle
from callbench.errors import Conflict
from callbench.records.calls import CallInHand, CallResult, FollowUpWish
from callbench.store import tables
from shopfloor import Shop

START = datetime(2026, 3, 5, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minutes", "seconds", "turned"),
    [(1, 60, 0), (3, 60, 120), (-60, 60, -3660), (1440, 60, 86_340), (2, 60, 0), (-1, 0, 0), (0, 0, 0)],
)
def test_a_turned_clock_is_noticed_once(minutes: int, seconds: int, turned: int) -> None:
    watch = ClockWatch()
    assert watch.look(START, 1_000.0) == timedelta(0)
    now = START + timedelta(minutes=minutes)
    assert watch.look(now, 1_000.0 + seconds) == timedelta(seconds=turned)
    assert watch.look(now + timedelta(seconds=1), 1_001.0 + seconds) == timedelta(0)


@pytest.mark.parametrize("turn", [timedelta(days=-1), timedelta(hours=-1), timedelta(days=1)])
def test_who_is_in_hand_is_dealt_to_nobody_else_and_released_once(bench: Bench, clock, turn: timedelta) -> None:
    shop = Shop(bench)
    wang, li = shop.agents["wang"], shop.agents["li"]
    shop.item()
    call = calling.take_next(bench, wang)
    assert isinstance(call, CallInHand)
    clock.set(START + turn)
    back = [return_idle(bench, call.draft_id) for _n in range(2)]
    assert back == [turn > timedelta(0)] * 2  # only a clock that went forward makes it look idle
    events = [event for event in shop.all(tables.Event) if event.kind == "item.returned_idle"]
    assert len(events) == (turn > timedelta(0))
    clock.set(START)
    other = calling.take_next(bench, li)
    assert isinstance(other, CallInHand) == (turn > timedelta(0))
    if isinstance(other, CallInHand):
        with pytest.raises(Conflict):
            calling.save_result(bench, wang, call.draft_id, CallResult("completed"))
    else:
        calling.save_result(bench, wang, call.draft_id, CallResult("completed"))
    assert len([item for item in shop.all(tables.QueueItem) if item.state == "held"]) == isinstance(other, CallInHand)


def test_a_promise_released_by_a_clock_that_went_forward_is_kept_once(bench: Bench, clock) -> None:
    shop = Shop(bench)
    wang, li = shop.agents["wang"], shop.agents["li"]
    shop.item()
    call = calling.take_next(bench, wang)
    assert isinstance(call, CallInHand)
    promised = START + timedelta(hours=2)
    calling.save_result(bench, wang, call.draft_id, CallResult("callback_agreed", follow_up=FollowUpWish(promised)))
    clock.set(promised + timedelta(minutes=20))
    assert isinstance(calling.take_next(bench, li), CallInHand)  # released to everyone
    clock.set(promised)
    assert not isinstance(calling.take_next(bench, wang), CallInHand)
    clock.set(START - timedelta(days=1))
    assert not isinstance(calling.take_next(bench, wang), CallInHand)
    assert len([item for item in shop.all(tables.QueueItem) if item.state == "held"]) == 1
