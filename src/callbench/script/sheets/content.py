"""What a script file holds, cell by cell: sheets of text with their places, and remarks about what was not plain to see."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from callbench.text import clean

EMPTY_ROWS = 60
"""So many empty rows in a row end a sheet: real files claim 1,048,576 rows."""
EMPTY_HEADERS = 20
"""So many empty header cells in a row end a header."""
LONGEST = 20_000
"""Characters a cell may hold."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. row and column as the spreadsheet counts, from 1. raw: its value as text, before cleaning.

    lost: it holds a formula whose value was never stored, so that nobody knows what it says. dated: the spreadsheet
    took what was typed for a day or a time.
    """

    sheet: str
    row: int
    column: int
    raw: str
    lost: bool = False
    dated: bool = False

    @property
    def text(self) -> str:
        """The content as it may be shown."""
        return clean(self.raw, lines=True)

    @property
    def expression(self) -> str:
        """The content as an expression: spaces inside quotation marks stay as they are."""
        kept = "".join(char for char in self.raw if char in "\n\t" or unicodedata.category(char)[0] != "C")
        return unicodedata.normalize("NFC", kept).strip()

    @property
    def place(self) -> str:
        """`survey!D3`"""
        return f"{self.sheet}!{column_letters(self.column)}{self.row}"


def column_letters(column: int) -> str:
    """1 → A, 27 → AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its header cells and, for each row that holds anything, the cells by column."""

    name: str
    header: tuple[Cell, ...] = ()
    rows: tuple[Mapping[int, Cell], ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about a file that its reader should know: what was hidden, covered, or left aside.

    code: one of the warnings of a ScriptProblem. sheet and cell ("D3"): "" when it is about the whole file. values
    fill its message.
    """

    code: str
    sheet: str = ""
    cell: str = ""
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ScriptSource:
    """A script file as read. sheets: by lower-case name. ignored: names of sheets nothing is read from."""

    name: str
    sheets: Mapping[str, Sheet] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
