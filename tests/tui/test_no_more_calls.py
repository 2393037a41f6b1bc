"""Who wants no more calls, or is on the do-not-call list by now: no follow-up is asked for, and one in hand is not kept."""

from __future__ import annotations

import asyncio

import pytest
from call_shop import in_call, rows, written

from callbench.desk import blocking
from callbench.desk.agents import find_agent
from callbench.desk.bench import open_bench
from callbench.tui.screens.call import CallScreen
from callbench.tui.screens.panels.follow_up import FollowUpPanel
from callbench.tui.widgets.trouble import Trouble


async def listed(s, path, settings, clock, until=None) -> None:
    """A colleague puts the customer in hand on the list."""
    customer = s.app.screen.talk.call.customer.id

    def block() -> None:
        with open_bench(path, settings, clock) as other:
            blocking.block_customer(other, find_agent(other, "lilei"), customer, "asked in the shop", until)

    await asyncio.to_thread(block)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_a_follow_up_in_hand_is_dropped_and_that_is_said(stage, tmp_path, language) -> None:
    async with in_call(stage, language=language) as s:
        await s.press("f3", "2", "enter")
        shown = await written(s)
        assert {"zh_CN": "预约作废", "en": "drops the follow-up"}[language] in shown, "said before it is chosen"
        await s.press("c")
        shown = await written(s)
        assert {"zh_CN": "预约已作废", "en": "the follow-up is dropped"}[language] in shown
        assert rows(tmp_path / "shop.db", "SELECT outcome FROM attempt") == ["do_not_call"]
        assert rows(tmp_path / "shop.db", "SELECT count(*) FROM follow_up") == [0]
        await s.press("ctrl+z")
        await written(s)
        assert s.app.screen.talk.call.follow_up is not None, "taken back, it is in hand again"


async def test_f3_with_somebody_listed_meanwhile_is_refused_at_once(stage, tmp_path, settings, clock) -> None:
    async with in_call(stage, language="en", size=(80, 24)) as s:
        await listed(s, tmp_path / "shop.db", settings, clock)
        shown = await s.press("f3")
        assert isinstance(s.app.screen, CallScreen)
        assert "on the do-not-call list" in " ".join(shown.split())
        assert s.app.screen.query_one(Trouble).error is not None
        await s.press("escape")
        await s.press("f2", "2")
        await written(s)
        assert rows(tmp_path / "shop.db", "SELECT outcome FROM attempt") == ["no_answer"]


async def test_up_to_a_day_the_panel_says_so_and_offers_the_day_behind(stage, tmp_path, settings, clock) -> None:
    async with in_call(stage, language="en") as s:
        await listed(s, tmp_path / "shop.db", settings, clock, 20260306)
        await s.press("f3")
        assert isinstance(s.app.screen, FollowUpPanel)
        shown = await s.press(*"tomorrow", "space", *"10am")
        assert "the customer is on the do-not-call list then" in shown
        shown = await s.press("enter")
        assert "Mon 2026-03-09" in shown
