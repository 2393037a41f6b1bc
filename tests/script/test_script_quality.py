"""Every weakness of a script is told once, at its cell, and a good script is told nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from making import YN, workbook

from callbench.clock import FixedClock
from callbench.config import load_settings
from callbench.desk.customers import FIELDS
from callbench.desk.script_files import card_check
from callbench.script.compile import compile_script
from callbench.script.model import script_from_json
from callbench.script.problems import QUALITY, ScriptProblem
from callbench.script.quality.report import quality
from callbench.script.source import read_source
from callbench.script.telling.cells import Cells

HEAD = (
    "type",
    "name",
    "label",
    "hint",
    "required",
    "relevant",
    "parameters",
    "callbench::measure",
    "callbench::refuse",
    "choice_filter",
)
SCALES = (
    ("list_name", "name", "label", "kind"),
    ("up", "1", "Very dissatisfied"), ("up", "2", "Dissatisfied"), ("up", "3", "Neither"),
    ("up", "4", "Satisfied"), ("up", "5", "Very satisfied"),
    ("down", "1", "非常满意"), ("down", "2", "满意"), ("down", "3", "一般"), ("down", "4", "不满意"), ("down", "5", "非常不满意"),
    ("words", "good", "Good"), ("words", "fair", "Fair"), ("words", "bad", "Bad"),
    ("short", "1", "差"), ("short", "2", "一般"), ("short", "3", "好"),
    ("bare", "1", "1"), ("bare", "2", "2"), ("bare", "3", "3"),
    ("yn", "y", "Yes", "both"), ("yn", "n", "No", "both"), ("yn", "maybe", "Perhaps", "one"),
    ("two", "1", "Good"), ("two", "2", "Bad"), ("dk", "y", "Yes"), ("dk", "x", "说不清"),
    *(("many", f"v{n}", f"Number {n}") for n in range(11)),
    *(("scale", str(n), f"Number {n}") for n in range(11)),
)  # fmt: skip


def told(rows: Sequence[Sequence[object]], choices=SCALES, **profile: Any) -> list[ScriptProblem]:
    source = read_source(workbook(rows, choices), "test.xlsx")
    script = compile_script(source).script
    assert script is not None
    return list(quality(script, Cells(source, script), **profile))


def codes(*rows: Sequence[object]) -> list[tuple[str, str]]:
    return [(problem.code, problem.place) for problem in told((HEAD, *rows))]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("select_one yn", "a", "A", "", "yes")], [("no-refusal", "survey!E2")]),
        ([("text", "a", "A", "", "yes")], [("no-refusal", "survey!E2")]),
        ([("note", "a", "A", "", "yes")], [("required-note", "survey!E2")]),
        ([("range", "a", "A", "", "", "", "start=1 end=5")], [("bare-scale", "survey!D2")]),
        ([("select_one bare", "a", "A")], [("bare-scale", "survey!D2")]),
        ([("select_one many", "a", "A")], [("many-choices", "survey!A2")]),
        ([("text", "a", "A", "", "", "1 = 2")], [("unreachable", "survey!F2")]),
        ([("select_one yn", "a", "A"), ("text", "b", "B", "", "", "${a} = 'y' and ${a} = 'n'")], [("unreachable", "survey!F3")]),
        ([("select_one yn", "a", "A"), ("text", "b", "B", "", "", "${a} = 'z'")], [("unreachable", "survey!F3")]),
        ([("range", "a", "A", "0 no, 5 yes", "", "", "start=0 end=5"), ("text", "b", "B", "", "", "${a} > 5")], [("unreachable", "survey!F3")]),
        (
            [("select_one yn", "a", "A"), ("begin_group", "g", "G", "", "", "${a} = 'y'"), ("text", "b", "B", "", "", "${a} = 'n'"), ("end_group",)],
            [("unreachable", "survey!F4")],
        ),
        (
            [("begin_group", "g", "G", "", "", "false()"), ("text", "b", "B"), ("text", "c", "C", "", "", "1 = 2"), ("end_group",)],
            [("unreachable", "survey!F2")],
        ),
        ([("select_one down", "a", "A", "", "", "", "", "csat")], [("scale-reversed", "survey!A2")]),
        ([("select_one up", "a", "A"), ("select_one words", "b", "B")], [("scales-differ", "survey!A3")]),
        ([("select_one up", "a", "A"), ("select_one down", "b", "B")], [("scales-differ", "survey!A3")]),
        (
            [("select_one up", "a", "A"), ("range", "b", "B", "1 非常满意，5 非常不满意", "", "", "start=1 end=5")],
            [("scales-differ", "survey!A3")],
        ),
        ([("select_one short", "a", "A", "", "", "", "", "csat")], [("off-measure", "survey!H2")]),
        ([("select_one words", "a", "A", "", "", "", "", "csat")], [("scale-reversed", "survey!A2"), ("off-measure", "survey!H2")]),
        ([("range", "a", "A", "1 no, 10 yes", "", "", "start=1 end=10", "nps")], [("off-measure", "survey!H2")]),
        ([("text", "a", "A", "", "", "", "", "csat")], [("measure-type", "survey!H2")]),
        ([("select_multiple up", "a", "A", "", "", "", "", "csat")], [("measure-type", "survey!H2")]),
        ([("select_one yn", "a", "A", "", "", "", "", "", "", "kind = 'both'")], [("never-offered", "choices!B23")]),
        ([("text", f"t{n}", "T") for n in range(13)], [("many-questions", "survey")]),
    ],
)  # fmt: skip
def test_a_weakness_is_told_with_its_cell(rows, expected: list[tuple[str, str]]) -> None:
    assert codes(*rows) == expected


@pytest.mark.parametrize(
    "rows",
    [
        [("select_one yn", "a", "A", "", "yes", "", "", "", "yes")],
        [("select_one dk", "a", "A", "", "yes")],
        [("acknowledge", "a", "A", "", "yes")],
        [("select_one yn", "a", "A", "", "no")],
        [("range", "a", "A", "1 bad, 5 good", "", "", "start=1 end=5")],
        [("range", "a", "打几分？5分表示非常满意", "", "", "", "start=1 end=5")],
        [("range", "a", "How many?", "", "", "", "start=1 end=500")],
        [("select_one scale", "a", "A", "", "", "", "", "nps")],
        [("select_one yn", "a", "A", "", "", "", "", "resolved")],
        [("select_one up", "a", "A", "", "", "", "", "csat"), ("select_one short", "b", "B")],
        [("select_one up", "a", "A", "", "", "", "", "csat"), ("select_one two", "b", "B")],
        [("select_one yn", "a", "A", "", "", "", "", "", "", "kind = 'both' or ${b} = 'x'"), ("text", "b", "B")],
        [("date", "a", "A"), ("text", "b", "B", "", "", "${a} > today() and ${a} < today()")],
        [("text", "a", "A"), ("text", "b", "B", "", "", "contains(${a}, 'x') and contains(${a}, 'y')")],
        [("hidden", "sex"), ("text", "b", "B", "", "", "${sex} = 'f'"), ("text", "c", "C", "", "", "${sex} = ''")],
        [("text", f"t{n}", "T") for n in range(12)],
    ],
)  # fmt: skip
def test_what_is_well_is_told_nothing(rows) -> None:
    assert codes(*rows) == []


def test_a_text_in_one_language_only_is_told_at_the_empty_cell() -> None:
    head = (
        "type",
        "name",
        "label::中文 (zh)",
        "label::English (en)",
        "hint::中文 (zh)",
        "callbench::say::English (en)",
    )
    choices = (
        ("list_name", "name", "label::中文 (zh)", "label::English (en)"),
        ("yn", "y", "是", "Yes"),
        ("yn", "n", "", "No"),
    )
    rows = (
        head,
        ("select_one yn", "a", "甲", "", "提示", "Say"),
        ("begin_group", "g", "", "Group"),
        ("text", "b", "乙", "B"),
        ("end_group",),
    )
    found = [(p.code, p.place, p.values["column"], p.values["language"]) for p in told(rows, choices)]
    assert found == [
        ("missing-translation", "survey!D2", "label", "English (en)"),
        ("missing-translation", "survey!E2", "hint", "English (en)"),
        ("missing-translation", "survey!F2", "callbench::say", "中文 (zh)"),
        ("missing-translation", "survey!C3", "label", "中文 (zh)"),
        ("missing-translation", "choices!C3", "label", "中文 (zh)"),
    ]


def test_a_scale_whose_hint_lacks_one_language_is_told_once() -> None:
    rows = [
        (
            "type",
            "name",
            "label::中文 (zh)",
            "label::English (en)",
            "hint::中文 (zh)",
            "hint::English (en)",
            "parameters",
        ),
        ("range", "a", "几分？", "How many?", "0 完全不会，10 一定会", "", "start=0 end=10"),
    ]
    assert [(each.code, each.place) for each in told(rows)] == [("missing-translation", "survey!F2")]


def test_a_column_without_a_language_speaks_for_all() -> None:
    assert told((("type", "name", "label", "label::English (en)"), ("text", "a", "甲", ""))) == []


def test_long_speech_is_told_in_the_language_it_is_long_in() -> None:
    head = ("type", "name", "label", "callbench::say::中文 (zh)", "callbench::say::English (en)")
    assert [(p.code, p.place) for p in told((head, ("text", "a", "A", "好" * 121, "Short")))] == [
        ("long-say", "survey!D2")
    ]
    assert told((head, ("text", "a", "A", "好" * 120, "word " * 75))) == []


def test_five_minutes_are_the_limit() -> None:
    rows = [("type", "name", "label")] + [("note", f"n{n}", "word " * 100) for n in range(8)]
    (problem,) = told(rows)
    assert (problem.code, problem.values["time"], problem.values["limit"]) == ("long-call", "5:20", "5:00")
    assert told(rows[:8]) == []
    spoken = [("type", "name", "label::English (en)", "label::中文 (zh)"), *((*row, "好") for row in rows[1:])]
    (problem,) = told(spoken)
    assert problem.values["time"] == "English (en) 5:20"


def test_profile_fields_are_checked_against_the_known_ones() -> None:
    rows = (
        ("type", "name", "label", "callbench::profile"),
        ("text", "a", "A", "prefered_time"),
        ("text", "b", "B", "note"),
    )
    (problem,) = told(rows, profile=("preferred_time", "note"))
    assert (problem.code, problem.place, problem.suggestion) == ("unknown-profile", "survey!D2", "preferred_time")
    assert told(rows) == []


def filling(field: str, kind: str, *choices: tuple[str, str]) -> list[tuple[str, str]]:
    """What is told of a question of this kind whose answer goes into a field of the profile."""
    rows = (("type", "name", "label", "callbench::profile", "calculation"), (kind, "a", "A", field, "1"))
    listed = (("list_name", "name", "label"), *(("l", *choice) for choice in choices))
    holds = card_check(load_settings({}), FixedClock(datetime(2026, 3, 5, 2, tzinfo=UTC)))
    found = told(rows, listed, profile=FIELDS, holds=holds)
    return [(each.code, each.place) for each in found if "profile" in each.code or "birthday" in each.code]


@pytest.mark.parametrize(
    ("field", "right", "wrong"),
    [
        ("gender", "female", "girl"), ("customer_class", "key", "gold"), ("channel", "wechat", "weixin"),
        ("zone", "Asia/Shanghai", "Shanghai time"),
    ],
)  # fmt: skip
def test_a_choice_whose_name_the_profile_does_not_know_is_told(field: str, right: str, wrong: str) -> None:
    assert filling(field, "select_one l", (right, "One"), ("dk", "Does not know")) == []
    assert filling(field, "select_one l", (right, "One"), (wrong, "Two")) == [("profile-choice", "choices!B3")]


@pytest.mark.parametrize(
    ("field", "right", "wrong"),
    [("birthday", "03-05", "in spring"), ("email", "a@b.cn", "at work"), ("phone", "13800138000", "the old one")],
)
def test_of_other_choices_the_words_must_fit(field: str, right: str, wrong: str) -> None:
    assert filling(field, "select_one l", ("x", right)) == []
    assert filling(field, "select_one l", ("x", right), ("y", wrong)) == [("profile-choice", "choices!B3")]
    assert filling("preferences", "select_multiple l", ("x", right), ("y", wrong)) == []


@pytest.mark.parametrize(
    ("field", "kind", "code"),
    [
        ("phone", "integer", "profile-type"), ("email", "range", "profile-type"), ("birthday", "time", "profile-type"),
        ("birthday", "dateTime", "profile-type"), ("birthday", "date", "birthday-year"), ("note", "note", "profile-type"),
        ("note", "acknowledge", "profile-type"), ("gender", "select_multiple l", "profile-type"),
        ("phone", "text", ""), ("birthday", "text", ""), ("gender", "text", ""), ("gender", "calculate", ""),
        ("preferred_time", "time", ""), ("preferences", "select_multiple l", ""), ("branch", "integer", ""),
        ("frend", "calculate", "unknown-profile"),
    ],
)  # fmt: skip
def test_a_type_the_profile_cannot_hold_is_told(field: str, kind: str, code: str) -> None:
    place = "survey!D2" if code == "unknown-profile" else "survey!A2"
    assert filling(field, kind, ("female", "F")) == ([(code, place)] if code else [])


@pytest.mark.parametrize(
    ("words", "told_of"), [("+1d", False), ("明天10点", False), ("2026-03-06 15:00", False), ("2020-03-06 15:00", False),
                           ("if(. = 'y', 'sometime', '')", False), ("sometime", True), ("+1x", True)],
)  # fmt: skip
def test_a_follow_up_that_says_no_time_is_told_on_both_sheets(words: str, told_of: bool) -> None:
    rows = (("type", "name", "label", "callbench::follow_up"), ("select_one yn", "a", "A", words))
    choices = (("list_name", "name", "label", "callbench_follow_up"), ("yn", "y", "Yes", words), ("yn", "n", "No", ""))
    if words.startswith("if("):
        choices = YN
    found = [(each.code, each.place) for each in told(rows, choices) if each.code != "unused-list"]
    assert found == ([("no-moment", "survey!D2"), ("no-moment", "choices!D2")] if told_of else [])


def test_a_stored_script_is_judged_without_its_file() -> None:
    source = read_source(workbook((HEAD, ("text", "a", "A", "", "yes")), YN), "test.xlsx")
    stored = script_from_json(compile_script(source).script.canonical())
    (problem,) = quality(stored)
    assert (problem.code, problem.place, problem.question) == ("no-refusal", "survey", "a")


def test_everything_quality_tells_is_a_warning() -> None:
    assert {ScriptProblem(code).severity for code in QUALITY} == {"warning"}
