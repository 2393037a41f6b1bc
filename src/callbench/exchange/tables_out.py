"""Writing rows of typed cells as CSV, .xlsx or JSON lines, one at a time; no text a spreadsheet would run as a formula."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import Any, BinaryIO, Final, Protocol

from callbench.errors import FileProblem
from callbench.i18n import _

CellOut = str | int | float | date | datetime | None

_RUNS: Final = re.compile(r"[\s\u200b-\u200d\ufeff]*[=+\-@＝＋－＠]")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_MOST_TEXT: Final = 32_767  # characters a spreadsheet keeps in one cell
_MOST_ROWS: Final = 1_048_575  # below the heading of one sheet
_IN_MEMORY: Final = 2**24  # bytes of a workbook that are held until it is whole
_WIDTH: Final = 16  # characters; columns of a workbook are this wide


class Writer(Protocol):
    """Takes the heading once, then rows; `end` makes the file whole, `abort` lets go of what was begun."""

    def __init__(self, file: BinaryIO) -> None: ...
    def head(self, names: Sequence[str]) -> None: ...
    def row(self, cells: Iterable[CellOut]) -> None: ...
    def end(self) -> None: ...
    def abort(self) -> None: ...


def safe_text(text: str) -> str:
    """The text with an apostrophe in front where a spreadsheet would run it: behind `=`, `+`, `-`, `@`, TAB or CR.

    It is the sign with which spreadsheets themselves mark text, and keeps +86 numbers whole; what comes in takes it
    off numbers again. Source: OWASP, CSV Injection.
    """
    text = _bearable(text)
    return f"'{text}" if _would_run(text) else text


def _bearable(text: str) -> str:
    return _CONTROL.sub("", text)[: _MOST_TEXT - 1]


def _would_run(text: str) -> bool:
    return text[:1] in ("\t", "\r", "\n") or bool(_RUNS.match(text))


def safe(value: CellOut) -> CellOut:
    """Texts made safe, everything else as it is."""
    return safe_text(value) if isinstance(value, str) else value


class CsvWriter:
    """Comma, UTF-8 with the mark that spreadsheets need to see it, lines ended by CR LF (RFC 4180)."""

    def __init__(self, file: BinaryIO) -> None:
        self._text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=False)
        self._csv = csv.writer(self._text)

    def head(self, names: Sequence[str]) -> None:
        self.row(names)

    def row(self, cells: Iterable[CellOut]) -> None:
        self._csv.writerow([_plain(safe(cell)) for cell in cells])

    def end(self) -> None:
        self._text.flush()
        self._text.detach()

    def abort(self) -> None:
        with suppress(OSError):  # the disk may be full
            self._text.detach()


class WorkbookWriter:
    """A sheet with a frozen heading, perhaps another one behind it; texts are texts, numbers numbers, days days."""

    def __init__(self, file: BinaryIO) -> None:
        from openpyxl import Workbook  # 150 ms, for workbooks only
        from openpyxl.cell import WriteOnlyCell

        self._cell: Any = WriteOnlyCell
        self._file = file
        self._book = Workbook(write_only=True)
        self._sheet: Any = self._book.create_sheet(_("Results"))
        self._rows = 0

    def head(self, names: Sequence[str]) -> None:
        from openpyxl.styles import Font
        from openpyxl.utils import get_column_letter

        self._sheet.freeze_panes = "A2"
        for place in range(len(names)):
            self._sheet.column_dimensions[get_column_letter(place + 1)].width = _WIDTH
        cells = [self._text(name) for name in names]
        for cell in cells:
            cell.font = Font(bold=True)
        self._sheet.append(cells)

    def beside(self, title: str, names: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """Another sheet of texts, behind the one that is being written."""
        first, self._sheet = self._sheet, self._book.create_sheet(title)
        self.head(names)
        for row in rows:
            self._sheet.append([self._text(text) for text in row])
        self._sheet = first

    def row(self, cells: Iterable[CellOut]) -> None:
        self._rows += 1
        if self._rows > _MOST_ROWS:
            raise FileProblem(
                _("A sheet holds at most {n} rows.").format(n=_MOST_ROWS), code="too-many-rows",
                todo=_("Export fewer days, or as csv."),
            )  # fmt: skip
        self._sheet.append([self._text(cell) if isinstance(cell, str) and cell else cell for cell in cells])

    def end(self) -> None:
        # Beside the target first: a package whose file fails half-way complains once more when it is collected.
        with tempfile.SpooledTemporaryFile(_IN_MEMORY) as whole:
            self._book.save(whole)
            whole.seek(0)
            shutil.copyfileobj(whole, self._file)

    def abort(self) -> None:
        self._book.save(io.BytesIO())  # openpyxl keeps rows in a temporary file until then

    def _text(self, value: str) -> Any:
        value = _bearable(value)
        cell = self._cell(self._sheet, value)
        cell.data_type = "s"  # whatever it looks like
        cell.quotePrefix = _would_run(value)  # the sign of a text stays a sign, also when somebody edits the cell
        return cell


class JsonLines:
    """One object a line; what is empty is left out."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._names: Sequence[str] = ()

    def head(self, names: Sequence[str]) -> None:
        self._names = names

    def row(self, cells: Iterable[Any]) -> None:
        self.write({name: cell for name, cell in zip(self._names, cells, strict=True) if cell is not None})

    def write(self, record: dict[str, Any]) -> None:
        """One line."""
        self._file.write(json.dumps(record, ensure_ascii=False, default=_iso).encode() + b"\n")

    def end(self) -> None:
        self._file.flush()

    def abort(self) -> None:
        """Nothing is held."""


def _plain(cell: CellOut) -> CellOut:
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    return cell.isoformat() if isinstance(cell, date) else cell


def _iso(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
