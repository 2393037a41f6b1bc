"""What is typed, what is kept, and what expressions give: the dialect of the design, one rule a line."""

from __future__ import annotations

import pytest
from making import counted, interview

from callbench.script.interview import Interview
from callbench.script.lines import Line
from callbench.values.problem import ValueProblem


def line(found: Interview, path: str) -> Line:
    return next(each for each in found.lines() if each.path == path)


def test_a_digit_never_means_another_choice_than_its_value() -> None:
    choices = (
        ("list_name", "name", "label"),
        *(("s", str(n), f"Label {n}") for n in (5, 4, 3, 2, 1)),
        ("s", "dk", "Does not know"),
    )
    found = interview((("type", "name", "label"), ("select_one s", "a", "A")), choices)
    assert [(c.value, c.digit) for c in line(found, "a").choices] == [
        ("5", "5"), ("4", "4"), ("3", "3"), ("2", "2"), ("1", "1"), ("dk", "6"),
    ]  # fmt: skip
    found.set("a", "5")
    assert line(found, "a").shown == "5 Label 5"
    found.set("a", "6")
    assert line(found, "a").shown == "Does not know"


def test_ten_choices_have_a_key_and_eleven_have_none() -> None:
    ten = (("list_name", "name", "label"), *(("s", f"v{n}", f"L{n}") for n in range(10)))
    rows = (("type", "name", "label"), ("select_one s", "a", "A"))
    assert [c.digit for c in line(interview(rows, ten), "a").choices] == [*"1234567890"]
    eleven = (*ten, ("s", "v10", "L10"))
    found = interview(rows, eleven)
    assert {c.digit for c in line(found, "a").choices} == {""}
    found.set("a", "L10")
    assert line(found, "a").text == "v10", "the label answers too"


def test_a_rating_and_a_recommendation_are_answered_by_their_number() -> None:
    rows = (
        ("type", "name", "label", "parameters", "appearance", "callbench::measure"),
        ("range", "csat", "Satisfied?", "start=1 end=5 step=1", "rating", "csat"),
        ("range", "nps", "Recommend?", "start=0 end=10 step=1", "nps", "nps"),
        ("range", "share", "Per cent?", "start=0 end=100 step=2.5", "", ""),
    )
    found = interview(rows)
    assert [(c.value, c.digit) for c in line(found, "csat").choices] == [(n, n) for n in "12345"]
    assert [c.digit for c in line(found, "nps").choices] == [*"0123456789", "-"]
    assert line(found, "share").choices == ()
    found.set("csat", "5")
    found.set("nps", "-")
    found.set("share", "97.50")
    answers = {a.question: a for a in found.answers()}
    assert (answers["csat"].kind, answers["csat"].number, answers["csat"].measure) == ("integer", 5.0, "csat")
    assert (answers["nps"].number, answers["nps"].text) == (10.0, "10")
    assert (answers["share"].kind, answers["share"].number) == ("decimal", 97.5)
    for path, wrong in (("csat", "0"), ("csat", "6"), ("nps", "11"), ("share", "3"), ("share", "102.5")):
        assert found.check(path, wrong), (path, wrong)


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("integer", " １２ ", "12"), ("integer", "-007", "-7"), ("integer", "+3", "3"), ("integer", "1,200", "1200"),
        ("decimal", "１２．５０", "12.5"), ("decimal", ".5", "0.5"), ("decimal", "-0.0", "0"), ("decimal", "1,234.50", "1234.5"),
        ("date", "2026-03-05", "2026-03-05"), ("time", "9:05", "09:05:00"), ("time", "１５：３０", "15:30:00"),
        ("time", "23:59:59", "23:59:59"), ("dateTime", "2026-03-05 14:00", "2026-03-05T14:00:00+08:00"),
        ("dateTime", "2026-03-05T06:00:00+00:00", "2026-03-05T14:00:00+08:00"),
        ("text", "  two\r\nlines\u202e ", "two\nlines"), ("acknowledge", "1", "OK"), ("acknowledge", "好", "OK"),
    ],
)  # fmt: skip
def test_typed_values_are_kept_in_one_form(kind: str, typed: str, kept: str) -> None:
    found = interview((("type", "name", "label"), (kind, "a", "A")))
    found.set("a", typed)
    assert line(found, "a").text == kept


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("integer", "1.5"), ("integer", "1e3"), ("integer", "twelve"), ("integer", "1,2"), ("integer", "9" * 16),
        ("decimal", "1.2.3"), ("decimal", "nan"), ("decimal", "inf"), ("date", "2026-02-30"), ("date", "soon-ish"),
        ("time", "24:00"), ("time", "9:60"), ("time", "noon"), ("dateTime", "2026-13-01T10:00"), ("acknowledge", "no"),
        ("text", "x" * 5_001),
    ],
)  # fmt: skip
def test_wrong_values_are_refused_with_what_would_be_right(kind: str, typed: str) -> None:
    found = interview((("type", "name", "label"), (kind, "a", "A")))
    assert found.check("a", typed)
    with pytest.raises(ValueProblem):
        found.set("a", typed)
    assert line(found, "a").state == "open"


