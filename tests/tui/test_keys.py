"""The budgets of the call in keys, counted on the real app and proved by what the base holds afterwards."""

from __future__ import annotations

from dataclasses import replace

import pytest
from call_shop import KINDS, LISTS, Choice, ChoiceList, Expr, both, burst, closed, in_call, rows, script, written

from callbench.tui.screens.call import CallScreen

EIGHT_ANSWERS = ("1", "5", "1", "5", "5", "5", "-", "1")
SIZES = [(80, 24), (120, 36), (200, 60)]


@pytest.fixture
def base(tmp_path):
    return tmp_path / "shop.db"


def given(base) -> dict[str, str]:
    return dict(rows(base, "SELECT path, text FROM answer WHERE state = 'given'"))


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_eight_questions_outcome_and_next_customer_take_nine_keys(stage, base, size, language) -> None:
    keys = (*EIGHT_ANSWERS, "enter")
    assert len(keys) <= 10
    async with in_call(stage, size=size, language=language) as s:
        assert "李娜" in s.text
        for key in keys[:-1]:
            await s.press(key)
        await written(s)
        shown = await s.press(keys[-1])
        assert "王芳" in shown
        assert "李娜" not in shown
        assert isinstance(s.app.screen, CallScreen)
    assert rows(base, "SELECT outcome FROM attempt") == ["completed"]
    assert given(base) == {
        "handy": "yes", "effect": "5", "trouble": "none", "attitude": "5", "waiting": "5", "room": "5", "nps": "10",
        "again": "yes",
    }  # fmt: skip
    assert rows(base, "SELECT state FROM queue_item ORDER BY id")[:2] == ["done", "held"]


async def test_the_outcome_list_proposes_completed_and_enter_takes_it(stage, base) -> None:
    keys = (*EIGHT_ANSWERS, "f2", "enter")
    assert len(keys) == 10
    async with in_call(stage) as s:
        assert "王芳" in await s.press(*keys)
    assert rows(base, "SELECT outcome FROM attempt") == ["completed"]


async def test_one_key_answers_a_closed_question_and_moves_on(stage, base) -> None:
    async with in_call(stage) as s:
        for n, key in enumerate(EIGHT_ANSWERS, 1):
            assert f"第 {n} 题，共 8 题" in s.text
            await s.press(key)
            await written(s)
            assert len(rows(base, "SELECT path FROM draft_answer")) == n


@pytest.mark.parametrize("key", ["2", "3", "4", "5", "6"])
async def test_an_unanswered_attempt_and_the_next_customer_take_two_keys(stage, base, key) -> None:
    async with in_call(stage) as s:
        shown = await s.press("f2", key)
        assert "王芳" in shown
        assert "李娜" not in shown
    assert len(rows(base, "SELECT outcome FROM attempt")) == 1
    assert rows(base, "SELECT * FROM answer") == []


@pytest.mark.parametrize("keys", [("f3", "5", "enter", "enter"), ("f2", "7", "5", "enter")], ids=" ".join)
async def test_a_follow_up_from_a_preset_takes_four_keys(stage, base, keys) -> None:
    assert len(keys) <= 4
    async with in_call(stage) as s:
        shown = await s.press(*keys)
        assert "王芳" in shown
        assert "明天 10:00" in shown
    assert rows(base, "SELECT outcome FROM attempt") == ["callback_agreed"]
    assert rows(base, "SELECT due_at, state FROM follow_up") == [("2026-03-06 02:00:00.000000", "open")]
    item = "SELECT ready_at, agreed FROM queue_item ORDER BY id LIMIT 1"
    assert rows(base, item) == [("2026-03-06 02:00:00.000000", 1)]


@pytest.mark.parametrize("words", ["明天10点", "tomorrow 10am", "明天上午"])
async def test_a_follow_up_from_typed_words(stage, base, words) -> None:
    async with in_call(stage) as s:
        await s.press("f3", *("space" if c == " " else c for c in words))
        assert "2026-03-06" in s.text
        await s.press("enter", "enter")
        assert "王芳" in s.text
    assert rows(base, "SELECT due_at FROM follow_up") == ["2026-03-06 02:00:00.000000"]


async def test_a_follow_up_with_a_finished_script_is_saved_with_completed(stage, base) -> None:
    async with in_call(stage) as s:
        await s.press(*EIGHT_ANSWERS, "f3", "8", "enter", "enter")
        assert "王芳" in s.text
    assert rows(base, "SELECT outcome FROM attempt") == ["completed"]
    assert rows(base, "SELECT due_at FROM follow_up") == ["2026-03-12 02:00:00.000000"]


