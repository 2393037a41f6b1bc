"""A shop's own file of holidays: one line a day, `day,kind,name`; every wrong line is told, and then nothing is taken in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Final

from callbench.errors import FileProblem
from callbench.exchange.delimited import DelimitedTable
from callbench.exchange.files import look_at, problem
from callbench.i18n import _
from callbench.records.calendars import HolidayFile, HolidayLine
from callbench.text import clean
from callbench.values.day import read_day
from callbench.values.problem import ValueProblem

_KINDS: Final = {
    "off": "off", "holiday": "off", "closed": "off", "休": "off", "休息": "off", "放假": "off", "假": "off", "true": "off",
    "work": "work", "workday": "work", "open": "work", "班": "work", "上班": "work", "调休": "work", "补班": "work", "false": "work",
}  # fmt: skip
_HEADINGS: Final = {
    "day": {"day", "date", "日期", "日子"}, "kind": {"kind", "type", "类型", "类别", "安排"}, "name": {"name", "holiday", "名称", "节日"},
}  # fmt: skip
_MOST_LINES: Final = 20_000
_TOLD: Final = 10  # wrong lines told at once
_MONTHS: Final = 3
"""A year is complete when its days off lie in so many months, the first and the last quarter among them; else they are days
of the shop's own, or a part of the year.
"""


def read_holidays(path: Path) -> HolidayFile:
    """The days of the file. Raises FileProblem naming file, line and reason of every wrong line (the first ten)."""
    seen = look_at(path)
    if seen.kind != "text":
        raise problem(path, "holidays-kind", _("This is no text file."), _("Save the list as CSV: day,kind,name."))
    table = DelimitedTable(seen)
    found: dict[date, HolidayLine] = {}
    wrong: list[tuple[int, str]] = []
    columns = {"day": 0, "kind": 1, "name": 2}
    for row in table.rows():
        cells = [clean(str(cell), limit=200).strip() for cell in row.cells]
        if row.number > _MOST_LINES:
            raise problem(
                path,
                "holidays-long",
                _("The file has more than {most} lines; a year has 366 days.").format(most=_MOST_LINES),
            )
        if not any(cells) or cells[0].startswith("#"):
            continue
        if not found and not wrong and (named := _columns(cells)) is not None:
            columns = named
            continue
        try:
            line = _line(cells, columns, row.number)
            if (before := found.get(line.day)) is not None:
                raise ValueProblem(
                    "holidays-twice", _("{day} is also in line {row}.").format(day=line.day.isoformat(), row=before.row)
                )
            found[line.day] = line
        except ValueProblem as error:
            wrong.append((row.number, error.message))
    if wrong:
        raise _refused(path, wrong)
    if not found:
        raise problem(
            path, "holidays-empty", _("No day is in this file."), _("One line a day: 2027-01-01,off,New Year.")
        )
    years = tuple(_complete(found.values()))
    for year in years:
        _check_worked(path, year, found)
    partly = tuple(_partly(found, years))
    gaps = tuple(year for year in range(years[0], years[-1]) if year not in years) if years else ()
    return HolidayFile(tuple(found[day] for day in sorted(found)), years, gaps, partly)


def _columns(cells: list[str]) -> dict[str, int] | None:
    """Where day, kind and name stand, when this line is a heading."""
    names = [cell.casefold() for cell in cells]
    where = {key: at for key, words in _HEADINGS.items() for at, name in enumerate(names) if name in words}
    return where if {"day", "kind"} <= where.keys() else None


def _line(cells: list[str], columns: dict[str, int], row: int) -> HolidayLine:
    def cell(name: str) -> str:
        at = columns.get(name, len(cells))
        return cells[at] if at < len(cells) else ""

    day = read_day(cell("day"))
    kind = _KINDS.get(cell("kind").casefold())
    if kind is None:
        raise ValueProblem("holidays-what", _("{text!r} is neither off nor work (休, 班).").format(text=cell("kind")))
    return HolidayLine(day, kind, cell("name"), row)


def _complete(lines: Iterable[HolidayLine]) -> Iterator[int]:
    """The years whose days off lie in several months, from the first quarter to the last."""
    months: dict[int, set[int]] = defaultdict(set)
    for line in lines:
        if line.kind == "off":
            months[line.day.year].add(line.day.month)
    yield from sorted(
        year for year, found in months.items() if len(found) >= _MONTHS and min(found) <= 3 and max(found) >= 10
    )


def _partly(days: Iterable[date], whole: Collection[int]) -> Iterator[tuple[date, date]]:
    """The first and the last day of each year that is not complete."""
    for _year, found in groupby(sorted(day for day in days if day.year not in whole), lambda day: day.year):
        of_year = list(found)
        yield of_year[0], of_year[-1]


def _check_worked(path: Path, year: int, found: dict[date, HolidayLine]) -> None:
    off = sum(line.kind == "off" for day, line in found.items() if day.year == year)
    if off > 183:
        raise problem(
            path, "holidays-most", _("{year} has {n} days off in this file, more than half a year.").format(year=year, n=off),
            _("List holidays only; weekends come from the setting shop.workdays."),
        )  # fmt: skip


def _refused(path: Path, wrong: list[tuple[int, str]]) -> FileProblem:
    told = [_("line {row}: {message}").format(row=row, message=message) for row, message in wrong[:_TOLD]]
    if len(wrong) > _TOLD:
        told.append(_("… and {n} more.").format(n=len(wrong) - _TOLD))
    return FileProblem(
        _("Nothing was taken in, for these lines are wrong:") + "\n" + "\n".join(told),
        where=f"{path}:{wrong[0][0]}",
        todo=_("One line a day: 2027-01-01,off,New Year."),
        code="holidays-lines",
    )
