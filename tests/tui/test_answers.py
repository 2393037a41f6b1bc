"""Every kind of answer on the call screen: what is refused at once, what was understood, and what ends up on disk."""

from __future__ import annotations

from decimal import Decimal

import pytest
from call_shop import SHOPS, TRUE, Question, both, burst, closed, in_call, rows, script, written
from hypothesis import given
from hypothesis import strategies as st

from callbench.script.lines import ChoiceLine, Line
from callbench.script.parts import Expr
from callbench.tui.choice_keys import Ten, choice_key
from callbench.tui.widgets.answer_field import AnswerField
from callbench.tui.widgets.entry import ManyLines, OneLine
from callbench.tui.widgets.number_line import slid

SIZES = [(80, 24), (120, 36)]
BOTH = [(size, language) for size in SIZES for language in ("zh_CN", "en")]


@pytest.fixture
def base(tmp_path):
    return tmp_path / "shop.db"


async def kept(s, base) -> dict[str, str]:
    await written(s)
    return dict(rows(base, "SELECT path, text FROM draft_answer"))


def one(kind: str, **more) -> object:
    """A script of one question under test and one behind it."""
    return script(
        "one", Question("a", kind, "a", both("请回答", "Please answer"), **more), closed("z", "还好吗?", "Well?")
    )


def typed(words: str) -> list[str]:
    return ["space" if char == " " else char for char in words]


# -- numbers -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("size", "language"), BOTH, ids=str)
async def test_a_letter_in_a_number_is_refused_at_once_with_words(stage, base, size, language) -> None:
    async with in_call(stage, one("integer"), size=size, language=language) as s:
        shown = await s.press("1", "x")
        assert ("这里只能输入数字" if language == "zh_CN" else "Only digits here") in shown
        assert s.app.screen.query_one(AnswerField).text == "1"
        shown = await s.press("2")
        assert ("这里只能输入数字" if language == "zh_CN" else "Only digits here") not in shown
        await s.press("enter")
        assert await kept(s, base) == {"a": "12"}


@pytest.mark.parametrize(
    ("kind", "keys", "answer"),
    [
        ("integer", "１２", "12"), ("integer", "1,234", "1234"), ("integer", "1，234", "1234"), ("decimal", "１２。５", "12.5"),
        ("decimal", "-3.50", "-3.5"), ("decimal", "1,234.5", "1234.5"),
    ],
)  # fmt: skip
async def test_numbers_are_taken_as_they_are_typed_in_china(stage, base, kind, keys, answer) -> None:
    async with in_call(stage, one(kind)) as s:
        shown = await burst(s, *keys)
        assert answer in shown, "what was understood stands there before Enter"
        await s.press("enter")
        assert await kept(s, base) == {"a": answer}


# -- days and times ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "words", "understood", "answer"),
    [
        ("dateTime", "明天下午3点", "2026-03-06 15:00", "2026-03-06T15:00:00+08:00"),
        ("dateTime", "next fri 10am", "2026-03-13 10:00", "2026-03-13T10:00:00+08:00"),
        ("dateTime", "昨天 15:30", "2026-03-04 15:30", "2026-03-04T15:30:00+08:00"),
        ("date", "上周五", "2026-02-27", "2026-02-27"),
        ("date", "3月8日", "2026-03-08", "2026-03-08"),
        ("time", "下午3点半", "15:30", "15:30:00"),
    ],
)
@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_what_words_were_understood_as_stands_beside_them(
    stage, base, language, kind, words, understood, answer
) -> None:
    async with in_call(stage, one(kind), language=language, size=(80, 24)) as s:
        shown = await s.press(*typed(words))
        assert understood in " ".join(shown.replace("周五", "").replace("周三", "").replace("周日", "").split())
        assert await kept(s, base) == {}
        await s.press("enter")
        assert await kept(s, base) == {"a": answer}


@pytest.mark.parametrize("kind", ["date", "dateTime"])
async def test_a_day_that_is_none_is_refused_while_typing(stage, base, kind) -> None:
    async with in_call(stage, one(kind), language="en") as s:
        assert "ends on day 28" in await s.press(*"2月30日")
        await s.press("enter")
        assert "question 1 of 2" in s.text
        assert await kept(s, base) == {}


