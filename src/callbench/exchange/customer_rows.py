"""Reading the rows of a customer file: what can be taken over, and by name what is not understood."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from openpyxl.utils import get_column_letter

from callbench.exchange.headers import Column, Layout
from callbench.exchange.table import Cell, Row, cell_text
from callbench.i18n import _
from callbench.records.imports import PROFILE, CustomerRow, PhoneRow, Problem, ServiceRow
from callbench.text import clean
from callbench.values.amount import read_amount
from callbench.values.day import read_birthday, read_day
from callbench.values.names import whole_name
from callbench.values.phone import read_phones
from callbench.values.problem import ValueProblem
from callbench.values.profile_words import read_class, read_email, read_gender
from callbench.values.tags import read_tags
from callbench.values.zone import read_zone

_DAMAGED: Final = frozenset({"phone-digits-lost", "phone-too-long"})
"""Problems of a number for which the whole row is refused: the right one is still in the shop's own system."""
_LONGEST: Final = {
    "name": 500, "code": 100, "owner": 60, "item": 300, "staff": 100, "branch": 100, "wechat": 100, "channel": 100,
    "preferred_time": 200,
}  # fmt: skip
_LONGEST_TEXT: Final = 20_000
_DASHES: Final = frozenset(("-", "--", "/", "—", "无"))
_AS_TEXT: Final = re.compile(r'="([^"]*)"')  # how programs make spreadsheets keep zeros in CSV
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_KEEP_LINES: Final = frozenset({"note", "preferences", "special_needs"})
_READERS: Final[dict[str, Callable[[str], str]]] = {
    "customer_class": read_class,
    "gender": read_gender,
    "email": read_email,
    "zone": read_zone,
}


class Refused(Exception):
    """The whole row is not taken over, for `problem`."""

    def __init__(self, problem: ValueProblem, column: Column | None = None) -> None:
        super().__init__(problem.message)
        self.problem = problem
        self.column = column


