"""Breaks on the screens, and what happens when nobody is there: nothing is lost, nothing is taken in silence."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from call_shop import EIGHT, KINDS, Shop, burst, in_call, rows, written

from callbench.tui.screens import call_hold
from callbench.tui.screens.away import AwayScreen
from callbench.tui.screens.call import CallScreen
from callbench.tui.screens.queue import QueueScreen

SIZES = [(80, 24), (120, 36)]
LILEI = "(SELECT id FROM agent WHERE code = 'lilei')"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return tmp_path / "shop.db"


def change(base: Path, *statements: str) -> None:
    """What another window or a colleague did meanwhile."""
    with closing(sqlite3.connect(base)) as db, db:
        for statement in statements:
            db.execute(statement)


def breaks(base: Path) -> list[Any]:
    return rows(base, "SELECT reason || ' ' || (ended_at IS NULL) FROM agent_break ORDER BY id")


def shop(bench) -> None:
    Shop(bench, EIGHT)


# -- breaks --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_from_the_queue_a_break_is_two_keys_and_one_back(stage, base, clock, size, language) -> None:
    zh = language == "zh_CN"
    async with stage(shop, size=size, language=language) as s:
        text = await s.press("ctrl+b")
        for word in ("用餐", "休息", "会议", "培训", "其他工作") if zh else ("Meal", "Rest", "Meeting", "Training"):
            assert word in text
        text = await s.press("1")
        assert isinstance(s.app.screen, AwayScreen)
        assert ("小休：用餐" if zh else "Break: Meal") in text
        assert "10:00" in text
        assert breaks(base) == ["meal 1"]
        assert ("小休" if zh else "break") in s.lines[0]
        clock.set(clock.now() + timedelta(minutes=12))
        s.app.screen._tick()
        await s.rest()
        assert ("已 12 分钟" if zh else "12 minutes") in s.text
        await s.press("enter")
        assert isinstance(s.app.screen, QueueScreen)
        assert breaks(base) == ["meal 0"]
        assert ("小休" if zh else "break") not in s.lines[0]


async def test_in_a_call_the_break_begins_when_it_is_saved_and_enter_brings_the_next_one(stage, base) -> None:
    async with in_call(stage) as s:
        await s.press("ctrl+b", "2")
        assert "通话后小休" in s.lines[0]
        assert breaks(base) == []
        await s.press("1")
        await written(s)
        await s.press("f2", "8")
        assert isinstance(s.app.screen, AwayScreen)
        assert breaks(base) == ["rest 1"]
        assert rows(base, "SELECT count(*) FROM attempt") == [1]
        assert rows(base, "SELECT count(*) FROM queue_item WHERE state = 'held'") == [0]
        text = await s.press("enter")
        assert isinstance(s.app.screen, CallScreen)
        assert "王芳" in text
        assert breaks(base) == ["rest 0"]


async def test_a_break_that_waits_is_dropped_by_its_key(stage, base) -> None:
    async with in_call(stage) as s:
        await s.press("ctrl+b", "2")
        await s.press("ctrl+b")
        assert "小休" not in s.lines[0]
        assert "王芳" in await s.press("f2", "2")
        assert breaks(base) == []
        await s.press("ctrl+b", "escape")
        assert "王芳" in await s.press("1")


async def test_given_back_the_break_begins_over_the_queue(stage, base) -> None:
    async with in_call(stage) as s:
        await s.press("ctrl+b", "1")
        await s.press("escape")
        await s.rest()
        assert isinstance(s.app.screen, AwayScreen)
        assert breaks(base) == ["meal 1"]
        await s.press("enter")
        assert isinstance(s.app.screen, QueueScreen)


async def test_the_result_saved_before_a_break_can_be_undone_from_it(stage, base) -> None:
    async with in_call(stage) as s:
        await s.press("ctrl+b", "2")
        await s.press("f2", "2")
        assert isinstance(s.app.screen, AwayScreen)
        text = await s.press("ctrl+z")
        await s.rest()
        assert isinstance(s.app.screen, CallScreen)
        assert "李娜" in s.text, text
        assert breaks(base) == ["rest 0"]
        assert rows(base, "SELECT count(*) FROM attempt") == [0]


async def test_taking_a_customer_during_a_break_shows_the_break(stage, base) -> None:
    async with stage(shop) as s:
        await s.press("ctrl+b", "3")
        await s.press("escape")
        assert isinstance(s.app.screen, QueueScreen)
        assert "小休 10:00" in s.lines[0]
        await s.press("f2")
        assert isinstance(s.app.screen, AwayScreen)
        assert rows(base, "SELECT count(*) FROM draft") == [0]
        await s.press("enter")
        assert "李娜" in await s.press("f2")


async def test_a_break_begun_or_ended_in_another_window_is_known(stage, base) -> None:
    async with stage(shop) as s:
        change(
            base,
            "INSERT INTO agent_break (id, agent_id, reason, started_at, business_day) SELECT randomblob(16), id, 'rest', "
            "'2026-03-05 01:40:00.000000', 20260305 FROM agent WHERE code = 'wangmin'",
        )
        await s.press("f2")
        assert isinstance(s.app.screen, AwayScreen)
        assert "20 分钟" in s.text
        change(base, "UPDATE agent_break SET ended_at = '2026-03-05 01:50:00.000000'")
        await s.press("enter")
        assert isinstance(s.app.screen, QueueScreen)
        assert breaks(base) == ["rest 0"]


async def test_a_break_that_goes_on_is_shown_at_the_start(stage, base) -> None:
    def fill(bench) -> None:
        shop(bench)
        from callbench.desk.agents import find_agent
        from callbench.desk.breaks import start_break

        start_break(bench, find_agent(bench, "wangmin"), "training")

    async with stage(fill) as s:
        await s.rest()
        assert isinstance(s.app.screen, AwayScreen)
        assert "培训" in s.text
        await s.press("f9")
        assert "Training" in s.text


# -- silence -------------------------------------------------------------------------------------------------------


class Watch:
    """The clock that measures silence, moved by the test; the base's clock goes with it."""

    def __init__(self, monkeypatch, clock) -> None:
        self.t, self.clock = 1000.0, clock
        monkeypatch.setattr("callbench.tui.app.monotonic", lambda: self.t)
        monkeypatch.setattr(call_hold, "monotonic", lambda: self.t)

    async def wait(self, s: Any, minutes: float, *, clock: bool = True) -> str:
        self.t += minutes * 60
        if clock:
            self.clock.set(self.clock.now() + timedelta(minutes=minutes))
        for screen in s.app.screen_stack:
            if isinstance(screen, CallScreen):
                screen._tick()
        await s.rest()
        return str(s.text)


