"""Any workbook or CSV as sheets of cells, told apart by its bytes."""

from __future__ import annotations

from callbench.script.sheets.content import ScriptSource

LARGEST = 20 * 1024 * 1024
"""Bytes a script file may have."""


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
