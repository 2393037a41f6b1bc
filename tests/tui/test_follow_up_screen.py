"""Follow-ups on the screen: day and week, moved, cancelled and taken over by keys."""

from __future__ import annotations

import sqlite3

from queue_shop import fill
from sqlalchemy import update

from callbench.store import tables
from callbench.tui.screens.follow_ups import FollowUpsScreen
from callbench.tui.screens.panels.follow_up import FollowUpPanel
from callbench.tui.screens.panels.note import NotePanel

NAMES = ("李娜", "王芳", "张伟", "陈静", "刘洋", "赵敏", "孙悦", "周杰", "吴倩", "郑爽")


def shop(bench) -> None:
    fill(bench, NAMES)


def states(path) -> list[tuple[str, str]]:
    with sqlite3.connect(path) as base:
        return base.execute("SELECT state, closed_why FROM follow_up ORDER BY due_at").fetchall()


async def test_a_follow_up_that_comes_again_says_how_often(stage) -> None:
    def series(bench) -> None:
        fill(bench, NAMES[:2], groups=("agreed", "due"), texts=("复诊",))
        with bench.db.write() as connection:
            connection.execute(update(tables.FollowUp).values(rrule="FREQ=MONTHLY;BYMONTHDAY=5"))

    async with stage(series) as s:
        shown = await s.press("f3")
        assert "每月 5 号 复诊" in shown


async def test_a_day_and_a_week_with_how_full_they_are(stage) -> None:
    async with stage(shop, language="en", size=(120, 36)) as s:
        assert "2 follow-ups booked" in await s.press("f3")
        shown = await s.press("f5")
        assert "Thu 5 Mar 2" in shown
        shown = await s.press("f5")
        assert "Mon 2 Mar 0" in shown
        assert "Thu 5 Mar 2" in shown
        assert "Sat 7 Mar day off" in shown
        shown = await s.press("right")
        assert "Mon 9 Mar 0" in shown
        assert "No follow-up is booked" in shown
        shown = await s.press("left", "left", "left", "left")
        assert "Sat 14 Feb 0" in shown  # worked in place of a holiday
        assert "Sun 15 Feb Spring Festival" in shown
        assert "2 follow-ups booked" in await s.press("f6")
        assert "Sat 7 Mar" not in await s.press("f5")


async def test_a_week_breaks_between_its_days_and_says_what_to_do_where_nothing_is(stage) -> None:
    async with stage(shop, language="en", size=(80, 24)) as s:
        shown = await s.press("f3", "f5", "f5")
        for day in ("Mon 2 Mar 0", "Thu 5 Mar 2", "Fri 6 Mar 0", "Sat 7 Mar day off", "Sun 8 Mar day off"):
            assert day in shown, "whole on its line"
        shown = await s.press("right")
        assert "No follow-up is booked here." in shown
        assert "Left/Right: other days. F5: day, week or all." in shown
        shown = await s.press("f6", "slash", *"zzz")
        assert "No follow-up has these words." in shown
        assert "Esc drops the filter." in shown
        assert "2 follow-ups booked" in await s.press("escape")


async def test_who_is_moved_is_named_and_a_time_that_has_passed_is_not_taken_for_one_that_would_do(stage) -> None:
    async with stage(shop, language="en", size=(80, 24)) as s:
        await s.press("f3")
        assert "late" in s.text
        name = s.app.screen.found[0].customer_name
        shown = await s.press("f2")
        assert f"When shall we call {name} again?" in shown
        assert "has passed" in shown
        assert "The next time that would do" in shown


async def test_moved_cancelled_and_taken_over_by_keys(stage, tmp_path) -> None:
    path = tmp_path / "shop.db"
    async with stage(shop, language="en", size=(120, 36)) as s:
        await s.press("f3", "f2")
        assert isinstance(s.app.screen, FollowUpPanel)
        await s.press(*"tomorrow")
        await s.press("space", *"3pm", "f3", "tab", *"new", "enter")
        assert isinstance(s.app.screen, FollowUpsScreen)
        await s.rest()
        assert "03-06 15:00" in s.text.replace("tomorrow", "03-06")
        with sqlite3.connect(path) as base:
            moved = base.execute("SELECT reason, agent_id FROM follow_up ORDER BY sequence DESC").fetchone()
        assert moved[0].endswith("new")
        assert moved[1] is None  # anyone's
        shown = await s.press("f7")
        assert isinstance(s.app.screen, NotePanel)
        assert "Enter drop it" in shown
        assert "it takes a reason" in await s.press("enter")
        await s.press("f7", "escape")
        assert "cancelled" not in [state for state, _why in states(path)]
        await s.press("f7")
        await s.press(*"gone", "enter")
        await s.rest()
        assert ("cancelled", "gone") in states(path)
        shown = await s.press("f8", "f4")
        await s.rest()
        assert "Booked:" in s.text or "Booked:" in shown


async def test_what_was_missed_is_told_apart_from_what_is_late(stage) -> None:
    async with stage(lambda bench: fill(bench, [f"客户{n:02d}" for n in range(28)]), language="en") as s:
        shown = await s.press("f3")
        assert "missed" in next(line for line in s.lines if "follow-ups booked" in line)
        rows = [line for line in s.lines if "客户" in line]
        assert any("late 09:5" in line for line in rows)
        assert any("missed 09:" in line for line in rows)
        assert shown.count("missed 09:") + shown.count("late 09:") == len(rows)