@pytest.fixture
def watch(monkeypatch, clock) -> Watch:
    return Watch(monkeypatch, clock)


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_after_half_an_hour_of_silence_the_item_returns_and_the_screen_says_so(
    stage, base, watch, size, language
) -> None:
    zh = language == "zh_CN"
    async with in_call(stage, size=size, language=language) as s:
        await s.press("1", "5")
        await written(s)
        await watch.wait(s, 29.5)
        assert rows(base, "SELECT count(*) FROM queue_item WHERE state = 'held'") == [1]
        text = await watch.wait(s, 0.6)
        assert ("30 分钟没有按键" if zh else "Nothing was pressed for 30 minutes") in text
        assert ("已答的 2 项" if zh else "2 answers wait") in text
        assert "李娜" not in text  # nobody watches the screen
        assert rows(base, "SELECT count(*) FROM queue_item WHERE state = 'held'") == [0]
        await watch.wait(s, 45)
        assert rows(base, "SELECT count(*) FROM event WHERE kind = 'item.returned_idle'") == [1]
        text = await s.press("enter")
        assert "李娜" in text
        assert rows(base, "SELECT count(*) FROM draft_answer") == [2]


async def test_typing_keeps_the_call_with_one_write_a_minute(stage, base, watch) -> None:
    async with in_call(stage, KINDS) as s:
        signs = []
        writing = s.app.work.writing

        async def counted(run):
            if "touch" in str(run):
                signs.append(watch.t)
            return await writing(run)

        s.app.work.writing = counted
        for second in range(180):
            watch.t += 1
            if second % 2:
                s.app.active_at = watch.t
            s.app.screen._tick()
        await s.rest()
        assert len(signs) == 3, signs
        for _minute in range(40):
            await s.press("x")
            await watch.wait(s, 1)
        assert rows(base, "SELECT count(*) FROM queue_item WHERE state = 'held'") == [1]
        assert s.app.screen.query_one("#editor").value == "x" * 40


@pytest.mark.parametrize("jump", [timedelta(days=-1), timedelta(hours=-1), timedelta(days=1)], ids=str)
async def test_a_clock_that_jumps_takes_nothing_from_who_is_there(stage, base, watch, clock, jump) -> None:
    async with in_call(stage) as s:
        await s.press("1")
        clock.set(clock.now() + jump)
        text = await watch.wait(s, 1, clock=False)
        assert "李娜" in text
        await s.press("5")
        await written(s)
        assert rows(base, "SELECT count(*) FROM queue_item WHERE state = 'held'") == [1]
        assert rows(base, "SELECT count(*) FROM draft_answer") == [2]
        assert rows(base, "SELECT count(*) FROM event WHERE kind = 'item.returned_idle'") == [0]


async def test_another_window_that_is_used_keeps_the_call_here_too(stage, base, watch) -> None:
    async with in_call(stage) as s:
        await s.press("1")
        await written(s)
        change(base, "UPDATE queue_item SET touched_at = '2026-03-05 02:20:00.000000' WHERE state = 'held'")
        text = await watch.wait(s, 31)
        assert "李娜" in text
        assert rows(base, "SELECT count(*) FROM queue_item WHERE state = 'held'") == [1]
        assert "没有按键" in await watch.wait(s, 20)


