"""The mouse works in a call and is never needed: a click goes to a question or chooses, the wheel rolls, marking only marks."""

from __future__ import annotations

import pytest
from call_shop import EIGHT, KINDS, in_call, rows, written
from textual import events

from callbench.tui.widgets.customer_side import CustomerSide
from callbench.tui.widgets.form import ScriptForm
from callbench.tui.widgets.script_view import ScriptView

SIZES = [(80, 24), (120, 36)]
ANSWERS = "SELECT count(*) FROM draft_answer"


def where(s, words: str) -> tuple[int, int]:
    """The cell at which `words` begin on the script's side."""
    from rich.cells import cell_len

    left = s.find(ScriptForm).region.x
    for y, line in enumerate(s.lines):
        at = line.find(words)
        if at >= 0 and cell_len(line[:at]) >= left:
            return cell_len(line[:at]), y
    raise AssertionError(f"{words} is not shown\n{s.text}")


async def wheel(s, kind: type[events.MouseEvent], at: tuple[int, int]) -> None:
    s.app.post_message(kind(None, *at, 0, 0, 0, False, False, False, *at))
    await s.rest()


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_a_click_goes_to_a_question_and_another_answers_it(stage, tmp_path, size) -> None:
    async with in_call(stage, size=size) as s:
        await s.pilot.click(offset=where(s, "服务态度怎么样"))
        await s.rest()
        assert s.app.screen.talk.walk.path == "attitude"
        assert rows(tmp_path / "shop.db", ANSWERS) == [0]
        await s.pilot.click(offset=where(s, "一般"))
        await written(s)
        assert rows(tmp_path / "shop.db", "SELECT path, text FROM draft_answer") == [("attitude", "3")]


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_marking_words_answers_nothing_goes_nowhere_and_can_be_copied(stage, tmp_path, size) -> None:
    async with in_call(stage, size=size) as s:
        x, y = where(s, "静雅美容的")
        end_x, end_y = where(s, "不方便")
        before = s.app.screen.talk.walk.path
        await s.pilot.mouse_down(offset=(x, y))
        await s.pilot.hover(offset=(end_x + 2, end_y))
        await s.pilot.mouse_up(offset=(end_x + 2, end_y))
        await s.rest()
        assert s.app.screen.talk.walk.path == before
        assert rows(tmp_path / "shop.db", ANSWERS) == [0]
        await s.press("ctrl+c")
        assert "静雅美容的" in s.app.clipboard
        assert s.app.clipboard.splitlines()[-1].strip() in ("2   不", "2   不方")
        assert "李女士" not in s.app.clipboard
        await s.press("1")
        await written(s)
        assert rows(tmp_path / "shop.db", "SELECT path FROM draft_answer") == ["handy"], "keys go on as before"


async def test_ctrl_c_without_anything_marked_does_nothing(stage) -> None:
    async with in_call(stage) as s:
        before = s.text
        assert await s.press("ctrl+c") == before
        assert s.app.clipboard == ""


async def test_a_click_beside_the_field_leaves_the_typing_where_it_was(stage) -> None:
    async with in_call(stage, KINDS) as s:
        await s.press("a")
        view = s.find(ScriptView).region
        await s.pilot.click(offset=(view.right - 2, view.bottom - 1))
        await s.press("b", "c")
        assert s.find(ScriptForm).editor.text == "abc"


async def test_the_wheel_rolls_through_the_questions_and_keeps_what_is_typed(stage, tmp_path) -> None:
    async with in_call(stage, KINDS) as s:
        await s.press(*"abc")
        view = s.find(ScriptView).region
        await wheel(s, events.MouseScrollDown, (view.x + 3, view.y + 3))
        assert s.app.screen.talk.walk.path == "visits"
        await written(s)
        assert rows(tmp_path / "shop.db", "SELECT text FROM draft_answer") == ["abc"]
        await wheel(s, events.MouseScrollUp, (view.x + 3, view.y + 3))
        assert s.app.screen.talk.walk.path == "words"


async def test_the_wheel_scrolls_card_and_history(stage) -> None:
    async with in_call(stage, EIGHT, past=True, size=(120, 24)) as s:
        side = s.find(CustomerSide)
        assert side.max_scroll_y > 0
        await wheel(s, events.MouseScrollDown, (side.region.x + 3, side.region.y + 3))
        await s.rest()
        assert side.scroll_offset.y > 0
        assert s.app.screen.talk.walk.path == "handy"
