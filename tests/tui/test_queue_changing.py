"""Filters, marks and changes of many on the queue screen: what is in force is told, asked before it is done, taken back by a key."""

from __future__ import annotations

import sqlite3

import pytest
from queue_shop import fill
from rich.cells import cell_len

from callbench.store.tables import Agent, core
from callbench.tui.screens.call import CallScreen
from callbench.tui.screens.panels.change import ChangePanel
from callbench.tui.screens.panels.filter import FilterPanel
from callbench.tui.screens.panels.question import QuestionPanel
from callbench.tui.screens.panels.value import ValuePanel
from callbench.tui.screens.queue import QueueScreen

NAMES = tuple(f"客户{n:02d}" for n in range(14))
SIZES = [(80, 24), (120, 36)]


def shop(bench) -> None:
    fill(bench, NAMES)


def led(bench) -> None:
    """The same, with the first agent as supervisor."""
    fill(bench, NAMES)
    with bench.db.write() as connection:
        connection.execute(core(Agent).update().where(core(Agent).c.code == "wangmin").values(role="supervisor"))


def states(path) -> dict[str, tuple]:
    with sqlite3.connect(path) as base:
        found = base.execute(
            "SELECT c.name, q.state, q.priority, q.due_on, q.agent_id IS NOT NULL, q.closed_why FROM queue_item q "
            "JOIN customer c ON c.id = q.customer_id"
        )
        return {name: tuple(rest) for name, *rest in found}


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_a_filter_says_what_is_in_force_and_what_it_leaves(stage, language, size) -> None:
    typed = "分类:重点 次数:0-1" if language == "zh_CN" else "class:key tries:0-1"
    async with stage(shop, language=language, size=size) as s:
        await s.press("slash", *typed)
        shown = await s.press("enter")
        for word in (
            ("重点", "次数", "显示：", "3 条") if language == "zh_CN" else ("Key", "Tries", "Shown:", "3 calls")
        ):
            assert word in shown
        assert [name for name in NAMES if name in shown] == ["客户00", "客户05", "客户10"]
        assert all(cell_len(line) == size[0] for line in s.lines)
        whole = await s.press("escape")
        assert all(name in whole for name in NAMES)


async def test_a_wrong_filter_is_told_in_place_and_the_lines_stay(stage) -> None:
    async with stage(shop, language="en") as s:
        shown = await s.press("slash", *"class:vip")
        assert "no 'vip'" in shown
        assert NAMES[0] in shown
        await s.press("enter")
        assert "no 'vip'" in s.text
        assert "no 'vip'" not in await s.press("escape")


async def test_a_filter_chosen_from_lists_is_the_same_as_typed(stage) -> None:
    async with stage(shop, language="en") as s:
        await s.press("ctrl+f")
        assert isinstance(s.app.screen, FilterPanel)
        shown = await s.press("down", "down", "right", "down", "down", "right")
        assert "Typed: Class:key Tries:0" in shown
        shown = await s.press("enter")
        assert "Shown:" in shown
        assert "2 calls" in shown
        shown = await s.press("ctrl+f", "up")
        assert "Class:key Tries:0" in shown  # it begins with what is in force
        await s.press("delete", "escape")
        assert "2 calls" in s.text


async def test_marked_lines_are_moved_after_a_question_and_come_back(stage, tmp_path) -> None:
    path = tmp_path / "shop.db"
    async with stage(led, language="en", size=(120, 36)) as s:
        before = states(path)
        await s.press("right", "right", "down", "space", "space")
        assert "2 marked" in s.text
        await s.press("e")
        assert isinstance(s.app.screen, ChangePanel)
        await s.press("3")
        assert isinstance(s.app.screen, ValuePanel)
        await s.press("1")
        assert isinstance(s.app.screen, QuestionPanel)
        assert "2 will be moved to Fri 6 Mar." in s.text or "2 stay" in s.text
        assert states(path) == before
        shown = await s.press("enter")
        assert isinstance(s.app.screen, QueueScreen)
        assert states(path) != before
        assert "^Z takes it back" in shown
        await s.press("ctrl+z")
        assert states(path) == before


