"""What a file of holidays says, and what the calendar of the shop knows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class HolidayLine:
    """One day of a file: off, or work (in place of a holiday). name: the holiday's, may be "". row: its line in the file."""

    day: date
    kind: str
    name: str
    row: int


@dataclass(frozen=True, slots=True)
class HolidayFile:
    """A file of holidays that can be taken in. years: those it is complete for, by its days; missing: years between them;
    partly: first and last day in it of every other year.
    """

    days: tuple[HolidayLine, ...]
    years: tuple[int, ...]
    missing: tuple[int, ...]
    partly: tuple[tuple[date, date], ...] = ()


@dataclass(frozen=True, slots=True)
class CalendarTaken:
    """What taking in a file did. added, changed, same: days beside those loaded before; unknown: years ahead still not known.

    partly: first and last day that were taken in of years the file is not complete for.
    """

    calendar: str
    added: int
    changed: int
    same: int
    years: tuple[int, ...]
    missing: tuple[int, ...]
    unknown: tuple[int, ...]
    partly: tuple[tuple[date, date], ...] = ()


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day a holiday makes special. kind: off or work; source: shipped, shop (from a file), or the library of a region."""

    day: date
    kind: str
    name: str
    source: str


@dataclass(frozen=True, slots=True)
class YearKnown:
    """What is known of a year. source: shipped, shop, library, weekdays (no holidays wanted), "" when it is not known.

    loaded_at: when the shop last loaded it, None when it did not. days: how many are named.
    """

    year: int
    source: str
    loaded_at: datetime | None
    days: int
