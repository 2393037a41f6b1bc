"""The calendar of the shop: what it knows, and the shop's own holidays laid over it from a file."""

from __future__ import annotations

from pathlib import Path

from callbench.clock import date_of, day_number
from callbench.desk.bench import Bench
from callbench.desk.rights import check_supervisor
from callbench.errors import UsageProblem
from callbench.exchange.holiday_files import read_holidays
from callbench.i18n import _
from callbench.records.calendars import CalendarDay, CalendarTaken, HolidayFile, YearKnown
from callbench.records.people import Agent
from callbench.store import calendars, events

_YEARS = range(1970, 2101)


def days_of_year(bench: Bench, year: int) -> tuple[CalendarDay, ...]:
    """The days of a year that a holiday makes special, in order. Raises UsageProblem for a year nobody plans for."""
    _check(year)
    calendar = bench.calendar
    shipped = "shipped" if calendar.name == "CN" else "library"
    return tuple(
        CalendarDay(day, found.kind, found.holiday, "shop" if calendar.is_of_shop(day) else shipped)
        for day, found in calendar.named_days(year)
    )


def year_known(bench: Bench, year: int) -> YearKnown:
    """What is known of a year."""
    _check(year)
    calendar = bench.calendar
    with bench.db.read() as connection:
        loaded = calendars.years(connection, calendar.name)
    if year in loaded:
        source = "shop"
    elif not calendar.is_known(year):
        source = ""
    else:
        source = {"CN": "shipped", "none": "weekdays"}.get(calendar.name, "library")
    return YearKnown(year, source, loaded.get(year), len(days_of_year(bench, year)))


def years_ahead(bench: Bench) -> tuple[YearKnown, ...]:
    """What is known of this year and the next, in which follow-ups may be booked."""
    this = date_of(bench.today()).year
    return year_known(bench, this), year_known(bench, this + 1)


def check_file(path: Path) -> HolidayFile:
    """What a file says, without taking it in. Raises FileProblem naming the lines that are wrong."""
    return read_holidays(path)


def import_days(bench: Bench, supervisor: Agent, path: Path) -> CalendarTaken:
    """Lay the days of a file over the calendar in force. Raises UsageProblem unless a supervisor does, FileProblem naming the
    lines that are wrong.
    """
    check_supervisor(supervisor)
    file, now, name = read_holidays(path), bench.clock.now(), bench.calendar.name
    with bench.db.write() as connection:
        before = calendars.read(connection, name)
        calendars.replace(connection, name, file.days, file.years, path.name, now)
        after = {day_number(line.day): (line.kind, line.name) for line in file.days}
        same = sum(before.days.get(day) == said for day, said in after.items())
        changed = sum(day in before.days for day in after) - same
        about = {"calendar": name, "file": path.name, "days": len(after), "years": list(file.years)}
        events.record(connection, now, supervisor.id, "calendar.imported", "base", None, about)
        bench.learn_calendar(connection, at_once=True)
    unknown = tuple(found.year for found in years_ahead(bench) if not found.source)
    return CalendarTaken(
        name, len(after) - same - changed, changed, same, file.years, file.missing, unknown, file.partly
    )


def _check(year: int) -> None:
    if year not in _YEARS:
        raise UsageProblem(
            _("{year} is no year to plan for; name one from {first} to {last}.").format(
                year=year, first=_YEARS[0], last=_YEARS[-1]
            )
        )
