"""Hostile names, agents, campaigns and reasons in filters, marks and changes of many: shown harmless, whole and in line; words fit."""

from __future__ import annotations

import unicodedata

import pytest
from hostile import STORED
from queue_shop import fill
from rich.cells import cell_len
from textual import events

from callbench.store.tables import Agent, core
from callbench.tui.screens.panels.change import ChangePanel
from callbench.tui.screens.panels.filter import FilterPanel
from callbench.tui.screens.panels.question import QuestionPanel
from callbench.tui.screens.panels.value import ValuePanel
from callbench.tui.screens.queue import QueueScreen

SIZES = [(80, 24), (120, 36)]
AGENTS = (("wangmin", "王敏"), *((f"a{n:03}", text) for n, text in enumerate(STORED[:16])))


def shop(bench) -> None:
    groups = ("untouched", "agreed", "done", "parked", "held")[:4]
    fill(bench, STORED[::6], texts=STORED[1::5], agents=AGENTS, groups=groups)
    with bench.db.write() as connection:
        connection.execute(core(Agent).update().where(core(Agent).c.code == "wangmin").values(role="supervisor"))


def plain(stage, width: int) -> None:
    assert not {c for c in stage.text if unicodedata.category(c) in ("Cc", "Cf", "Cs") and c not in "\n\u200c"}
    assert [line for line in stage.lines if cell_len(line) != width] == []


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_lists_of_the_filter_show_every_agent_and_campaign(stage, size) -> None:
    async with stage(shop, size=size, language="en") as s:
        await s.press("ctrl+f", "down", "right")
        plain(s, size[0])
        await s.press("down", "down")
        panel = s.app.screen
        assert isinstance(panel, FilterPanel)
        for _value in panel.values["owner"]:
            await s.pilot.press("right")
            await s.pilot.pause()
            plain(s, size[0])
        await s.press("left", "left", "enter")
        assert isinstance(s.app.screen, QueueScreen)
        plain(s, size[0])


async def test_whatever_is_typed_into_the_filter_is_harmless(stage) -> None:
    async with stage(shop, language="en") as s:
        await s.press("slash")
        field = s.app.screen.query_one("#filter")
        for text in STORED[::40]:
            for typed in (text, f"owner:{text}", f'campaign:"{text}" class:{text}'):
                field.value = typed
                await s.rest()
                plain(s, 80)
        await s.press("escape")
        assert isinstance(s.app.screen, QueueScreen)


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_a_change_names_whom_it_leaves_and_goes_to_whom_it_says(stage, size) -> None:
    async with stage(shop, size=size, language="en") as s:
        await s.press("ctrl+a")
        plain(s, size[0])
        await s.press("e", "1")
        assert isinstance(s.app.screen, ValuePanel)
        plain(s, size[0])
        await s.press(*"a007")
        plain(s, size[0])
        await s.press("enter")
        assert isinstance(s.app.screen, QuestionPanel)
        plain(s, size[0])
        await s.press("enter")
        plain(s, size[0])
        await s.press("ctrl+z")
        plain(s, size[0])
        assert isinstance(s.app.screen, QueueScreen)


async def test_a_pasted_reason_is_one_line_and_harmless(stage) -> None:
    async with stage(shop, language="en") as s:
        await s.press("down", "down", "space", "e", "9")
        s.app.screen.focused.post_message(events.Paste("moved\x1b]52;c;x\x07 [/] away\u202e"))
        await s.rest()
        plain(s, 80)
        await s.press("enter")
        plain(s, 80)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
async def test_words_of_the_panels_are_whole_on_the_smallest_screen(stage, language) -> None:
    def led(bench) -> None:
        fill(bench, [f"客户{n:02d}" for n in range(7)])
        with bench.db.write() as connection:
            connection.execute(core(Agent).update().where(core(Agent).c.code == "wangmin").values(role="supervisor"))

    async with stage(led, language=language) as s:
        assert "…" not in s.lines[-2]
        for keys, kind in ((("ctrl+f",), FilterPanel), (("ctrl+a", "e"), ChangePanel), (("3",), ValuePanel)):
            shown = await s.press(*keys)
            assert isinstance(s.app.screen, kind)
            assert not [line for line in s.lines[3:-2] if "…" in line], shown
            if kind is not ChangePanel:
                await s.press("escape")
        assert ("已选 7 条" if language == "zh_CN" else "7 marked") in s.lines[-2]
        assert "…" not in s.lines[-2]
