"""Today's queue on a real base: what is shown fits and is true, Enter takes whom it should, nothing is read on the UI loop."""

from __future__ import annotations

import asyncio
import sqlite3
import unicodedata
from datetime import timedelta
from uuid import UUID

import pytest
from queue_shop import fill
from rich.cells import cell_len

from callbench.tui.screens.call import CallScreen
from callbench.tui.screens.follow_ups import FollowUpsScreen
from callbench.tui.screens.help import HelpScreen
from callbench.tui.screens.palette import PaletteScreen
from callbench.tui.screens.queue import QueueScreen
from callbench.tui.widgets.placard import Placard
from callbench.tui.widgets.rows import Rows

NAMES = ("李娜", "王芳", "张伟", "陈静", "刘洋", "赵敏", "孙悦", "周杰", "吴倩", "郑爽")
SIZES = [(80, 24), (120, 36), (200, 60)]


def shop(bench) -> None:
    fill(bench, NAMES)


def held_by(path, agent: int) -> list[str]:
    with sqlite3.connect(path) as base:
        found = base.execute(
            "SELECT c.name FROM queue_item q JOIN customer c ON c.id = q.customer_id WHERE q.held_by = ?",
            (UUID(int=agent).bytes,),
        )
        return [name for (name,) in found]


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_every_line_fits_and_every_customer_is_there(stage, language, size) -> None:
    async with stage(shop, language=language, size=size) as s:
        assert all(cell_len(line) == size[0] for line in s.lines)
        for name in NAMES:
            assert name in s.text
        assert "138 **** 5678" in s.text
        assert "13812345678" not in s.text.replace(" ", "")
        words = (
            ("回访台", "今日", "约定", "逾期", "帮助")
            if language == "zh_CN"
            else ("Callbench", "Today", "Agreed", "Overdue", "Help")
        )
        for word in words:
            assert word in s.text


@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_no_glyph_of_ambiguous_width_stands_before_a_column(stage, language) -> None:
    async with stage(shop, language=language, size=(200, 60)) as s:
        odd = {c for c in s.text if unicodedata.east_asian_width(c) == "A"}
        assert odd == set()


async def test_columns_stand_below_their_headings(stage) -> None:
    async with stage(shop, language="en", size=(120, 36)) as s:
        heading = next(line for line in s.lines if "Phone" in line and "Name" in line)
        at = cell_len(heading[: heading.index("Phone")])
        phones = [cell_len(line[: line.index("138 ****")]) for line in s.lines if "138 ****" in line]
        assert phones
        assert set(phones) == {at}


async def test_enter_takes_the_next_customer(stage, tmp_path) -> None:
    async with stage(shop) as s:
        await s.press("enter")
        assert isinstance(s.app.screen, CallScreen)
        assert held_by(tmp_path / "shop.db", 1) == ["王芳"]  # the callback agreed for now comes first


async def test_enter_on_a_chosen_line_takes_that_one(stage, tmp_path) -> None:
    async with stage(shop) as s:
        rows = s.app.screen.query_one(Rows)
        at = next(n for n, row in enumerate(rows.items) if row.customer_name == "周杰")
        shown = await s.press(*["down"] * (at + 1))
        assert any(line.lstrip().startswith("> ") and "周杰" in line for line in shown.splitlines())
        await s.press("enter")
        assert isinstance(s.app.screen, CallScreen)
        assert held_by(tmp_path / "shop.db", 1) == ["周杰"]


async def test_f2_takes_the_next_one_whatever_is_chosen(stage, tmp_path) -> None:
    async with stage(shop) as s:
        await s.press("down", "down", "down", "f2")
        assert held_by(tmp_path / "shop.db", 1) == ["王芳"]


async def test_enter_pressed_many_times_takes_one_customer(stage, tmp_path) -> None:
    async with stage(shop) as s:
        await s.press(*["enter"] * 5)
        assert len(held_by(tmp_path / "shop.db", 1)) == 1
        assert sum(isinstance(screen, CallScreen) for screen in s.app.screen_stack) == 1


async def test_a_line_that_cannot_be_taken_says_why_and_stays(stage, tmp_path) -> None:
    async with stage(shop, language="en") as s:
        rows = s.app.screen.query_one(Rows)
        at = next(n for n, row in enumerate(rows.items) if row.group == "done")
        await s.press(*["down"] * (at + 1), "enter")
        assert isinstance(s.app.screen, QueueScreen)
        assert "Set aside" in s.text
        assert held_by(tmp_path / "shop.db", 1) == []
        shown = await s.press("escape")
        assert "Set aside" not in shown


