"""What a script file holds, cell by cell: any workbook or CSV becomes sheets of text with their places."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from callbench.errors import FileProblem
from callbench.i18n import _
from callbench.text import clean

LARGEST = 20 * 1024 * 1024
"""Bytes a script file may have."""
EMPTY_ROWS = 60
"""So many empty rows in a row end a sheet: real files claim 1,048,576 rows."""
EMPTY_HEADERS = 20
"""So many empty header cells in a row end a header."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. row and column as the spreadsheet counts, from 1. raw: its value as text, before cleaning.

    lost: it holds a formula whose value was never stored, so that nobody knows what it says.
    """

    sheet: str
    row: int
    column: int
    raw: str
    lost: bool = False

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
class ScriptSource:
    """A script file as read. sheets: by lower-case name. ignored: names of sheets nothing is read from."""

    name: str
    sheets: Mapping[str, Sheet] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()


def read_source(data: bytes, name: str) -> ScriptSource:
    """The cells of a script file: a workbook (.xlsx, .xlsm) or CSV, told apart by its bytes.

    Raises FileProblem for anything else, saying what to do with it.
    """
    if not data.strip(b"\0 \r\n\t"):
        raise FileProblem(_("The file is empty."), where=name, code="file-empty")
    if len(data) > LARGEST:
        raise FileProblem(
            _("The file is larger than {limit} MB.").format(limit=LARGEST >> 20),
            where=name,
            todo=_("A script is small; remove pictures and sheets that do not belong to it."),
            code="file-too-large",
        )
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise _old_container(data, name)
    if data.startswith(b"PK"):
        from callbench.script.workbook import read_workbook  # openpyxl is only needed for workbooks

        return read_workbook(data, name)
    from callbench.script.csv_sheets import read_csv

    return read_csv(data, name)


def _old_container(data: bytes, name: str) -> FileProblem:
    """An OLE2 file is an Excel 97 workbook, or an encrypted newer one."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return FileProblem(
            _("The workbook is protected with a password."),
            where=name,
            todo=_("Open it in Excel or WPS, remove the password and save it again."),
            code="file-password",
        )
    return FileProblem(
        _("This is a workbook of the old .xls kind."),
        where=name,
        todo=_("Open it in Excel or WPS and save it as .xlsx."),
        code="file-old-workbook",
    )


def sheets_from(name: str, lines: Iterator[Iterator[Cell]]) -> Sheet:
    """A sheet from its rows of cells, the first one that holds anything being the header."""
    header: tuple[Cell, ...] = ()
    rows: list[Mapping[int, Cell]] = []
    empty = 0
    for line in lines:
        cells = {cell.column: cell for cell in line if cell.raw.strip() or cell.lost}
        if not cells:
            empty += 1
            if empty >= EMPTY_ROWS:
                break
            continue
        empty = 0
        if not header:
            header = tuple(_header(cells))
        else:
            rows.append(cells)
    return Sheet(name, header, tuple(rows))


def _header(cells: Mapping[int, Cell]) -> Iterator[Cell]:
    last = 0
    for column in sorted(cells):
        if column - last > EMPTY_HEADERS:
            return
        last = column
        yield cells[column]
