"""Finding the heading of a table: below title lines, over one or two rows, in any order, in Chinese or English."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from callbench.exchange.header_words import MANY, Heading, heading
from callbench.exchange.table import Cell, Row, cell_text
from callbench.text import clean
from callbench.values.day import read_day
from callbench.values.problem import ValueProblem

LINES_SEARCHED: Final = 40  # rows from the top among which the heading must be
_LEAST: Final = 2  # headings that must be known
_WHO: Final = frozenset({"name", "first_name", "last_name", "phone", "code", "email"})
_DATA: Final = re.compile(r"\d{5,}|\d{4}[-/.年]\d")


@dataclass(frozen=True, slots=True)
class Column:
    """One column that is taken over. at: position from 0; heading: as written; field: what it means."""

    at: int
    heading: str
    field: str


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the heading is and what it means.

    first, last: its rows (the same unless it has two). columns: those taken over. ignored: headings not taken over.
    twice: pairs of headings of which only the first was taken. width: cells of a whole line.
    """

    first: int
    last: int
    columns: tuple[Column, ...]
    ignored: tuple[str, ...]
    twice: tuple[tuple[str, str], ...]
    width: int

    def has(self, *fields: str) -> bool:
        """Whether any of `fields` has a column."""
        return any(column.field in fields for column in self.columns)

    @property
    def headings(self) -> tuple[str, ...]:
        return tuple(column.heading for column in self.columns) + self.ignored

    @property
    def one_line_each(self) -> bool:
        """Whether the table says each customer's last service, rather than listing all services."""
        return self.has("last_day", "last_service")


def find_layout(rows: Sequence[Row]) -> Layout | None:
    """The heading among the first rows: the line, or the two lines, with most known words; None when there is none.

    A line that looks like data is no heading, so that a table without one does not lose its first customer.
    """
    best: Layout | None = None
    rows = rows[:LINES_SEARCHED]
    for place, row in enumerate(rows):
        candidates = [_layout([row])]
        if place + 1 < len(rows) and rows[place + 1].number == row.number + 1:
            candidates.append(_layout([row, rows[place + 1]]))
        for found in candidates:
            if found and (best is None or _rank(found) > _rank(best)):
                best = found
    return best


def _rank(layout: Layout) -> tuple[int, int]:
    return len(layout.columns), layout.first - layout.last


def settle_last_service(layout: Layout, sample: Sequence[Row]) -> Layout:
    """Decide by the cells whether a column `last service` holds days or what was done."""
    columns = list(layout.columns)
    for place, column in enumerate(columns):
        if column.field == "last_service":
            cells = [
                row.cells[column.at]
                for row in sample
                if column.at < len(row.cells) and row.cells[column.at] not in (None, "")
            ]
            days = sum(_is_day(cell) for cell in cells)
            free = not layout.has("last_day", "day")
            columns[place] = replace(
                column, field="last_day" if cells and days * 2 > len(cells) and free else "last_item"
            )
    return replace(layout, columns=tuple(columns))


def _is_day(cell: Cell) -> bool:
    try:
        read_day(cell)
    except ValueProblem:
        return False
    return True


def _layout(rows: Sequence[Row]) -> Layout | None:
    texts = [[clean(cell_text(cell), limit=200) for cell in row.cells] for row in rows]
    if any(_DATA.search(text) for line in texts for text in line):
        return None
    lower, upper = texts[-1], texts[0] if len(texts) > 1 else []
    width = max(len(lower), len(upper))
    named: list[tuple[int, str, Heading | None]] = []
    spanning = ""  # a merged cell's text stands in its first column only
    for at in range(width):
        below = lower[at] if at < len(lower) else ""
        above = upper[at] if at < len(upper) else ""
        spanning = above or spanning
        known = heading(below) or (heading(spanning + below) if spanning and below else None)
        if not below:
            below, known = above, heading(above)
        if below:
            named.append((at, below, known))
    while width and not any(at == width - 1 for at, _text, _known in named):
        width -= 1
    columns, twice = _choose(named)
    if len({column.field for column in columns}) < _LEAST or not any(column.field in _WHO for column in columns):
        return None
    if len(rows) > 1 and sum(bool(text) and known is not None for _at, text, known in named) < 3:
        return None
    taken = {column.at for column in columns} | {at for at, _first, _second in twice}
    ignored = tuple(text for at, text, _known in named if at not in taken)
    return Layout(rows[0].number, rows[-1].number, columns, ignored, tuple((a, b) for _at, a, b in twice), width)


def _choose(named: Sequence[tuple[int, str, Heading | None]]) -> tuple[tuple[Column, ...], list[tuple[int, str, str]]]:
    """One column a field, words that can mean nothing else first; the others are told."""
    chosen: dict[str, tuple[int, str, bool]] = {}
    columns: list[Column] = []
    twice: list[tuple[int, str, str]] = []
    for at, text, known in sorted(
        (one for one in named if one[2]), key=lambda one: not one[2].certain if one[2] else True
    ):
        assert known is not None
        if known.field in MANY:
            columns.append(Column(at, text, known.field))
        elif known.field not in chosen:
            chosen[known.field] = (at, text, known.certain)
            columns.append(Column(at, text, known.field))
        elif chosen[known.field][2] == known.certain:
            twice.append((at, chosen[known.field][1], text))
    if "last_day" in chosen and "day" in chosen:
        at, text, certain = chosen["day"]
        columns = [column for column in columns if column.field != "day"]
        if certain:
            twice.append((at, chosen["last_day"][1], text))
    return tuple(sorted(columns, key=lambda column: column.at)), twice
