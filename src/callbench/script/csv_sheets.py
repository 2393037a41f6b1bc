"""Sheets of a CSV file: one sheet `survey`, or several, each named in the first column as XLSForm's CSV form has it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

from callbench.errors import FileProblem
from callbench.i18n import _
from callbench.script.source import Cell, ScriptSource, Sheet, sheets_from

_SHEETS = ("survey", "choices", "settings")


def read_csv(data: bytes, name: str) -> ScriptSource:
    """The sheets of a CSV file in UTF-8 (with or without mark), UTF-16 with mark, or GB18030. Raises FileProblem."""
    rows = list(_rows(_decoded(data, name), name))
    first = next((row[0].strip().casefold() for row in rows if row and row[0].strip()), "")
    if first in _SHEETS:
        sheets = _several(rows)
    else:
        sheets = {"survey": sheets_from("survey", _cells("survey", rows, 1, 0))}
    if "survey" not in sheets or not any(cell.text.strip().casefold() == "type" for cell in sheets["survey"].header):
        raise FileProblem(
            _("This is no script: there is no column 'type'."),
            where=name,
            todo=_("Save the script as .xlsx (Excel workbook) or as CSV in UTF-8."),
            code="no-survey",
        )
    return ScriptSource(name, sheets)


def _decoded(data: bytes, name: str) -> str:
    encodings = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    if encodings[0] == "utf-16" or b"\0" not in data:
        for encoding in encodings:
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                continue
    raise FileProblem(
        _("This is neither a workbook nor a text table."),
        where=name,
        todo=_("Save the script as .xlsx (Excel workbook) or as CSV in UTF-8."),
        code="file-kind",
    )


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


def _cells(sheet: str, rows: list[list[str]], first_row: int, skip: int) -> Iterator[Iterator[Cell]]:
    for number, row in enumerate(rows, first_row):
        yield iter([Cell(sheet, number, place, text) for place, text in enumerate(row, 1) if place > skip and text])


def _several(rows: list[list[str]]) -> dict[str, Sheet]:
    """Sheets one below the other: a name in the first column, then rows that leave it empty."""
    sheets: dict[str, Sheet] = {}
    starts = [place for place, row in enumerate(rows) if row and row[0].strip()]
    for start, end in zip(starts, [*starts[1:], len(rows)], strict=True):
        key = rows[start][0].strip().casefold()
        if key in _SHEETS and key not in sheets:
            sheets[key] = sheets_from(key, _cells(key, rows[start:end], start + 1, 1))
    return sheets
