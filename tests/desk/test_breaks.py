"""Breaks: one at a time, nobody is dealt meanwhile, and their minutes count to the business day they began."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from callbench.desk import calling
from callbench.desk.bench import Bench
from callbench.desk.breaks import break_of, breaks_of_days, end_break, start_break
from callbench.desk.summary import summary
from callbench.errors import Conflict, UsageProblem
from callbench.records.calls import CallResult
from callbench.rules.words import BREAKS
from callbench.store import breaks, tables
from shopfloor import Shop

TODAY = 20260305


def test_nobody_is_dealt_to_who_is_away(bench: Bench) -> None:
    shop = Shop(bench)
    wang, li = shop.agents["wang"], shop.agents["li"]
    item = shop.item()
    begun = start_break(bench, wang, "meal")
    assert break_of(bench, wang) == begun
    assert break_of(bench, li) is None
    assert (begun.reason, begun.started_at, begun.ended_at, begun.day) == ("meal", shop.now, None, TODAY)
    for take in (lambda: calling.take_next(bench, wang), lambda: calling.take_item(bench, wang, item)):
        with pytest.raises(Conflict, match="on a break: Meal, since 2026-03-05 10:00") as told:
            take()
        assert told.value.code == "on-break"
    assert shop.row(tables.QueueItem, item).state == "open"
    assert calling.take_next(bench, li).item_id == item
    with pytest.raises(Conflict, match="on a break"):
        start_break(bench, wang, "rest")
    ended = end_break(bench, wang)
    assert ended.ended_at == shop.now
    assert break_of(bench, wang) is None
    with pytest.raises(Conflict, match="no break"):
        end_break(bench, wang)
    with pytest.raises(UsageProblem, match="nearest is meal"):
        start_break(bench, wang, "mael")


@pytest.mark.parametrize("said", ["rest", "Rest", "休息", " REST "])
def test_a_reason_is_known_by_its_names(lite: Bench, said: str) -> None:
    wang = Shop(lite).agents["wang"]
    assert start_break(lite, wang, said).reason == "rest"


def test_a_call_in_hand_comes_before_a_break_and_a_break_before_an_undo(bench: Bench) -> None:
    shop = Shop(bench)
    wang, item = shop.agents["wang"], shop.item()
    call = calling.take_next(bench, wang)
    with pytest.raises(Conflict, match="call in hand"):
        start_break(bench, wang, "rest")
    calling.save_result(bench, wang, call.draft_id, CallResult("no_answer"))
    start_break(bench, wang, "rest")
    with pytest.raises(Conflict, match="on a break"):
        calling.undo_last(bench, wang)
    end_break(bench, wang)
    assert calling.undo_last(bench, wang).item_id == item


def test_a_call_that_was_given_back_waits_for_its_agent(bench: Bench) -> None:
    """An answer given before the break is still there after it."""
    shop = Shop(bench)
    wang, item = shop.agents["wang"], shop.item()
    call = calling.take_next(bench, wang)
    calling.keep_answer(bench, call.draft_id, "q", "5")
    calling.give_back(bench, wang, item)
    start_break(bench, wang, "rest")
    bench.clock.set(shop.now + timedelta(minutes=20))
    end_break(bench, wang)
    again = calling.take_next(bench, wang)
    assert (again.draft_id, [a.text for a in again.answers]) == (call.draft_id, ["5"])


def test_a_break_over_midnight_counts_to_the_day_it_began(bench: Bench) -> None:
    shop = Shop(bench)
    wang, li = shop.agents["wang"], shop.agents["li"]
    bench.clock.set(shop.now + timedelta(hours=13, minutes=30))  # 23:30
    start_break(bench, wang, "rest")
    bench.clock.set(shop.now + timedelta(hours=20))  # 06:00, the next business day
    start_break(bench, li, "meeting")
    assert summary(bench, TODAY).measures["break_minutes"].value == 390  # it goes on
    assert end_break(bench, wang).day == TODAY
    bench.clock.set(shop.now + timedelta(hours=20, minutes=10, seconds=59))
    end_break(bench, li)
    first, second = summary(bench, TODAY), summary(bench, 20260306)
    both = summary(bench, TODAY, 20260306)
    assert [found.measures["break_minutes"].value for found in (first, second, both)] == [390, 10, 400]
    assert {line.code: line.measures["break_minutes"].value for line in both.agents} == {"wang": 390, "li": 10}
    assert summary(bench, TODAY, agent=li).measures["break_minutes"].value == 0
    assert all(check.holds for found in (first, second, both) for check in found.checks)
    assert [each.agent_name for each in breaks_of_days(bench, TODAY, 20260306)] == ["Wang", "Li"]
    assert [each.agent_name for each in breaks_of_days(bench, TODAY, 20260306, li)] == ["Li"]


def test_a_clock_that_was_set_back_makes_no_break_negative(bench: Bench) -> None:
    shop = Shop(bench)
    wang = shop.agents["wang"]
    start_break(bench, wang, "rest")
    bench.clock.set(shop.now - timedelta(hours=2))
    assert summary(bench, TODAY).measures["break_minutes"].value == 0
    assert end_break(bench, wang).ended_at == shop.now
    assert summary(bench, TODAY).measures["break_minutes"].value == 0


def test_two_windows_cannot_begin_two_breaks(bench: Bench) -> None:
    """What the desk asks first, the base refuses too."""
    shop = Shop(bench)
    wang = shop.agents["wang"]
    start_break(bench, wang, "rest")
    with pytest.raises(IntegrityError), bench.db.write() as connection:
        breaks.start(connection, wang.id, "meal", shop.now, TODAY)


def test_every_reason_can_be_kept(lite: Bench) -> None:
    wang = Shop(lite).agents["wang"]
    for reason in BREAKS:
        assert start_break(lite, wang, reason).reason == reason
        end_break(lite, wang)
    assert len(breaks_of_days(lite, TODAY, TODAY)) == len(BREAKS)