@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_when_nobody_can_be_called_it_says_why_in_counts(stage, language) -> None:
    def evening(bench) -> None:
        fill(bench, NAMES[:4], groups=("later", "later", "done", "parked"))

    async with stage(evening, language=language) as s:
        shown = await s.press("enter")
        assert isinstance(s.app.screen, QueueScreen)
        assert ("现在没有可拨打的客户" if language == "zh_CN" else "Nobody can be called now") in shown
        assert ("还没到时间：2 条" if language == "zh_CN" else "2 not due yet") in shown
        assert "{n}" not in shown
        assert ("已结束" if language == "zh_CN" else "closed") not in shown  # what is closed waits for nothing
        later = await s.press("down")
        assert ("现在没有可拨打的客户" if language == "zh_CN" else "Nobody can be called now") not in later


async def test_why_nobody_could_be_called_is_gone_when_somebody_was(stage, clock) -> None:
    def evening(bench) -> None:
        fill(bench, NAMES[:2], groups=("later", "done"))

    async with stage(evening, language="en") as s:
        assert "Nobody can be called now" in await s.press("enter")
        clock.set(clock.now() + timedelta(days=1))
        await s.press("enter")
        assert isinstance(s.app.screen, CallScreen)
        shown = await s.press("escape")
        assert isinstance(s.app.screen, QueueScreen)
        assert "Nobody can be called now" not in shown


async def test_groups_are_walked_with_the_arrows(stage) -> None:
    async with stage(shop, language="en") as s:
        shown = await s.press("right")
        assert "[Agreed 2]" in shown
        assert {row.group for row in s.app.screen.query_one(Rows).items} == {"agreed"}
        await s.press("left", "left")
        assert "[Done 1]" in s.text
        assert "[All 10]" in await s.press("escape")


async def test_the_filter_narrows_while_typing_and_escape_widens(stage) -> None:
    async with stage(shop, language="en") as s:
        shown = await s.press("slash", "周")
        assert "周杰" in shown
        assert "王芳" not in shown
        await s.press("enter")
        assert isinstance(s.app.screen, QueueScreen)  # Enter in the field goes to the list, it takes nobody
        shown = await s.press("escape")
        assert "王芳" in shown


async def test_a_filter_without_a_hit_says_how_to_get_back(stage) -> None:
    async with stage(shop, language="en") as s:
        shown = await s.press("slash", "x", "y", "z", "q")
        assert "No customer here." in shown


async def test_pages_of_two_hundred_and_what_stands_where(stage) -> None:
    def many(bench) -> None:
        fill(bench, [f"顾客{n:03}" for n in range(450)], groups=("untouched",))

    async with stage(many, language="en") as s:
        assert "1-200 of 450" in s.text
        assert len(s.app.screen.query_one(Rows).items) == 200
        shown = await s.press("G", "down")
        assert "201-400 of 450" in shown
        assert s.app.screen.query_one(Rows).marked == 0
        shown = await s.press("k")
        assert "1-200 of 450" in shown
        assert s.app.screen.query_one(Rows).marked == 199
        assert s.app.screen.query_one(Rows).item.customer_name in shown


async def test_list_keys(stage) -> None:
    async with stage(shop) as s:
        rows = s.app.screen.query_one(Rows)
        places = []
        for key in ("j", "j", "k", "G", "g", "pagedown", "end", "home"):
            await s.press(key)
            places.append(rows.marked)
        assert places == [0, 1, 0, 9, 0, 9, 9, 0]


async def test_why_tells_the_chosen_line_or_the_order(stage) -> None:
    async with stage(shop, language="en", size=(120, 36)) as s:
        assert "Who comes first" in await s.press("f6")
        shown = await s.press("down", "f6")
        assert "Attempts: 0/6" in shown
        assert "Now: may be called now, until" in shown


async def test_what_was_broken_off_first_or_as_everybody_sees_it(stage) -> None:
    async with stage(shop, language="en") as s:
        assert "Yours:" in s.text
        assert "As everybody sees it" in await s.press("f8")


async def test_follow_ups_are_listed_and_called(stage, tmp_path) -> None:
    async with stage(shop, language="en", size=(120, 36)) as s:
        shown = await s.press("f3")
        assert isinstance(s.app.screen, FollowUpsScreen)
        assert "2 follow-ups booked" in shown
        assert "王芳" in shown
        assert "late 09:54" in shown
        await s.press("enter")
        assert held_by(tmp_path / "shop.db", 1)
        assert isinstance(s.app.screen, CallScreen)


async def test_the_language_is_switched_whole_and_back(stage) -> None:
    async with stage(shop, language="en", size=(120, 36)) as s:
        english = s.text
        chinese = await s.press("f9")
        for word in ("Callbench", "Phone", "Today", "Overdue", "Take", "calls"):
            assert word in english
            assert word not in chinese
        assert await s.press("f9") == english