@dataclass(slots=True)
class RowReader:
    """Reads the rows under one heading. `problems` of the last row read are those that did not refuse it."""

    layout: Layout
    region: str
    sheet: str
    delimited: bool
    date1904: bool
    trims: bool  # the program that wrote the lines leaves empty cells at their end away
    problems: list[Problem] = field(default_factory=list)

    def read(self, row: Row) -> CustomerRow | None:
        """The row as understood, or None when it is refused; either way `problems` says what there is to say."""
        self.problems = []
        try:
            return self._read(row)
        except Refused as refused:
            self.problems = [replace(self._told(row, refused.problem, refused.column), rejected=True)]
            return None

    def _read(self, row: Row) -> CustomerRow:
        self._check_shape(row)
        texts: dict[str, tuple[Column, Cell, str]] = {}
        phones: list[PhoneRow] = []
        for column in self.layout.columns:
            cell = row.cells[column.at] if column.at < len(row.cells) else None
            text = self._text(row, cell, column)
            if not text:
                continue
            if column.field == "phone":
                phones += self._phones(row, column, text)
            else:
                texts[column.field] = (column, cell, text)
        name = self._name(row, texts)
        profile = {key: value for key in PROFILE if (value := self._profile(row, texts, key))}
        code = self._code(texts)
        if not name and not phones and not (code and len(texts) > 1) and "email" not in profile:
            raise Refused(ValueProblem("nobody", _("The row has neither a name nor a phone number.")))
        if not any(phone.e164 for phone in phones) and self.layout.has("phone"):
            self._tell(row, ValueProblem("no-phone", _("No number that can be called; to be supplemented.")), None)
        owner = self._cut(row, *texts["owner"][::2]) if "owner" in texts else ""
        unique = {(phone.e164, phone.ext) if phone.e164 else phone.original: phone for phone in reversed(phones)}
        return CustomerRow(
            row.number, code, name, tuple(reversed(unique.values())), profile, owner, self._service(row, texts),
            self._tags(row, texts),
        )  # fmt: skip

    def _check_shape(self, row: Row) -> None:
        """A line of a text file with other than its heading's cells is a damaged one: nobody knows which cell is which."""
        for column in self.layout.columns:
            if column.at in row.unvalued:
                raise Refused(
                    ValueProblem("formula-without-value", _("The cell is a formula whose value was not stored.")),
                    column,
                )
        if not self.delimited:
            return
        width, full = len(row.cells), self.layout.width
        if width > full and any(cell not in (None, "") for cell in row.cells[full:]):
            raise Refused(
                ValueProblem("cells-too-many", _("The row has {n} cells, the heading {m}.").format(n=width, m=full))
            )
        if width < full and not self.trims:
            raise Refused(
                ValueProblem("cells-missing", _("The row has {n} cells, the heading {m}.").format(n=width, m=full))
            )

    def _text(self, row: Row, cell: Cell, column: Column) -> str:
        raw = cell_text(cell)
        if raw.startswith('="') and (disguised := _AS_TEXT.fullmatch(raw)):
            raw = disguised[1]
        if len(raw) > _LONGEST_TEXT:
            raise Refused(ValueProblem("text-too-long", _("The cell has {n} characters.").format(n=len(raw))), column)
        text = clean(raw, lines=column.field in _KEEP_LINES)
        if text != raw and _CONTROL.search(raw):
            self._tell(row, ValueProblem("control-characters", _("Control characters were taken out.")), column)
        return text

    def _phones(self, row: Row, column: Column, text: str) -> list[PhoneRow]:
        read = read_phones(text, self.region)
        for problem in read.problems:
            if problem.code in _DAMAGED:
                raise Refused(problem, column)
            self._tell(row, problem, column)
        found = [PhoneRow(one.e164, one.ext, one.kind, "valid", one.original[:200]) for one in read.phones]
        if read.problems and not found:
            found.append(PhoneRow("", "", "unknown", "invalid", text[:200]))
        return found

    def _code(self, texts: dict[str, tuple[Column, Cell, str]]) -> str:
        """The customer's number in the shop's own system; of a shortened one nobody knows whose it is."""
        if "code" not in texts:
            return ""
        column, _cell, text = texts["code"]
        if len(text) > _LONGEST["code"]:
            raise Refused(ValueProblem("text-too-long", _("The cell has {n} characters.").format(n=len(text))), column)
        return text.strip("'")

    def _name(self, row: Row, texts: dict[str, tuple[Column, Cell, str]]) -> str:
        if "name" in texts:
            return self._cut(row, *texts["name"][::2])
        first, last = (texts[key][2] if key in texts else "" for key in ("first_name", "last_name"))
        return whole_name(first, last)[: _LONGEST["name"]]

    def _profile(self, row: Row, texts: dict[str, tuple[Column, Cell, str]], key: str) -> str:
        if key not in texts or texts[key][2] in _DASHES:
            return ""
        if key == "branch" and self.layout.has("day"):  # where this service was, not the customer's own branch
            return ""
        column, cell, text = texts[key]
        try:
            if key == "birthday":
                return read_birthday(cell, date1904=self.date1904)
            return _READERS[key](text) if key in _READERS else self._cut(row, column, text)
        except ValueProblem as problem:
            self._tell(row, problem, column)
            return ""

    def _tags(self, row: Row, texts: dict[str, tuple[Column, Cell, str]]) -> tuple[str, ...]:
        if "tags" not in texts:
            return ()
        column, _cell, text = texts["tags"]
        try:
            return read_tags(text)
        except ValueProblem as problem:
            self._tell(row, problem, column)
            return ()

    def _service(self, row: Row, texts: dict[str, tuple[Column, Cell, str]]) -> ServiceRow | None:
        try:
            day, amount = self._day(texts), self._amount(texts)
        except Refused as unread:
            if not self.layout.has("phone"):  # a list of services: without its service the row says nothing
                raise
            message = _("{problem} The service was left out.").format(problem=unread.problem.message)
            self._tell(row, ValueProblem(unread.problem.code, message), unread.column)
            return None
        column, _cell, item = next((texts[key] for key in ("item", "last_item") if key in texts), (None, None, ""))
        if day is None:
            if item or amount is not None:
                message = _("A service without a day cannot be kept.")
                self._tell(row, ValueProblem("service-without-day", message), column or texts["amount"][0])
            return None
        staff, branch = (self._cut(row, *texts[key][::2]) if key in texts else "" for key in ("staff", "branch"))
        return ServiceRow(day, self._cut(row, column, item) if column else "", amount, staff, branch)

    def _day(self, texts: dict[str, tuple[Column, Cell, str]]) -> date | None:
        for key in ("last_day", "day"):
            if key in texts and texts[key][2] not in _DASHES:
                column, cell, _text = texts[key]
                try:
                    return read_day(cell, date1904=self.date1904)
                except ValueProblem as problem:
                    raise Refused(problem, column) from None
        return None

    def _amount(self, texts: dict[str, tuple[Column, Cell, str]]) -> int | None:
        if "amount" not in texts or texts["amount"][2] in _DASHES:
            return None
        column, cell, _text = texts["amount"]
        try:
            return read_amount(cell)
        except ValueProblem as problem:
            raise Refused(problem, column) from None

    def _cut(self, row: Row, column: Column, text: str) -> str:
        longest = _LONGEST.get(column.field.removeprefix("last_"), _LONGEST_TEXT)
        if len(text) <= longest:
            return text
        message = _("The text has {n} characters; the first {limit} were kept.").format(n=len(text), limit=longest)
        self._tell(row, ValueProblem("text-cut", message), column)
        return text[:longest]

    def _tell(self, row: Row, problem: ValueProblem, column: Column | None) -> None:
        self.problems.append(self._told(row, problem, column))

    def _told(self, row: Row, problem: ValueProblem, column: Column | None) -> Problem:
        where = (column.heading or get_column_letter(column.at + 1)) if column else ""
        return Problem(problem.code, problem.message, row.number, where, self.sheet)