async def test_a_constraint_is_told_while_typing(stage, base) -> None:
    more = {"constraint": Expr("string-length(.) <= 3"), "constraint_message": both("最多三个字", "three at most")}
    async with in_call(stage, one("text", **more)) as s:
        assert "最多三个字" in await s.press(*"一二三四")
        assert "最多三个字" not in await s.press("backspace")


# -- scales and sliders --------------------------------------------------------------------------------------------

SLIDER = {"start": "16", "end": "30", "step": "0.5"}


@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_a_slider_goes_by_arrows_and_takes_digits(stage, base, language) -> None:
    async with in_call(stage, one("range", parameters=SLIDER), language=language, size=(80, 24)) as s:
        await s.press("right", "right")
        assert s.app.screen.query_one(AnswerField).text == "23.5"
        await s.press("ctrl+right", "ctrl+right", "ctrl+right")
        assert s.app.screen.query_one(AnswerField).text == "30"
        await s.press("backspace", "backspace")
        assert "30" in await s.press("9"), "what would be right"
        await s.press("enter")
        assert await kept(s, base) == {}
        await s.press("backspace", "2", "0", "enter")
        assert await kept(s, base) == {"a": "20"}


@given(
    st.integers(-50, 50), st.integers(1, 60), st.sampled_from(["1", "0.5", "5", "0.1"]), st.integers(-99, 99),
    st.sampled_from(["", "7", "x", "12.34", "-3"]),
)  # fmt: skip
def test_a_slider_never_leaves_its_steps(low, span, step, by, text) -> None:
    end = Decimal(low + span)
    found = Decimal(slid(text, {"start": str(low), "end": str(end), "step": step}, by))
    assert low <= found <= end
    assert (found - low) % Decimal(step) == 0


NPS = script(
    "nps",
    Question("nps", "range", "nps", both("愿意推荐吗?", "Recommend?"), parameters={"start": "0", "end": "10"}),
    closed("again", "再来吗?", "Again?", "yes_no"),
    Question("times", "integer", "times", both("几次?", "How often?")),
)


async def test_ten_typed_as_one_and_nought_is_ten(stage, base, monkeypatch) -> None:
    monkeypatch.setattr("callbench.tui.widgets.form_keys.monotonic", lambda: 0.0)  # a slow machine is no slow hand
    async with in_call(stage, NPS) as s:
        await burst(s, "1", "0")
        assert "第 2 题" in s.text
        assert await kept(s, base) == {"nps": "10"}
        await s.press("1")
        assert (await kept(s, base))["again"] == "yes"


async def test_one_key_for_ten_and_one_stays_one(stage, base) -> None:
    async with in_call(stage, NPS) as s:
        await s.press("1", "1", "up", "up", "minus")
        assert await kept(s, base) == {"nps": "10", "again": "yes"}
        await s.press("up", "up")
        await burst(s, "1", "2")
        assert (await kept(s, base))["nps"] == "1"


SCALE = Line(
    "nps", 1, "range", "?", choices=tuple(ChoiceLine(str(n), str(n), "-" if n == 10 else str(n)) for n in range(11))
)
FIVE = Line("five", 2, "range", "?", choices=tuple(ChoiceLine(str(n), str(n), str(n)) for n in range(1, 6)))


@given(st.floats(0, 5))
def test_nought_is_the_rest_of_ten_only_right_behind_the_one(seconds) -> None:
    ten = Ten()
    for following, limit in ((SCALE, 0.6), (FIVE, 2.0), (None, 2.0)):
        ten.pressed(SCALE, "1", 100.0)
        assert bool(ten.meant(following, "0", 100.0 + seconds)) == (100.0 + seconds - 100.0 <= limit)
        ten.pressed(FIVE, "1", 100.0)
        assert not ten.meant(following, "0", 100.0)


@given(st.sampled_from([SCALE, FIVE]), st.text(min_size=1, max_size=1))
def test_a_key_chooses_the_choice_it_is_drawn_before_and_no_other(line, character) -> None:
    what, value = choice_key(line, character, character, pointed="", refuse_key="")
    drawn = {choice.digit: choice.value for choice in line.choices}
    if what == "choose":
        assert value in drawn.values()
    elif character in drawn:
        raise AssertionError(character)


