"""What files are read, and how the others are refused."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO, StringIO

import openpyxl
import pytest
import xlwt
from making import SETTINGS, YN, compiled, script, workbook

from callbench.errors import FileProblem
from callbench.script.compile import compile_script
from callbench.script.sheets import grid
from callbench.script.source import LARGEST, read_source

SURVEY = (
    ("type", "name", "label::中文 (zh)", "label::English (en)", "required"),
    ("select_one yn", "ok", "您满意吗?", "Are you satisfied?", "yes"),
    ("text", "why", "为什么?", "Why?", ""),
)


def refused(data: bytes) -> FileProblem:
    with pytest.raises(FileProblem) as caught:
        read_source(data, "script.xlsx")
    assert caught.value.where == "script.xlsx"
    return caught.value


@pytest.mark.parametrize("data", [b"", b"   \n", b"\0" * 100])
def test_an_empty_file_is_refused(data: bytes) -> None:
    assert refused(data).code == "file-empty"


def test_too_large_a_file_is_refused_before_it_is_read() -> None:
    assert refused(b"PK" + b"x" * LARGEST).code == "file-too-large"


def test_compound_files_that_are_no_workbook_and_protected_ones_are_told_apart() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    assert refused(ole).code == "file-kind"
    assert refused(ole + "Workbook".encode("utf-16-le")).code == "file-damaged"
    protected = refused(ole + "EncryptedPackage".encode("utf-16-le"))
    assert protected.code == "file-password"
    assert "password" in protected.todo


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\0\0\0", b"%PDF-1.7 \0\0 binary", b"hello there, no table"])
def test_what_is_no_table_is_refused(data: bytes) -> None:
    assert refused(data).code in ("file-kind", "no-survey")


def in_old_workbook(rows: tuple[tuple[str, ...], ...]) -> bytes:
    book, buffer = xlwt.Workbook(), BytesIO()
    sheet = book.add_sheet("survey")
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            sheet.write(row, column, text)
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "made",
    [lambda rows: workbook(rows, YN[:1]), in_old_workbook, lambda rows: plain(("survey", rows))],
    ids=["xlsx", "xls", "csv"],
)
def test_a_sheet_of_too_many_cells_is_refused_in_every_kind_of_file(
    made: Callable[[tuple[tuple[str, ...], ...]], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = made(SURVEY)
    held = sum(1 for row in SURVEY for text in row if text)
    monkeypatch.setattr(grid, "MOST_CELLS", held)
    assert len(read_source(data, "script.xlsx").sheets["survey"].rows) == 2
    monkeypatch.setattr(grid, "MOST_CELLS", held - 1)
    found = refused(data)
    assert (found.code, str(held - 1) in found.what) == ("sheet-too-large", True)


def test_an_archive_that_is_no_workbook_is_refused() -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    assert refused(buffer.getvalue()).code == "file-kind"


def test_a_cut_workbook_is_refused() -> None:
    whole = workbook(SURVEY)
    for part in (100, len(whole) // 2, len(whole) - 30):
        assert refused(whole[:part]).code == "file-damaged"


def test_a_workbook_with_a_broken_sheet_is_refused() -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(workbook(SURVEY))) as whole, zipfile.ZipFile(buffer, "w") as broken:
        for entry in whole.infolist():
            content = whole.read(entry)
            broken.writestr(entry.filename, content[: len(content) // 2] if "sheet1" in entry.filename else content)
    assert refused(buffer.getvalue()).code == "file-damaged"


def test_a_workbook_without_a_survey_names_its_sheets() -> None:
    book = openpyxl.Workbook()
    book.active.title = "问卷"
    buffer = BytesIO()
    book.save(buffer)
    problem = refused(buffer.getvalue())
    assert problem.code == "no-survey"
    assert "问卷" in problem.what


def test_other_sheets_are_listed_and_sheet_names_may_be_capital() -> None:
    book = openpyxl.load_workbook(BytesIO(workbook(SURVEY)))
    book["survey"].title = " Survey"
    book.create_sheet("help-survey")["A1"] = "type"
    buffer = BytesIO()
    book.save(buffer)
    source = read_source(buffer.getvalue(), "x.xlsx")
    assert list(source.sheets) == ["survey", "choices", "settings"]
    assert source.ignored == ("help-survey",)


def plain(*sheets: tuple[str, tuple[tuple[object, ...], ...]], encoding: str = "utf-8") -> bytes:
    text = StringIO()
    write = csv.writer(text).writerow
    for name, rows in sheets:
        if len(sheets) > 1:
            write([name])
        for row in rows:
            write(["", *row] if len(sheets) > 1 else row)
    return text.getvalue().encode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_holds_the_same_script_in_every_encoding(encoding: str) -> None:
    data = plain(("survey", SURVEY), ("choices", YN), ("settings", SETTINGS), encoding=encoding)
    found = compile_script(read_source(data, "script.csv"))
    assert found.script is not None
    assert found.script.hash == script(SURVEY).hash


def test_csv_with_one_sheet_is_a_survey() -> None:
    data = plain(("survey", (("type", "name", "label"), ("text", "why", "为什么?"))))
    found = compile_script(read_source(data, "话术 一.csv"))
    assert found.script is not None
    assert found.script.form_id == "话术_一"
    assert {problem.code for problem in found.problems} == {"form-id-of-file", "no-version"}


def test_sixty_empty_rows_end_a_sheet_and_fewer_do_not() -> None:
    header, first = ("type", "name", "label"), ("text", "a", "A")
    near = script((header, first, *[()] * 50, ("text", "b", "B")))
    far = script((header, first, *[()] * 70, ("text", "b", "B")))
    assert [question.name for question in near.questions()] == ["a", "b"]
    assert [question.name for question in far.questions()] == ["a"]


def test_a_million_claimed_rows_do_not_matter() -> None:
    book = openpyxl.load_workbook(BytesIO(workbook(SURVEY)))
    book["survey"].cell(1_048_576, 1, "text")
    buffer = BytesIO()
    book.save(buffer)
    found = compile_script(read_source(buffer.getvalue(), "x.xlsx"))
    assert found.script is not None
    assert found.script.hash == script(SURVEY).hash


def test_saving_again_does_not_change_the_hash() -> None:
    first = workbook(SURVEY)
    book = openpyxl.load_workbook(BytesIO(first))
    book["survey"].column_dimensions["A"].width = 44
    book["survey"]["A1"].font = openpyxl.styles.Font(bold=True)
    buffer = BytesIO()
    book.save(buffer)
    again = compile_script(read_source(buffer.getvalue(), "renamed.xlsx")).script
    assert again is not None
    assert again.hash == script(SURVEY).hash


def test_numbers_dates_and_truths_are_read_as_they_were_typed() -> None:
    found = script(
        (
            ("type", "name", "label", "required", "default", "relevant"),
            ("select_one n", "q", "Q", True, 1.0, True),
            ("date", "d", "D", False, datetime(2026, 3, 5), ""),
            ("date", "e", "E", "", date(2026, 3, 6), ""),
            ("decimal", "f", 3, "", 1.5, ""),
        ),
        (("list_name", "name", "label"), ("n", 1.0, "One"), ("n", 2, 2.5)),
    )
    q, d, e, f = found.questions()
    assert [choice.value for choice in found.lists["n"].choices] == ["1", "2"]
    assert found.lists["n"].choices[1].label == {"": "2.5"}
    assert (q.required.source, q.default.source, q.relevant.source) == ("true()", "'1'", "true()")
    assert (d.required, d.default.source, e.default.source) == (None, "'2026-03-05'", "'2026-03-06'")
    assert (f.label[""], f.default.source) == ("3", "'1.5'")


def test_a_version_that_is_an_uncounted_formula_is_replaced_and_said() -> None:
    settings = (("form_id", "version"), ("test", '=TEXT(NOW(), "yymmdd")'))
    found = compiled(SURVEY, YN, settings)
    assert found.script is not None
    assert ("lost-version", "settings!B2") in [(p.code, p.place) for p in found.problems]
    assert found.script.version == compiled(SURVEY, YN, settings).script.version, (
        "the same content has the same version"
    )


def test_a_label_that_is_an_uncounted_formula_is_an_error_with_its_cell() -> None:
    found = compiled((("type", "name", "label"), ("text", "a", "=B2")))
    assert ("no-value", "survey!C2") in [(p.code, p.place) for p in found.problems]
    assert found.script is None


def test_text_of_cells_is_cleaned() -> None:
    found = script((("type", "name", "label"), ("text", "a", "A\u202e\u200b B\r\nC")))
    assert next(found.questions()).label == {"": "A B\nC"}
