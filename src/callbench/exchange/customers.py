"""A customer file from its heading to its last row: opened, understood and counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import Final

from callbench.errors import FileProblem, UsageProblem
from callbench.exchange.customer_rows import RowReader
from callbench.exchange.delimited import DelimitedTable
from callbench.exchange.files import Seen, look_at, problem
from callbench.exchange.headers import LINES_SEARCHED, Layout, find_layout, settle_last_service
from callbench.exchange.scripts import looks_like_survey, script_given
from callbench.exchange.table import Row, Table, cell_text
from callbench.i18n import _
from callbench.records.imports import CustomerRow, Problem
from callbench.text import clean

MOST_PROBLEMS: Final = 10_000
"""Problems listed one by one; beyond them only their number is told."""
_SAMPLE: Final = LINES_SEARCHED + 60  # rows by which a table is judged
_NUMBERS_SHOWN: Final = 20
_TOTAL: Final = re.compile(r"(合计|合計|总计|總計|小计|小計|共计|汇总|(grand |sub)?total|sum)\W*.{0,12}", re.IGNORECASE)
_REMARK: Final = re.compile(
    r"(制表|制单|审核|复核|打印|导出|填表|统计)\w{0,4}[::：]|共 ?\d+ ?[条人行位]|注[:：]", re.IGNORECASE
)


@dataclass(slots=True)
class Problems:
    """Problems in the order found; those beyond MOST_PROBLEMS are only counted."""

    listed: list[Problem] = field(default_factory=list)
    unlisted: int = 0

    def add(self, *found: Problem) -> None:
        room = max(0, MOST_PROBLEMS - len(self.listed))
        self.listed += found[:room]
        self.unlisted += len(found[room:])


class CustomerFile:
    """Iterate over it once for the rows that can be taken over; then the counts, problems and notes are complete.

    rows: customers or services in the file, refused ones too. rejected: refused ones. sheet: its name, "" of a text.
    """

    def __init__(self, path: Path, region: str, *, sheet: str | None = None, encoding: str | None = None) -> None:
        self.path = path
        self._seen, self._table = open_table(path, sheet=sheet, encoding=encoding)
        self.sheet = self._table.sheet
        self.rows = 0
        self.rejected = 0
        self.problems = Problems()
        self._beside: dict[str, list[int]] = {"hidden": [], "total": [], "remark": [], "heading": [], "blank": []}
        try:
            rows = self._table.rows()
            sample = list(islice(rows, _SAMPLE))
            self.layout = self._layout(sample)
        except BaseException:
            self._table.close()
            raise
        below = [row for row in sample if row.number > self.layout.last]
        self._rows: Iterator[Row] = chain(below, rows)
        self._reader = RowReader(
            self.layout,
            region,
            self._table.sheet,
            self._table.delimited,
            self._table.date1904,
            _trims(below, self.layout),
        )

    def __iter__(self) -> Iterator[CustomerRow]:
        try:
            heading = self._heading_texts()
            blanks: list[int] = []
            for row in self._rows:
                if row.blank:
                    blanks.append(row.number)
                    continue
                self._tell_blank(blanks)
                if kind := self._beside_the_list(row, heading):
                    self._beside[kind].append(row.number)
                    continue
                self.rows += 1
                if row.hidden:
                    self._beside["hidden"].append(row.number)
                read = self._reader.read(row)
                self.problems.add(*self._reader.problems)
                if read is None:
                    self.rejected += 1
                else:
                    yield read
        finally:
            self._table.close()
        self._seen.still_the_same()
        if not self.rows:
            raise problem(self.path, "file-no-rows", _("There is a heading, but no customer below it."))

    def close(self) -> None:
        """Let go of a file that is not read to its end."""
        self._table.close()

    def fingerprint(self) -> str:
        """SHA-256 of the file, to know it again."""
        return self._seen.fingerprint()

    @property
    def notes(self) -> tuple[str, ...]:
        """What was understood and what was left out."""
        first, last, layout = self.layout.first, self.layout.last, self.layout
        found = [*self._table.notes]
        if last > 1:
            where = str(last) if first == last else f"{first}–{last}"
            found.append(_("The heading is in row {where}.").format(where=where))
        if layout.ignored:
            found.append(_("Columns not taken over: {names}.").format(names=_(", ").join(layout.ignored)))
        for kept, left in layout.twice:
            found.append(
                _("Columns {kept!r} and {left!r} mean the same; the first was taken.").format(kept=kept, left=left)
            )
        if not layout.has("phone"):
            found.append(_("There is no column of phone numbers; they are to be supplemented."))
        if not layout.has("name", "first_name", "last_name"):
            found.append(_("There is no column of names; they are to be supplemented."))
        texts = {
            "hidden": _("Hidden rows were read too: {rows}."),
            "total": _("Rows of totals were left out: {rows}."),
            "remark": _("Rows of remarks were left out: {rows}."),
            "heading": _("The heading is repeated in rows {rows}."),
            "blank": _("Blank rows were left out: {rows}."),
        }
        found += [texts[kind].format(rows=_numbers(rows)) for kind, rows in self._beside.items() if rows]
        return tuple(found)

    def _layout(self, sample: list[Row]) -> Layout:
        if any(looks_like_survey(row) for row in sample):
            raise script_given(self.path)
        layout = find_layout(sample)
        if layout is None:
            first = next((row for row in sample if not row.blank), None)
            if first is None:
                raise problem(self.path, "file-no-rows", _("The file holds nothing but blank rows."))
            raise self._no_heading(first)
        layout = settle_last_service(layout, [row for row in sample if row.number > layout.last])
        lists_services = layout.has("day", "last_day") and layout.has(
            "code", "email", "name", "first_name", "last_name"
        )
        if not layout.has("phone") and not lists_services:
            raise problem(
                self.path, "no-phone-column",
                _("No column of phone numbers was found among: {names}.").format(names=_(", ").join(layout.headings)),
                _("Name the column of numbers 手机, 电话 or phone."),
            )  # fmt: skip
        return layout

    def _no_heading(self, first: Row) -> FileProblem:
        shown = _(", ").join(clean(cell_text(cell), limit=30) for cell in first.cells[:8])
        return problem(
            self.path, "no-heading",
            _("No heading was recognised; row {row} reads: {shown}").format(row=first.number, shown=shown),
            _("Put a line above the customers that names the columns, for example: 姓名, 手机, 最近消费日期."),
        )  # fmt: skip

    def _heading_texts(self) -> frozenset[str]:
        return frozenset(column.heading for column in self.layout.columns)

    def _beside_the_list(self, row: Row, heading: frozenset[str]) -> str:
        """What a row is that is no customer: total, remark or heading; "" for customers."""
        full = [cell for cell in row.cells if cell is not None and cell != ""]
        first = clean(full[0], limit=200) if full and isinstance(full[0], str) else ""
        if first in heading:
            texts = [clean(cell_text(cell), limit=200) for cell in full]
            return "heading" if len(texts) > 1 and sum(text in heading for text in texts) * 2 > len(texts) else ""
        if len(full) == 1 and _REMARK.match(first):
            return "remark"
        if not _TOTAL.fullmatch(first):
            return ""
        cells = [
            row.cells[column.at]
            for column in self.layout.columns
            if column.field == "phone" and column.at < len(row.cells)
        ]
        return "" if any(cell_text(cell).strip() for cell in cells) else "total"

    def _tell_blank(self, blanks: list[int]) -> None:
        """A blank line within a text file may be a lost customer; in a workbook it is a habit."""
        if self._table.delimited:
            for number in blanks:
                self.problems.add(Problem("blank-row", _("The row is blank; it was left out."), number))
        else:
            self._beside["blank"] += blanks
        blanks.clear()


def is_customer_list(path: Path, region: str) -> bool:
    """Whether a heading of customers is found in the file, as far as one sheet of it can be chosen."""
    try:
        CustomerFile(path, region).close()
    except (FileProblem, UsageProblem):
        return False
    return True


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


def _numbers(rows: list[int]) -> str:
    shown = _(", ").join(map(str, rows[:_NUMBERS_SHOWN]))
    return shown if len(rows) <= _NUMBERS_SHOWN else f"{shown} … ({len(rows)})"


def _trims(sample: list[Row], layout: Layout) -> bool:
    """Whether the program that wrote the lines leaves empty cells at their end away: then none ends with one."""
    full = [row for row in sample if not row.blank]
    return any(len(row.cells) < layout.width for row in full) and not any(
        len(row.cells) <= layout.width and row.cells[-1] in (None, "") for row in full
    )