async def test_help_and_palette_come_from_the_one_declaration(stage) -> None:
    async with stage(shop, language="en", size=(120, 36)) as s:
        shown = await s.press("f1")
        assert isinstance(s.app.screen, HelpScreen)
        assert "Call the next customer, or the chosen line once you have moved." in shown
        assert "F7 s" in shown
        await s.press("f1")
        assert isinstance(s.app.screen, QueueScreen)
        await s.press("ctrl+p")
        assert isinstance(s.app.screen, PaletteScreen)
        shown = await s.press("b", "o", "o", "k", "e", "d")
        assert "Follow-ups" in shown
        assert "chosen line once you have moved" not in shown, "what is told is about the marked one"
        await s.press("enter")
        assert isinstance(s.app.screen, FollowUpsScreen)


async def test_a_long_reason_leaves_the_frame_whole(stage) -> None:
    async with stage(shop, language="en", size=(80, 24)) as s:
        s.app.screen.query_one(Placard).tell("Why", *["one more condition"] * 30)
        await s.rest()
        assert s.lines[-1].startswith(" Enter Take customer")
        assert s.lines[-1].rstrip().endswith("F1 Help")
        assert s.lines[0].rstrip().endswith("10:00")


async def test_a_window_too_small_says_so_and_loses_nothing(stage, tmp_path) -> None:
    async with stage(shop, language="en") as s:
        await s.press("down", "down")
        await s.pilot.resize_terminal(60, 20)
        await s.rest()
        assert "80 x 24" in s.text
        assert "60 x 20" in s.text
        await s.press("enter", "f3")
        assert held_by(tmp_path / "shop.db", 1) == []
        await s.pilot.resize_terminal(100, 30)
        await s.rest()
        assert isinstance(s.app.screen, QueueScreen)
        assert s.app.screen.query_one(Rows).marked == 1
        assert "王芳" in s.text


async def test_the_footer_offers_the_most_important_that_fits(stage) -> None:
    async with stage(shop, language="en") as s:
        footer = s.lines[-1]
        assert footer.strip().startswith("Enter Take customer")
        assert footer.rstrip().endswith("F1 Help")


async def test_a_colleagues_call_shows_after_a_refresh(stage, tmp_path, settings, clock) -> None:
    from callbench.desk.agents import find_agent
    from callbench.desk.bench import open_bench
    from callbench.desk.calling import take_item

    async with stage(shop, language="en", size=(120, 36)) as s:

        def colleague() -> None:
            with open_bench(tmp_path / "shop.db", settings, clock) as other:
                take_item(other, find_agent(other, "lilei"), UUID(int=40_000))

        await asyncio.to_thread(colleague)
        shown = await s.press("f5")
        assert "In call 1" in shown


async def test_colours_off_leaves_the_chosen_line_marked(stage, monkeypatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with stage(shop, language="en") as s:
        assert s.app.no_color
        shown = await s.press("down")
        assert [line for line in shown.splitlines() if line.lstrip().startswith("> ")]
        assert "[All 10]" in shown


async def test_q_and_f10_leave(stage) -> None:
    async with stage(shop) as s:
        await s.pilot.press("q")
        await s.pilot.pause()
        assert s.app.return_code == 0


async def test_the_last_result_is_taken_back_while_the_header_counts_down(stage, tmp_path) -> None:
    from callbench.desk.calling import take_next
    from callbench.desk.saving import save_result
    from callbench.records.calls import CallResult

    async with stage(shop, language="en") as s:
        await s.press("ctrl+z")  # nothing to take back: nothing happens
        assert isinstance(s.app.screen, QueueScreen)

        def save(bench):
            call = take_next(bench, s.app.agent)
            return save_result(bench, s.app.agent, call.draft_id, CallResult("no_answer"))

        s.app.saved(await s.app.work.writing(save))
        await s.rest()
        assert "^Z 15" in s.lines[0]
        assert "Today 1/" in s.lines[0]
        await s.press("ctrl+z")
        assert isinstance(s.app.screen, CallScreen)
        assert held_by(tmp_path / "shop.db", 1) == ["王芳"]
        assert s.app.standing.undo_left == 0


async def test_nothing_is_bound_that_belongs_to_the_terminal(stage) -> None:
    from callbench.tui.key_names import FORBIDDEN

    async with stage(shop) as s:
        bound = s.app.screen.active_bindings
        assert FORBIDDEN & set(bound) == {"ctrl+c"}
        assert bound["ctrl+c"].binding.action == "screen.copy_text"
