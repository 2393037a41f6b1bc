"""One worksheet of an .xlsx workbook, read tag by tag: cells, merged ranges, hidden rows and columns."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from callbench.i18n import _
from callbench.script.sheets import refusals
from callbench.script.sheets.cell_text import stored_number_text
from callbench.script.sheets.content import Cell
from callbench.script.sheets.grid import MOST_MERGED, Area, Grid
from callbench.script.sheets.package import Attributes, Finished, Package

_WIDEST: Final = 16_384
_DEEPEST: Final = 1_048_576
_PLACE: Final = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_ESCAPE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_MERGED: Final = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*?\bref=[\"']([A-Z0-9:$]{5,30})[\"']")
_OVERLAP: Final = 200
_TRUE: Final = ("1", "true")


@dataclass(frozen=True, slots=True)
class Meanings:
    """What a workbook's cells refer to. strings: shared texts; dates: which cell styles show days or times."""

    strings: list[str]
    dates: list[bool]
    from_1904: bool


def unescaped(text: str) -> str:
    """`_x000A_` is how workbooks write what XML cannot hold (ECMA-376, part 1, 22.9.2.19)."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def read_grid(package: Package, part: str, name: str, meanings: Meanings, *, hidden: bool) -> Grid:
    """The cells of one sheet, to its end or to the first 60 empty rows. Raises FileProblem."""
    reader = _Reader(package, name, meanings)
    rest = package.parse(part, reader.start, reader.end, reader.text)
    reader.merged_in(rest)
    reader.grid.hidden = hidden
    return reader.grid


class _Reader:
    def __init__(self, package: Package, name: str, meanings: Meanings) -> None:
        self._file = package.name
        self._meanings = meanings
        self._columns: list[range] = []
        self.grid = Grid(name, hidden_columns=self._columns)
        self._row = 0
        self._column = 0
        self._cells: dict[int, Cell] = {}
        self._style = ""
        self._kind = ""
        self._formula = False
        self._value: str | None = None
        self._taking: list[str] | None = None
        self._spoken = 0  # within the reading aid of a text

    def start(self, tag: str, values: Attributes) -> None:
        if tag == "c":
            self._begin_cell(values)
        elif tag == "row":
            self._begin_row(values)
        elif tag == "v" or (tag == "t" and not self._spoken):
            self._taking = []
        elif tag == "f":
            self._formula = True
        elif tag == "rPh":
            self._spoken += 1
        elif tag == "col" and values.get("hidden") in _TRUE:
            self._hidden_columns(values)
        elif tag == "mergeCell":
            self._merge(values.get("ref", ""))

    def end(self, tag: str) -> None:
        if tag in ("v", "t"):
            if self._taking is not None:
                self._value = (self._value or "") + "".join(self._taking)
                self._taking = None
        elif tag == "c":
            self._end_cell()
        elif tag == "rPh":
            self._spoken -= 1
        elif tag == "row" and self._cells:
            self.grid.add(self._cells, self._file)
            self._cells = {}

    def text(self, text: str) -> None:
        if self._taking is not None:
            self._taking.append(text)

    def merged_in(self, rest: Iterable[bytes]) -> None:
        """The merged ranges in what is left of a sheet that ended early."""
        before = b""
        for block in rest:
            block = before + block
            behind = 0
            if b"mergeCell" in block:
                for found in _MERGED.finditer(block):
                    self._merge(found[1].decode())
                    behind = found.end()
            before = block[max(behind, len(block) - _OVERLAP) :]

    def _begin_row(self, values: Attributes) -> None:
        row = _number(values.get("r"), self._row + 1)
        if not self._row < row <= _DEEPEST:
            raise refusals.damaged(self._file)
        self._row, self._column, self._cells = row, 0, {}
        if self.grid.ends(row):
            raise Finished
        if values.get("hidden") in _TRUE:
            self.grid.hidden_rows.add(row)

    def _begin_cell(self, values: Attributes) -> None:
        place = _PLACE.fullmatch(values.get("r", ""))
        self._column = _column(place[1]) if place else self._column + 1
        if self._column > _WIDEST or not self._row:
            raise refusals.damaged(self._file)
        self._kind, self._style = values.get("t", "n"), values.get("s", "")
        self._formula, self._value, self._taking, self._spoken = False, None, None, 0

    def _end_cell(self) -> None:
        value = self._value
        dated = False
        if self._kind == "n" and value is not None and (value := value.strip()):
            dated = self._shows_date()
            try:
                value = stored_number_text(value, as_date=dated, from_1904=self._meanings.from_1904)
            except ValueError as problem:
                raise refusals.damaged(self._file) from problem
        elif value is not None:
            value = self._text(value)
        lost = self._formula and (value is None or (not value and self._kind == "n"))
        if not lost and (value is None or not value.strip()):
            return
        self._cells[self._column] = Cell(
            self.grid.name, self._row, self._column, value or "", lost=lost, dated=dated and not lost
        )

    def _text(self, value: str) -> str:
        """What a value that is no number says."""
        if self._kind == "s":
            place = _number(value.strip(), -1, lowest=0)
            if not 0 <= place < len(self._meanings.strings):
                raise refusals.damaged(self._file)
            return self._meanings.strings[place]
        if self._kind == "b":
            return "true" if value.strip() in _TRUE else "false"
        if self._kind == "d":
            return value.strip().removesuffix("T00:00:00").removesuffix("T00:00:00.000")
        return unescaped(value)

    def _shows_date(self) -> bool:
        place = _number(self._style, -1, lowest=0)
        return 0 <= place < len(self._meanings.dates) and self._meanings.dates[place]

    def _hidden_columns(self, values: Attributes) -> None:
        first, last = _number(values.get("min"), 0), _number(values.get("max"), 0)
        if 0 < first <= last and len(self._columns) < _WIDEST:
            self._columns.append(range(first, min(last, _WIDEST) + 1))

    def _merge(self, text: str) -> None:
        area = _area(text)
        if area is None:
            return
        self.grid.merged.append(area)
        if len(self.grid.merged) > MOST_MERGED:
            raise refusals.too_much(self._file, self.grid.name, _("{n} merged ranges").format(n=MOST_MERGED))


def _area(text: str) -> Area | None:
    first, _colon, last = text.partition(":")
    start, end = _PLACE.fullmatch(first), _PLACE.fullmatch(last)
    if not start or not end:
        return None
    found = (int(start[2]), _column(start[1]), int(end[2]), _column(end[1]))
    return found if found[0] <= found[2] and found[1] <= found[3] else None


def _column(letters: str) -> int:
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return column


def _number(text: str | None, otherwise: int, *, lowest: int = 1) -> int:
    """A whole number of at most nine digits, `otherwise` when the text is none."""
    if text and len(text) < 10 and text.isascii() and text.isdecimal() and int(text) >= lowest:
        return int(text)
    return otherwise
