"""Keys pressed right behind the one that opens a panel reach that panel, wherever it was opened from."""

from __future__ import annotations

import pytest
from call_shop import EIGHT, Shop, burst, in_call, rows

from callbench.tui.screens.away import AwayScreen
from callbench.tui.screens.call import CallScreen


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
