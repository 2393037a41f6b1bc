"""The longest path is the longest one: what a search finds is what trying every call gives, and talk time is counted as said."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from making import NOW, script

from callbench.script.interview import Interview
from callbench.script.model import Script
from callbench.script.quality.longest_path import Search, path_report
from callbench.script.quality.steering import Steering
from callbench.script.quality.talk import spoken_seconds

HEAD = ("type", "name", "label", "relevant", "required", "callbench::refuse")
AB = (
    ("list_name", "name", "label"),
    ("ab", "a", "A"),
    ("ab", "b", "B"),
    ("abc", "a", "A"),
    ("abc", "b", "B"),
    ("abc", "c", "C"),
)


def test_branches_that_exclude_each_other_are_not_added_up() -> None:
    found = path_report(
        script(
            (
                HEAD,
                ("select_one ab", "q", "Q", "", "yes"),
                ("text", "only_a", "A", "${q} = 'a'"),
                ("text", "only_b", "B", "${q} = 'b'"),
                ("text", "also_b", "B", "${q} = 'b'"),
            ),
            AB,
        )
    )
    assert (found.questions, found.exact) == (3, True)


def test_a_score_opens_the_questions_behind_its_threshold() -> None:
    rows = (
        ("type", "name", "label", "relevant", "parameters"),
        ("range", "nps", "N", "", "start=0 end=10"),
        ("text", "low", "L", "${nps} <= 6", ""),
        ("text", "high", "H", "${nps} >= 9", ""),
        ("text", "why_high", "H", "${nps} > 9", ""),
    )
    steering = Steering(script(rows))
    assert path_report(script(rows)).questions == 3
    assert steering.values[1] == ("0", "7", "9", "10"), "one score stands for all that mean the same"


@pytest.mark.parametrize(
    ("rows", "questions", "exact"),
    [
        (
            (("integer", "age", "A"), ("text", "old", "O", "${age} > 60"), ("text", "young", "Y", "${age} < 18")),
            2,
            True,
        ),
        ((("text", "t", "T"), ("text", "x", "X", "${t} = 'a'"), ("text", "y", "Y", "${t} = 'b'")), 2, True),
        ((("hidden", "sex", ""), ("text", "x", "X", "${sex} = 'f'"), ("text", "y", "Y", "${sex} != 'f'")), 1, True),
        ((("date", "d", "D"), ("text", "x", "X", "${d} < today()"), ("text", "y", "Y", "${d} >= today()")), 3, False),
        ((("text", "t", "T"), ("text", "x", "X", "string-length(${t}) > 3")), 2, False),
        (
            (("acknowledge", "k", "K"), ("text", "x", "X", "${k} = 'OK'"), ("text", "y", "Y", "not(${k} = 'OK')")),
            2,
            True,
        ),
        (
            (("select_multiple abc", "m", "M"), ("text", "x", "X", "selected(${m}, 'a') and selected(${m}, 'c')")),
            2,
            True,
        ),
    ],
)
def test_answers_of_every_kind_are_tried_where_they_can_be(rows, questions: int, exact: bool) -> None:
    found = path_report(script((HEAD, *rows), AB))
    assert (found.questions, found.exact) == (questions, exact)


def test_a_question_that_must_be_answered_is_not_left_blank_on_a_path() -> None:
    rows = [HEAD, ("select_one ab", "q", "Q", "", "yes"), ("text", "x", "X", "${q} = ''")]
    assert path_report(script(rows, AB)).questions == 1
    rows[1] = (*rows[1], "yes")
    assert path_report(script(rows, AB)).questions == 2, "unless the customer may refuse"


def test_many_independent_branches_are_searched_apart() -> None:
    rows = [HEAD, ("select_one ab", "begin", "Begin", "", "yes")]
    for n in range(40):
        rows += [
            ("select_one ab", f"q{n}", "Q", "${begin} = 'a'", "yes"),
            ("text", f"a{n}", "A", f"${{q{n}}} = 'a'"),
            ("text", f"b{n}", "B", f"${{q{n}}} = 'b'"),
        ]
    found = path_report(script(rows, AB))
    assert (found.questions, found.exact) == (81, True)


def test_too_many_ways_give_an_upper_bound_that_says_so() -> None:
    names = [f"q{n}" for n in range(30)]
    rows = [HEAD, *(("select_one abc", name, "Q", "", "yes") for name in names)]
    sums = " + ".join(f"number(${{{name}}} = 'a')" for name in names)
    rows.append(("text", "x", "X", f"{sums} > 31"))
    found = path_report(script(rows, AB))
    assert (found.questions, found.exact) == (31, False)


def test_a_script_that_asks_nothing_takes_no_time() -> None:
    found = path_report(script((HEAD, ("hidden", "customer_name", ""))))
    assert (found.questions, found.seconds, found.exact) == (0, {"": 0}, True)


def test_repeats_count_as_often_as_their_number_says() -> None:
    source = script((HEAD, ("begin_group", "g", "G"), ("text", "x", "X"), ("text", "y", "Y"), ("end_group", "", "")))
    from dataclasses import replace

    from callbench.script.parts import Expr

    (group,) = source.items
    fixed = replace(source, items=(replace(group, repeat=True, count=Expr("3")),))
    assert path_report(fixed).questions == 6
    free = path_report(replace(source, items=(replace(group, repeat=True),)))
    assert (free.questions, free.exact, free.rounds) == (2, False, True)


def test_conditions_about_repeats_and_groups_are_not_tried_out() -> None:
    rows = (
        (*HEAD, "repeat_count"),
        ("begin_repeat", "visits", "Visits", "", "", "", "2"),
        ("select_one ab", "seen", "Seen", "", "yes"),
        ("text", "why", "Why", "${seen} = 'b'"),
        ("end_repeat",),
        ("select_one ${seen}", "which", "Which"),
        ("text", "many", "Many", "count(${visits}) > 1 and position(${visits}) != 2"),
        ("text", "all", "All", "${visits} = ''"),
    )
    found = path_report(script(rows, AB))
    assert (found.questions, found.exact) == (7, False)


@pytest.mark.parametrize(
    "column", ["relevant", "calculation", "constraint", "choice_filter", "default", "required", "count"]
)
def test_what_looks_into_a_certain_instance_is_not_tried_out(column: str) -> None:
    looks = "indexed-repeat(${seen}, ${visits}, position(..) - 1) = 'a'"
    columns = ("relevant", "calculation", "constraint", "choice_filter", "default", "required")
    rows = (
        ("type", "name", "label", "repeat_count", *columns),
        ("begin_repeat", "visits", "Visits", ""),
        ("select_one ab", "seen", "Seen", ""),
        ("select_one ab", "next", "Next", "", *(looks if name == column else "" for name in columns)),
        ("end_repeat",),
        ("begin_repeat", "more", "More", "indexed-repeat(${seen}, ${visits}, 1) = 'a'" if column == "count" else ""),
        ("text", "what", "What"),
        ("end_repeat",),
    )
    found = path_report(script(rows, AB))
    assert found.questions == 3
    assert column != "relevant" or not found.exact


@pytest.mark.parametrize("number", ["100", "101", "1000000", "9" * 900])
def test_a_repeat_is_counted_as_often_as_a_call_makes_it(number: str) -> None:
    rows = (
        ("type", "name", "label", "repeat_count"),
        ("begin_repeat", "visits", "Visits", number),
        ("text", "seen", "Seen", ""),
        ("end_repeat",),
    )
    assert path_report(script(rows)).questions == 100


def test_talk_takes_240_characters_or_150_words_a_minute() -> None:
    assert spoken_seconds("好" * 240) == pytest.approx(60)
    assert spoken_seconds("word " * 150) == pytest.approx(60)
    assert spoken_seconds("您好，李女士！") == pytest.approx(5 / 4), "signs are not spoken"
    assert spoken_seconds("${customer_name}您好") == pytest.approx(6 / 4), "a name counts as four characters"
    assert spoken_seconds("Hello ${customer_name}") == pytest.approx(3 / 2.5)
    assert spoken_seconds("<b>Hello</b> **there**") == pytest.approx(2 / 2.5)


def test_time_counts_words_choices_and_an_answer_in_each_language() -> None:
    head = (
        "type",
        "name",
        "label::中文 (zh)",
        "label::English (en)",
        "hint::English (en)",
        "callbench::say::English (en)",
    )
    choices = (
        ("list_name", "name", "label::中文 (zh)", "label::English (en)"),
        ("yn", "y", "是", "Yes"),
        ("yn", "n", "否", "No"),
    )
    found = path_report(
        script((head, ("select_one yn", "q", "满意吗", "Are you content", "never said", "One moment please")), choices)
    )
    assert found.seconds == {"中文 (zh)": round(5 / 4 + 2 / 2.5 * 0 + 3 / 2.5 + 8), "English (en)": round(8 / 2.5 + 8)}


CONDITIONS = st.recursive(
    st.sampled_from(["${%s} = 'a'", "${%s} = 'b'", "${%s} != 'a'", "${%s} = ''", "${%s} != ''", "selected(${%s}, 'b')"]),
    lambda inner: st.builds("({} {} {})".format, inner, st.sampled_from(["and", "or"]), inner) | st.builds("not({})".format, inner),
    max_leaves=3,
)  # fmt: skip


@st.composite
def scripts(draw: st.DrawFn) -> Script:
    """Some select questions, each with a condition on those before it, some of them in a group."""
    rows: list[tuple[str, ...]] = [HEAD]
    names: list[str] = []
    for n in range(draw(st.integers(2, 5))):
        condition = draw(CONDITIONS) if names and draw(st.booleans()) else ""
        while "%s" in condition:
            condition = condition.replace("%s", draw(st.sampled_from(names)), 1)
        must, refuse = draw(st.sampled_from([("yes", ""), ("yes", "yes"), ("", "")]))
        question = ("select_one ab", f"q{n}", "Q", condition, must, refuse)
        if draw(st.booleans()):
            rows += [question]
        else:
            rows += [("begin_group", f"g{n}", "", condition), (*question[:3], "", must, refuse), ("end_group", "", "")]
        names.append(f"q{n}")
    return script(rows, AB)


def tried(source: Script) -> tuple[int, set[str]]:
    """(most questions of a call that could be ended, every question ever asked), by trying every set of answers."""
    questions = list(source.questions())
    most, ever = 0, set()
    for answers in product(("", "a", "b"), repeat=len(questions)):
        interview = Interview(source, fields={}, now=NOW, language="en")
        for question, answer in zip(questions, answers, strict=True):
            if answer:
                interview.set(question.path, answer)
        lines = interview.lines()
        ever |= {line.path for line in lines}
        if all(line.text or line.can_refuse or not line.required for line in lines):
            most = max(most, len(lines))
    return most, ever


@settings(max_examples=25, deadline=None)
@given(scripts())
def test_the_search_finds_what_trying_every_call_finds(source: Script) -> None:
    most, ever = tried(source)
    found = path_report(source)
    assert found.exact
    assert found.questions == most
    search = Search(Steering(source), 10**9, blank=True)
    asked = {
        place.question.path
        for place in search.steering.layout.questions
        if any(state.relevant[place.index] for state in search.tries(place.index))
    }
    assert asked == ever
