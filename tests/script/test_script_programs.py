"""Files of many programs, kinds and sizes are read or refused, in bounded time and memory."""

from __future__ import annotations

import struct
import sys
import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import xlwt
from making import SETTINGS, YN, workbook
from packages import SURVEY, changed, refused, said, texts, with_parts

from callbench.errors import FileProblem
from callbench.script.compile import compile_script
from callbench.script.source import read_source

STRICT = (
    ("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"),
    (
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "http://purl.oclc.org/ooxml/officeDocument/relationships",
    ),
)


def test_workbooks_of_the_strict_kind_and_with_prefixes_are_the_same() -> None:
    plain = workbook(SURVEY)
    first = compile_script(read_source(plain, "a.xlsx")).script

    def strict(_name: str, content: bytes) -> bytes:
        for old, new in STRICT:
            content = content.replace(old.encode(), new.encode())
        return content

    def prefixed(name: str, content: bytes) -> bytes:
        if "/sheet" not in name:
            return content
        return (
            content.replace(b"</", b"\0")
            .replace(b"<", b"<x:")
            .replace(b"\0", b"</x:")
            .replace(b"<x:?", b"<?")
            .replace(b"xmlns=", b"xmlns:x=")
        )

    assert first is not None
    for change in (strict, prefixed):
        again = compile_script(read_source(with_parts(plain, change), "a.xlsx")).script
        assert again is not None
        assert again.hash == first.hash


def test_sheet_names_of_numbers_and_of_hasty_people() -> None:
    def rename(book: openpyxl.Workbook) -> None:
        book["survey"].title, book["choices"].title = "SURVEY - Table 1", " Choices  - 表格 1"

    found = changed(rename)
    assert found.script is not None
    assert [question.name for question in found.script.questions()] == ["ok", "why", "more"]


def old(sheets: dict[str, tuple[tuple[object, ...], ...]], change=lambda book: None) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                sheet.write(number, column, value)
    change(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_an_old_workbook_is_read_whatever_its_name_and_what_it_hides_is_said() -> None:
    def hide(book: xlwt.Workbook) -> None:
        survey = book.get_sheet(0)
        survey.row(3).hidden = True
        survey.col(2).hidden = True
        survey.merge(2, 2, 2, 3)
        book.get_sheet(1).visibility = 1

    data = old({"Survey": SURVEY, "choices": YN, "settings": SETTINGS}, hide)
    found = compile_script(read_source(data, "a.xlsx"))
    assert found.script is not None
    assert found.script.hash == compile_script(read_source(workbook(SURVEY), "b.xlsx")).script.hash
    assert said(found) == {
        "hidden-rows": "survey!A4", "hidden-columns": "survey!C1", "hidden-sheet": "choices!A1", "merged-cells": "survey!C3",
    }  # fmt: skip


def test_values_of_an_old_workbook() -> None:
    style = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("survey")
    sheet.write(0, 0, "type")
    for column, value in enumerate((1, 2.5, True, "长")):
        sheet.write(1, column, value)
    sheet.write(1, 4, datetime(2026, 3, 5), style)
    sheet.row(1).set_cell_error(5, "#REF!")
    out = BytesIO()
    book.save(out)
    assert texts(read_source(out.getvalue(), "a.xls"))[1] == ["1", "2.5", "true", "长", "2026-03-05", "#REF!"]


def test_a_protected_old_workbook_is_told_from_a_damaged_one() -> None:
    begin = struct.pack("<HHHHHHII", 0x0809, 16, 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6)
    assert refused(begin + struct.pack("<HHHHH", 0x002F, 6, 0, 1, 2)).code == "file-password"
    assert refused(begin + b"\0" * 40).code == "file-damaged"


def test_other_kinds_of_files_are_named() -> None:
    def archive(*names: str) -> bytes:
        out = BytesIO()
        with zipfile.ZipFile(out, "w") as made:
            for name in names:
                made.writestr(name, "x")
        return out.getvalue()

    for data, word in (
        (archive("xl/workbook.bin", "xl/worksheets/sheet1.bin"), ".xlsb"),
        (archive("mimetype", "content.xml"), "OpenDocument"),
        (archive("Index/Document.iwa"), "Numbers"),
        (b"<html><table><tr><td>type</td></tr></table>", "web page"),
        (b'<?xml version="1.0"?><Workbook/>', "web page"),
        (b"%PDF-1.7", "neither"),
    ):
        problem = refused(data)
        assert problem.code == "file-kind"
        assert word in problem.what


def test_an_encrypted_archive_asks_for_the_password_to_be_taken_off() -> None:
    data = bytearray(workbook(SURVEY))
    for at in range(len(data) - 4):
        if data[at : at + 4] == b"PK\x01\x02":
            data[at + 8] |= 1
    assert refused(bytes(data)).code == "file-password"


@pytest.mark.parametrize(
    ("name", "end"),
    [("million_rows", "script"), ("million_questions", "sheet-too-large"), ("cell_bomb", "file-damaged"),
     ("tag_bomb", "file-bomb"), ("entity_bomb", "file-damaged"), ("merge_bomb", "file-damaged"), ("deep_groups", "problems"),
     ("same_list", "script")],
)  # fmt: skip
def test_monsters_end_soon(name: str, end: str) -> None:
    sys.path.insert(0, str(Path(__file__).parents[2] / "scripts" / "fuzzing"))
    try:
        import monsters
        import workbooks
    finally:
        sys.path.pop(0)
    data = getattr(monsters, name)()
    with workbooks.limited():
        assert workbooks.outcome(data, name) == end


@pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")  # extensions it does not keep
def test_our_reader_and_openpyxl_see_the_same_cells(reference) -> None:
    seen = 0
    for path in sorted(reference("10_xlsform").rglob("*.xlsx")):
        try:
            source = read_source(path.read_bytes(), path.name)
        except FileProblem:
            continue
        book = openpyxl.load_workbook(path, data_only=True)
        for theirs in book.worksheets:
            ours = source.sheets.get(theirs.title.strip().casefold())
            if ours is None or theirs.merged_cells.ranges:
                continue
            cells = {(cell.row, cell.column): cell.raw for row in ours.rows for cell in row.values() if not cell.lost}
            for (row, column), text in cells.items():
                value = theirs.cell(row, column).value
                if isinstance(value, str):
                    assert text.replace("\r\n", "\n") == value.replace("\r\n", "\n"), (path, row, column)
                elif isinstance(value, bool):
                    assert text == str(value).lower()
                elif isinstance(value, int | float):
                    assert float(text) == value
                seen += 1
            last = max((row for row, _column in cells), default=0)
            known = {cell.column for cell in ours.header} | {column for _row, column in cells}
            for row in theirs.iter_rows(min_row=ours.header[0].row + 1 if ours.header else 1, max_row=last or 1):
                for cell in row:
                    if cell.column in known and cell.value is not None and str(cell.value).strip():
                        assert (cell.row, cell.column) in cells, (path, cell.coordinate)
    assert seen > 3_000