async def test_a_note_that_is_being_written_outlives_the_silence(stage, base, watch) -> None:
    async with in_call(stage) as s:
        await s.press("f8", "a", "b", "c")
        await watch.wait(s, 31)
        assert rows(base, "SELECT count(*) FROM queue_item WHERE state = 'held'") == [0]
        assert "abc" in s.text
        await s.press("d", "enter")
        await written(s)
        assert rows(base, "SELECT note FROM draft") == ["abcd"]
        assert rows(base, "SELECT count(*) FROM queue_item WHERE state = 'held'") == [1]
        assert "李娜" in s.text


TAKEN = (
    f"UPDATE draft SET id = x'00000000000000000000000000000009', agent_id = {LILEI}",
    "UPDATE queue_item SET state = 'open', held_by = NULL WHERE state = 'held'",
    f"UPDATE queue_item SET state = 'held', held_by = {LILEI} WHERE id IN (SELECT item_id FROM draft)",
)


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_a_call_that_was_taken_is_told_with_what_is_only_here(stage, base, watch, size, language) -> None:
    zh = language == "zh_CN"
    async with in_call(stage, size=size, language=language) as s:
        await s.press("1")
        await written(s)
        change(base, "PRAGMA foreign_keys = OFF", "DELETE FROM draft_answer", *TAKEN)
        await s.press("5")
        await watch.wait(s, 0.1)
        text = s.text
        assert ("不在您手中" if zh else "no longer in your hand") in text
        assert "李雷" in text
        assert ("护理效果满意吗" if zh else "satisfied with the result") in text
        assert ("非常满意" if zh else "very satisfied") in text
        assert ("未写入" if zh else "Not on disk") not in text
        assert rows(base, "SELECT count(*) FROM attempt") == [0]
        text = await s.press("enter")
        assert "王芳" in text
        assert s.app.screen.lost == 0


async def test_an_outcome_for_a_call_that_was_taken_saves_nothing_and_says_so(stage, base) -> None:
    async with in_call(stage) as s:
        change(base, *TAKEN)
        text = await s.press("f2", "2")
        assert "不在您手中" in text
        assert "李雷" in text
        assert rows(base, "SELECT count(*) FROM attempt") == [0]


async def test_a_call_saved_in_the_other_window_is_told(stage, base, watch) -> None:
    async with in_call(stage) as s:
        change(
            base,
            "INSERT INTO attempt (id, item_id, nth, campaign_id, customer_id, agent_id, script_id, e164, channel, outcome, "
            "started_at, ended_at, business_day, due_on, note) SELECT d.id, i.id, 1, i.campaign_id, i.customer_id, d.agent_id, "
            "d.script_id, '', 'phone', 'busy', d.started_at, d.started_at, 20260305, 20260305, '' "
            "FROM draft d JOIN queue_item i ON i.id = d.item_id",
            "DELETE FROM draft",
            "UPDATE queue_item SET state = 'open', held_by = NULL WHERE state = 'held'",
        )
        await s.press("1")
        text = await watch.wait(s, 0.1)
        assert "已在另一个窗口保存：占线" in text


async def test_the_clocks_of_a_call_are_calm(stage, clock) -> None:
    """Minutes, not seconds; wrapping up is counted behind the last question, and another answer goes on with the call."""
    async with in_call(stage, size=(120, 36), language="en") as s:
        assert "talk 0 min" in s.lines[0]
        clock.set(clock.now() + timedelta(seconds=59))
        s.app.screen._tick()
        await s.rest()
        assert "talk 0 min" in s.lines[0]
        await s.press("1", "5", "1", "5", "5", "5", "0", "1")
        await written(s)
        s.app.screen._tick()
        clock.set(clock.now() + timedelta(minutes=4))
        s.app.screen._tick()
        await s.rest()
        assert "wrap-up 4 min" in s.lines[0], s.lines[0]
        assert "talk 0 min" in s.lines[0]
        await s.press("up")
        s.app.screen._tick()
        await s.rest()
        assert "wrap-up" not in s.lines[0]
        assert "talk 4 min" in s.lines[0]
        await s.press("f2")
        clock.set(clock.now() + timedelta(minutes=1))
        await s.press("escape")
        s.app.screen._tick()
        await s.rest()
        assert "wrap-up 1 min" in s.lines[0]


async def test_a_burst_of_keys_begins_one_break(stage, base) -> None:
    async with stage(shop) as s:
        await s.press("ctrl+b")
        await burst(s, "1", "1", "1")
        await s.rest()
        assert isinstance(s.app.screen, AwayScreen)
        await burst(s, "enter", "enter")
        assert breaks(base) == ["meal 0"]
