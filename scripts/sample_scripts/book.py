"""A script's rows as an XLSForm workbook: the same rows give the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from sample_scripts.rows import EN, ZH, Row

MADE = datetime(2026, 1, 1, tzinfo=UTC)
TEXTS = ("label", "hint", "callbench::say", "callbench::objection", "constraint_message")
PLAIN = (
    "required", "relevant", "constraint", "calculation", "appearance", "parameters", "callbench::stage",
    "callbench::measure", "callbench::refuse", "callbench::complaint", "callbench::follow_up", "callbench::profile",
)  # fmt: skip
# Written with an underscore: other engines stumble over two colons on the choices sheet.
PROPOSED = ("callbench_outcome", "callbench_complaint", "callbench_follow_up")
CHOICES = ["list_name", "name", f"label::{ZH}", f"label::{EN}", *PROPOSED]
# Other engines know one title only, and stumble over form_title::English (en).
SETTINGS = [
    "form_title", f"callbench::title::{ZH}", f"callbench::title::{EN}", "form_id", "version", "default_language",
]  # fmt: skip


def workbook(
    form_id: str, version: str, title: tuple[str, str], survey: Sequence[Row], lists: Mapping[str, Sequence[Sequence[str]]]
) -> bytes:  # fmt: skip
    """One script as .xlsx bytes."""
    book = Workbook()
    sheet = book.active
    sheet.title = "survey"
    header = ["type", "name", *(f"{text}::{tongue}" for text in TEXTS for tongue in (ZH, EN)), *PLAIN]
    header = [column for column in header if column in CHOICES or any(cells.get(column) for cells in survey)]
    _fill(sheet, header, [[cells.get(column) for column in header] for cells in survey])
    rows = [[name, *choice, *[""] * (len(CHOICES) - 1 - len(choice))] for name in lists for choice in lists[name]]
    _fill(book.create_sheet("choices"), CHOICES, rows)
    _fill(book.create_sheet("settings"), SETTINGS, [[title[0], *title, form_id, version, ZH]])
    book.properties.creator, book.properties.created, book.properties.modified = "callbench", MADE, MADE
    return _same_every_time(book)


def _fill(sheet: Worksheet, header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    sheet.append(header)
    for cells in rows:
        sheet.append([cell or None for cell in cells])
    for cell in sheet[1]:
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="DDE5EA")
    for column in sheet.columns:
        longest = max(len(str(cell.value or "")) for cell in column)
        sheet.column_dimensions[column[0].column_letter].width = min(48, max(10, longest * 1.3))
        for cell in column[1:]:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "C2"


def _same_every_time(book: Workbook) -> bytes:
    """The workbook's bytes with fixed dates, inside the document and on its parts."""
    raw, out = io.BytesIO(), io.BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                head, tag, rest = content.partition(b'<dcterms:modified xsi:type="dcterms:W3CDTF">')
                content = head + tag + MADE.strftime("%Y-%m-%dT%H:%M:%SZ").encode() + rest[rest.index(b"<") :]
            entry = zipfile.ZipInfo(name, MADE.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, content)
    return out.getvalue()