async def test_all_that_a_filter_leaves_is_marked_and_handed_over(stage, tmp_path) -> None:
    async with stage(led, language="en", size=(120, 36)) as s:
        await s.press("slash", *"group:untouched,due", "enter", "ctrl+a")
        assert "4 marked" in s.text
        await s.press("ctrl+x", "1")
        shown = await s.press(*"lilei")
        assert "李雷 (lilei)" in shown
        shown = await s.press("enter")
        assert "4 will go to 李雷." in shown
        await s.press("enter")
        handed = [name for name, row in states(tmp_path / "shop.db").items() if row[3]]
        assert len([name for name in handed if name in ("客户00", "客户03", "客户07", "客户10")]) == 4


async def test_those_that_stay_are_named_with_the_reason(stage) -> None:
    async with stage(led, language="zh_CN", size=(120, 36)) as s:
        await s.press("ctrl+a", "e", "9")
        shown = await s.press(*"搬走了", "enter")
        assert "12 条将被关闭" in shown
        assert "2 条不变，已关闭" in shown
        assert isinstance(s.app.screen, QuestionPanel)
        await s.press("escape")
        assert "已选 14 条" in s.text


async def test_an_agent_is_offered_less_and_changes_only_own_ones(stage, tmp_path) -> None:
    async with stage(shop, language="en", size=(80, 24)) as s:
        before = states(tmp_path / "shop.db")
        await s.press("ctrl+a", "e")
        assert "Close" not in s.text
        assert "Only your own" in s.text
        shown = await s.press("3")  # set aside
        assert "not yours" in shown
        assert states(tmp_path / "shop.db") == before


async def test_a_second_enter_and_a_burst_of_keys_do_it_once(stage, tmp_path) -> None:
    async with stage(led, language="en", size=(120, 36)) as s:
        await s.press("down", "down", "down", "space", "e", "5", "enter", "enter")
        await s.rest()
        changed = [row for row in states(tmp_path / "shop.db").values() if row[1] != 5]
        assert len(changed) == 1
        assert changed[0][1] == 6


async def test_nothing_is_taken_back_that_was_not_changed_here(stage) -> None:
    async with stage(led, language="en") as s:
        assert "nothing to undo" in await s.press("ctrl+z")


async def test_marks_are_drawn_without_colour_and_escape_drops_them_last(stage) -> None:
    async with stage(shop, language="en") as s:
        await s.press("down", "down", "space", "down", "x")
        assert sum(line.startswith(("   +", "  >+")) for line in s.lines) == 3
        await s.press("right")
        assert "3 marked" in s.text
        await s.press("escape")
        assert "3 marked" in s.text
        await s.press("escape")
        assert "marked" not in s.text


@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_what_is_left_is_told_with_its_parts(stage, language) -> None:
    async with stage(shop, language=language) as s:
        assert ("还剩" if language == "zh_CN" else "left, ") in s.lines[-2]
        shown = await s.press("ctrl+w")
        words = ("今天剩余", "自己名下", "您的速度") if language == "zh_CN" else ("Left today", "Your own", "Your pace")
        assert all(word in shown for word in words)


async def test_who_was_put_aside_is_not_asked_for_a_number(stage) -> None:
    async with stage(led, language="en", size=(120, 36)) as s:
        await s.press("slash", *"group:untouched", "enter", "down", "e", "6", "enter")
        await s.press("escape", "slash", *"group:parked", "enter", "ctrl+a")
        assert "Put aside" in s.text
        assert "No number" in s.text
        await s.press("e", "7")
        assert "1 will be back in the queue." in s.text
        assert "without a number to call" in s.text
        await s.press("enter")
        assert not isinstance(s.app.screen, CallScreen)
        assert "Put aside" not in s.text
