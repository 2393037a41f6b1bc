"""Which days are worked: weekdays of the shop, public holidays of its region, and what the shop loaded over them.

Source: RULES "Who is next" (working days of the shop's calendar; days worked in place of a holiday count; what was not
announced is said to be unknown, never assumed). China: `china_days`. Other regions: the library `holidays`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final, Literal

from callbench.clock import day_number
from callbench.config import WEEKDAYS, Settings, ShopDays
from callbench.i18n import _, language
from callbench.rules import china_days

Kind = Literal["work", "off", "unknown"]
_DAY: Final = timedelta(days=1)
LONGEST: Final = 740
"""Days looked ahead for one that is worked: a file in which a whole year has none is not taken in."""


@dataclass(frozen=True, slots=True)
class DayKind:
    """What the calendar says of a day. kind: work, off, or unknown where its year was not announced.

    holiday: the holiday it is or is worked for, as it is called in the language in use; "" for an ordinary day.
    """

    kind: Kind
    holiday: str = ""


class WorkCalendar:
    """The working days of a shop. name: CN, none, or a region like US-CA; workdays: numbers of weekdays, Monday is 0."""

    def __init__(self, name: str, workdays: frozenset[int], loaded: ShopDays) -> None:
        self.name, self.workdays, self._loaded = name, workdays, loaded
        self._worked: dict[date, bool] = {}

    def day(self, day: date) -> DayKind:
        """What is known of `day`."""
        if (found := self._named(day)) is not None:
            return DayKind("off" if found[0] == "off" else "work", self._called(found[1]))
        if not self.is_known(day.year):
            return DayKind("unknown")
        return DayKind("work" if day.weekday() in self.workdays else "off")

    def is_workday(self, day: date) -> bool:
        """Whether `day` is worked; by its weekday alone where its year is not known."""
        worked = self._worked.get(day)
        if worked is None:
            found = self._named(day)
            worked = self._worked[day] = found[0] == "work" if found else day.weekday() in self.workdays
        return worked

    def is_known(self, year: int) -> bool:
        """Whether the holidays of `year` were announced, or loaded by the shop."""
        if year in self._loaded.years or self.name == "none":
            return True
        return year in china_days.years() if self.name == "CN" else _of_region(self.name, year) is not None

    def next_workday(self, day: date) -> date:
        """The first worked day from `day` on. Raises ValueError where there is none within two years."""
        for _n in range(LONGEST):
            if self.is_workday(day):
                return day
            day += _DAY
        raise ValueError(f"no working day in the two years before {day}")

    def named_days(self, year: int) -> Iterator[tuple[date, DayKind]]:
        """The days of `year` that a holiday makes other than their weekday says, or that have a name, in order."""
        day = date(year, 1, 1)
        while day.year == year:
            if self._named(day) is not None:
                yield day, self.day(day)
            if day == date.max:
                return
            day += _DAY

    def is_of_shop(self, day: date) -> bool:
        """Whether the shop's own file says what `day` is."""
        return day_number(day) in self._loaded.days

    def holiday_ahead(self, today: date, key: str = "", parts: tuple[str, ...] = ()) -> date | None:
        """The first day off from `today` on, within a year, that is the holiday of this key or has one of these parts in its name.

        key: of `china_days.HOLIDAYS`, "" for any holiday. None where none is known.
        """
        for n in range(367):
            found = self._named(today + n * _DAY)
            if found is None or found[0] != "off":
                continue
            called = self._called(found[1]).casefold()
            if (
                not key
                or key in found[1]
                or any(part in name.casefold() for part in parts for name in (*found[1], called))
            ):
                return today + n * _DAY
        return None

    def _named(self, day: date) -> tuple[str, tuple[str, ...]] | None:
        """What a notice or file says of `day`: off or work, and its names; None where it says nothing."""
        if (loaded := self._loaded.days.get(day_number(day))) is not None:
            return loaded[0], (loaded[1],) if loaded[1] else ()
        if day.year in self._loaded.years or self.name == "none":
            return None
        if self.name == "CN":
            return china_days.days().get(day)
        year = _of_region(self.name, day.year)
        return None if year is None else year.get(day)

    @staticmethod
    def _called(names: tuple[str, ...]) -> str:
        return _(", ").join(_(china_days.HOLIDAYS[name]) if name in china_days.HOLIDAYS else name for name in names)


def calendar_of(settings: Settings) -> WorkCalendar:
    """The calendar of the shop: one object as long as settings and loaded days stay the same."""
    return _calendar(settings["shop.calendar"], settings["shop.workdays"], settings.shop_days)


@lru_cache(maxsize=8)
def _calendar(name: str, workdays: tuple[str, ...], loaded: ShopDays) -> WorkCalendar:
    return WorkCalendar(name, frozenset(WEEKDAYS.index(word) for word in workdays), loaded)


def _of_region(name: str, year: int) -> dict[date, tuple[str, tuple[str, ...]]] | None:
    """The holidays of a region in a year by the library, in the language in use; None where it does not know the year."""
    return _read_region(name, year, language())


@lru_cache(maxsize=64)
def _read_region(name: str, year: int, speech: str) -> dict[date, tuple[str, tuple[str, ...]]] | None:
    import holidays  # 80 ms, needed for other regions only

    country, _dash, part = name.partition("-")
    found: Any = holidays.country_holidays(country, subdiv=part or None)
    if not found.start_year <= year <= found.end_year:
        return None
    wanted = next((one for one in (speech, "en_US") if one in found.supported_languages), None)
    found = holidays.country_holidays(country, subdiv=part or None, years=year, language=wanted)
    named = {day: ("off", tuple(found.get_list(day))) for day in found if day.year == year}
    worked = {day: ("work", ()) for day in getattr(found, "weekend_workdays", ()) if day.year == year}
    return worked | named
