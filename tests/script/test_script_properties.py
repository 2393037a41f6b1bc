"""What holds for any answers and any expressions."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import openpyxl
import pytest
from conformance.documents import NoNames
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from making import CASCADE_CHOICES, MIXED, NOW, compiled, script, workbook

from callbench.errors import FileProblem
from callbench.script.compile import compile_script
from callbench.script.interview import Interview
from callbench.script.model import script_from_json
from callbench.script.source import read_source
from callbench.script.xpath.compiler import compile_syntax
from callbench.script.xpath.context import Context
from callbench.script.xpath.errors import ExprError
from callbench.script.xpath.library import FUNCTIONS
from callbench.script.xpath.parser import parse
from callbench.script.xpath.values import to_boolean, to_number, to_text
from callbench.values.problem import ValueProblem

SCRIPT = script(MIXED, CASCADE_CHOICES)
PATHS = [question.path for question in SCRIPT.questions() if question.asked]
TYPED = st.one_of(
    st.sampled_from(
        ["", "y", "n", "1", "2", "10", "zj", "gd", "hz", "hz nb", "gz", "2026-03-01", "9:30", "12.5", "-", "OK"]
    ),
    st.text(max_size=12),
    st.integers(-5, 200).map(str),
)
MOVES = st.lists(st.tuples(st.sampled_from(PATHS), st.one_of(TYPED, st.none())), max_size=25)


def fresh() -> Interview:
    return Interview(SCRIPT, fields={"customer_name": "李女士"}, now=NOW, language="zh_CN")


def play(found: Interview, moves: list[tuple[str, str | None]]) -> None:
    for path, typed in moves:
        if typed is None:
            found.refuse(path)
        elif found.check(path, typed):
            with pytest.raises(ValueProblem):
                found.set(path, typed)
        else:
            found.set(path, typed)


@settings(max_examples=120, deadline=None)
@given(MOVES)
def test_any_answers_leave_a_sound_interview(moves: list[tuple[str, str | None]]) -> None:
    found = fresh()
    play(found, moves)
    lines = found.lines()
    answered, asked = found.progress
    assert 0 <= answered <= asked == sum(1 for line in lines if line.kind != "note")
    assert found.is_complete == (found.first_gap() is None)
    assert len(found.gaps) == sum(1 for line in lines if line.problem or (line.required and line.state == "open"))
    shown = {line.path for line in lines}
    assert {answer.path for answer in found.answers() if answer.state in ("given", "refused")} <= shown
    again = Interview(SCRIPT, fields={"customer_name": "李女士"}, now=NOW, language="zh_CN", answers=found.drafts())
    assert again.lines() == lines
    assert again.answers() == found.answers()


@settings(max_examples=120, deadline=None)
@given(MOVES, st.randoms())
def test_what_was_taken_back_leaves_no_trace(moves: list[tuple[str, str | None]], random) -> None:
    found = fresh()
    play(found, moves)
    paths = list(PATHS)
    random.shuffle(paths)
    for path in paths:
        found.clear(path)
    assert found.lines() == fresh().lines()
    assert found.drafts() == ()


@settings(max_examples=80, deadline=None)
@given(st.permutations(["ok", "g/why", "g/times", "prov", "city", "nps", "when"]))
def test_the_order_of_answers_does_not_matter(order: list[str]) -> None:
    values = {
        "ok": "n",
        "g/why": "late",
        "g/times": "3",
        "prov": "zj",
        "city": "hz nb",
        "nps": "3",
        "when": "2026-03-01",
    }
    first, found = fresh(), fresh()
    for path, text in values.items():
        first.set(path, text)
    left = list(order)
    while left:  # a city can only be chosen once its province is
        for path in list(left):
            if not found.check(path, values[path]):
                found.set(path, values[path])
                left.remove(path)
    assert found.lines() == first.lines()
    assert found.answers() == first.answers()


def test_json_comes_back_as_the_same_script() -> None:
    again = script_from_json(SCRIPT.canonical())
    assert again == SCRIPT
    assert again.canonical() == SCRIPT.canonical()
    assert again.hash == SCRIPT.hash


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 2}', "null", "x"])
def test_other_json_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        script_from_json(text)


WORDS = [
    "1", "0", "2.5", "'a'", "''", "'2026-03-05'", ".", "..", "/", "//", "*", "@", "(", ")", "[", "]", ",", "+", "-", "=", "!=",
    "<", ">=", "|", " and ", " or ", " div ", " mod ", "name", "item", "${a}", "$x", "child::", "self::node()", "text()", "null",
    "“", "（", "'", '"', *(f"{name}(" for name in FUNCTIONS),
]  # fmt: skip


@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.lists(st.sampled_from(WORDS), max_size=14).map("".join), st.text(max_size=40)))
def test_any_text_is_an_expression_or_a_told_mistake(text: str) -> None:
    problem = None
    try:
        made = compile_syntax(parse(text), NoNames())
        value = made.run(Context([], datetime(2026, 3, 5, tzinfo=UTC), _Nothing(), None))
    except ExprError as told:
        problem = told
    if problem is None:
        to_text(value), to_boolean(value), to_number(value, UTC)
    else:
        assert problem.message
        assert 0 <= problem.at <= len(text)


class _Nothing:
    """Surroundings without tables and documents."""

    def instance(self, name: str) -> list[object]:
        return []

    def choice_label(self, question: str, value: str) -> str:
        return value

    def root(self):  # type: ignore[no-untyped-def]
        from callbench.script.xpath.nodes import Node

        return Node("root")

    def live(self, index: int):  # type: ignore[no-untyped-def]
        return self.root()


CELLS = st.one_of(
    st.none(),
    st.text(max_size=8),
    st.sampled_from(["text", "yes", "${ok}", "begin_group", "end_group", "x y"]),
    st.integers(),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(MIXED) - 1), st.integers(0, 8), CELLS), min_size=1, max_size=6))
def test_any_damage_to_cells_ends_in_a_script_or_in_problems(damage: list[tuple[int, int, object]]) -> None:
    rows = [list(row) + [None] * (9 - len(row)) for row in MIXED]
    for row, column, content in damage:
        if isinstance(content, str):
            content = "".join(
                char for char in content if char >= " " and not "\ud800" <= char <= "\udfff" and char < "\ufffe"
            )
        rows[row][column] = content
    found = compiled(rows, CASCADE_CHOICES)
    errors = [problem for problem in found.problems if problem.severity == "error"]
    assert (found.script is None) == bool(errors)
    assert all(str(problem) for problem in found.problems)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 5_000), st.integers(0, 255), st.integers(1, 40))
def test_any_damage_to_bytes_ends_in_a_script_or_in_a_refusal(place: int, byte: int, length: int) -> None:
    data = bytearray(_WHOLE)
    start = place % len(data)
    data[start : start + length] = bytes([byte]) * length
    problem = found = None
    try:
        found = compile_script(read_source(bytes(data), "x.xlsx"))
    except FileProblem as told:
        problem = told
    if problem is not None:
        assert problem.what
        assert problem.todo or problem.code == "file-empty"
    else:
        assert found.script is not None or found.problems


_WHOLE = workbook(MIXED, CASCADE_CHOICES)


def test_the_damaged_workbook_was_whole() -> None:
    assert openpyxl.load_workbook(BytesIO(_WHOLE)).sheetnames[0] == "survey"
    assert compile_script(read_source(_WHOLE, "x.xlsx")).script == SCRIPT
