"""Sheets of an .xlsx workbook, read with openpyxl behind guards against bombs and broken archives."""

from __future__ import annotations

import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

from callbench.errors import FileProblem
from callbench.i18n import _
from callbench.script.source import Cell, ScriptSource, Sheet, sheets_from

SHEETS = ("survey", "choices", "settings")
_MOST_UNPACKED = 200 * 1024 * 1024
_MOST_ENTRIES = 5_000
_MOST_RATIO = 500
_WIDEST = 256
"""Columns that are read of a row."""
_MOST_ROWS = 20_000
"""Rows that are read of a sheet."""
_DAMAGE = (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, EOFError, ValueError, KeyError)
"""What a cut or overwritten archive makes zipfile raise."""
_SCANNED = 8 * 1024 * 1024
"""Bytes of a sheet that are searched for formulas without a value."""
_SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.xml")
_SHEET_START = re.compile(rb"(<(\w+:)?worksheet\b[^>]*>)")
_LOST = re.compile(
    rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f\b[^<>]*/>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
"""A formula in the XML of a sheet that is followed by no stored value."""


def read_workbook(data: bytes, name: str) -> ScriptSource:
    """The script's sheets, cell values as text; formulas give their stored value. Raises FileProblem."""
    some_lost = _guard(data, name)
    try:
        data = _with_dimensions(data)
        sheets, ignored = _read(data, formulas=False)
        if some_lost:
            with_formulas, _same = _read(data, formulas=True)
            sheets = {key: _mark_lost(sheet, with_formulas[key]) for key, sheet in sheets.items()}
    except FileProblem:
        raise
    except Exception as problem:  # openpyxl raises whatever its XML and zip layers raise on damaged input
        raise FileProblem(
            _("The workbook cannot be read: {why}").format(why=f"{type(problem).__name__}"),
            where=name,
            todo=_("Open it in Excel or WPS and save it again."),
            code="file-damaged",
        ) from problem
    if "survey" not in sheets:
        raise FileProblem(
            _("There is no sheet named 'survey'; found: {sheets}").format(sheets=", ".join((*sheets, *ignored)) or "-"),
            where=name,
            todo=_("A script needs a sheet 'survey' with the columns type, name and label."),
            code="no-survey",
        )
    return ScriptSource(name, sheets, ignored)


def _guard(data: bytes, name: str) -> bool:
    """Refuse archives that are no workbook or unpack to something huge; whether any formula lacks its value."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            unpacked = sum(entry.file_size for entry in entries)
            too_much = len(entries) > _MOST_ENTRIES or unpacked > _MOST_UNPACKED
            if too_much or (unpacked > 10 << 20 and unpacked > _MOST_RATIO * len(data)):
                raise FileProblem(
                    _("The workbook unpacks to more than a script can hold."),
                    where=name,
                    todo=_("Copy the script's sheets into a new workbook."),
                    code="file-bomb",
                )
            names = {entry.filename for entry in entries}
            if "xl/workbook.xml" not in names and "[Content_Types].xml" not in names:
                raise _no_workbook(name)
            parts = [entry for entry in entries if _SHEET_PART.fullmatch(entry.filename)]
            if not parts:
                raise _no_workbook(name)
            return any(_LOST.search(archive.open(entry).read(_SCANNED)) for entry in parts)
    except _DAMAGE as problem:
        raise FileProblem(
            _("The workbook is damaged: its archive cannot be opened."),
            where=name,
            todo=_("Copy it again from where it came, or open it in Excel or WPS and save it again."),
            code="file-damaged",
        ) from problem


def _with_dimensions(data: bytes) -> bytes:
    """The workbook with a dimension in every sheet: without one openpyxl reads each sheet to its end before the first row."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        heads = {
            entry: archive.open(entry).read(4096)
            for entry in archive.infolist()
            if _SHEET_PART.fullmatch(entry.filename)
        }
        if all(b"<dimension" in head or b":dimension" in head for head in heads.values()):
            return data
        made = BytesIO()
        with zipfile.ZipFile(made, "w") as copy:
            for entry in archive.infolist():
                content = archive.read(entry)
                if entry in heads and b"dimension" not in heads[entry]:
                    content = _SHEET_START.sub(rb'\1<\2dimension ref="A1"/>', content, count=1)
                copy.writestr(entry.filename, content)
        return made.getvalue()


def _no_workbook(name: str) -> FileProblem:
    return FileProblem(
        _("This is no Excel workbook."),
        where=name,
        todo=_("Save the script as .xlsx (Excel workbook) or as CSV in UTF-8."),
        code="file-kind",
    )


def _read(data: bytes, *, formulas: bool) -> tuple[dict[str, Sheet], tuple[str, ...]]:
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # extensions openpyxl does not keep; nothing is written back
        book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=not formulas, keep_links=False)
        try:
            sheets: dict[str, Sheet] = {}
            ignored = []
            for part in book.worksheets:
                key = part.title.strip().casefold()
                if key in SHEETS and key not in sheets:
                    part.reset_dimensions()
                    sheets[key] = sheets_from(key, _lines(key, part))
                else:
                    ignored.append(part.title)
            return sheets, tuple(ignored)
        finally:
            book.close()


def _lines(sheet: str, part: Any) -> Iterator[Iterator[Cell]]:
    for row, values in enumerate(part.iter_rows(max_row=_MOST_ROWS, max_col=_WIDEST, values_only=True), 1):
        yield (Cell(sheet, row, column, text_of(value)) for column, value in enumerate(values, 1) if value is not None)


def text_of(value: object) -> str:
    """A cell's value as a person typed it: 1.0 is `1`, a day is ISO, TRUE is `true`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value == value and abs(value) < 1e15 and value == int(value) else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


def _mark_lost(sheet: Sheet, formulas: Sheet) -> Sheet:
    """`sheet` with the cells added whose formula has no stored value."""
    filled = {row[column].row: row for row in sheet.rows for column in row}
    rows = []
    for written in formulas.rows:
        number = next(iter(written.values())).row
        known = dict(filled.get(number, {}))
        for column, cell in written.items():
            if column not in known and cell.raw.startswith("="):
                known[column] = Cell(cell.sheet, cell.row, column, "", lost=True)
        if known:
            rows.append(known)
    return Sheet(sheet.name, sheet.header, tuple(rows))
