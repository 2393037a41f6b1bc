"""The script's sheets of an .xls workbook (Excel 97 to 2003, and older), read with xlrd."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Any, Final

from callbench.i18n import _
from callbench.script.sheets import refusals
from callbench.script.sheets.cell_text import number_text
from callbench.script.sheets.content import Cell, Remark, ScriptSource, Sheet
from callbench.script.sheets.grid import MOST_MERGED, Grid, sheet_keys, sheet_of

if TYPE_CHECKING:
    from xlrd.book import Book

OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BARE: Final = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00", b"\x09\x08\x10\x00")
"""How workbooks begin that are not wrapped in a compound file."""
_EXTERNAL: Final = 2  # xlrd's word for a book whose formulas come from another file


def read_old_workbook(data: bytes, name: str) -> ScriptSource:
    """The script's sheets, cell values as text. Raises FileProblem."""
    if "EncryptedPackage".encode("utf-16-le") in data:  # a newer workbook in a compound file, which is how it is locked
        raise refusals.protected(name)
    if data.startswith(OLE) and not any(word.encode("utf-16-le") in data for word in ("Workbook", "Book", "BOOK")):
        raise refusals.other_kind(name, _("This is no Excel workbook."))
    book = _opened(data, name)
    titles = book.sheet_names()
    keys, ignored = sheet_keys(titles)
    if "survey" not in keys:
        raise refusals.no_survey(name, titles)
    remarks = []
    if "_VBA_PROJECT".encode("utf-16-le") in data:
        remarks.append(Remark("macros"))
    if _EXTERNAL in getattr(book, "_supbook_types", ()):
        remarks.append(Remark("links-out"))
    sheets: dict[str, Sheet] = {}
    for key, place in keys.items():
        sheets[key], said = sheet_of(_grid(book, book.sheet_by_index(place), key, name), name)
        remarks += said
    return ScriptSource(name, sheets, tuple(ignored), tuple(remarks))


def _opened(data: bytes, name: str) -> Book:
    """The workbook with what it hides; a damaged format table costs only that."""
    import xlrd

    for formats in (True, False):
        try:
            return xlrd.open_workbook(file_contents=data, logfile=StringIO(), formatting_info=formats, ragged_rows=True)
        except Exception as problem:  # xlrd raises whatever struct, decoding and its own assertions raise on damage
            if "encrypted" in str(problem):
                raise refusals.protected(name) from problem
            if not formats:
                raise refusals.damaged(name) from problem
    raise AssertionError


def _grid(book: Book, sheet: Any, key: str, name: str) -> Grid:
    hidden_columns = [
        range(column + 1, column + 2) for column, about in sheet.colinfo_map.items() if about.hidden
    ]  # fmt: skip
    grid = Grid(key, hidden_columns=hidden_columns, hidden=sheet.visibility != 0)
    grid.hidden_rows = {row + 1 for row, about in sheet.rowinfo_map.items() if about.hidden}
    if len(sheet.merged_cells) > MOST_MERGED:
        raise refusals.too_much(name, key, _("{n} merged ranges").format(n=MOST_MERGED))
    for top, bottom, left, right in sheet.merged_cells:  # behind the last row and column
        if top < bottom and left < right:
            grid.merged.append((top + 1, left + 1, bottom, right))
    for row in range(sheet.nrows):
        if grid.ends(row + 1):
            break
        cells = {}
        for column, cell in enumerate(sheet.row(row), 1):
            text = _text(book, cell)
            if text.strip():
                cells[column] = Cell(key, row + 1, column, text, dated=cell.ctype == 3)
        if cells:
            grid.add(cells, name)
    return grid


def _text(book: Book, cell: Any) -> str:
    """The value of a cell; xlrd's kinds: 1 text, 2 number, 3 day or time, 4 yes or no, 5 error."""
    if cell.ctype == 1:
        return str(cell.value)
    if cell.ctype in (2, 3):
        return number_text(cell.value, as_date=cell.ctype == 3, from_1904=bool(book.datemode))
    if cell.ctype == 4:
        return "true" if cell.value else "false"
    if cell.ctype == 5:
        from xlrd.biffh import error_text_from_code

        return str(error_text_from_code.get(cell.value, "#ERROR!"))
    return ""
