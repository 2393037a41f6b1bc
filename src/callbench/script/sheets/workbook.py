"""The script's sheets of an .xlsx or .xlsm workbook, whoever wrote it: Excel, WPS, LibreOffice, Numbers, form designers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from callbench.script.sheets import refusals
from callbench.script.sheets.cell_text import is_date_format
from callbench.script.sheets.content import Remark, ScriptSource, Sheet
from callbench.script.sheets.grid import sheet_keys, sheet_of
from callbench.script.sheets.package import Attributes, Finished, Package
from callbench.script.sheets.sheet_xml import Meanings, read_grid, unescaped

_MOST_STRINGS: Final = 64 * 1024 * 1024
"""Characters of a workbook's shared texts, which are held in memory."""
_TRUE: Final = ("1", "true")


@dataclass(frozen=True, slots=True)
class _Listed:
    """A sheet as the workbook lists it. part: "" for one that holds no cells."""

    title: str
    part: str
    hidden: bool


def read_workbook(data: bytes, name: str) -> ScriptSource:
    """The script's sheets, cell values as text; formulas give their stored value. Raises FileProblem."""
    package = Package(data, name)
    main = next((part for kind, part in package.related("").values() if kind == "officeDocument"), "xl/workbook.xml")
    if main not in package:
        raise refusals.damaged(name)
    related = package.related(main)
    listed, from_1904 = _sheets(package, main, related)
    keys, ignored = sheet_keys(sheet.title for sheet in listed)
    if "survey" not in keys:
        raise refusals.no_survey(name, [sheet.title for sheet in listed])
    parts = dict(related.values())
    meanings = Meanings(
        _strings(package, parts.get("sharedStrings", "")), _dates(package, parts.get("styles", "")), from_1904
    )
    remarks = []
    if package.macros:
        remarks.append(Remark("macros"))
    if package.links_out:
        remarks.append(Remark("links-out"))
    sheets: dict[str, Sheet] = {}
    for key, place in keys.items():
        sheet = listed[place]
        if not sheet.part:
            raise refusals.damaged(name)
        sheets[key], said = sheet_of(read_grid(package, sheet.part, key, meanings, hidden=sheet.hidden), name)
        remarks += said
    return ScriptSource(name, sheets, tuple(ignored), tuple(remarks))


def _sheets(package: Package, main: str, related: dict[str, tuple[str, str]]) -> tuple[list[_Listed], bool]:
    """The sheets in order, and whether days are counted from 1904."""
    found: list[_Listed] = []
    epoch: list[bool] = []

    def start(tag: str, values: Attributes) -> None:
        if tag == "workbookPr":
            epoch.append(values.get("date1904") in _TRUE)
        elif tag == "sheet":
            key = next((value for word, value in values.items() if word.endswith(":id")), "")
            kind, part = related.get(key, ("", ""))
            hidden = values.get("state", "visible") != "visible"
            found.append(_Listed(values.get("name", ""), part if kind == "worksheet" else "", hidden))

    package.parse(main, start)
    return found, any(epoch)


def _strings(package: Package, part: str) -> list[str]:
    """The shared texts: rich ones whole, without the reading aids that stand above Japanese and Chinese ones."""
    found: list[str] = []
    pieces: list[str] = []
    inside = {"t": 0, "rPh": 0}
    size = 0

    def start(tag: str, _values: Attributes) -> None:
        if tag in inside:
            inside[tag] += 1

    def end(tag: str) -> None:
        if tag in inside:
            inside[tag] -= 1
        elif tag == "si":
            found.append(unescaped("".join(pieces)))
            pieces.clear()

    def text(piece: str) -> None:
        nonlocal size
        if inside["t"] and not inside["rPh"]:
            size += len(piece)
            if size > _MOST_STRINGS:
                raise refusals.bomb(package.name)
            pieces.append(piece)

    if part in package:
        package.parse(part, start, end, text)
    return found


def _dates(package: Package, part: str) -> list[bool]:
    """For each style a cell may have, whether it shows a day or a time."""
    codes: dict[str, str] = {}
    found: list[bool] = []
    inside: list[str] = []

    def start(tag: str, values: Attributes) -> None:
        if tag == "numFmt":
            codes[values.get("numFmtId", "")] = values.get("formatCode", "")
        elif tag == "cellXfs":
            inside.append(tag)
        elif tag == "xf" and inside:
            number = values.get("numFmtId", "0")
            known = int(number) if number.isascii() and number.isdecimal() and len(number) < 10 else 0
            found.append(is_date_format(known, codes.get(number)))

    def end(tag: str) -> None:
        if tag == "cellXfs":
            raise Finished

    if part in package:
        package.parse(part, start, end)
    return found
