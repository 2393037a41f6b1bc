"""Hostile texts stored as names, reasons, agents, campaigns, notes: every screen shows them, nothing runs, nothing escapes."""

from __future__ import annotations

import unicodedata

import pytest
from hostile import HOSTILE, STORED
from queue_shop import fill
from rich.cells import cell_len

from callbench.errors import CallbenchError
from callbench.tui.screens.agents import AgentsScreen
from callbench.tui.screens.follow_ups import FollowUpsScreen
from callbench.tui.screens.queue import QueueScreen
from callbench.tui.widgets.rows import Rows

# What is stored may have come in before it was cleaned, or by another program.
ROWS = STORED[::2]  # what a page of the queue holds; each text goes through each field in test_hostile_fields
SIZES = [(80, 24), (120, 36)]


def hostile_shop(bench) -> None:
    fill(bench, ROWS, texts=STORED[1::2], groups=("untouched", "agreed", "overdue", "due", "later"))


def hostile_agents(bench) -> None:
    fill(bench, ["李娜"], agents=[(f"a{n:03}", text) for n, text in enumerate(STORED)])


def clean_and_aligned(stage, width: int) -> None:
    text = stage.text
    assert not {c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Cs") and c not in "\n\u200c"}
    assert [line for line in stage.lines if cell_len(line) != width] == []


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_every_line_of_the_queue_is_shown(stage, size) -> None:
    async with stage(hostile_shop, size=size, language="en") as s:
        rows = s.app.screen.query_one(Rows)
        assert len(rows.items) == len(ROWS)
        seen = 0
        while seen < len(ROWS):
            await s.press("pagedown", "f6")
            clean_and_aligned(s, size[0])
            assert isinstance(s.app.screen, QueueScreen)
            await s.press("down")
            clean_and_aligned(s, size[0])
            seen += 16
        for at in range(0, len(ROWS), 9):
            rows.marked = at
            s.app.screen.action_why()
            await s.pilot.pause()
            clean_and_aligned(s, size[0])
        assert s.app.is_running


async def test_every_reason_of_the_follow_ups_is_shown(stage) -> None:
    async with stage(hostile_shop, size=(120, 36)) as s:
        await s.press("f3")
        assert isinstance(s.app.screen, FollowUpsScreen)
        for _page in range(2):
            clean_and_aligned(s, 120)
            await s.press("pagedown")


async def test_every_agent_is_shown_and_chosen(stage) -> None:
    async with stage(hostile_agents, agent="") as s:
        for _page in range(16):
            assert isinstance(s.app.screen, AgentsScreen)
            clean_and_aligned(s, 80)
            await s.press("pagedown")
        await s.press("home", "enter")
        clean_and_aligned(s, 80)
        assert isinstance(s.app.screen, QueueScreen)
        await s.press("f7")
        clean_and_aligned(s, 80)
        await s.press("f8")
        clean_and_aligned(s, 80)


async def test_every_text_in_notices_failures_and_titles(stage) -> None:
    async with stage(lambda bench: fill(bench, ["李娜"]), size=(80, 24)) as s:
        for at in range(0, len(HOSTILE), 3):
            s.app.clear_notifications()
            for text in HOSTILE[at : at + 3]:
                s.app.say(text)
            what, where, todo = (HOSTILE[(at + n) % len(HOSTILE)] for n in range(3))
            s.app.tell(CallbenchError(what, where=where, todo=todo), lambda: None)
            await s.pilot.pause()
            clean_and_aligned(s, 80)
        await s.press("escape")
        assert isinstance(s.app.screen, QueueScreen)


async def test_every_text_typed_into_the_filter(stage) -> None:
    async with stage(lambda bench: fill(bench, ["李娜"]), size=(80, 24)) as s:
        await s.press("slash")
        field = s.app.screen.query_one("#filter")
        for at in range(0, len(HOSTILE), 6):
            field.value = "".join(HOSTILE[at : at + 6])
            await s.pilot.pause()
            clean_and_aligned(s, 80)
        await s.press("escape")
        assert "李娜" in s.text


async def test_a_name_that_asks_to_quit_does_not(stage) -> None:
    async with stage(
        lambda bench: fill(bench, ["[@click=app.quit]李娜[/]"], groups=("untouched",)), language="en"
    ) as s:
        at = next(n for n, line in enumerate(s.lines) if "[@click=" in line)
        await s.pilot.click(offset=(20, at))
        await s.rest()
        await s.pilot.click(offset=(20, at))  # a click on the chosen line takes the customer, nothing else
        await s.rest()
        assert s.app.is_running
        assert not isinstance(s.app.screen, QueueScreen)
