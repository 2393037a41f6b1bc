"""What is looked up during a call: another question, words for an objection, the history; always back to the question."""

from __future__ import annotations

import pytest
from call_shop import EIGHT, Question, both, closed, in_call, rows, script, written
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from callbench.desk import correcting
from callbench.errors import StoreBusy
from callbench.script.lines import Line
from callbench.tui import past_call
from callbench.tui.screens.call import CallScreen
from callbench.tui.screens.panels.jump import JumpPanel
from callbench.tui.walk import found_by
from callbench.tui.widgets.customer_side import CustomerSide
from callbench.tui.widgets.form import ScriptForm

SIZES = [(80, 24), (120, 36), (200, 60)]
BOTH = [(size, language) for size in SIZES for language in ("zh_CN", "en")]
TIME = both("理解您的时间宝贵,只要一分钟。" * 4, "I know your time is precious; it takes one minute. " * 3)
WITH_WORDS = script(
    "objections",
    closed("handy", "现在方便通话吗?", "Is now a good time?", "yes_no", objection=TIME),
    closed("effect", "护理效果满意吗?", "Are you satisfied?"),
    Question("words", "text", "words", both("还有什么建议?", "Any suggestions?")),
)


@pytest.fixture
def base(tmp_path):
    return tmp_path / "shop.db"


# -- to a question -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("size", "language"), BOTH, ids=str)
async def test_to_a_question_by_its_number(stage, size, language) -> None:
    async with in_call(stage, size=size, language=language) as s:
        await s.press("f12")
        assert s.app.screen.query_one(".sheet").region.bottom <= size[1]
        assert all(cell_len(line) == size[0] for line in s.lines)
        await s.press("6", "enter")
        assert isinstance(s.app.screen, CallScreen)
        assert s.find(ScriptForm).live.path == "room"


async def test_to_a_question_by_its_words_and_arrows(stage, base) -> None:
    async with in_call(stage) as s:
        await s.press("ctrl+f", *"吗", "down", "down", "enter")
        assert s.find(ScriptForm).live.path == "waiting"
        await s.press("4")
        await s.press("f12", *"没有这种题")
        assert "没有这样的题" in s.text
        await s.press("enter")
        assert isinstance(s.app.screen, JumpPanel)
        await s.press("escape")
        assert s.find(ScriptForm).live.path == "room"
        await written(s)
    assert rows(base, "SELECT path, text FROM draft_answer") == [("waiting", "4")]


async def test_what_was_typed_counts_before_jumping(stage, base) -> None:
    async with in_call(stage, WITH_WORDS) as s:
        await s.press("f12", "3", "enter", *"很好", "f12", "1", "enter")
        assert s.find(ScriptForm).live.path == "handy"
        await written(s)
    assert rows(base, "SELECT path, text FROM draft_answer") == [("words", "很好")]


LINES = tuple(
    Line(f"q{n}", n, "text", label, section=section)
    for n, (label, section) in enumerate((("效果如何", ""), ("再来吗 12", "到店 2"), ("How was it", "Visit 1")), 1)
)


@given(st.text(max_size=12))
def test_searching_finds_only_what_is_there_in_order_and_nothing_finds_all(words) -> None:
    found = found_by(LINES, words)
    assert all(line in LINES for line in found)
    assert len({line.path for line in found}) == len(found)
    if not words.strip():
        assert found == LINES


@pytest.mark.parametrize(
    ("words", "found"),
    [("2", ("q2",)), ("1", ("q1", "q2", "q3")), ("HOW", ("q3",)), ("到店 吗", ("q2",)), ("９９", ()), ("３", ("q3",))],
)  # fmt: skip
def test_a_number_goes_first_and_every_word_must_be_there(words, found) -> None:
    assert tuple(line.path for line in found_by(LINES, words)) == found


# -- objections ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("size", "language"), BOTH, ids=str)
async def test_an_objection_is_answered_in_place_beside_the_live_question(stage, size, language) -> None:
    words, question = (
        ("理解您的时间宝贵", "现在方便通话吗") if language == "zh_CN" else ("precious", "Is now a good time")
    )
    async with in_call(stage, WITH_WORDS, size=size, language=language) as s:
        assert "^O" in s.text
        assert words not in s.text
        shown = await s.press("ctrl+o")
        assert words in shown
        assert question in shown
        assert "[1]" in shown or " 1 " in shown
        assert all(cell_len(line) == size[0] for line in s.lines)
        assert words not in await s.press("ctrl+o")
        assert words in await s.press("ctrl+o")
        assert words not in await s.press("escape"), "Escape closes it and does not leave the call"
        assert isinstance(s.app.screen, CallScreen)
        await s.press("ctrl+o", "1")
        assert words not in s.text, "the next question closes it"
        assert words in await s.press("ctrl+o"), "the nearest words before it are offered"


async def test_a_script_without_such_words_says_so(stage) -> None:
    async with in_call(stage, EIGHT) as s:
        assert "没有异议应对" in await s.press("ctrl+o")


# -- history -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("size", "language"), BOTH, ids=str)
async def test_the_history_opens_in_place_and_escape_returns_to_the_question(stage, size, language) -> None:
    async with in_call(stage, past=True, size=size, language=language) as s:
        shown = await s.press("ctrl+l")
        assert "补水套装0" in shown
        assert ("5 条" if language == "zh_CN" else "5 entries") in shown
        assert ("现在方便通话吗" in shown or "good time" in shown) is (size[0] >= 100)
        assert all(cell_len(line) == size[0] for line in s.lines)
        shown = await s.press("end", "enter")
        assert "静安店" in shown
        shown = await s.press("escape")
        assert "现在方便通话吗" in shown or "good time" in shown
        assert not s.find(CustomerSide).looking
        await s.press("1")
        assert s.find(ScriptForm).live.path == "effect", "keys answer again"


async def test_a_call_opens_with_its_answers_in_the_words_of_its_script(stage) -> None:
    async with in_call(stage, past=True) as s:
        await s.press("ctrl+l", "down", "down", "down", "enter")
        await s.rest()
        assert "护理效果满意吗" in s.text
        assert "5 非常满意" in s.text
        assert "5 非常满意" not in await s.press("enter")


async def test_the_filter_narrows_and_escape_drops_it_first(stage) -> None:
    async with in_call(stage, past=True) as s:
        await s.press("ctrl+l", "slash", *"补水")
        assert "1 条" in s.text
        assert "补水套装0" in s.text
        await s.press("enter", "j", "k", "enter")
        assert "- " in s.text
        assert "5 条" in await s.press("escape")
        assert s.find(CustomerSide).looking
        await s.press("escape")
        assert not s.find(CustomerSide).looking


async def test_answers_that_cannot_be_read_are_said_in_place(stage, monkeypatch) -> None:
    def busy(*_args, **_more):
        raise StoreBusy("the base is busy")

    async with in_call(stage, past=True) as s:
        assert past_call.saved_call is correcting.saved_call
        monkeypatch.setattr(past_call, "saved_call", busy)
        await s.press("ctrl+l", "enter")
        await s.rest()
        assert "the base is busy" in s.text


async def test_nothing_of_the_history_stays_for_the_next_customer(stage) -> None:
    async with in_call(stage, past=True) as s:
        await s.press("ctrl+l", "enter", "f2", "2")
        assert "王芳" in s.text
        assert not s.find(CustomerSide).looking
        assert "补水套装0" not in await s.press("ctrl+l")
