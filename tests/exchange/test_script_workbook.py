"""A script written as a workbook compiles to the same script, and saving a workbook again changes nothing."""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwt
from hypothesis import given
from hypothesis import settings as given_settings
from hypothesis import strategies as st

from callbench.errors import FileProblem
from callbench.exchange.script_workbook import saved, script_to_workbook, workbook_of
from callbench.script.compile import compile_script
from callbench.script.model import Script
from callbench.script.source import read_source
from callbench.script.telling.as_sheets import as_sheets

ZH, EN = "中文 (zh)", "English (en)"
Rows = list[list[Any]]


def compiled(data: bytes, name: str = "any.xlsx") -> Script:
    found = compile_script(read_source(data, name))
    assert found.script is not None, "\n".join(map(str, found.problems))
    return found.script


def test_every_reference_form_that_compiles_comes_back(reference: Callable[[str], Path]) -> None:
    seen = 0
    for path in sorted(reference("10_xlsform").rglob("*.xlsx")):
        try:
            script = compile_script(read_source(path.read_bytes(), path.name)).script
        except FileProblem:
            continue
        if script is not None:
            seen += 1
            assert compiled(script_to_workbook(script)).canonical() == script.canonical(), path
    assert seen > 10


# Generated scripts ---------------------------------------------------------------------------------------------------

WORDS = st.text(st.characters(exclude_characters="$<", exclude_categories=("Cs",)), max_size=12)
ODD = st.sampled_from(
    ["'", '"', "it's", "“好”", "=1+1", "+86", "@x", "-", "_x0041_", "_x005F_", "\uffff", "true", "否", "1.0", "001", "#REF",
     "if(. != '', 'x', '')", "concat('a', 'b')", "'quoted'", "\"both' kinds\"", "两\n行", " 空 格 ", "null", "2026-03-05"]
)  # fmt: skip
TEXT = st.one_of(WORDS, ODD)
CONDITION = st.sampled_from(
    ["", "true()", "yes", "no", "TRUE", "${first} = 'a'", "selected(${first}, “a”)", "1 = 1 and\n'x' != \"y\""]
)
QUESTION = st.fixed_dictionaries(
    {
        "type": st.sampled_from(
            ["text", "integer", "decimal", "date", "time", "dateTime", "select_one abc", "select_multiple abc",
             "select_one abc or_other", "range", "note", "acknowledge", "hidden", "start", "deviceid", "begin group",
             "begin repeat", "end"]
        ),
        f"label::{ZH}": TEXT, f"label::{EN}": TEXT, "hint": TEXT, f"callbench::say::{ZH}": TEXT, "callbench::objection": TEXT,
        "required": CONDITION, f"required_message::{ZH}": TEXT, "relevant": CONDITION, "constraint": CONDITION, "readonly": CONDITION,
        "constraint_message": TEXT, "default": st.one_of(TEXT, st.just("today()")), "appearance": TEXT,
        "parameters": st.sampled_from(["", "start=0 end=10 step=1", "end=5;start=2"]),
        "callbench::stage": st.sampled_from(["", "opening", "wrap up", "Body"]),
        "callbench::measure": st.sampled_from(["", "csat", "nps"]), "callbench::profile": TEXT,
        "callbench::outcome": st.one_of(TEXT, st.just("if(. = 'a', 'x', '')")), "callbench::follow_up": TEXT,
        "callbench::refuse": st.sampled_from(["", "yes", "no"]), "my column": TEXT, "media::image": TEXT,
    }
)  # fmt: skip
CHOICE = st.fixed_dictionaries(
    {f"label::{ZH}": TEXT, "label": TEXT, "callbench_outcome": TEXT, "callbench::complaint": TEXT, "区": TEXT}
)
SETTINGS = st.fixed_dictionaries(
    {"form_title": TEXT, f"callbench::title::{EN}": TEXT, "default_language": st.sampled_from(["", ZH, EN, "english (en)", "fr"]),
     "name": st.sampled_from(["", "root"]), "version": st.one_of(TEXT, st.just("")), "style": TEXT}
)  # fmt: skip


def sheets(questions: list[dict[str, str]], choices: list[dict[str, str]], settings: dict[str, str]) -> dict[str, Rows]:
    survey: list[dict[str, str]] = [{"type": "select_one abc", "name": "first", f"label::{ZH}": "一"}]
    open_ = []
    for number, question in enumerate(questions):
        if question["type"] == "end":
            if open_:
                survey.append({"type": open_.pop()})
            continue
        if question["type"].startswith("begin"):
            open_.append(question["type"].replace("begin", "end"))
        survey.append(question | ({} if question["type"] == "note" else {"name": f"q{number}"}))
    survey += [{"type": kind} for kind in reversed(open_)]
    listed = [{"list_name": "abc", "name": name} | row for name, row in zip("abcdef", choices, strict=False)]
    tables = {"survey": survey, "choices": listed, "settings": [{"form_id": "generated", **settings}]}
    found = {}
    for name, rows in tables.items():
        header = list(dict.fromkeys(column for row in rows for column in row))
        found[name] = [header, *([row.get(column, "") for column in header] for row in rows)]
    return found


