"""What a customer file is to the rest of the program: rows of raw cells with the numbers a spreadsheet would show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol

Cell = str | int | float | bool | date | datetime | time | timedelta | None


@dataclass(frozen=True, slots=True)
class Row:
    """One line. number: as the spreadsheet counts, from 1. unvalued: positions of formulas whose value was not stored."""

    number: int
    cells: tuple[Cell, ...]
    hidden: bool = False
    unvalued: frozenset[int] = frozenset()

    @property
    def blank(self) -> bool:
        """Whether nothing is written in it."""
        return not self.unvalued and all(
            cell is None or (isinstance(cell, str) and not cell.strip()) for cell in self.cells
        )


class Table(Protocol):
    """An opened file. Its rows are read once, from the top.

    name: of the file. sheet: of a workbook, else "". delimited: whether every line has its own separators, so that
    a line with too many or too few cells is a damaged one. notes: what was found out, for the report.
    """

    @property
    def name(self) -> str: ...
    @property
    def sheet(self) -> str: ...
    @property
    def delimited(self) -> bool: ...
    @property
    def date1904(self) -> bool: ...
    @property
    def notes(self) -> tuple[str, ...]: ...
    def rows(self) -> Iterator[Row]: ...
    def close(self) -> None: ...


def cell_text(cell: Cell) -> str:
    """The cell as somebody would have typed it: whole numbers without `.0`, days in ISO form."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e17 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)
