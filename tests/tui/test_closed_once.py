"""A key that closes a screen and comes again, held or doubled, closes nothing below it."""

from __future__ import annotations

import pytest
from call_shop import EIGHT, Shop, burst, in_call

from callbench.tui.screens.call import CallScreen
from callbench.tui.screens.queue import QueueScreen


def shop(bench) -> None:
    Shop(bench, EIGHT)


async def test_the_digit_of_an_agent_held_down(stage) -> None:
    async with stage(shop) as s:
        await s.press("f4")
        await burst(s, "1", "1", "1")
        assert isinstance(s.app.screen, QueueScreen)
        assert s.app.agent.name == "李雷"


async def test_enter_held_at_a_command_of_the_palette_keeps_the_call(stage) -> None:
    async with in_call(stage) as s:
        await s.press("ctrl+p", *"ctrl+n")
        await burst(s, "enter", "enter", "enter")
        assert any(isinstance(screen, CallScreen) for screen in s.app.screen_stack)


@pytest.mark.parametrize("opened", ["f7", "f3", "f4"])
async def test_what_is_read_for_a_page_that_was_left_is_for_nobody(stage, opened) -> None:
    async with stage(shop) as s:
        await s.press(opened)
        page = s.app.screen
        page.dismiss(None)
        await s.rest()
        await type(page).load.__wrapped__(page)  # its worker, ended behind the page
        assert isinstance(s.app.screen, QueueScreen)
