"""The call screen is mounted once behind the queue: opening a call is one picture, and nothing of another customer is in it."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest
from call_shop import EIGHT, NAMES, Shop, in_call, rows, written
from textual._compositor import Compositor, LayoutUpdate
from textual.screen import Screen

from callbench.desk import calling
from callbench.tui.screens.call import CallScreen
from callbench.tui.screens.queue import QueueScreen

MARKS = tuple((name, f"忌酒精类{n}", f"第 3 天{n}", f"水光护理{n}") for n, name in enumerate(NAMES))


def _shop(bench: Any) -> None:
    Shop(bench, EIGHT)


def _shown(screen: Screen[Any]) -> str:
    """What the screen would show, in front or not."""
    strips = screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


@pytest.fixture
def pictures(monkeypatch) -> list[str]:
    """The text of the call screen at each of its pictures, in front."""
    seen: list[str] = []
    real = Compositor.render_update

    def watched(self: Compositor, *args: Any, **more: Any) -> Any:
        update = real(self, *args, **more)
        if isinstance(self.root, CallScreen) and update is not None:
            seen.append(_shown(self.root))
        return update

    monkeypatch.setattr(Compositor, "render_update", watched)
    return seen


async def test_opening_mounts_nothing_and_its_first_picture_is_whole(stage, pictures) -> None:
    async with stage(_shop, size=(120, 36)) as s:
        mounted = len(s.app._registry)
        for n in (0, 1, 2):
            pictures.clear()
            await s.press("f2")
            assert isinstance(s.app.screen, CallScreen)
            assert all(mark in pictures[0] for mark in MARKS[n]), pictures[0]
            assert "现在方便通话吗" in pictures[0]
            assert "计时" in pictures[0].splitlines()[0]
            assert len(s.app._registry) == mounted
            await s.press("escape")
            assert isinstance(s.app.screen, QueueScreen)
            assert len(s.app._registry) == mounted


@pytest.fixture
def wholes(monkeypatch) -> list[str]:
    """The screens that were painted whole, by name, in their order."""
    seen: list[str] = []
    real = Compositor.render_update

    def watched(self: Compositor, *args: Any, **more: Any) -> Any:
        update = real(self, *args, **more)
        if isinstance(update, LayoutUpdate):
            seen.append(type(self.root).__name__)
        return update

    monkeypatch.setattr(Compositor, "render_update", watched)
    return seen


async def test_opening_paints_the_whole_screen_once(stage, wholes) -> None:
    async with stage(_shop, size=(120, 36)) as s:
        for _turn in range(2):
            wholes.clear()
            await s.press("f2")
            await s.pilot.pause(0.1)
            assert wholes == ["CallScreen"]
            await s.press("escape")


async def test_a_queue_that_is_read_again_behind_the_call_paints_nothing_and_is_new_when_it_is_back(
    stage, wholes
) -> None:
    async with stage(_shop, size=(120, 36)) as s:
        await s.press("f2")
        await s.pilot.pause(0.1)
        wholes.clear()
        await asyncio.to_thread(taken_by_another, s.app.work.bench)
        await s.app.queue.load().wait()
        s.app.queue.refresh()
        await s.pilot.pause(0.1)
        assert wholes == []
        assert "话中 李雷" in await s.press("escape")
        assert wholes[0] == "QueueScreen"


def taken_by_another(bench: Any) -> None:
    """Somebody else has called the fifth customer."""
    with bench.db.write() as connection:
        connection.exec_driver_sql(
            "UPDATE queue_item SET state = 'held', held_by = (SELECT id FROM agent WHERE code = 'lilei') "
            "WHERE customer_id = (SELECT id FROM customer WHERE code = 'C4')"
        )


@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=str)
async def test_no_picture_of_a_call_shows_anything_of_the_customer_before(stage, pictures, size) -> None:
    """Left in every way: with answers and a note, with the history open, revealed, from "nobody"."""
    ways = (("1", "5", "f8", *"note0", "enter"), ("ctrl+n", "ctrl+o"), ("ctrl+l",), ("f2", "8"))
    async with stage(_shop, size=size) as s:
        for n, keys in enumerate(ways):
            pictures.clear()
            await s.press("f2")
            assert NAMES[n] in pictures[0]
            for picture in pictures:
                assert not [mark for m in range(len(NAMES)) if m != n for mark in MARKS[m] if mark in picture]
                assert "note0" not in picture
            await s.press(*keys)
            await written(s)
            for key in ("escape", "2", "escape", "2"):
                if isinstance(s.app.screen, QueueScreen):
                    break
                await s.press(key)
            screen = s.app.get_screen("call")
            assert isinstance(s.app.screen, QueueScreen)
            assert screen.talk is screen.still is None
            assert not screen.query_one("Notice").said
            assert not [mark for marks in MARKS for mark in marks if mark in _shown(screen)]


async def test_opened_again_in_other_looks(stage) -> None:
    async with in_call(stage) as s:
        assert "现在方便通话吗" in s.text
        await s.press("escape", "f9", "ctrl+t", "ctrl+s")
        colours = s.app.screen.styles.background
        await s.press("f2")
        assert isinstance(s.app.screen, CallScreen)
        assert "Is now a good time?" in s.text
        assert "现在方便通话吗" not in s.text
        assert s.app.screen.styles.background == colours
        assert "Outcome" in s.lines[-1]


async def test_opened_again_in_another_size(stage) -> None:
    async with in_call(stage, size=(120, 36)) as s:
        await s.press("escape")
        await s.pilot.resize_terminal(80, 24)
        await s.press("f2")
        assert s.app.screen.has_class("-folded")
        assert NAMES[1] in s.text
        assert len(s.lines) == 24
        await s.press("escape")
        await s.pilot.resize_terminal(120, 36)
        await s.press("f2")
        assert s.app.screen.has_class("-beside")
        assert MARKS[2][1] in s.text


async def test_a_page_opened_while_a_call_is_given_back_goes_with_it(stage, tmp_path, monkeypatch) -> None:
    go_on, real = threading.Event(), calling.give_back

    def slow(*args: Any, **more: Any) -> None:
        go_on.wait(5)
        real(*args, **more)

    monkeypatch.setattr(calling, "give_back", slow)
    async with in_call(stage) as s:
        await s.pilot.press("escape")
        await s.pilot.press("f1")
        await asyncio.sleep(0.05)
        go_on.set()
        await s.rest()
        assert isinstance(s.app.screen, QueueScreen)
        assert len(s.app.screen_stack) == 1
        assert rows(tmp_path / "shop.db", "SELECT count(*) FROM queue_item WHERE state = 'held'") == [0]
        await s.press("f2")
        assert NAMES[1] in s.text


async def test_twice_enter_takes_one_customer(stage, tmp_path) -> None:
    async with stage(_shop, size=(120, 36)) as s:
        s.app.screen.action_next()
        s.app.screen.action_next()
        await s.rest()
        assert NAMES[0] in s.text
    assert rows(tmp_path / "shop.db", "SELECT count(*) FROM draft") == [1]
