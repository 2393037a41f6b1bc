"""A do-not-call list from a file: a number or a customer's code a line, with reason and last day where they stand there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from callbench.exchange.customers import open_table
from callbench.exchange.files import problem
from callbench.exchange.header_words import heading, plain_heading
from callbench.exchange.headers import LINES_SEARCHED
from callbench.exchange.table import Cell, Row, cell_text
from callbench.i18n import _
from callbench.records.imports import Problem
from callbench.text import clean
from callbench.values.day import read_day
from callbench.values.phone import read_phones
from callbench.values.problem import ValueProblem

_WORDS: Final = {
    "number": {"number", "numbers", "号码", "禁拨号码", "免打扰号码", "黑名单"},
    "reason": {"reason", "why", "原因", "理由", "备注", "说明", "note", "remark"},
    "until": {"until", "to", "last day", "expires", "截止", "截止日期", "有效期", "有效期至", "到期", "到期日期"},
}
_PLAIN: Final = {name: {plain_heading(word) for word in words} for name, words in _WORDS.items()}
_FIELDS: Final = {"phone": "number", "code": "code", "note": "reason"}  # what headings of customer files mean here
_LEAST: Final = ("number", "code")


@dataclass(frozen=True, slots=True)
class BlockRow:
    """A line that can be taken: a number or the code of a customer. until: the last day YYYYMMDD, None: for good."""

    row: int
    e164: str
    code: str
    reason: str
    until: int | None


@dataclass(frozen=True, slots=True)
class BlockList:
    """A file as understood. problems: of lines that cannot be taken, one each."""

    rows: tuple[BlockRow, ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]


def read_block_list(path: Path, region: str, *, sheet: str | None = None, encoding: str | None = None) -> BlockList:
    """Read the whole list. Without a heading the first column holds numbers. Raises FileProblem, UsageProblem as customers do."""
    seen, table = open_table(path, sheet=sheet, encoding=encoding)
    rows: list[BlockRow] = []
    problems: list[Problem] = []
    columns: dict[str, int] | None = None
    try:
        lines = table.rows()
        first = [row for row in islice(lines, LINES_SEARCHED) if not row.blank]
        for at, row in enumerate(first):
            if columns := _columns(row.cells):
                first = first[at + 1 :]
                break
        for lot in (first, lines):
            for row in lot:
                if row.blank:
                    continue
                try:
                    rows += _read(row, columns or {"number": 0}, region, date1904=table.date1904)
                except ValueProblem as wrong:
                    problems.append(Problem(wrong.code, wrong.message, row.number, "", table.sheet, rejected=True))
        notes = table.notes
    finally:
        table.close()
    seen.still_the_same()
    if not rows and not problems:
        raise problem(path, "file-no-rows", _("The file holds nothing but blank rows."))
    return BlockList(tuple(rows), tuple(problems), notes)


def _columns(cells: Sequence[Cell]) -> dict[str, int] | None:
    """Where what stands, when this line is a heading."""
    found: dict[str, int] = {}
    for at, cell in enumerate(cells):
        text = clean(cell_text(cell), limit=60)
        meant = next((name for name, words in _PLAIN.items() if plain_heading(text) in words), "")
        known = heading(text)
        name = meant or (_FIELDS.get(known.field, "") if known else "")
        if name:
            found.setdefault(name, at)
    return found if any(name in found for name in _LEAST) else None


def _read(row: Row, columns: dict[str, int], region: str, *, date1904: bool) -> list[BlockRow]:
    """The numbers of a line, or its customer. Raises ValueProblem when it holds neither."""

    def cell(name: str) -> Cell:
        at = columns.get(name)
        return row.cells[at] if at is not None and at < len(row.cells) else None

    reason = clean(cell_text(cell("reason")), limit=2_000)
    code = clean(cell_text(cell("code")), limit=100)
    last = cell("until")
    until = None
    if last not in (None, ""):
        day = read_day(last, date1904=date1904)
        until = day.year * 10_000 + day.month * 100 + day.day
    read = read_phones(cell_text(cell("number")), region)
    if read.phones:
        return [BlockRow(row.number, phone.e164, "", reason, until) for phone in read.phones]
    if code:
        return [BlockRow(row.number, "", code, reason, until)]
    if read.problems:
        raise read.problems[0]
    raise ValueProblem("nobody", _("This line names neither a number nor a customer's code."))
