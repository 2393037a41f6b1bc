"""Ways to damage the cells of a script's sheets, as people, programs and accidents do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from random import Random
from typing import Any

Rows = list[list[Any]]
Sheets = dict[str, Rows]


def _noon(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 12, tzinfo=UTC).replace(tzinfo=None)  # spreadsheets know no zones


STRANGE: list[Any] = [
    True, 0, -1, 1.5, 1e308, float(10**20), _noon(2026, 3, 5), _noon(1900, 1, 1), "=1/0", "=A1", "#REF!", "#N/A",
    "", " ", "\t\n", "'", "“", "${", "${}", "${ok", "begin group", "end group", "end_repeat", "begin repeat", "select_one",
    "select_one  yn or_other", "select_one_external x", "=", "((((", "x" * 32_767, "长" * 25_000, "\u202e\u200b", "_x0000_", "_xFFFF_", "]]>",
    "&amp;", "1" * 400, "-", "label::", "::", "callbench::", "type", "${ok} = " * 2_000, "concat(" * 300, "\ud83d\ude00", "İ", "ﬁ",
]  # fmt: skip
"""What a cell may suddenly hold."""


def cells(sheets: Sheets, random: Random) -> Sheets:
    """The sheets with some cells, rows and sheets changed."""
    made = {name: [list(row) for row in rows] for name, rows in sheets.items()}
    for _each in range(random.randint(1, 6)):
        random.choice(_CELL_DAMAGES)(made, random)
    return made


def _somewhere(sheets: Sheets, random: Random) -> tuple[Rows, int, int]:
    rows = random.choice([rows for rows in sheets.values() if rows] or [[[""]]])
    row = random.randrange(len(rows))
    return rows, row, random.randrange(max(1, len(rows[row])))


def _set(rows: Rows, row: int, column: int, value: Any) -> None:
    rows[row] += [None] * (column + 1 - len(rows[row]))
    rows[row][column] = value


def _get(rows: Rows, row: int, column: int) -> Any:
    return rows[row][column] if column < len(rows[row]) else None


def _swap(sheets: Sheets, random: Random) -> None:
    one, other = _somewhere(sheets, random), _somewhere(sheets, random)
    first, second = _get(*one), _get(*other)
    _set(*one, second)
    _set(*other, first)


def _mutilate(sheets: Sheets, random: Random) -> None:
    place = _somewhere(sheets, random)
    text = str(_get(*place) or "")
    at = random.randrange(len(text) + 1)
    piece = random.choice(
        ["", "'", "(", ")", "${", "}", " ", "（", "，", "”", "\n", "\0", "\x07", "$", "=", "::", text * 3]
    )
    _set(*place, text[:at] + piece + text[at + random.randint(0, 3) :])


def _set_strange(sheets: Sheets, random: Random) -> None:
    _set(*_somewhere(sheets, random), random.choice(STRANGE))


def _empty(sheets: Sheets, random: Random) -> None:
    _set(*_somewhere(sheets, random), None)


def _drop_row(sheets: Sheets, random: Random) -> None:
    rows, row, _column = _somewhere(sheets, random)
    del rows[row]


def _repeat_row(sheets: Sheets, random: Random) -> None:
    rows, row, _column = _somewhere(sheets, random)
    rows[row:row] = [list(rows[row]) for _each in range(random.choice([1, 2, 50]))]


def _blank_rows(sheets: Sheets, random: Random) -> None:
    rows, row, _column = _somewhere(sheets, random)
    rows[row:row] = [[] for _each in range(random.choice([1, 30, 70]))]


def _drop_column(sheets: Sheets, random: Random) -> None:
    rows, _row, column = _somewhere(sheets, random)
    for cells_ in rows:
        del cells_[column : column + 1]


def _shuffle(sheets: Sheets, random: Random) -> None:
    random.shuffle(_somewhere(sheets, random)[0])


def _rename(sheets: Sheets, random: Random) -> None:
    old = random.choice(list(sheets))
    new = random.choice(
        ["Survey", "survey ", "choice", "SETTINGS", "问卷", "entities", "external_choices", "osm", "Sheet1"]
    )
    if new.strip().casefold() not in {name.strip().casefold() for name in sheets if name != old}:
        sheets[new] = sheets.pop(old)


def _remove_sheet(sheets: Sheets, random: Random) -> None:
    if len(sheets) > 1:
        del sheets[random.choice(list(sheets))]


_CELL_DAMAGES: list[Callable[[Sheets, Random], None]] = [
    *[_swap, _mutilate, _set_strange, _empty] * 4, _drop_row, _repeat_row, _blank_rows, _drop_column, _shuffle, _rename,
    _remove_sheet,
]  # fmt: skip
