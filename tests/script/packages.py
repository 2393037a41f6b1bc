"""Workbooks written by hand for tests, and what is made of them."""

from __future__ import annotations

import zipfile
from io import BytesIO

import openpyxl
import pytest
from making import workbook

from callbench.errors import FileProblem
from callbench.script.compile import Compiled, compile_script
from callbench.script.sheets.content import ScriptSource
from callbench.script.source import read_source

HEAD = ("type", "name", "label")
SURVEY = (HEAD, ("select_one yn", "ok", "OK?"), ("text", "why", "Why?"), ("text", "more", "More?"))


def refused(data: bytes) -> FileProblem:
    with pytest.raises(FileProblem) as caught:
        read_source(data, "a.xlsx")
    assert caught.value.todo
    return caught.value


def said(found: Compiled) -> dict[str, str]:
    """code → place of what is neither an error nor about the list that no question uses."""
    return {p.code: p.place for p in found.problems if p.severity == "warning" and p.code != "unused-list"}


def changed(change, survey=SURVEY) -> Compiled:
    """What becomes of a workbook after `change` has been at it."""
    book = openpyxl.load_workbook(BytesIO(workbook(survey)))
    change(book)
    out = BytesIO()
    book.save(out)
    return compile_script(read_source(out.getvalue(), "a.xlsx"))


def with_parts(data: bytes, replace=lambda name, content: content, **more: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, replace(name, old.read(name)))
        for name, content in more.items():
            new.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def raw(rows: str, *, strings: str = "", styles: str = "", behind: str = "") -> ScriptSource:
    """A workbook whose XML is written by hand: one sheet, survey."""
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts = {
        "_rels/.rels": f'<Relationships><Relationship Id="a" Type="{relation}/officeDocument" Target="/xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": '<workbook xmlns:q="r"><sheets><sheet name="Survey" sheetId="1" q:id="s"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships><Relationship Id="s" Type="{relation}/worksheet" Target="worksheets/one.xml"/>'
        f'<Relationship Id="t" Type="{relation}/sharedStrings" Target="strings.xml"/>'
        f'<Relationship Id="u" Type="{relation}/styles" Target="styles.xml"/></Relationships>',
        "xl/worksheets/one.xml": f"<worksheet><sheetData>{rows}</sheetData>{behind}</worksheet>",
        "xl/strings.xml": f"<sst>{strings}</sst>",
        "xl/styles.xml": f"<styleSheet>{styles}</styleSheet>",
    }
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return read_source(out.getvalue(), "a.xlsx")


def texts(source: ScriptSource) -> list[list[str]]:
    sheet = source.sheets["survey"]
    return [[cell.raw for cell in sheet.header], *([cell.raw for cell in row.values()] for row in sheet.rows)]
