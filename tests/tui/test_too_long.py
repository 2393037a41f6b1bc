"""A text longer than what is kept: what was cut is said where it is typed, and nothing is cut in silence."""

from __future__ import annotations

import pytest
from call_shop import KINDS, in_call, rows, written
from textual.events import Paste

from callbench.tui.widgets.entry import LONGEST, ManyLines

SIZES = [(80, 24), (120, 36)]
SAID = {"en": "14,000 characters; the first 5,000 are kept", "zh_CN": "共 14,000 字，只保留前 5,000 字"}


@pytest.fixture
def base(tmp_path):
    return tmp_path / "shop.db"


async def paste(s, text: str) -> str:
    s.app.post_message(Paste(text))
    for _round in range(4):
        await s.pilot.pause()
    await s.rest()
    return str(s.text)


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("key", ["f8", "f4"])
async def test_a_long_paste_says_what_is_kept(stage, base, key, size, language) -> None:
    async with in_call(stage, size=size, language=language) as s:
        await s.press(key, *(["1"] if key == "f4" else []))
        bottom = s.app.screen.query_one(".sheet").region.bottom
        assert SAID[language] in await paste(s, "好" * 14_000)
        assert s.app.screen.query_one(".sheet").region.bottom == bottom <= size[1]
        field = s.app.screen.query_one(ManyLines)
        assert field.text == "好" * LONGEST
        await s.press("x")
        assert "5,001" in s.text
        assert len(field.text) == LONGEST
        assert "6,000" in await paste(s, "y" * 1_000)
        assert len(field.text) == LONGEST
        await s.press("backspace")
        assert "6,000" not in s.text
        assert s.app.screen.query_one(".sheet").region.bottom == bottom
        await s.press("enter")
        await written(s)
    if key == "f8":
        assert rows(base, "SELECT length(note) FROM draft") == [LONGEST - 1]


@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_a_long_paste_into_an_answer_is_said_below_it(stage, base, language) -> None:
    async with in_call(stage, KINDS, language=language) as s:
        assert SAID[language] in await paste(s, "好" * 14_000)
        assert s.app.screen.query_one("#editor").value == "好" * LONGEST
        await s.press("enter")
        await written(s)
    assert rows(base, "SELECT length(text) FROM draft_answer") == [LONGEST]
