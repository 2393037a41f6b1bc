"""Hostile texts in the call: in the card, the history, the script, every panel, and pasted into every field."""

from __future__ import annotations

import unicodedata

import pytest
from call_shop import KINDS, in_call
from hostile import HOSTILE
from hostile_shop import CUSTOMERS, fill
from rich.cells import cell_len
from textual import events

from callbench.tui.screens.call import CallScreen

PANELS = ("f2", "f3", "f4", "f5", "f6", "f8")


def calm(s, width: int, joiners: str = "") -> None:
    """Nothing unseen stands on the screen, every line has its width, nothing has crashed."""
    assert not {c for c in s.text if unicodedata.category(c) in ("Cc", "Cf", "Cs") and c not in "\n\u200c" + joiners}
    assert all(
        cell_len(line) == width for line in s.lines if "\u200d" not in line
    )  # an editor breaks lines as it likes
    assert s.app.is_running
    assert s.app.failed is None


@pytest.mark.parametrize(("size", "language"), [((80, 24), "en"), ((120, 36), "zh_CN")], ids=str)
async def test_every_customer_in_card_history_and_panels(stage, size, language) -> None:
    async with stage(fill, size=size, language=language) as s:
        await s.press("f2")
        seen = 0
        while seen < CUSTOMERS:
            assert isinstance(s.app.screen, CallScreen)
            calm(s, size[0])
            for panel in PANELS if seen % 3 == 0 else ("f5",):
                await s.press(panel)
                calm(s, size[0])
                if panel == "f5":
                    await s.press("pagedown", "pagedown")
                    calm(s, size[0])
                await s.press("escape")
            await s.press("f2", "2")
            seen += 1
        await s.press("escape")
        for screen in ("f3", "f7"):
            await s.press(screen)
            calm(s, size[0])
            await s.press("pagedown", "end")
            calm(s, size[0])
            await s.press("escape")


async def test_every_question_choice_and_answer_of_the_script(stage) -> None:
    async with stage(fill, size=(120, 36)) as s:
        await s.press("f2")
        questions = 0
        await s.press("ctrl+s")
        while s.app.screen.talk.walk.live is not None:
            live = s.app.screen.talk.walk.live
            if live.kind == "select_one":
                await s.press("1")
            elif live.kind == "select_multiple":
                await s.press("1", "2", "down")
            else:
                await s.press("down")
            if questions % 3 == 0:
                calm(s, 120)
            questions += 1
        assert questions >= len(HOSTILE) // 4
        await s.press("f1")
        calm(s, 120)


async def test_every_text_pasted_into_note_answer_reason_and_profile(stage) -> None:
    async with in_call(stage, KINDS) as s:

        async def paste() -> None:
            for at in range(0, len(HOSTILE), 12):
                for text in HOSTILE[at : at + 12]:
                    s.app.screen.focused.post_message(events.Paste(text))
                await s.pilot.pause()
                calm(s, 120, joiners="\u200d")
                field = s.app.screen.focused
                field.load_text("") if hasattr(field, "load_text") else field.clear()

        await paste()
        for panel in ("f8", "f3", "f5", "f4"):
            await s.press(panel)
            if s.app.screen.focused is None:
                await s.press("tab")
            if s.app.screen.focused is not None and hasattr(s.app.screen.focused, "clear"):
                await paste()
            await s.press("escape")
        assert isinstance(s.app.screen, CallScreen)
