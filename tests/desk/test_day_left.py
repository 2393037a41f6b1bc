"""What is left of a day on a real base: whose it is, when it is done, what its hours do not reach."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from callbench.desk import calling
from callbench.desk.absences import add_absence
from callbench.desk.bench import Bench
from callbench.desk.day_left import day_left
from callbench.records.calls import CallInHand, CallResult
from callbench.store.tables import Attempt, core
from callbench.store.types import new_id
from shopfloor import Shop, at, number

MINUTE = timedelta(minutes=1)


@pytest.fixture
def shop(bench: Bench) -> Shop:
    return Shop(bench)


def called(shop: Shop, agent: str, n: int, *, every: int = 10, days: int = 0) -> None:
    """n calls of five minutes that ended before now, one every so many minutes, each with an item of its own."""
    table, rows = core(Attempt), []
    for back in range(n):
        end = shop.now - timedelta(days=days) - back * every * MINUTE
        item = shop.item(state="done", closed_at=end, closed_on=shop.bench.day_of(end), attempts=1)
        rows.append(
            {"id": new_id(end), "item_id": item, "nth": 1, "campaign_id": shop.campaign_id,
             "customer_id": shop.row(_items(), item).customer_id, "agent_id": shop.agents[agent].id, "script_id": shop.script_id,
             "e164": number(back), "channel": "phone", "outcome": "completed", "started_at": end - 5 * MINUTE, "ended_at": end,
             "business_day": shop.bench.day_of(end), "due_on": shop.bench.day_of(end), "note": ""}
        )  # fmt: skip
    with shop.bench.db.write() as connection:
        connection.execute(table.insert(), rows)


def _items() -> Any:
    from callbench.store.tables import QueueItem

    return QueueItem


def own(shop: Shop, agent: str, **more: Any) -> UUID:
    return shop.item(shop.customer(owner_id=shop.agents[agent].id), **more)


def test_own_and_anybodys_are_told_and_when_they_are_done(bench: Bench, shop: Shop) -> None:
    called(shop, "wang", 6)
    called(shop, "li", 1)
    for _ in range(3):
        own(shop, "wang", minutes=-9)
    for attempts in (0, 1, 2, 0):
        shop.item(minutes=-9, attempts=attempts)
    own(shop, "li")
    own(shop, "wang", minutes=24 * 60)
    found = day_left(bench, shop.agents["wang"])
    assert (found.own, found.shared, found.sharers, found.left) == (3, 4, 2, 5)
    assert found.pace is not None
    assert (found.pace.customers, found.pace.days, found.pace.each) == (6, 0, timedelta(minutes=55) / 6)
    assert found.ends_at == shop.now + 5 * found.pace.each
    assert (found.undone, found.closes_at) == (0, at("2026-03-05T21:00+08:00"))
    assert day_left(bench, shop.agents["li"]).own == 1


def test_what_comes_later_today_is_waited_for(bench: Bench, shop: Shop) -> None:
    called(shop, "wang", 5)
    shop.item(minutes=200)
    found = day_left(bench, shop.agents["wang"])
    assert found.pace is not None
    assert found.ends_at == shop.now + 200 * MINUTE + found.pace.each
    promised = shop.item(agreed=True, rule="agreed", ready_at=at("2026-03-05T21:10+08:00"))
    assert promised
    assert day_left(bench, shop.agents["wang"]).closes_at == at("2026-03-05T21:40+08:00")


def test_before_there_are_calls_enough_earlier_days_count(bench: Bench, shop: Shop) -> None:
    shop.item()
    wang = shop.agents["wang"]
    assert day_left(bench, wang).pace is None
    called(shop, "wang", 6, every=20, days=1)
    called(shop, "wang", 4)
    found = day_left(bench, wang).pace
    assert found is not None
    assert (found.days, found.customers) == (1, 6)


def test_what_the_hours_do_not_reach_is_not_done_today(bench: Bench, shop: Shop, clock) -> None:
    morning = shop.customer(preferred_time="上午")
    shop.item(morning, minutes=-9)
    shop.item(minutes=-9)
    called(shop, "wang", 5)
    clock.set(at("2026-03-05T14:00+08:00"))
    found = day_left(bench, shop.agents["wang"])
    assert (found.left, found.unreachable, found.undone) == (2, 1, 1)
    clock.set(at("2026-03-05T21:30+08:00"))
    found = day_left(bench, shop.agents["wang"])
    assert (found.left, found.undone, found.closes_at) == (2, 2, None)


def test_the_call_in_hand_is_left_and_what_others_hold_is_not(bench: Bench, shop: Shop) -> None:
    shop.item()
    shop.item()
    assert isinstance(calling.take_next(bench, shop.agents["li"]), CallInHand)
    assert day_left(bench, shop.agents["wang"]).left == 1
    mine = calling.take_next(bench, shop.agents["wang"])
    assert isinstance(mine, CallInHand)
    assert (day_left(bench, shop.agents["wang"]).own, day_left(bench, shop.agents["wang"]).shared) == (1, 0)
    calling.save_result(bench, shop.agents["wang"], mine.draft_id, CallResult("completed"))
    assert day_left(bench, shop.agents["wang"]).left == 0


def test_a_call_in_hand_may_be_finished_later_but_hours_end_as_ever(bench: Bench, shop: Shop, clock) -> None:
    shop.item()
    assert isinstance(calling.take_next(bench, shop.agents["wang"]), CallInHand)
    assert day_left(bench, shop.agents["wang"]).closes_at == at("2026-03-05T21:00+08:00")
    clock.set(at("2026-03-05T21:10+08:00"))
    found = day_left(bench, shop.agents["wang"])
    assert (found.left, found.closes_at) == (1, at("2026-03-05T21:40+08:00"))


def test_a_stand_in_has_the_customers_of_who_is_away(bench: Bench, shop: Shop) -> None:
    boss = replace(shop.agents["li"], role="supervisor")
    own(shop, "wang")
    add_absence(bench, boss, shop.agents["wang"], 20260305, 20260306, shop.agents["li"], "")
    assert day_left(bench, shop.agents["li"]).own == 1


def test_more_than_anybody_calls_are_not_counted_to_the_end(bench: Bench, shop: Shop, monkeypatch) -> None:
    monkeypatch.setattr("callbench.desk.day_left._MOST", 4)
    for _ in range(9):
        shop.item(minutes=-1)
    found = day_left(bench, shop.agents["wang"])
    assert (found.left, found.more) == (4, True)