@given_settings(max_examples=60, deadline=None)
@given(st.lists(QUESTION, max_size=7), st.lists(CHOICE, min_size=2, max_size=4), SETTINGS)
def test_what_is_exported_is_the_same_script(questions, choices, settings) -> None:
    written = saved(workbook_of(sheets(questions, choices, settings)))
    found = compile_script(read_source(written, "generated.xlsx"))
    if found.script is None:  # what is wrong is wrong with the words that were drawn
        assert {p.code for p in found.problems if p.severity == "error"} <= {"no-choice-name", "error-value"}
        return
    again = compiled(script_to_workbook(found.script))
    assert again.canonical() == found.script.canonical()
    assert as_sheets(again) == as_sheets(found.script)


# Saved again ---------------------------------------------------------------------------------------------------------

SURVEY: Rows = [
    ["type", "name", f"label::{ZH}", f"label::{EN}", "relevant", "required", "default", "constraint", "notes"],
    ["select_one score", "score", "几分？", "How many?", "", True, 1, "", "first"],
    ["note", None, "谢谢", "Thanks", '${score} = "1"', None, None, None, None],
    ["date", "day", "哪天？", "When?", "${score} != '2'", "no", "2026-03-05", ". <= today()", None],
    ["decimal", "amount", "金额", "Amount", None, None, 1.5, ". > 0", None],
]
CHOICES: Rows = [
    ["list_name", "name", f"label::{ZH}", f"label::{EN}"],
    ["score", 1, "一分", "One"],
    ["score", 2, "两分", "Two"],
]
PLAIN: dict[str, Rows] = {
    "survey": SURVEY,
    "choices": CHOICES,
    "settings": [["form_id", "version", "default_language"], ["saved", 3, ZH]],
}


def written(tables: dict[str, Rows]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in tables.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return saved(book)


def changed(change: Callable[[str, Rows], Rows]) -> bytes:
    return written({name: change(name, [list(row) for row in rows]) for name, rows in PLAIN.items()})


def every_cell(change: Callable[[Any], Any]) -> bytes:
    return changed(lambda name, rows: [rows[0], *([change(value) for value in row] for row in rows[1:])])


def loaded_and_saved() -> bytes:
    return saved(openpyxl.load_workbook(BytesIO(written(PLAIN))))


def styled() -> bytes:
    book = openpyxl.load_workbook(BytesIO(written(PLAIN)))
    for sheet in book.worksheets:
        sheet.freeze_panes = "B2"
        sheet.auto_filter.ref = sheet.dimensions
        sheet.conditional_formatting.add("A1:A9", openpyxl.formatting.rule.CellIsRule("equal", ["1"]))
        sheet.add_data_validation(
            openpyxl.worksheet.datavalidation.DataValidation("list", formula1='"a,b"', sqref="A2:A9")
        )
        for cell in sheet[1]:
            cell.font = openpyxl.styles.Font(bold=True, color="FF0000")
            cell.comment = openpyxl.comments.Comment("seen", "me")
    book.create_sheet("notes")["A1"] = "nothing"
    return saved(book)


def old_workbook() -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    for name, rows in PLAIN.items():
        sheet = book.add_sheet(name)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if value is not None:
                    sheet.write(number, column, value)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def csv_sheets() -> bytes:
    text = StringIO()
    write = csv.writer(text).writerow
    for name, rows in PLAIN.items():
        write([name])
        for row in rows:
            write(["", *("" if value is None else value for value in row)])
    return text.getvalue().encode("gb18030")


@pytest.mark.parametrize(
    "again",
    [
        loaded_and_saved, styled, old_workbook, csv_sheets,
        lambda: changed(lambda name, rows: [list(reversed(row)) for row in rows]),
        lambda: changed(lambda name, rows: [rows[0], *(row for line in rows[1:] for row in ([], [], line))]),
        lambda: changed(lambda name, rows: [[*row[:2], None, None, *row[2:]] for row in rows]),
        lambda: every_cell(lambda value: f"  {value} \n" if isinstance(value, str) and value else value),
        lambda: every_cell(lambda value: float(value) if type(value) is int else value),
        lambda: every_cell(lambda value: str(value) if type(value) in (int, float) else value),
        lambda: every_cell(lambda value: value.replace(' "1"', " “1”").replace("'2'", "‘2’") if isinstance(value, str) else value),
        lambda: every_cell(lambda value: "yes" if value is True else False if value == "no" else value),
    ],
    ids=["loaded", "styled", "xls", "csv", "columns", "empty-rows", "gaps", "spaces", "floats", "texts", "quotes", "yes-no"],
)  # fmt: skip
def test_saving_again_changes_no_hash(again: Callable[[], bytes]) -> None:
    first = compiled(written(PLAIN))
    assert [question.name for question in first.questions()] == ["score", "unnamed_note_1", "day", "amount"]
    assert compiled(again()).canonical() == first.canonical()


def test_another_word_changes_the_hash() -> None:
    other = every_cell(lambda value: "几分呢？" if value == "几分？" else value)
    assert compiled(other).hash != compiled(written(PLAIN)).hash
