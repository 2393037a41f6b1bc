"""Opening a customer file of any kind as a table."""

from __future__ import annotations

from pathlib import Path

from callbench.errors import UsageProblem
from callbench.exchange.delimited import DelimitedTable
from callbench.exchange.files import Seen, look_at
from callbench.exchange.table import Table
from callbench.i18n import _


def open_table(path: Path, *, sheet: str | None = None, encoding: str | None = None) -> tuple[Seen, Table]:
    """Open CSV, TSV, TXT or .xlsx. Raises FileProblem for anything else, UsageProblem for a sheet that is not there."""
    seen = look_at(path)
    if seen.kind == "workbook":
        if encoding:
            raise UsageProblem(_("A workbook has no encoding to name."), where=str(path))
        from callbench.exchange.workbook import WorkbookTable  # openpyxl costs 150 ms

        return seen, WorkbookTable(seen, sheet)
    if sheet is not None:
        raise UsageProblem(_("A text file has no sheets."), where=str(path))
    return seen, DelimitedTable(seen, encoding)
