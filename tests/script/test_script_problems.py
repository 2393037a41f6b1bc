"""Every mistake is told at once, each with its cell, its code and, where it can be guessed, what was meant."""

from __future__ import annotations

import re

import pytest
from making import SETTINGS, YN, compiled

from callbench import i18n
from callbench.script.parts import Expr
from callbench.script.problems import MESSAGES, ScriptProblem, caret

HEAD = ("type", "name", "label", "relevant", "constraint", "calculation", "choice_filter", "parameters", "required")


def one(*cells: object, choices=YN, settings=SETTINGS, head=HEAD) -> list[tuple[str, str, str]]:
    """(code, place, suggestion) of a survey whose second row is a fine question and whose third row is `cells`."""
    rows = [head, ("select_one yn", "ok", "OK?"), ("text", "nothing", "?") if cells and cells[0] == "-" else cells]
    return [
        (p.code, p.place, p.suggestion) for p in compiled(rows, choices, settings).problems if p.code != "unused-list"
    ]


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        (("txet", "a", "A"), ("unknown-type", "survey!A3", "text")),
        (("geopoint", "a", "A"), ("not-by-phone", "survey!A3", "")),
        (("select_one yno", "a", "A"), ("no-such-list", "survey!A3", "yn")),
        (("select_one", "a", "A"), ("no-list-name", "survey!A3", "")),
        (("", "a", "A"), ("no-type", "survey!B3", "")),
        (("text", "", "A"), ("no-name", "survey!A3", "")),
        (("text", "1st name", "A"), ("bad-name", "survey!B3", "")),
        (("text", "ok", "A"), ("double-name", "survey!B3", "")),
        (("begin_group", "g", "A"), ("open-group", "survey!A3", "")),
        (("end_group", "", ""), ("no-open-group", "survey!A3", "")),
        (("begin_repeat", "r", "A"), ("open-group", "survey!A3", "")),
        (("end_repeat", "", ""), ("no-open-group", "survey!A3", "")),
        (("select_one_from_file cities.csv", "a", "A"), ("other-file", "survey!A3", "")),
        (("select_one_external l", "a", "A"), ("other-file", "survey!A3", "")),
        (("csv-external", "a", "A"), ("other-file", "survey!A3", "")),
        (("rank yn", "a", "A"), ("no-rank", "survey!A3", "")),
        (("rank", "a", "A"), ("no-rank", "survey!A3", "")),
        (("begin loop over yn", "a", "A"), ("no-loop", "survey!A3", "")),
        (("begin_loop over yn", "a", "A"), ("no-loop", "survey!A3", "")),
        (("text", "a", "A", "count(randomize(instance('yn')/root/item)) = 2"), ("no-random-order", "survey!D3", "")),
        (("text", "a", "A", "distance(${ok}) = 2"), ("no-geography", "survey!D3", "")),
        (("select_one ${ok}", "a", "A"), ("not-repeated", "survey!A3", "")),
        (("select_one ${okk}", "a", "A"), ("no-such-question", "survey!A3", "ok")),
        (("text", "a", "A", "${last-saved#ok} = 1"), ("last-saved", "survey!D3", "")),
        (("text", "a", "A", "pulldata('yyn', 'label', 'name', ${ok}) = ''"), ("no-such-table", "survey!D3", "yn")),
        (("text", "a", "A", "instance('x')/root/item/name = 1"), ("no-such-table", "survey!D3", "")),
        (("text", "a", "A", "pulldata('yn', 'lable', 'name', ${ok}) = ''"), ("no-such-column", "survey!D3", "label")),
        (("text", "a", "A", "count(instance('yn')/root/item[nam = 'y']) = 1"), ("no-such-column", "survey!D3", "name")),
        (("text", "a", "A", "/data/*[position() = 1]/okk = 1"), ("no-such-question", "survey!D3", "ok")),
        (("text", "a", "A", "indexed-repeat(${ok}, ${ok}, 1) = 1"), ("not-in-repeat", "survey!D3", "")),
        (("calculate", "c", ""), ("no-calculation", "survey!A3", "")),
        (("text", "a", ""), ("no-label", "survey!B3", "")),
        (("range", "a", "A", "", "", "", "", "start=5 end=1"), ("bad-range", "survey!H3", "")),
        (("range", "a", "A", "", "", "", "", "five"), ("bad-parameters", "survey!H3", "")),
        (("text", "a", "Hello ${okk}"), ("no-such-question", "survey!C3", "ok")),
        (("text", "a", "A", "${okk} = 'y'"), ("no-such-question", "survey!D3", "ok")),
        (("text", "a", "A", "selectd(${ok}, 'y')"), ("unknown-function", "survey!D3", "selected")),
        (("text", "a", "A", "selected(${ok})"), ("arguments", "survey!D3", "")),
        (("text", "a", "A", "${ok} = null"), ("null", "survey!D3", "''")),
        (("text", "a", "A", "selected（${ok}，'y'）"), ("full-width", "survey!D3", "(")),
        (("text", "a", "A", "${ok} == 'y'"), ("other-sign", "survey!D3", "=")),
        (("text", "a", "A", "${ok} && 1"), ("other-sign", "survey!D3", "and")),
        (("text", "a", "A", "${ok} ? 1"), ("foreign-sign", "survey!D3", "")),
        (("text", "a", "A", "${ok} = 'y"), ("open-quote", "survey!D3", "")),
        (("text", "a", "A", "${ok} ="), ("unfinished", "survey!D3", "")),
        (("text", "a", "A", "(${ok} = 1))"), ("unexpected", "survey!D3", "")),
        (("text", "a", "A", "$ok = 1"), ("variable", "survey!D3", "${ok}")),
        (("text", "a", "A", "/data/okk = 1"), ("no-such-question", "survey!D3", "ok")),
        (("text", "a", "A", "/form/ok = 1"), ("no-such-path", "survey!D3", "data")),
        (("text", "a", "A", "sideways::ok"), ("unknown-axis", "survey!D3", "")),
        (("text", "a", "A", "count('x') = 1"), ("not-nodes", "survey!D3", "")),
        (("text", "a", "A", "", "regex(., '[a-')"), ("bad-pattern", "survey!E3", "")),
        (("text", "a", "A", "(" * 60 + "1" + ")" * 60), ("too-deep", "survey!D3", "")),
        (("text", "a", "A", "1" + " + 1" * 300), ("too-deep", "survey!D3", "")),
        (("text", "a", "A", "'" + "x" * 20_000 + "' = ''"), ("too-long", "survey!D3", "")),
        (("text", "a", "A", "${a} = 1"), ("cycle", "survey!D3", "")),
        (("select_one yn", "a", "A", "", "", "", "colour = ${ok}"), ("no-such-column", "survey!G3", "'colour'")),
        (("range", "a", "A", "", "", "", "", "start=1 end=5 stp=1"), ("unknown-parameter", "survey!H3", "")),
        (("select_one yn", "a", "A", "", "", "", "", "randomize=true"), ("unknown-parameter", "survey!H3", "")),
        (("text", "a", "A", "${ok} = 'yes'"), ("no-such-choice", "survey!D3", "")),
        (("text", "a", "A", "selected(${ok}, 'z')"), ("no-such-choice", "survey!D3", "")),
        (("text", "a", "#REF!"), ("error-value", "survey!C3", "")),
        (("单选 yn", "a", "A"), ("unknown-type", "survey!A3", "select_one")),
        (("文字", "a", "A"), ("unknown-type", "survey!A3", "text")),
        (("text", "a", "A", "ok = 'y'"), ("no-such-question", "survey!D3", "${ok}")),
        (("text", "a", "A", "${ok} = yes"), ("no-such-question", "survey!D3", "'yes'")),
        (("text", "a", "A", "${ok} = 满意"), ("no-such-question", "survey!D3", "'满意'")),
        (("date", "a", "A", "", ". > today"), ("no-such-question", "survey!E3", "today()")),
        (("date", "a", "A", "", ". > 2026-03-05"), ("other-sign", "survey!E3", "'2026-03-05'")),
        (("text", "a", "A", "${ok} = １"), ("full-width", "survey!D3", "1")),
        (("text", "a", "A", "{ok} = 'y'"), ("other-sign", "survey!D3", "${…}")),
        (("text", "a", "A", "${ok} = 'y' 或 1"), ("unexpected", "survey!D3", "or")),
        (("text", "a", "A", "${ok} IS 'y'"), ("unexpected", "survey!D3", "=")),
    ],
)
def test_a_mistake_is_told_with_its_cell(cells: tuple[object, ...], problem: tuple[str, str, str]) -> None:
    assert problem in one(*cells)


