"""From the cells a file holds to a sheet of a script: where its header is, what is covered, and what has to be said."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from callbench.i18n import _
from callbench.script.sheets import refusals
from callbench.script.sheets.content import EMPTY_HEADERS, EMPTY_ROWS, Cell, Remark, Sheet, column_letters

SHEETS: Final = ("survey", "choices", "settings")
_BESIDE: Final = frozenset({"guide", "说明"})
MOST_ROWS: Final = 20_000
"""Rows of a sheet that hold anything."""
MOST_CELLS: Final = 400_000
"""Cells of a sheet that hold anything."""
MOST_MERGED: Final = 5_000
"""Merged ranges of a sheet."""
_MOST_COVERED: Final = 200_000
"""Rows that all of them together may touch; ranges that overlap are damage."""
_MOST_NAMED: Final = 8
"""Places a remark names."""
_FIRST_HEADINGS: Final = frozenset(
    {"type", "name", "label", "list_name", "list name", "value", "form_id", "form_title", "version", "id_string"}
)

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column."""


@dataclass(slots=True)
class Grid:
    """A sheet as its file holds it. rows: ascending, without empty cells. hidden_columns: numbers that may hold nothing."""

    name: str
    rows: list[dict[int, Cell]] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: Sequence[range] = ()
    hidden: bool = False
    _cells: int = 0

    def add(self, cells: dict[int, Cell], file: str) -> None:
        """One more row. Raises FileProblem when the sheet goes on for too long."""
        self.rows.append(cells)
        if len(self.rows) > MOST_ROWS:
            raise refusals.too_much(file, self.name, _("{n} rows").format(n=MOST_ROWS))
        self._cells += len(cells)
        if self._cells > MOST_CELLS:
            raise refusals.too_much(file, self.name, _("{n} cells").format(n=MOST_CELLS))

    def ends(self, row: int) -> bool:
        """Whether so many empty rows lie before `row` that the sheet is over: real files claim 1,048,576 rows."""
        return row - (number_of(self.rows[-1]) if self.rows else 0) > EMPTY_ROWS


def number_of(cells: Mapping[int, Cell]) -> int:
    """The row these cells stand in."""
    return next(iter(cells.values())).row


def sheet_keys(titles: Iterable[str]) -> tuple[dict[str, int], list[str]]:
    """Which of a workbook's sheets are the script's, by position, and the titles of the others.

    Case and spaces do not matter; Numbers writes `survey - Table 1`. Of our template's page of help, and of sheets that
    begin with an underscore, which other engines pass over too, nothing has to be said.
    """
    found: dict[str, int] = {}
    others = []
    for place, title in enumerate(titles):
        key = " ".join(title.split()).casefold()
        for ending in (" - table 1", " - 表格 1"):
            key = key.removesuffix(ending)
        if key in SHEETS and key not in found:
            found[key] = place
        elif key not in _BESIDE and not key.startswith("_"):
            others.append(title)
    return found, others


def sheet_of(grid: Grid, file: str) -> tuple[Sheet, list[Remark]]:
    """The sheet with its header and rows, and the remarks on what its file hides. Raises FileProblem."""
    remarks = []
    if grid.hidden and grid.rows:
        remarks.append(Remark("hidden-sheet", grid.name, "A1"))
    remarks += _without_covered(grid, file)
    lines = grid.rows
    if len(lines) > 1 and _is_title(lines[0], lines[1]):
        remarks.append(_at("title-row", lines[0], row=number_of(lines[0]), header=number_of(lines[1])))
        lines = lines[1:]
    if not lines:
        return Sheet(grid.name), remarks
    header = _header(lines[0])
    remarks += _hidden(grid, lines)
    remarks += _outside(lines, {cell.column for cell in header})
    return Sheet(grid.name, tuple(header), tuple(lines[1:])), remarks


def _is_title(first: Mapping[int, Cell], second: Mapping[int, Cell]) -> bool:
    """Whether a row is a title above the header: one cell that is no heading, above a row of headings."""
    words = {cell.text.casefold() for cell in second.values()}
    return (
        len(first) == 1
        and len(words & _FIRST_HEADINGS) > 1
        and not any(cell.text.casefold() in _FIRST_HEADINGS for cell in first.values())
    )


def _header(cells: Mapping[int, Cell]) -> list[Cell]:
    found: list[Cell] = []
    for column in sorted(cells):
        if column - (found[-1].column if found else 0) > EMPTY_HEADERS:
            break
        found.append(cells[column])
    return found


def _without_covered(grid: Grid, file: str) -> list[Remark]:
    """Take out what lies behind merged cells: their value belongs to the first cell, nobody sees the others."""
    numbers = [number_of(cells) for cells in grid.rows]
    seen: list[Area] = []
    left_over = _MOST_COVERED
    for top, left, bottom, right in grid.merged:
        touched = grid.rows[bisect_left(numbers, top) : bisect_left(numbers, bottom + 1)]
        left_over -= len(touched)
        if left_over < 0:
            raise refusals.damaged(file)
        first = (top, left)
        if any(left <= column <= right for cells in touched for column in cells):
            seen.append((top, left, bottom, right))
        for cells in touched:
            for column in [column for column in cells if left <= column <= right]:
                if (cells[column].row, column) != first:
                    del cells[column]
    grid.rows = [cells for cells in grid.rows if cells]
    if not seen:
        return []
    names = [f"{column_letters(a[1])}{a[0]}:{column_letters(a[3])}{a[2]}" for a in seen]
    cell = names[0].partition(":")[0]
    return [Remark("merged-cells", grid.name, cell, {"ranges": _some(names), "n": len(names)})]


def _hidden(grid: Grid, lines: list[dict[int, Cell]]) -> list[Remark]:
    """Hidden rows and columns that hold something: they are read like the others."""
    found = []
    if rows := [cells for cells in lines if number_of(cells) in grid.hidden_rows]:
        names = _spans([number_of(cells) for cells in rows])
        found.append(_at("hidden-rows", rows[0], rows=_some(names), n=len(rows)))
    used = {column for cells in lines for column in cells} if grid.hidden_columns else set()
    if columns := sorted(column for column in used if any(column in span for span in grid.hidden_columns)):
        first = next(cells[columns[0]] for cells in lines if columns[0] in cells)
        names = [column_letters(column) for column in columns]
        place = first.place.partition("!")[2]
        found.append(Remark("hidden-columns", grid.name, place, {"columns": _some(names), "n": len(names)}))
    return found


def _outside(lines: list[dict[int, Cell]], known: set[int]) -> list[Remark]:
    """Cells in columns without a heading: nobody knows what they mean."""
    found: dict[int, Cell] = {}
    for cells in lines:
        for column in cells.keys() - known:
            found.setdefault(column, cells[column])
    if not found:
        return []
    columns = sorted(found)
    names = [column_letters(column) for column in columns]
    place = found[columns[0]].place.partition("!")[2]
    return [Remark("no-heading", lines[0][min(lines[0])].sheet, place, {"columns": _some(names), "n": len(names)})]


def _at(code: str, cells: Mapping[int, Cell], **values: object) -> Remark:
    cell = cells[min(cells)]
    return Remark(code, cell.sheet, cell.place.partition("!")[2], values)


def _spans(numbers: list[int]) -> list[str]:
    """5, 6, 7, 9 → `5-7`, `9`."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return [str(first) if first == last else f"{first}-{last}" for first, last in found]


def _some(names: list[str]) -> str:
    return ", ".join(names[:_MOST_NAMED]) + (" …" if len(names) > _MOST_NAMED else "")
