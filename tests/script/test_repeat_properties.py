"""What holds for any answers in any instances of repeats."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from making import NOW, script

from callbench.records.calls import DraftAnswer
from callbench.script.interview import Interview
from callbench.values.problem import ValueProblem

SCRIPT = script(
    (
        ("type", "name", "label", "relevant", "constraint", "calculation", "repeat_count", "choice_filter", "default"),
        ("integer", "n", "How many?", "", ". < 5"),
        ("begin_repeat", "rep", "Thing", "", "", "", "${n}"),
        ("select_one yn", "ok", "Ok?"),
        ("integer", "x", "X", "${ok} = 'y'", ". >= 0"),
        ("calculate", "sofar", "", "", "", "${x} + coalesce(indexed-repeat(${sofar}, ${rep}, position(..) - 1), 0)"),
        ("end_repeat", "", ""),
        ("begin_group", "g", "Group", "sum(${x}) < 100"),
        ("begin_repeat", "out", "Out", "${n} != 3"),
        ("text", "who", "Who?"),
        ("begin_repeat", "in", "In"),
        ("integer", "price", "Price", "", "", "", "", "", "3"),
        ("calculate", "where", "", "", "", "concat(${who}, position(../..), '/', position(..), '/', count(${in}))"),
        ("end_repeat", "", ""),
        ("calculate", "sub", "", "", "", "sum(${price})"),
        ("text", "much", "Much!", "${sub} > 20"),
        ("end_repeat", "", ""),
        ("end_group", "", ""),
        ("select_multiple ${who}", "chosen", "Which?", "", "", "", "", "${sub} > 3"),
        (
            "calculate",
            "all",
            "",
            "",
            "",
            "concat(sum(${x}), ' ', sum(${price}), ' ', count(${out}), ' ', count(${in}))",
        ),
        ("note", "bye", "Bye ${all}", "${all} != ''"),
    )
)
INNER = st.tuples(st.integers(1, 3), st.integers(1, 3))
MOVES = st.one_of(
    st.tuples(st.just("n"), st.sampled_from(["0", "1", "2", "3", "4", ""])),
    st.tuples(st.sampled_from([1, 2, 3]).map(lambda k: f"rep[{k}]/ok"), st.sampled_from(["y", "n", ""])),
    st.tuples(st.sampled_from([1, 2, 3]).map(lambda k: f"rep[{k}]/x"), st.sampled_from(["1", "7", "120", ""])),
    st.tuples(st.just("g/out"), st.sampled_from(["+", "-", "0", "2", "3", ""])),
    st.tuples(st.sampled_from([1, 2, 3]).map(lambda k: f"g/out[{k}]/who"), st.sampled_from(["Li", "Bo", ""])),
    st.tuples(st.sampled_from([1, 2, 3]).map(lambda k: f"g/out[{k}]/in"), st.sampled_from(["+", "-", "2", ""])),
    st.tuples(INNER.map(lambda at: f"g/out[{at[0]}]/in[{at[1]}]/price"), st.sampled_from(["1", "30", ""])),
    st.tuples(st.just("chosen"), st.sampled_from(["Li", "Li Bo", ""])),
)


def fresh(answers: tuple[DraftAnswer, ...] = ()) -> Interview:
    return Interview(SCRIPT, fields={}, now=NOW, language="en", answers=answers)


def play(found: Interview, moves: list[tuple[str, str]]) -> None:
    for path, typed in moves:
        if path in {line.path for line in found.lines()}:
            if found.check(path, typed):
                with pytest.raises(ValueProblem):
                    found.set(path, typed)
            else:
                found.set(path, typed)


@settings(max_examples=120, deadline=None)
@given(st.lists(MOVES, max_size=25))
def test_what_is_restored_is_what_was_left(moves: list[tuple[str, str]]) -> None:
    found = fresh()
    play(found, moves)
    again = fresh(found.drafts())
    assert again.lines() == found.lines()
    assert again.answers() == found.answers()
    assert again.drafts() == found.drafts()
    assert fresh(found.drafts()[::-1]).lines() == found.lines()


@settings(max_examples=80, deadline=None)
@given(st.lists(MOVES, max_size=25))
def test_any_answers_leave_a_sound_interview(moves: list[tuple[str, str]]) -> None:
    found = fresh()
    play(found, moves)
    lines = found.lines()
    asked = [line for line in lines if line.kind not in ("note", "repeat")]
    assert found.progress == (sum(line.state != "open" for line in asked), len(asked))
    assert len({line.path for line in lines}) == len(lines)
    assert all(found.line(line.path) == line for line in lines)
    answers = {answer.path: answer for answer in found.answers()}
    assert len(answers) == len(found.answers())
    assert {path for path, answer in answers.items() if answer.state != "calculated"} == {line.path for line in asked}
    total = sum(float(a.text) for path, a in answers.items() if path.endswith("/x") and a.text)
    prices = [a.text for path, a in answers.items() if path.endswith("/price")]
    instances = len({path.split("/")[1] for path in answers if path.startswith("g/out[")})
    assert answers["all"].text.split() == [
        str(int(total)), str(sum(int(text or 0) for text in prices)), str(instances), str(len(prices)),
    ]  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(st.lists(MOVES, max_size=20), st.integers(1, 3))
def test_taking_instances_away_and_adding_them_again_changes_nothing(moves: list[tuple[str, str]], by: int) -> None:
    found = fresh()
    play(found, moves)
    before, at = found.lines(), {line.path: line.text for line in found.lines()}
    for path in ("g/out", "n"):
        if path not in at or not at[path]:
            continue
        found.set(path, str(max(int(at[path]) - by, 0)))
        found.set(path, at[path])
    assert found.lines() == before


@settings(max_examples=60, deadline=None)
@given(st.lists(MOVES, max_size=15), st.randoms())
def test_the_order_of_answers_does_not_matter(moves: list[tuple[str, str]], random) -> None:
    found = fresh()
    play(found, moves)
    drafts = list(found.drafts())
    random.shuffle(drafts)
    assert fresh(tuple(drafts)).lines() == found.lines()