@pytest.mark.parametrize(
    ("column", "word", "problem"),
    [
        ("callbench::stage", "openning", ("unknown-stage", "survey!D2", "opening")),
        ("callbench::measure", "nsp", ("unknown-measure", "survey!D2", "nps")),
        ("callbench::refuse", "maybe", ("bad-yes-no", "survey!D2", "")),
        ("callbench::objections", "x", ("unknown-column", "survey!D1", "callbench::objection")),
        ("media::image", "x.png", ("unknown-column", "survey!D1", "")),
        ("label", "again", ("double-column", "survey!D1", "")),
    ],
)
def test_columns_of_our_own_are_checked(column: str, word: str, problem: tuple[str, str, str]) -> None:
    found = compiled((("type", "name", "label", column), ("text", "a", "A", word))).problems
    assert problem in [(p.code, p.place, p.suggestion) for p in found]


@pytest.mark.parametrize(
    ("choices", "problem"),
    [
        ((*YN, ("yn", "y", "Again")), ("double-choice", "choices!B7")),
        ((*YN, ("yn", "", "Nameless")), ("no-choice-name", "choices!A7")),
        ((*YN, ("yn", "z", "Yes")), ("double-label", "choices!C7")),
        ((("list_name", "label"), ("yn", "Yes")), ("no-column", "choices")),
    ],
)
def test_choices_are_checked(choices: tuple[tuple[str, ...], ...], problem: tuple[str, str]) -> None:
    found = compiled(
        (("type", "name", "label"), ("select_one yn", "a", "A"), ("select_multiple abc", "b", "B")), choices
    )
    assert problem in [(p.code, p.place) for p in found.problems]


