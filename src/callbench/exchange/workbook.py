"""Reading .xlsx workbooks row by row, with what their sheets hide."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator
from typing import Any, Final
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.utils.exceptions import InvalidFileException

from callbench.errors import FileProblem, UsageProblem
from callbench.exchange.files import Seen, problem
from callbench.exchange.scripts import are_script_sheets, script_given
from callbench.exchange.table import Cell, Row
from callbench.exchange.workbook_marks import read_marks
from callbench.i18n import _
from callbench.text import clean

_BROKEN: Final = (
    zipfile.BadZipFile, InvalidFileException, ParseError, LookupError, ValueError, TypeError, AttributeError, EOFError,
    OSError,
)  # fmt: skip
"""What openpyxl lets out of workbooks that are not what they should be."""
_ERRORS: Final = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"})
_MOST_COLUMNS: Final = 1_000


class WorkbookTable:
    """One sheet of a workbook: the one asked for, or the only one that is visible and not empty."""

    delimited = False

    def __init__(self, seen: Seen, sheet: str | None = None) -> None:
        self._path = seen.path
        self.name = seen.path.name
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # about styles and extensions we do not read
                self._book: Any = load_workbook(seen.path, read_only=True, data_only=True)
        except _BROKEN:
            raise self._damaged() from None
        try:
            self._sheet, hidden = self._choose(sheet)
            self._marks = read_marks(
                seen.path, self._sheet._worksheet_path
            )  # the only place that says which part it is
        except _BROKEN:
            self.close()
            raise self._damaged() from None
        except BaseException:
            self.close()
            raise
        self.sheet = clean(self._sheet.title, limit=100)
        self.date1904 = self._book.epoch == CALENDAR_MAC_1904
        notes = [_("Sheet {name}.").format(name=self.sheet)]
        if hidden:
            notes.append(_("Hidden sheets were not read: {names}.").format(names=", ".join(hidden)))
        self.notes = tuple(notes)

    def rows(self) -> Iterator[Row]:
        """The rows from the top, blank ones too. Raises FileProblem when the sheet turns out damaged."""
        try:
            for number, cells in enumerate(self._sheet.iter_rows(), 1):
                values = tuple(map(_value, cells[:_MOST_COLUMNS]))
                yield Row(number, values, number in self._marks.hidden, self._marks.unvalued.get(number, frozenset()))
        except _BROKEN:
            raise self._damaged() from None

    def close(self) -> None:
        self._book.close()

    def _choose(self, asked: str | None) -> tuple[Any, list[str]]:
        """The sheet to read, and the names of hidden ones that hold something."""
        sheets = list(self._book.worksheets)
        for sheet in sheets:
            sheet.reset_dimensions()  # what programs write there is often wrong
        if asked is not None:
            wanted = asked.strip().casefold()
            for sheet in sheets:
                if sheet.title.strip().casefold() == wanted:
                    return sheet, []
            raise UsageProblem(
                _("The workbook has no sheet {name!r}.").format(name=clean(asked, limit=100)), where=str(self._path),
                todo=_("Its sheets: {names}.").format(names=_names(sheets)),
            )  # fmt: skip
        if are_script_sheets(sheet.title for sheet in sheets):
            raise script_given(self._path)
        visible = [sheet for sheet in sheets if sheet.sheet_state == "visible"]
        full = [sheet for sheet in visible if _holds_something(sheet)]
        if not full:
            raise problem(self._path, "file-no-rows", _("No visible sheet of the workbook holds anything."))
        if len(full) > 1:
            raise problem(
                self._path, "several-sheets", _("Several sheets hold something: {names}.").format(names=_names(full)),
                _("Say which one: --sheet {name}").format(name=clean(full[0].title, limit=100)),
            )  # fmt: skip
        hidden = [clean(sheet.title, limit=100) for sheet in sheets if sheet not in visible and _holds_something(sheet)]
        return full[0], hidden

    def _damaged(self) -> FileProblem:
        return problem(self._path, "file-damaged", _("The workbook is damaged."), _("Save it once more and try again."))


def _value(cell: Any) -> Cell:
    """The cell's value. A whole number shown with leading zeros keeps them: it is a number of something."""
    value: Cell = cell.value
    if isinstance(value, int) and not isinstance(value, bool):
        shown = cell.number_format
        if len(shown) > 1 and not shown.strip("0"):
            return str(value).zfill(len(shown))
    elif isinstance(value, str) and value in _ERRORS and cell.data_type == "e":
        return None
    return value


def _holds_something(sheet: Any) -> bool:
    return any(value not in (None, "") for row in sheet.iter_rows(values_only=True) for value in row)


def _names(sheets: list[Any]) -> str:
    return ", ".join(clean(sheet.title, limit=100) for sheet in sheets)
