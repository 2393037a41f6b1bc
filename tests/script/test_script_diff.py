"""In what two scripts differ: nothing is missed, nothing is invented, and the cells are those of the workbooks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from making import CASCADE_CHOICES, MIXED, YN, workbook
from making import script as made

from callbench.script.compile import compile_script
from callbench.script.model import Script, script_from_json
from callbench.script.parts import Choice, ChoiceList, Expr, Group, Question
from callbench.script.source import read_source
from callbench.script.telling.cells import Cells
from callbench.script.telling.diff import Difference, differences

HEAD = ("type", "name", "label", "relevant", "required", "default", "callbench::outcome")
OLD = (
    HEAD,
    ("note", "hello", "Hello", "", "", "", ""),
    ("select_one yn", "ok", "Satisfied?", "", "yes", "", ""),
    ("begin_group", "g", "Reasons", "${ok} = 'n'", "", "", ""),
    ("text", "why", "Why?", "", "", "", ""),
    ("text", "since", "Since when?", "", "", "", ""),
    ("end_group", "", "", "", "", "", ""),
    ("text", "more", "Anything else?", "", "", "", ""),
)


def compare(
    new: Sequence[Sequence[object]], choices: Sequence[Sequence[object]] = YN, **more: Sequence[Sequence[object]]
) -> list[Difference]:
    found = []
    for survey, own, sheets in ((OLD, YN, {}), (new, choices, more)):
        source = read_source(workbook(survey, own, **sheets), "test.xlsx")
        script = compile_script(source).script
        assert script is not None
        found.append((script, Cells(source, script)))
    (old, old_cells), (newer, new_cells) = found
    return list(differences(old, newer, old_cells, new_cells))


def changed(row: int, column: int, text: str) -> list[Sequence[object]]:
    rows: list[Sequence[object]] = list(OLD)
    rows[row] = (*rows[row][:column], text, *rows[row][column + 1 :])
    return rows


def test_a_text_that_changed_is_told_with_both_cells() -> None:
    (found,) = compare(changed(4, 2, "Why then?"))
    assert found == Difference(
        "changed", "question", "g/why", "", "label", "", "Why?", "Why then?", "survey!C5", "survey!C5"
    )


def test_conditions_are_told_as_they_were_written() -> None:
    (found,) = compare(changed(3, 3, "${ok} != 'y'"))
    assert (found.part, found.path, found.field) == ("group", "g", "relevant")
    assert (found.old, found.new, found.new_cell) == ("${ok} = 'n'", "${ok} != 'y'", "survey!D4")
    (found,) = compare(changed(2, 4, ""))
    assert (found.field, found.old, found.new) == ("required", "yes", "")
    (found,) = compare(changed(7, 5, "nothing"))
    assert (found.field, found.old, found.new) == ("default", "", "nothing")
    (found,) = compare(changed(7, 6, "refused_now"))
    assert (found.field, found.old, found.new, found.new_cell) == ("outcome", "", "refused_now", "survey!G8")


def test_added_and_removed_questions() -> None:
    (found,) = compare([*OLD, ("text", "last", "At last?", "", "", "", "")])
    assert found == Difference("added", "question", "last", new="At last?", new_cell="survey!B9")
    (found,) = compare(OLD[:-1])
    assert found == Difference("removed", "question", "more", old="Anything else?", old_cell="survey!B8")


def test_as_few_as_possible_were_moved() -> None:
    (found,) = compare([OLD[0], OLD[7], *OLD[1:7]])
    assert (found.kind, found.path, found.old_cell, found.new_cell) == ("moved", "more", "survey!B8", "survey!B2")


def test_a_question_that_left_its_group_was_moved_and_keeps_its_changes() -> None:
    rows = [*OLD[:4], *OLD[5:], ("text", "why", "Why then?", "", "", "", "")]
    moved, text = compare(rows)
    assert (moved.kind, moved.was, moved.path) == ("moved", "g/why", "why")
    assert (text.kind, text.field, text.old, text.new) == ("changed", "label", "Why?", "Why then?")


def test_a_question_with_the_same_words_and_another_name_was_renamed() -> None:
    (found,) = compare(changed(4, 1, "reason"))
    assert (found.kind, found.was, found.path, found.old, found.new) == (
        "renamed",
        "g/why",
        "g/reason",
        "why",
        "reason",
    )


def test_a_renamed_group_takes_its_questions_with_it() -> None:
    (found,) = compare(changed(3, 1, "reasons"))
    assert (found.kind, found.part, found.was, found.path) == ("renamed", "group", "g", "reasons")


def test_choices() -> None:
    more = [*YN[:3], ("yn", "m", "Maybe"), *YN[3:]]
    (found,) = compare(OLD, more)
    assert found == Difference("added", "choice", "yn/m", new="Maybe", new_cell="choices!B4")
    (found,) = compare(OLD, [*YN[:2], ("yn", "n", "Not"), *YN[3:]])
    assert (found.kind, found.path, found.field, found.old, found.new) == ("changed", "yn/n", "label", "No", "Not")
    assert found.new_cell == "choices!C3"
    (found,) = compare(OLD, [YN[0], YN[2], YN[1], *YN[3:]])
    assert (found.kind, found.part) == ("moved", "choice")
    (found,) = compare(OLD, YN[:3])
    assert (found.kind, found.part, found.path, found.old) == ("removed", "list", "abc", "A, B, C")


def test_titles_and_a_version_that_is_only_another_one() -> None:
    (found,) = compare(OLD, settings=(("form_id", "version", "form_title"), ("test", "1", "Other")))
    assert (found.part, found.field, found.new, found.new_cell) == ("script", "titles", "Other", "settings!C2")
    assert compare(OLD, settings=(("form_id", "version", "form_title"), ("else", "2", "Test"))) == []


def test_forms_of_others_have_every_text_where_their_cells_say(reference: Callable[[str], Path]) -> None:
    paths = sorted(reference("10_xlsform/form_states").rglob("*.xlsx"))
    assert paths
    for path in paths:
        source = read_source(path.read_bytes(), path.name)
        script = compile_script(source).script
        if script is None:
            continue
        cells = Cells(source, script)
        at = {cell.place: cell.text for sheet in source.sheets.values() for row in sheet.rows for cell in row.values()}
        for question in script.questions():
            for language, text in question.label.items():
                place = cells.of_item(question.path, "label", language)
                assert at[place] == text if place else question.name.endswith("_other")  # made by `or_other`
        assert differences(script, script_from_json(script.canonical()), cells, cells) == ()


MIXED_SCRIPT = made(MIXED, CASCADE_CHOICES)
_WORDS = st.sampled_from(["a", "Other words", "${ok} = 'y'"])


@st.composite
def another(draw: st.DrawFn) -> Script:
    """The mixed script with some of its parts drawn anew, taken out, or put elsewhere."""

    def part(item: Question | Group | Choice, names: Sequence[str]) -> Question | Group | Choice:
        values: dict[str, object] = {}
        for name in names:
            old = getattr(item, name)
            kind = next(each for each in fields(item) if each.name == name).type
            if "Expr" in str(kind):
                values[name] = draw(st.sampled_from([old, None, Expr("1 = 1"), Expr("'x'")]))
            elif isinstance(old, bool):
                values[name] = draw(st.booleans())
            elif isinstance(old, str):
                values[name] = draw(st.sampled_from([old, "other"]))
            else:
                values[name] = draw(st.sampled_from([old, {}, {"English (en)": "Else"}]))
        return replace(item, **values)  # type: ignore[arg-type]

    items: list[Question | Group] = []
    for item in MIXED_SCRIPT.items:
        names = [each.name for each in fields(item) if each.name not in ("name", "path", "row", "items", "kind")]
        if draw(st.integers(0, 5)) == 0:
            item = part(item, draw(st.lists(st.sampled_from(names), max_size=2)))  # type: ignore[assignment]
        if draw(st.integers(0, 9)):
            items.append(item)
    if draw(st.booleans()):
        items = draw(st.permutations(items))
    lists = dict(MIXED_SCRIPT.lists)
    if draw(st.booleans()):
        choices = draw(st.permutations(lists["yn"].choices))
        lists["yn"] = ChoiceList("yn", tuple(choices[: draw(st.integers(1, 2))]))
    if draw(st.integers(0, 9)) == 0:
        del lists["c"]
    return replace(MIXED_SCRIPT, items=tuple(items), lists=lists, version=draw(st.sampled_from(["1", "2"])))


def content(script: Script) -> str:
    return replace(script, version="", form_id="").canonical()


@given(another())
def test_there_are_differences_exactly_when_the_content_differs(new: Script) -> None:
    there, back = differences(MIXED_SCRIPT, new), differences(new, MIXED_SCRIPT)
    assert bool(there) == bool(back) == (content(new) != content(MIXED_SCRIPT))
    assert differences(new, new) == ()
    kinds = [sum(each.kind == kind for each in found) for found in (there, back) for kind in ("added", "removed")]
    assert kinds[0] == kinds[3]
    assert kinds[1] == kinds[2]
