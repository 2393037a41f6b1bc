"""The holidays a shop loaded over the shipped ones: its days, and the years they are complete for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection

from callbench.config import ShopDays
from callbench.records.calendars import HolidayLine
from callbench.store import tables
from callbench.store.rows import PLAIN, TIME, adding, rows, run, sql
from callbench.store.tables import core

_DAYS = sql(
    "SELECT day, kind, name FROM calendar_day WHERE calendar = :calendar",
    columns={"day": PLAIN, "kind": PLAIN, "name": PLAIN},
)
_YEARS = sql(
    "SELECT year, imported_at FROM calendar_year WHERE calendar = :calendar ORDER BY year",
    columns={"year": PLAIN, "imported_at": TIME},
)
_DROP_DAYS = sql("DELETE FROM calendar_day WHERE calendar = :calendar AND day BETWEEN :first AND :last")
_DROP_YEAR = sql("DELETE FROM calendar_year WHERE calendar = :calendar AND year = :year")
_DROP_DAY = sql("DELETE FROM calendar_day WHERE calendar = :calendar AND day = :day")
_ADD_DAY, _ADD_YEAR = adding(core(tables.CalendarDay)), adding(core(tables.CalendarYear))


def read(connection: Connection, calendar: str) -> ShopDays:
    """What is laid over the calendar of this name."""
    days = {found.day: (found.kind, found.name) for found in rows(connection, _DAYS, {"calendar": calendar})}
    return ShopDays(days, frozenset(years(connection, calendar)))


def years(connection: Connection, calendar: str) -> dict[int, datetime]:
    """The years loaded whole, and when."""
    return {found.year: found.imported_at for found in rows(connection, _YEARS, {"calendar": calendar})}


def replace(
    connection: Connection, calendar: str, days: Iterable[HolidayLine], whole: Iterable[int], source: str, now: datetime
) -> None:
    """Lay days over a calendar: years loaded whole lose what was laid over them before, other days take the place of theirs."""
    for year in whole:
        run(connection, _DROP_DAYS, {"calendar": calendar, "first": year * 10_000, "last": year * 10_000 + 9_999})
        run(connection, _DROP_YEAR, {"calendar": calendar, "year": year})
        about = {"calendar": calendar, "year": year, "source": source, "imported_at": now}
        run(connection, _ADD_YEAR, about)
    for line in days:
        day = line.day.year * 10_000 + line.day.month * 100 + line.day.day
        run(connection, _DROP_DAY, {"calendar": calendar, "day": day})
        added = {"calendar": calendar, "day": day, "kind": line.kind, "name": line.name, "source": source}
        run(connection, _ADD_DAY, added)
