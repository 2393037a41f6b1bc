"""What a script file holds, cell by cell: any workbook or CSV becomes sheets of text with their places."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from callbench.text import clean

LARGEST = 20 * 1024 * 1024
"""Bytes a script file may have."""
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


def read_source(data: bytes, name: str) -> ScriptSource:
    """The cells of a script file: a workbook (.xlsx, .xlsm, .xls) or CSV, told apart by its bytes, not by its name.

    Time and memory are bounded, whatever the bytes. Raises FileProblem for anything else, saying what to do with it.
    """
    from callbench.script.sheets import refusals

    if not data.strip(b"\0 \r\n\t"):
        raise refusals.empty(name)
    if len(data) > LARGEST:
        raise refusals.too_large(name, LARGEST >> 20)
    if data.startswith(b"PK"):
        from callbench.script.sheets.workbook import read_workbook

        return read_workbook(data, name)
    from callbench.script.sheets.old_workbook import BARE, OLE, read_old_workbook

    if data.startswith((OLE, *BARE)):
        return read_old_workbook(data, name)
    from callbench.script.sheets.delimited import read_csv

    return read_csv(data, name)
