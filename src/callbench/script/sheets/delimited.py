"""Sheets of a CSV file: one sheet `survey`, or several, each named in the first column as XLSForm's CSV form has it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Final

from callbench.errors import FileProblem
from callbench.i18n import _
from callbench.script.sheets import refusals
from callbench.script.sheets.content import Cell, Remark, ScriptSource, Sheet
from callbench.script.sheets.grid import SHEETS, Grid, sheet_of

_OTHERS: Final = (
    (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"SQLite"),
    (b"<html", b"<!doctype", b"<table", b"<meta", b"<?xml", b"<workbook"),
)
"""How files begin that are no table: of other programs, and web pages, which some systems call .xls."""


def read_csv(data: bytes, name: str) -> ScriptSource:
    """The sheets of a CSV file in UTF-8 (with or without mark), UTF-16 with mark, or GB18030. Raises FileProblem."""
    if data.startswith(_OTHERS[0]):
        raise refusals.other_kind(name, _("This is neither a workbook nor a text table."))
    if data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_OTHERS[1]):
        raise refusals.other_kind(name, _("This is a web page or XML, whatever its name says."))
    rows = list(_rows(_decoded(data, name), name))
    first = next((row[0].strip().casefold() for row in rows if row and row[0].strip()), "")
    if first in SHEETS:
        sheets, ignored, remarks = _several(rows, name)
    else:
        sheet, remarks = sheet_of(_grid("survey", rows, 1, 0, name), name)
        sheets, ignored = {"survey": sheet}, []
    if "survey" not in sheets or not any(cell.text.strip().casefold() == "type" for cell in sheets["survey"].header):
        raise FileProblem(
            _("This is no script: there is no column 'type'."),
            where=name,
            todo=_("Save the script as .xlsx (Excel workbook) or as CSV in UTF-8."),
            code="no-survey",
        )
    return ScriptSource(name, sheets, tuple(ignored), tuple(remarks))


def _decoded(data: bytes, name: str) -> str:
    encodings = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    if encodings[0] == "utf-16" or b"\0" not in data:
        for encoding in encodings:
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                continue
    raise refusals.other_kind(name, _("This is neither a workbook nor a text table."))


def _rows(text: str, name: str) -> Iterator[list[str]]:
    head = text[:4096].split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    try:
        yield from csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as problem:
        raise FileProblem(
            _("The table cannot be read: {why}").format(why=problem),
            where=name,
            todo=_("Save the script as .xlsx (Excel workbook) or as CSV in UTF-8."),
            code="file-damaged",
        ) from problem


def _grid(sheet: str, rows: Iterable[list[str]], first_row: int, skip: int, name: str) -> Grid:
    grid = Grid(sheet)
    for number, row in enumerate(rows, first_row):
        if grid.ends(number):
            break
        cells = {
            column: Cell(sheet, number, column, text)
            for column, text in enumerate(row, 1)
            if column > skip and text.strip()
        }
        if cells:
            grid.add(cells, name)
    return grid


def _several(rows: list[list[str]], name: str) -> tuple[dict[str, Sheet], list[str], list[Remark]]:
    """Sheets one below the other: a name in the first column, then rows that leave it empty."""
    sheets: dict[str, Sheet] = {}
    ignored = []
    remarks: list[Remark] = []
    starts = [place for place, row in enumerate(rows) if row and row[0].strip()]
    for start, end in zip(starts, [*starts[1:], len(rows)], strict=True):
        key = rows[start][0].strip().casefold()
        if key in SHEETS and key not in sheets:
            sheets[key], said = sheet_of(_grid(key, rows[start:end], start + 1, 1, name), name)
            remarks += said
        else:
            ignored.append(rows[start][0].strip()[:100])
    return sheets, ignored, remarks