def test_a_phone_number_is_checked_by_the_phone_rules() -> None:
    found = interview((("type", "name", "label", "appearance"), ("text", "a", "A", "phone")))
    found.set("a", "１３８ 0013-8000")
    assert line(found, "a").text == "+8613800138000"
    found.set("a", "021-58888888转801")
    assert line(found, "a").text == "+862158888888;ext=801"
    for wrong in ("12345", "110", "later"):
        assert found.check("a", wrong), wrong
    assert found.check("a", "") == ""


@pytest.mark.parametrize(
    ("expression", "values", "text"),
    [
        ("1 div 0", {}, ""), ("0 div 0", {}, ""), ("number('x')", {}, ""), ("date('soon')", {}, ""), ("${a} + 1", {"a": ""}, ""),
        ("sum(${a})", {"a": ""}, "0"), ("date(${a})", {"a": ""}, ""), ("decimal-date-time(${a})", {"a": ""}, ""),
        ("count-selected(${a})", {"a": ""}, "0"), ("count-selected(${a})", {"a": "x y"}, "2"),
        ("selected(${a}, 'other')", {"a": "another one"}, "false"), ("selected(${a}, 'one')", {"a": "another one"}, "true"),
        ("coalesce(${a}, ${b})", {"a": "1", "b": "2"}, "1"), ("coalesce(${a}, ${b})", {"a": "", "b": "2"}, "2"),
        ("true() or false() and false()", {}, "true"), ("regex(${a}, '[0-9]{3}')", {"a": "1234"}, "false"),
        ("regex(${a}, '\\d+')", {"a": "１２"}, "false"), ("regex(${a}, '[0-9]{3}')", {"a": "123"}, "true"),
        ("int(-3.7)", {}, "-3"), ("int(3.7)", {}, "3"), ("round(2.5)", {}, "3"), ("${a} = '2026-03-05'", {"a": "2026-03-05"}, "true"),
        ("${a} < today()", {"a": "2026-03-04"}, "true"), ("${a} < today()", {"a": "2026-03-05"}, "false"),
        ("today() - ${a}", {"a": "2026-03-01"}, "4"), ("date(${a} + 7)", {"a": "2026-03-01"}, "2026-03-08"),
        ("format-date(${a}, '%Y/%n/%e %a')", {"a": "2026-03-05"}, "2026/3/5 Thu"), ("string(today())", {}, "2026-03-05"),
        ("string(now())", {}, "2026-03-05T10:00:00.000+08:00"), ("decimal-time('06:00:00.000+08:00')", {}, "0.25"),
        ("concat(“满意”, ‘度’)", {}, "满意度"), ("concat(\"说“好”\", '')", {}, "说“好”"), ("10 mod 3 * 2", {}, "2"),
        ("${a} * ${b}", {"a": "1.1", "b": "3"}, "3.3000000000000003"), ("6.1 - 7.8 = -1.7", {}, "true"),
        ("1000000 * 1000000", {}, "1000000000000"), ("string-length('满意')", {}, "2"), ("substr('满意度', 1, 2)", {}, "意"),
        ("if(${a} > 5, 'many', 'few')", {"a": "10"}, "many"), ("not(${a} = '')", {"a": ""}, "false"),
        ("join(', ', ${a}, ${b})", {"a": "x", "b": "y"}, "x, y"), ("max(${a}, ${b})", {"a": "9", "b": "10"}, "10"),
        ("once('first')", {}, "first"), ("base64-decode('好')", {}, ""), ("checklist(*, -1, 1)", {}, "false"),
        ("checklist(1, 2, 'x', '', 1)", {}, "true"), ("weighted-checklist(3, 5, 1, 2, 'yes', 3, '', 9)", {}, "true"), ("boolean-from-string('true')", {}, "true"), ("translate('138-0013', '-', '')", {}, "1380013"),
    ],
)  # fmt: skip
def test_the_dialect(expression: str, values: dict[str, str], text: str) -> None:
    assert counted(expression, **values) == text


def test_a_slow_pattern_is_cut_off() -> None:
    import time

    rows = (("type", "name", "label", "constraint"), ("text", "a", "A", "regex(., '(a+)+$')"))
    found = interview(rows)
    began = time.perf_counter()
    assert found.check("a", "a" * 40 + "!")
    assert time.perf_counter() - began < 2
