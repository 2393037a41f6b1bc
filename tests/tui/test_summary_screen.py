"""The summary on screen says what `desk.summary` found: figures with their parts, whole at every size, by keys alone."""

from __future__ import annotations

import re

import pytest
from rich.cells import cell_len
from textual.widgets import Input

from callbench import i18n
from callbench.desk.agents import find_agent
from callbench.desk.calling import take_next
from callbench.desk.summary import summary
from callbench.records.calls import AnswerGiven, CallInHand, CallResult
from callbench.records.summary import Check, Figure, QuestionDay
from callbench.rules.figure_words import value_text
from callbench.rules.measures import BY_KEY, MEASURES
from callbench.tui.screens.queue import QueueScreen
from callbench.tui.screens.summary import SummaryScreen
from callbench.tui.screens.summary_lines import question, summary_lines
from callbench.tui.widgets.page import Page

NAMES = ("李娜", "王芳", "张伟", "陈静", "刘洋", "赵敏")


def calls_made(bench) -> None:
    """Two completed calls of 王敏 with satisfaction 5 and 4, one without an answer of 李雷."""
    from queue_shop import fill

    from callbench.desk.saving import save_result

    fill(bench, NAMES, groups=("untouched",))
    for who, outcome, score in (("wangmin", "completed", 5), ("wangmin", "completed", 4), ("lilei", "no_answer", None)):
        agent = find_agent(bench, who)
        call = take_next(bench, agent)
        assert isinstance(call, CallInHand)
        answers = (
            (AnswerGiven("effect", "effect", "choice", str(score), float(score), "label", "given", "csat"),)
            if score
            else ()
        )
        save_result(bench, agent, call.draft_id, CallResult(outcome, answers))


def number_after(label: str, text: str) -> str:
    found = re.search(rf"{re.escape(label)} +(\S+)", text)
    assert found, label
    return found[1]


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)], ids=str)
@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_figures_are_those_of_the_desk(stage, language, size) -> None:
    async with stage(calls_made, language=language, size=size) as s:
        shown = await s.press("f7")
        assert isinstance(s.app.screen, SummaryScreen)
        found = await s.app.work.reading(lambda bench: summary(bench))
        assert found.measures["completed"].value == 2
        assert found.measures["satisfaction"].numerator == 2
        for key in (
            "planned",
            "attempted",
            "reached",
            "completed",
            "refused",
            "follow_ups",
            "reach_rate",
            "satisfaction",
        ):
            label = i18n._(BY_KEY[key].label)
            assert number_after(label, shown) == value_text(key, found.measures[key]), key
        assert all(cell_len(line) == size[0] for line in s.lines)
        whole = s.app.screen.query_one(Page).query_one("Static").content.plain
        for agent in found.agents:
            assert agent.name in whole
        assert ("护理效果满意吗" if language == "zh_CN" else "Are you satisfied with the result?") in whole
        assert ("全部相符" if language == "zh_CN" else "all hold") in whole


async def test_it_scrolls_to_the_sums_and_back(stage) -> None:
    async with stage(calls_made, language="en") as s:
        first = await s.press("f7")
        last = await s.press("G")
        assert "sums checked: all hold" in last
        assert await s.press("g") == first
        assert await s.press("pagedown") != first
        assert await s.press("escape")
        assert isinstance(s.app.screen, QueueScreen)


async def test_days_are_walked_and_typed(stage) -> None:
    async with stage(calls_made, language="en", size=(120, 36)) as s:
        await s.press("f7")
        assert "2026-03-05" in s.text
        shown = await s.press("right")
        assert "2026-03-05 Thu" in shown  # never past today
        shown = await s.press("left")
        assert "2026-03-04 Wed" in shown
        assert "yesterday" in shown
        assert number_after("Completed", shown) == "0"
        await s.press("f3", *"2026-03-01 2026-03-05")
        shown = await s.press("enter")
        assert "2026-03-01 to 2026-03-05" in shown
        assert number_after("Completed", shown) == "2"
        shown = await s.press("left")
        assert "2026-02-24 to 2026-02-28" in shown
        assert "2026-03-05 Thu" in await s.press("f5")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("2026-02-30", ""),
        ("xyz", ""),
        ("2026-03-05 2026-03-01", "The first day is after the last one."),
        ("2027-01-01", "not come yet"),
    ],
)
async def test_a_wrong_day_is_said_below_the_field_and_the_day_stays(stage, typed, told) -> None:
    async with stage(calls_made, language="en") as s:
        await s.press("f7", "slash", *typed)
        wrong = str(s.app.screen.query_one("#wrong").content)
        assert wrong
        assert told in wrong
        shown = await s.press("enter")
        assert "2026-03-05 Thu" in shown
        assert s.app.screen.query_one("#typed", Input).value == typed
        await s.press("escape")
        assert isinstance(s.app.screen, SummaryScreen)


async def test_mine_or_all(stage) -> None:
    async with stage(calls_made, language="en") as s:
        shown = await s.press("f7")
        assert number_after("Calls", shown) == "3"
        shown = await s.press("f8")
        assert "王敏" in shown.splitlines()[2]
        assert number_after("Calls", shown) == "2"


@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_definitions_are_one_key_away(stage, language) -> None:
    async with stage(calls_made, language=language) as s:
        await s.press("f7", "f6")
        whole = s.app.screen.query_one(Page).query_one("Static").content.plain.replace("\n", "").replace(" ", "")
        for measure in MEASURES:
            assert i18n._(measure.formula).replace(" ", "") in whole
        await s.press("escape")
        assert isinstance(s.app.screen, SummaryScreen)


async def test_the_summary_changes_its_language(stage) -> None:
    async with stage(calls_made, language="en") as s:
        english = await s.press("f7")
        chinese = await s.press("f9")
        assert "满意度" in chinese
        assert "Satisfaction" not in chinese
        assert await s.press("f9") == english


def test_sums_that_do_not_hold_are_named(lite) -> None:
    found = summary(lite)
    wrong = type(found)(
        found.first_day,
        found.last_day,
        "",
        found.measures,
        found.outcomes,
        (),
        (),
        (Check("outcomes_are_calls", False, 3, 4),),
    )
    text = "\n".join(line.plain for line in summary_lines(wrong, 73))
    assert "Sums that do not hold" in text
    assert "3 / 4" in text


@pytest.mark.parametrize(
    ("key", "value", "shown"),
    [("reach_rate", 0.725, "72.5%"), ("satisfaction_mean", 4.333, "4.33"), ("nps", 35.0, "+35"), ("nps", -8.4, "-8"),
     ("calls", 8412.0, "8,412"), ("reach_rate", None, "-")],
)  # fmt: skip
def test_values_by_unit(key: str, value: float | None, shown: str) -> None:
    assert value_text(key, Figure(key, value, 1, 1)) == shown


@pytest.mark.parametrize("room", [73, 113, 193])
def test_long_questions_and_answers_stay_in_their_width(room: int) -> None:
    long = QuestionDay(
        "s", "/q", "为什么" * 400, "choice", "", 3, 1, 2.5, (("a", "很长的选项" * 30, 2), ("b", "[/] [@click=x]", 1))
    )
    lines = question(long, room)
    assert all(cell_len(line.plain) <= room for line in lines)
    assert "[/] [@click=x]" in "\n".join(line.plain for line in lines)