# -- several, lists, nothing ---------------------------------------------------------------------------------------

TWO_OR_THREE = {
    "constraint": Expr("count-selected(.) >= 2 and count-selected(.) <= 2"),
    "constraint_message": both("请选两项", "choose two"),
}


@pytest.mark.parametrize(("size", "language"), BOTH, ids=str)
async def test_too_few_and_too_many_are_told_while_choosing(stage, base, size, language) -> None:
    words = "请选两项" if language == "zh_CN" else "choose two"
    async with in_call(
        stage, one("select_multiple", choices="topics", **TWO_OR_THREE), size=size, language=language
    ) as s:
        assert words not in s.text
        assert words in await s.press("1")
        assert words not in await s.press("3")
        assert ("已选 2 项" if language == "zh_CN" else "2 chosen") in s.text
        assert words in await s.press("2")
        await s.press("enter")
        assert await kept(s, base) == {}
        await s.press("down", "up")
        assert words in s.text, "what was picked is still picked"
        await s.press("2", "enter")
        assert await kept(s, base) == {"a": "care booking"}


async def test_several_of_a_long_list_are_found_by_typing(stage, base) -> None:
    async with in_call(stage, one("select_multiple", choices="shops")) as s:
        await s.press("2", "enter", *"第1", "down", "enter")
        assert "已选 2 项" in s.text
        assert s.app.screen.query_one(AnswerField).text == ""
        await s.press("enter")
        assert set((await kept(s, base))["a"].split()) == {"s2", "s10"}


async def test_arrows_pick_among_what_was_found(stage, base) -> None:
    async with in_call(stage, one("select_one", choices="shops")) as s:
        await s.press(*"第2")
        await s.press("down", "down", "up", "enter")
        assert await kept(s, base) == {"a": SHOPS.choices[19].value}


@pytest.mark.parametrize(("size", "language"), BOTH, ids=str)
async def test_a_question_with_nothing_to_choose_is_no_dead_end(stage, base, size, language) -> None:
    form = one("select_one", choices="topics", required=TRUE, choice_filter=Expr("name = 'never'"))
    async with in_call(stage, form, size=size, language=language) as s:
        assert ("没有可选项" if language == "zh_CN" else "nothing to choose from") in s.text
        await s.press("7", "enter", "5", "enter")
        assert "王芳" in s.text, "the call ends as completed"
    assert rows(base, "SELECT outcome FROM attempt") == ["completed"]


# -- words ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("size", "language"), BOTH, ids=str)
async def test_a_long_text_takes_lines_and_ends_with_enter(stage, base, size, language) -> None:
    async with in_call(stage, one("text", appearance="multiline"), size=size, language=language) as s:
        assert "^J" in s.text
        await s.press(*"一二", "ctrl+j", *"三")
        assert "question 1" in s.text or "第 1 题" in s.text
        await s.press("enter")
        assert await kept(s, base) == {"a": "一二\n三"}


async def test_a_phone_number_is_read_as_one_of_the_shops_country(stage, base, monkeypatch, settings) -> None:
    async with in_call(stage, one("text", appearance="phone")) as s:
        assert "只" not in await s.press(*"13800138000")
        assert "138 0013 8000" in s.text
        await s.press("enter")
        assert await kept(s, base) == {"a": "+8613800138000"}


async def test_only_one_editor_is_ever_mounted(stage) -> None:
    form = script("all", *(
        Question(f"q{n}", kind, f"q{n}", both("问", "Ask"), **more)
        for n, (kind, more) in enumerate((
            ("text", {}), ("integer", {}), ("range", {"parameters": SLIDER}), ("text", {"appearance": "multiline"}),
            ("select_one", {"choices": "shops"}), ("date", {}), ("acknowledge", {}),
        ))
    ))  # fmt: skip
    async with in_call(stage, form) as s:
        for _each in range(8):
            assert len([*s.app.screen.query(OneLine), *s.app.screen.query(ManyLines)]) <= 1
            await s.press("down")
