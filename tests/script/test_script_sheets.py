"""What a workbook hides, covers or counts is read as people see it, and said."""

from __future__ import annotations

from io import BytesIO

import openpyxl
from making import compiled, workbook
from packages import HEAD, SURVEY, changed, raw, said, texts, with_parts

from callbench.script.compile import compile_script
from callbench.script.source import read_source


def test_hidden_rows_columns_and_sheets_are_read_and_said() -> None:
    def hide(book: openpyxl.Workbook) -> None:
        sheet = book["survey"]
        sheet.row_dimensions[3].hidden = sheet.row_dimensions[4].hidden = sheet.row_dimensions[30].hidden = True
        sheet.column_dimensions["C"].hidden = sheet.column_dimensions["F"].hidden = True
        book["choices"].sheet_state = "veryHidden"

    found = changed(hide)
    assert found.script is not None
    assert [question.label[""] for question in found.script.questions()] == ["OK?", "Why?", "More?"]
    assert said(found) == {"hidden-rows": "survey!A3", "hidden-columns": "survey!C1", "hidden-sheet": "choices!A1"}
    (rows,) = [p for p in found.problems if p.code == "hidden-rows"]
    assert "3-4" in rows.message


def test_the_value_of_merged_cells_belongs_to_the_first_one() -> None:
    def merge(book: openpyxl.Workbook) -> None:
        book["survey"].merge_cells("C3:C4")
        book["survey"].merge_cells("H20:K25")

    found = changed(merge)
    assert said(found) == {"merged-cells": "survey!C3", "no-label": "survey!B4"}
    assert found.script is not None
    assert [question.label.get("") for question in found.script.questions()] == ["OK?", "Why?", None]


def test_what_lies_covered_behind_merged_cells_is_not_read() -> None:
    rows = (
        "".join(f'<c t="inlineStr"><is><t>{word}</t></is></c>' for word in ("type", "name", "label")),
        '<c t="inlineStr"><is><t>text</t></is></c><c t="inlineStr"><is><t>q</t></is></c><c t="str"><v>covered</v></c>',
    )
    source = raw(
        "".join(f"<row>{row}</row>" for row in rows), behind='<mergeCells><mergeCell ref="B2:C2"/></mergeCells>'
    )
    assert texts(source) == [["type", "name", "label"], ["text", "q"]]
    assert [(remark.code, remark.cell) for remark in source.remarks] == [("merged-cells", "B2")]


def test_macros_and_links_to_other_files_are_left_alone_and_said() -> None:
    data = with_parts(workbook(SURVEY), xl__vbaProject_bin=b"x")
    data = with_parts(data, **{"xl__vbaProject.bin": b"x", "xl__externalLinks__externalLink1.xml": b"<externalLink/>"})
    found = compile_script(read_source(data, "a.xlsm"))
    assert found.script is not None
    assert said(found) == {"macros": "", "links-out": ""}


def test_a_formula_gives_its_stored_value_or_is_a_problem() -> None:
    words = "".join(f'<c t="str"><v>{word}</v></c>' for word in HEAD)
    kinds = (
        '<c t="str"><f>A1</f><v>text</v></c><c t="str"><f>"a"&amp;1</f><v>a1</v></c>',
        '<c t="str"><f>A1</f><v>text</v></c><c t="str"><v>b</v></c><c><f>1+1</f><v>2</v></c>',
        '<c t="str"><v>text</v></c><c t="str"><v>c</v></c><c><f>C2</f><v/></c>',
        '<c t="str"><v>text</v></c><c t="str"><v>d</v></c><c><f>C2</f></c>',
        '<c t="str"><v>text</v></c><c t="str"><v>e</v></c><c t="str"><f>""</f><v></v></c>',
        '<c t="str"><v>text</v></c><c t="str"><v>f</v></c><c t="e"><f>1/0</f><v>#DIV/0!</v></c>',
    )
    found = compile_script(raw("".join(f"<row>{row}</row>" for row in (words, *kinds))))
    errors = {(p.code, p.place) for p in found.problems if p.severity == "error"}
    assert errors == {("no-value", "survey!C4"), ("no-value", "survey!C5"), ("error-value", "survey!C7")}


def test_a_column_that_filters_read_must_have_its_values() -> None:
    choices = (("list_name", "name", "label", "city"), ("yn", "y", "Yes", "=A1"), ("yn", "n", "No", "#REF!"))
    found = compiled(SURVEY, choices)
    assert {(p.code, p.place) for p in found.problems} == {("no-value", "choices!D2"), ("error-value", "choices!D3")}


def test_a_title_above_the_header_is_passed_over_and_said() -> None:
    found = compiled((("Our script 2026",), (), *SURVEY))
    assert found.script is not None
    assert said(found) == {"title-row": "survey!A1"}


def test_cells_in_columns_without_a_name_are_said() -> None:
    found = compiled((HEAD, ("text", "q", "Q", None, "what is this")))
    assert said(found)["no-heading"] == "survey!E2"


def test_sheets_of_other_engines_are_named_with_what_was_meant() -> None:
    rows = (("list_name", "name"), ("a", "b"))
    found = compiled(SURVEY, entities=rows, external_choices=rows, osm=rows, _notes=rows, 说明=rows)
    assert sorted(p.sheet for p in found.problems if p.code == "ignored-sheet") == [
        "entities",
        "external_choices",
        "osm",
    ]
    book = openpyxl.load_workbook(BytesIO(workbook((HEAD, ("text", "q", "Q")))))
    book["choices"].title = "choice"
    out = BytesIO()
    book.save(out)
    (meant,) = [p for p in compile_script(read_source(out.getvalue(), "a.xlsx")).problems if p.code == "ignored-sheet"]
    assert meant.suggestion == "choices"