@pytest.mark.parametrize(
    ("heading", "meant"),
    [("题目", "label"), ("requierd", "required"), ("lable::中文 (zh)", "label::中文 (zh)"), ("callbench::mesure", "callbench::measure"),
     ("colour", ""), ("remarks", "")],
)  # fmt: skip
def test_a_heading_nobody_knows_is_told_with_what_was_meant(heading: str, meant: str) -> None:
    (problem,) = compiled([("type", "name", "label", heading), ("text", "a", "A", "x")]).problems[:1]
    assert (problem.code, problem.place, problem.suggestion) == ("unknown-column", "survey!D1", meant)


@pytest.mark.parametrize("word", ["yes", "是", "必填", "必答", "√"])
def test_required_is_said_in_many_ways(word: str) -> None:
    found = compiled([("type", "name", "label", "required"), ("text", "a", "A", word)])
    assert found.script is not None
    assert next(found.script.questions()).required == Expr("true()")


def test_choices_of_a_select_multiple_hold_no_space() -> None:
    choices = (("list_name", "name", "label"), ("l", "a b", "AB"))
    found = compiled((("type", "name", "label"), ("select_multiple l", "a", "A")), choices)
    assert [p.code for p in found.problems] == ["choice-space"]


def test_outcomes_are_checked_against_the_known_ones() -> None:
    from making import workbook

    from callbench.script.compile import compile_script
    from callbench.script.source import read_source

    rows = (("type", "name", "label", "callbench::outcome"), ("text", "a", "A", "refused_noww"))
    found = compile_script(read_source(workbook(rows), "x.xlsx"), outcomes=("completed", "refused_now"))
    assert ("unknown-outcome", "refused_now") in [(p.code, p.suggestion) for p in found.problems]


def test_circles_are_told_with_their_whole_way() -> None:
    rows = (
        ("type", "name", "label", "relevant"),
        ("text", "a", "A", "${c} = 1"),
        ("text", "b", "B", "${a} = 1"),
        ("text", "c", "C", "${b} = 1"),
    )
    (problem,) = [p for p in compiled(rows).problems if p.code == "cycle"]
    assert problem.values["path"] == "a → c → b → a"


def test_everything_is_told_at_once() -> None:
    rows = (
        HEAD,
        ("txet", "a", "A"),
        ("text", "b b", "B"),
        ("text", "c", "${nobody}", "selected（${x}，1）", "foo(.) and bar(.)"),
        ("select_one nolist", "d", "D"),
    )
    codes = [p.code for p in compiled(rows).problems if p.severity == "error"]
    assert codes == [
        "unknown-type",
        "bad-name",
        "no-such-question",
        "full-width",
        "unknown-function",
        "unknown-function",
        "no-such-list",
    ]


def test_a_problem_is_written_with_its_caret_under_the_sign() -> None:
    rows = (("type", "name", "label", "relevant"), ("text", "a", "A", "selected（${a}，'y'）"))
    text = str(compiled(rows).problems[0])
    assert (
        text
        == "survey!D2 [full-width] '（' is a full-width character; write '('.\n    selected（${a}，'y'）\n            ^"
    )


def test_the_caret_counts_cells_of_the_terminal() -> None:
    assert caret("满意 = x", 5) == ("满意 = x", 7)


@pytest.mark.parametrize("code", [code for table in MESSAGES for code in table])
def test_every_code_has_one_message_in_both_languages(code: str) -> None:
    assert sum(code in table for table in MESSAGES) == 1
    texts = [text for table in MESSAGES for text in table.values()]
    names = {name for text in texts for name in re.findall(r"{(\w+)}", text)}
    problem = ScriptProblem(code, values=dict.fromkeys(names, "X"))
    english = problem.message
    i18n.use_language("zh_CN")
    assert problem.message != english
    assert any("\u4e00" <= char <= "\u9fff" for char in problem.message)
