"""A line of the queue chosen by hand is taken by the same conditions as by its turn, also one's own interrupted call."""

from __future__ import annotations

from datetime import timedelta

import pytest

from callbench.desk import calling
from callbench.desk.bench import Bench
from callbench.errors import Conflict
from callbench.records.calls import CallInHand, FollowUpWish
from callbench.store import tables
from shopfloor import Shop


def begun(shop: Shop, item, answers: int = 1) -> CallInHand:
    call = calling.take_item(shop.bench, shop.agents["wang"], item)
    for n in range(answers):
        calling.keep_answer(shop.bench, call.draft_id, f"q{n}", "5")
    return call


def test_ones_own_interrupted_call_waits_for_the_hours(bench: Bench, clock) -> None:
    shop = Shop(bench)
    wang = shop.agents["wang"]
    call = begun(shop, shop.item())
    calling.give_back(bench, wang, call.item_id)
    clock.set(shop.now + timedelta(hours=12))  # ten in the evening
    with pytest.raises(Conflict, match="not to be called before 2026-03-06 09:00: outside calling hours"):
        calling.take_item(bench, wang, call.item_id)
    assert shop.row(tables.QueueItem, call.item_id).state == "open"
    clock.set(shop.now + timedelta(hours=23))
    again = calling.take_item(bench, wang, call.item_id)
    assert (again.draft_id, again.interrupted, [a.text for a in again.answers]) == (call.draft_id, True, ["5"])


def test_one_left_in_hand_for_long_is_asked_about_as_any_other(lite: Bench, clock) -> None:
    shop = Shop(lite)
    call = begun(shop, shop.item())
    clock.set(shop.now + timedelta(minutes=5))
    assert calling.take_item(lite, shop.agents["wang"], call.item_id).interrupted, "it is in hand"
    clock.set(shop.now + timedelta(hours=12))
    with pytest.raises(Conflict, match="outside calling hours"):
        calling.take_item(lite, shop.agents["wang"], call.item_id)


def test_an_agreed_one_whose_time_has_come_goes_on_at_any_hour(lite: Bench, clock) -> None:
    shop = Shop(lite)
    item = shop.item(agreed=True, rule="agreed", minutes=12 * 60)
    call = begun(shop, item)
    calling.keep_follow_up(lite, call.draft_id, FollowUpWish(shop.now + timedelta(days=1)))
    with lite.db.write() as connection:
        from callbench.store import holding

        holding.let_go(connection, item, shop.now + timedelta(hours=12))
    clock.set(shop.now + timedelta(hours=12, minutes=5))
    assert calling.take_item(lite, shop.agents["wang"], item).draft_id == call.draft_id


def test_one_that_was_set_aside_is_refused_for_that(lite: Bench) -> None:
    shop = Shop(lite)
    item = shop.item(state="parked", closed_why="cancelled")
    with pytest.raises(Conflict, match="set aside; put them back into the queue first"):
        calling.take_item(lite, shop.agents["wang"], item)
