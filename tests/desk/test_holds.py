"""A held item stays while somebody is there and returns once when nobody is, whatever clocks and windows do."""

from __future__ import annotations

from datetime import timedelta

import pytest

from callbench.desk import calling, holds
from callbench.desk.bench import Bench
from callbench.errors import Conflict
from callbench.records.calls import CallResult
from callbench.store import tables
from shopfloor import Shop

MINUTE = timedelta(minutes=1)


@pytest.fixture
def shop(bench: Bench) -> Shop:
    return Shop(bench)


def state(shop: Shop, item) -> str:
    return shop.row(tables.QueueItem, item).state


def returned(shop: Shop) -> int:
    return sum(event.kind == "item.returned_idle" for event in shop.all(tables.Event))


def test_an_untouched_item_returns_once_with_what_was_answered(bench: Bench, shop: Shop, clock) -> None:
    wang, item = shop.agents["wang"], shop.item()
    call = calling.take_next(bench, wang)
    calling.keep_answer(bench, call.draft_id, "q", "5")
    clock.set(shop.now + 29 * MINUTE)
    assert holds.return_idle(bench, call.draft_id) is False
    assert state(shop, item) == "held"
    clock.set(shop.now + 30 * MINUTE)
    assert holds.return_idle(bench, call.draft_id) is True
    assert holds.return_idle(bench, call.draft_id) is True  # another window says the same; nothing is done twice
    assert (state(shop, item), returned(shop)) == ("open", 1)
    again = calling.take_next(bench, wang)
    assert (again.draft_id, again.interrupted, [a.text for a in again.answers]) == (call.draft_id, True, ["5"])


def test_a_sign_of_life_keeps_it_from_any_window(bench: Bench, shop: Shop, clock) -> None:
    wang, item = shop.agents["wang"], shop.item()
    call = calling.take_next(bench, wang)
    clock.set(shop.now + 29 * MINUTE)
    holds.touch(bench, call.draft_id)
    clock.set(shop.now + 45 * MINUTE)
    assert holds.return_idle(bench, call.draft_id) is False  # the window in which nothing was pressed
    shop.item()
    assert calling.take_next(bench, shop.agents["li"]).item_id != item
    clock.set(shop.now + 59 * MINUTE)
    assert holds.return_idle(bench, call.draft_id) is True


def test_released_by_a_colleague_it_comes_back_with_the_next_key_unless_they_took_it(
    bench: Bench, shop: Shop, clock
) -> None:
    wang, li = shop.agents["wang"], shop.agents["li"]
    first, second = shop.item(minutes=-5), shop.item(minutes=-9, priority=1)
    call = calling.take_item(bench, wang, first)
    calling.keep_answer(bench, call.draft_id, "q", "4")
    clock.set(shop.now + 31 * MINUTE)
    assert calling.take_next(bench, li).item_id == second  # which releases the other
    assert state(shop, first) == "open"
    assert holds.return_idle(bench, call.draft_id) is True
    assert returned(shop) == 0
    holds.touch(bench, call.draft_id)
    assert state(shop, first) == "held"
    clock.set(shop.now + 70 * MINUTE)
    calling.give_back(bench, li, second)
    taken = calling.take_item(bench, shop.agents["li"], second)
    calling.save_result(bench, li, taken.draft_id, CallResult("refused_for_good"))
    taken = calling.take_next(bench, li)
    assert (taken.item_id, [a.text for a in taken.answers]) == (first, ["4"])  # what was said goes with the item
    for late in (holds.touch, holds.return_idle):
        with pytest.raises(Conflict, match="no longer in your hand") as told:
            late(bench, call.draft_id)
        assert told.value.code == "call-gone"
    assert holds.what_became(bench, call.draft_id, first) == "Li has this customer in hand, with what was answered."
    calling.save_result(bench, li, taken.draft_id, CallResult("refused_for_good"))
    assert holds.what_became(bench, call.draft_id, first) == "Its item was closed meanwhile."


def test_what_became_of_a_call_of_two_windows(bench: Bench, shop: Shop) -> None:
    wang, item = shop.agents["wang"], shop.item()
    call = calling.take_next(bench, wang)
    calling.give_back(bench, wang, item)
    assert holds.what_became(bench, call.draft_id, item).startswith("It waits in the queue again")
    with pytest.raises(Conflict):
        holds.touch(bench, call.draft_id)
    call = calling.take_item(bench, wang, item)
    calling.save_result(bench, wang, call.draft_id, CallResult("no_answer"))
    assert holds.what_became(bench, call.draft_id, item) == "It was saved in another window: No answer."
    with pytest.raises(Conflict):
        holds.return_idle(bench, call.draft_id)


@pytest.mark.parametrize("jump", [timedelta(hours=-1), timedelta(days=-1), timedelta(days=1)], ids=str)
def test_a_clock_that_jumps_returns_and_releases_nothing_twice(bench: Bench, shop: Shop, clock, jump) -> None:
    wang, li = shop.agents["wang"], shop.agents["li"]
    item, other = shop.item(minutes=-5), shop.item(minutes=-3)
    call = calling.take_item(bench, wang, item)
    clock.set(shop.now + jump)
    back = holds.return_idle(bench, call.draft_id)
    assert back is (
        jump > timedelta(0)
    )  # a day later nobody was there for a day; earlier than the last key, nobody can tell
    calling.keep_answer(bench, call.draft_id, "q", "5")  # the agent was there all the time
    assert state(shop, item) == "held"
    for _turn in range(2):
        assert holds.return_idle(bench, call.draft_id) is False
        clock.set(clock.now() + MINUTE)
    assert calling.take_item(bench, li, other).item_id == other
    assert state(shop, item) == "held"
    clock.set(shop.now + timedelta(minutes=2))  # set right again
    holds.touch(bench, call.draft_id)
    assert calling.save_result(bench, wang, call.draft_id, CallResult("no_answer")).item_id == item
    assert returned(shop) == (jump > timedelta(0))
    assert [a.item_id for a in shop.all(tables.Attempt)] == [item]
