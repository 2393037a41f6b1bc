"""Keys pressed right behind the one that opens a panel reach that panel, wherever it was opened from."""

from __future__ import annotations

from time import monotonic

import pytest
from call_shop import EIGHT, Shop, burst, in_call, rows, written

from callbench.tui.screens.away import AwayScreen
from callbench.tui.screens.call import CallScreen
from callbench.tui.screens.help import HelpScreen
from callbench.tui.screens.palette import PaletteScreen


def shop(bench) -> None:
    Shop(bench, EIGHT)


async def test_a_break_from_the_queue_in_one_burst(stage, tmp_path) -> None:
    async with stage(shop) as s:
        await burst(s, "ctrl+b", "2")
        assert isinstance(s.app.screen, AwayScreen)
        assert rows(tmp_path / "shop.db", "SELECT reason FROM agent_break") == ["rest"]


async def test_a_break_from_a_call_in_one_burst(stage, tmp_path) -> None:
    async with in_call(stage) as s:
        await burst(s, "ctrl+b", "2")
        assert isinstance(s.app.screen, CallScreen)
        assert "通话后小休" in s.lines[0]
        assert rows(tmp_path / "shop.db", "SELECT count(*) FROM answer") == [0]


@pytest.mark.parametrize(("key", "behind"), [("ctrl+g", ("escape",)), ("f12", ("3", "enter"))], ids=str)
async def test_other_panels_of_the_call(stage, tmp_path, key, behind) -> None:
    async with in_call(stage) as s:
        await burst(s, key, *behind)
        assert isinstance(s.app.screen, CallScreen)
        assert s.app.screen.talk is not None
        assert rows(tmp_path / "shop.db", "SELECT count(*) FROM draft_answer") == [0]
        if key == "f12":
            assert s.app.screen.talk.walk.live.number == 3, "the question that was asked for"


async def saved(s, base) -> list[tuple[str, int]]:
    """What was saved once a burst has been worked off, and how many answers; fails where nothing is."""
    end = monotonic() + 30
    while monotonic() < end:
        if found := rows(
            base,
            "SELECT outcome, (SELECT count(*) FROM answer WHERE attempt_id = attempt.id AND state = 'given') FROM attempt",
        ):
            await written(s)
            return found
        await s.pilot.pause(0.02)
    raise AssertionError(s.text)


@pytest.mark.parametrize("panel", ["f4", "f5", "f6", "ctrl+g", "ctrl+b"])
async def test_keys_behind_the_escape_of_a_panel_go_on_in_the_call(stage, tmp_path, panel) -> None:
    async with in_call(stage) as s:
        first = s.app.screen.talk
        await burst(s, panel, "escape", "f2", "2")
        assert await saved(s, tmp_path / "shop.db") == [("no_answer", 0)]
        assert isinstance(s.app.screen, CallScreen)
        assert s.app.screen.talk is not first
        assert rows(tmp_path / "shop.db", "SELECT count(*) FROM draft_answer") == [0]


async def test_answers_a_panel_and_the_outcome_in_one_burst_stay_with_one_customer(stage, tmp_path) -> None:
    async with in_call(stage) as s:
        await burst(s, "1", "2", "f6", "escape", "1", "f6", "f6", "f2", "8")
        assert await saved(s, tmp_path / "shop.db") == [("callback_any", 3)]
        assert rows(tmp_path / "shop.db", "SELECT count(*) FROM draft_answer") == [0], "nothing reached who comes next"
        assert s.app.screen.talk.walk.answered == 0


BEHIND = ("f2", "2")
FIELDS = [
    ("f3", "escape"), ("f3", "tab", "x", "escape"), ("f8", "a", "escape"), ("f8", "a", "f8"), ("f12", "x", "escape"),
    ("f4", "1", "x", "escape"), ("f5", "tab", "escape"), ("f5", "tab", "f5"), ("ctrl+p", "x", "escape"), ("f1", "escape"),
]  # fmt: skip


@pytest.mark.parametrize("keys", FIELDS, ids="-".join)
async def test_keys_behind_the_key_that_leaves_a_field_go_on_in_the_call(stage, tmp_path, keys) -> None:
    async with in_call(stage) as s:
        first = s.app.screen.talk
        await burst(s, *keys, *BEHIND)
        assert await saved(s, tmp_path / "shop.db") == [("no_answer", 0)]
        assert isinstance(s.app.screen, CallScreen)
        assert s.app.screen.talk is not first
        assert s.app.screen.talk.note == ""


async def test_the_follow_up_that_is_dropped_and_the_outcome_in_one_burst(stage, tmp_path) -> None:
    async with in_call(stage) as s:
        await burst(s, "f3", "2", "enter", "escape")
        assert s.app.screen.talk.call.follow_up is not None
        await burst(s, "f3", "delete", *BEHIND)
        assert await saved(s, tmp_path / "shop.db") == [("no_answer", 0)]


async def test_a_command_of_the_palette_and_keys_behind_it_in_one_burst(stage, tmp_path) -> None:
    async with in_call(stage) as s:
        await burst(s, "ctrl+p", *"备注", "enter", "h", "i", "enter", *BEHIND)
        assert await saved(s, tmp_path / "shop.db") == [("no_answer", 0)]
        assert rows(tmp_path / "shop.db", "SELECT note FROM attempt") == ["hi"]


@pytest.mark.parametrize("name", ["help", "palette"])
async def test_a_page_that_is_left_before_it_stands_does_no_harm(stage, name) -> None:
    async with stage(shop) as s:
        below = s.app.screen
        for _each in range(20):
            s.app.push_screen(HelpScreen("queue") if name == "help" else PaletteScreen(below))
            s.app.pop_screen()
            await s.pilot.pause()
        assert s.app.screen is below


@pytest.mark.parametrize("enters", [2, 3])
async def test_the_enter_behind_the_one_that_books_takes_the_outcome_that_is_marked(stage, tmp_path, enters) -> None:
    async with in_call(stage) as s:
        first = s.app.screen.talk
        await burst(s, "f3", "5", *["enter"] * enters)
        assert await saved(s, tmp_path / "shop.db") == [("callback_agreed", 0)]
        assert isinstance(s.app.screen, CallScreen)
        assert s.app.screen.talk is not first
        assert rows(tmp_path / "shop.db", "SELECT count(*) FROM follow_up") == [1]
        assert rows(tmp_path / "shop.db", "SELECT count(*) FROM attempt") == [1], "held, it ends one call"