async def test_undo_takes_one_key_and_brings_the_answers_back(stage, base) -> None:
    async with in_call(stage) as s:
        shown = await s.press(*EIGHT_ANSWERS, "enter")
        assert "^Z" in shown
        shown = await s.press("ctrl+z")
        assert "李娜" in shown
        assert "王芳" not in shown
        assert rows(base, "SELECT * FROM attempt") == []
        assert len(rows(base, "SELECT * FROM draft_answer")) == 8
        assert "第 8 题，共 8 题" in shown
        assert "王芳" in await s.press("enter"), "it can be saved again"
    assert rows(base, "SELECT outcome FROM attempt") == ["completed"]


async def test_the_way_back_closes_after_fifteen_seconds(stage, base, clock) -> None:
    from datetime import timedelta

    async with in_call(stage) as s:
        assert "^Z 撤回 15" in await s.press("f2", "2")
        clock.set(clock.now() + timedelta(seconds=11))
        s.app._tick()
        await s.rest()
        assert "^Z 撤回  4" in s.lines[0], "the countdown is seen"
        clock.set(clock.now() + timedelta(seconds=5))
        s.app._tick()
        await s.rest()
        assert "^Z" not in s.text
        assert "王芳" in await s.press("ctrl+z")
    assert rows(base, "SELECT outcome FROM attempt") == ["no_answer"]


async def test_a_doubled_outcome_key_answers_nothing_for_the_next_customer(stage, base, monkeypatch) -> None:
    """The clock of the hand stands still, so that every further `2` is an echo; then it moves on."""
    now = [1000.0]
    monkeypatch.setattr("callbench.tui.echo.monotonic", lambda: now[0])
    async with in_call(stage) as s:
        await burst(s, "f2", "2", "2", "2", "2")
        shown = await s.press("2", "2")
        assert "王芳" in shown
        assert "第 1 题，共 8 题" in shown
        assert rows(base, "SELECT * FROM draft_answer") == []
        now[0] += 1
        assert "第 2 题，共 8 题" in await s.press("2")
    assert len(rows(base, "SELECT * FROM attempt")) == 1


async def test_a_doubled_enter_saves_once(stage, base) -> None:
    async with in_call(stage) as s:
        await s.press(*EIGHT_ANSWERS)
        await burst(s, "enter", "enter", "enter")
        assert "王芳" in await s.press("enter")
    assert rows(base, "SELECT outcome FROM attempt") == ["completed"]
    assert len(rows(base, "SELECT * FROM queue_item WHERE state = 'held'")) == 1


async def test_keys_that_arrive_at_once_go_where_they_are_meant(stage, base) -> None:
    async with in_call(stage) as s:
        await burst(s, "f2", "2")
        await burst(s, *EIGHT_ANSWERS, "enter")
        assert "张伟" in s.text
    assert sorted(rows(base, "SELECT outcome FROM attempt")) == ["completed", "no_answer"]
    assert len(given(base)) == 8


async def test_a_panel_opened_twice_is_there_once(stage) -> None:
    async with in_call(stage) as s:
        await burst(s, "f2", "f2", "f2")
        assert len(s.app.screen_stack) == 3
        await s.press("escape")
        assert isinstance(s.app.screen, CallScreen)


async def test_typed_answers_that_arrive_at_once(stage, base) -> None:
    async with in_call(stage, KINDS) as s:
        await burst(s, *"abc", "enter", *"42", "enter", *"2026-04-01", "enter", *"1530", "up", "up")
        await written(s)
        found = dict(rows(base, "SELECT path, text FROM draft_answer"))
    assert found["words"] == "abc"
    assert found["visits"] == "42"
    assert found["next"] == "2026-04-01"


async def test_full_width_digits_of_an_input_method_answer_too(stage, base) -> None:
    async with in_call(stage) as s:
        await s.press("１", "５")
        await written(s)
    assert rows(base, "SELECT path, text FROM draft_answer ORDER BY path") == [("effect", "5"), ("handy", "yes")]


async def test_an_answer_proposes_the_outcome_and_enter_leads_through_it(stage, base) -> None:
    later = ChoiceList(
        "later",
        (Choice("yes", both("方便", "yes")), Choice("no", both("改天", "another day"), outcome="callback_agreed")),
    )
    asked = closed("handy", "方便吗?", "Is now good?", "later")
    rest = closed("effect", "满意吗?", "Satisfied?", relevant=Expr("${handy} = 'yes'"))
    form = replace(script("later", asked, rest), lists={**LISTS, "later": later})
    async with in_call(stage, form) as s:
        shown = await s.press("2")
        assert "约定回电" in shown
        await s.press("enter", "5", "enter")
        assert "王芳" in s.text
    assert rows(base, "SELECT outcome FROM attempt") == ["callback_agreed"]
    assert rows(base, "SELECT due_at FROM follow_up") == ["2026-03-06 02:00:00.000000"]
    assert given(base) == {"handy": "no"}
