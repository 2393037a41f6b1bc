"""Writing scripts as XLSForm workbooks: every cell is text, whatever it looks like; headers are styled and stay in sight."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from callbench.script.telling.as_sheets import as_sheets

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from callbench.script.model import Script

WIDTHS: Final = (10.0, 48.0)
_HEADER: Final = "DDE5EA"
_ESCAPED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NO_XML: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_RUNS: Final = ("=", "+", "-", "@")


def script_to_workbook(script: Script) -> bytes:
    """An .xlsx workbook of this script; compiled, it has the same hash."""
    return saved(workbook_of(as_sheets(script)))


def workbook_of(sheets: Mapping[str, Sequence[Sequence[str]]]) -> Workbook:
    """A workbook of these sheets, in this order; the first row of each is its header."""
    from openpyxl import Workbook  # 150 ms, for workbooks only

    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows, 1):
            for column, text in enumerate(row, 1):
                if text:
                    write(sheet, number, column, text)
        dress(sheet)
    return book


def write(sheet: Worksheet, row: int, column: int, text: str) -> Any:
    """One cell that holds this text and nothing else: no formula, number or date; the cell, to be dressed."""
    cell: Any = sheet.cell(row, column)
    # What XML cannot hold, and what looks like its escape, is escaped (ECMA-376, part 1, 22.9.2.19).
    text = _NO_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", _ESCAPED.sub("_x005F_", text))
    cell.value = text
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(_RUNS)  # it stays text also when somebody edits the cell
    return cell


def dress(sheet: Worksheet) -> None:
    """Header in bold and always in sight, with the first two columns; widths by content, long texts wrapped."""
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    sheet.freeze_panes = "C2"
    for column, cells in enumerate(sheet.iter_cols(), 1):
        longest = max((_wide(str(cell.value)) for cell in cells if cell.value), default=0)
        sheet.column_dimensions[get_column_letter(column)].width = min(WIDTHS[1], max(WIDTHS[0], longest * 1.1 + 2))
        for cell in cells[1:]:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        if cells:
            cells[0].font, cells[0].fill = Font(bold=True), PatternFill("solid", fgColor=_HEADER)


def saved(book: Workbook) -> bytes:
    """The workbook's bytes."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _wide(text: str) -> int:
    """Width of the longest line, a Chinese character counted as two."""
    return max(sum(2 if ord(char) > 0x2E7F else 1 for char in line) for line in text.split("\n"))
