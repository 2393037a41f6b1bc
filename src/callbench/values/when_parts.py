"""What the words for a moment said, before a moment is made of it: the parts, the days that may be meant, numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal, Protocol

from dateutil.relativedelta import relativedelta

from callbench.i18n import _
from callbench.values.problem import ValueProblem


class Holidays(Protocol):
    """What words like 节后 and `next working day` ask; the calendar of the shop answers."""

    def holiday_ahead(self, today: date, key: str = "", parts: tuple[str, ...] = ()) -> date | None:
        """The first day off from `today` on that is this holiday (its key, or parts of its name), any without a key; or None."""

    def next_workday(self, day: date) -> date:
        """The first working day from `day` on."""

    def is_workday(self, day: date) -> bool: ...


PartOfDay = Literal["dawn", "morning", "noon", "afternoon", "dusk", "evening"]
Days = Callable[[date], Iterator[date]]  # from today on: the days that may be meant, nearest first


@dataclass(frozen=True, slots=True)
class Shift:
    """So much from now. days: on the calendar, the clock's face stays. exact: time that really passes."""

    days: relativedelta
    exact: timedelta


_OF_HALF: Final[dict[PartOfDay, frozenset[PartOfDay]]] = {
    "morning": frozenset({"dawn", "morning"}), "afternoon": frozenset({"noon", "afternoon", "dusk", "evening"}),
}  # fmt: skip


@dataclass
class Parts:
    """What the words said. days: the days that may be meant (None: not said). shift: from now on. clock: hour, minute.

    holidays: whom to ask for working days; None where nobody knows. until: hour, minute of the end of a window.
    """

    days: Days | None = None
    is_today: bool = False
    shift: Shift | None = None
    part: PartOfDay | None = None
    clock: tuple[int, int] | None = None
    exact: bool = False  # the clock time cannot mean the afternoon as well
    half: bool = False  # the part was said by am or pm only
    holidays: Holidays | None = None
    until: tuple[int, int] | None = None
    is_window: bool = False  # the next clock ends it

    def set_days(self, days: Days, *, is_today: bool = False) -> None:
        if self.days is not None or self.shift is not None:
            raise ValueProblem("twice", _("Two days are named; name one."))
        self.days, self.is_today = days, is_today

    def set_shift(self, shift: Shift) -> None:
        if self.days is not None or self.shift is not None:
            raise ValueProblem("twice", _("Two days are named; name one."))
        self.shift = shift

    def set_part(self, part: PartOfDay, *, half: bool = False) -> None:
        """half: said by am or pm, which agrees with a part of that half: tomorrow evening 8pm."""
        if self.part is None or (self.half and part in _OF_HALF[self.part]):
            self.part, self.half = part, half
        elif self.part != part and not (half and self.part in _OF_HALF[part]):
            raise ValueProblem("twice", _("Two times are named; name one."))

    def begin_window(self) -> None:
        """What was said so far is the begin, the next clock the end."""
        if self.clock is None or self.is_window:
            raise ValueProblem("not_understood", _("Say from when to when, like 15:00-17:00."))
        self.is_window = True

    def set_clock(self, hour: int, minute: int = 0, *, exact: bool = False) -> None:
        if self.clock is not None and (not self.is_window or self.until is not None):
            raise ValueProblem("twice", _("Two times are named; name one."))
        if minute > 59 or hour > 24 or (hour == 24 and minute):
            raise ValueProblem(
                "impossible",
                _("{time} is no time of day; it runs from 00:00 to 23:59.").format(time=f"{hour}:{minute:02}"),
            )
        if self.is_window and self.clock is not None:
            self.until = (hour, minute)
            return
        self.clock, self.exact = (hour, minute), exact or hour == 0 or hour > 12


_LONG_AGO: Final = 183  # days: a date without a year this far back is next year's, a nearer one a slip
_CHINESE = {char: n for n, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
ENGLISH = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def number(text: str) -> float:
    """The value of digits, a Chinese numeral up to 99 or an English number word. Raises ValueProblem."""
    if text[0].isdecimal():
        return float(text)
    if text in ("a", "an"):
        return 1
    if text in ENGLISH:
        return ENGLISH.index(text)
    tens, ten, ones = text.rpartition("十")
    if not ten and len(ones) == 1:
        return _CHINESE[ones]
    if ten and len(tens) <= 1 and len(ones) <= 1 and tens != "十":
        return (_CHINESE[tens] if tens else 1) * 10 + (_CHINESE[ones] if ones else 0)
    if not ten and len(ones) == 2 and _CHINESE[ones[0]] == 0:  # 零五 (three-oh-five)
        return _CHINESE[ones[1]]
    raise ValueProblem("not_understood", _("'{text}' is no number.").format(text=text))


def days_ahead(days: int) -> Days:
    def on(today: date) -> Iterator[date]:
        yield today + relativedelta(days=days)

    return on


def weekday_of(day: int, week: int | None) -> Days:
    """week: 0 this calendar week (from Monday), 1 the next …; None: the coming one, today included."""

    def on(today: date) -> Iterator[date]:
        if week is None:
            ahead = (day - today.weekday()) % 7
            yield today + relativedelta(days=ahead)
            yield today + relativedelta(days=ahead + 7)
        else:
            yield today + relativedelta(days=day - today.weekday() + 7 * week)

    return on


def date_of(year: int | None, month: int, day: int) -> Days:
    """Without a year: this year's, or next year's where this year's is long past."""

    def on(today: date) -> Iterator[date]:
        nearest = year or today.year
        if year is None and (today - _real(nearest, month, day)).days > _LONG_AGO:
            nearest += 1
        yield _real(nearest, month, day)

    return on


def _real(year: int, month: int, day: int) -> date:
    if not 1 <= month <= 12:
        raise ValueProblem("impossible", _("There is no month {month}; months are 1 to 12.").format(month=month))
    if not 1 <= year <= 9998:
        raise ValueProblem("impossible", _("There is no year {year}.").format(year=year))
    last = (date(year, month, 1) + relativedelta(day=31)).day
    if not 1 <= day <= last:
        raise ValueProblem(
            "impossible",
            _("{year}-{month:02} has no day {day}; it ends on day {last}.").format(
                year=year, month=month, day=day, last=last
            ),
        )
    return date(year, month, day)


def day_of_month(day: int) -> Days:
    """The next month that has this day, this month included."""
    if not 1 <= day <= 31:
        raise ValueProblem("impossible", _("No month has a day {day}; days are 1 to 31.").format(day=day))

    def on(today: date) -> Iterator[date]:
        for ahead in range(4):
            found = today.replace(day=1) + relativedelta(months=ahead, day=day)
            if found.day == day:
                yield found

    return on


def day_in_month(months: int, day: int) -> Days:
    def on(today: date) -> Iterator[date]:
        first = today.replace(day=1) + relativedelta(months=months)
        yield _real(first.year, first.month, day)

    return on


def year_end(years: int) -> Days:
    def on(today: date) -> Iterator[date]:
        yield date(today.year + years, 12, 31)

    return on


def month_end(months: int) -> Days:
    def on(today: date) -> Iterator[date]:
        yield today + relativedelta(months=months, day=31)

    return on
