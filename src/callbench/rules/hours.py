"""When a customer may be called, on their own clock, through every change of that clock and over days off.

Source: RULES "inside calling hours on the customer's clock, on a working day of the shop's calendar" (the working day is that
of the customer's clock); wall-clock arithmetic after PEP 495 (fold) and PEP 615.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from callbench.config import Settings, span_of
from callbench.rules.calendar import LONGEST, WorkCalendar, calendar_of
from callbench.rules.windows import clocks_of, window_of

PARTS = (("morning", time(0), time(12)), ("afternoon", time(12), time(18)), ("evening", time(18), time.max))
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Hours:
    """From `opens` until just before `closes` on the clock of `zone` (IANA name); `opens` is the earlier one.

    pause: from its first until just before its last time nothing is open; it lies inside, or covers one end. calendar: open
    on its working days only; None for every day.
    """

    opens: time
    closes: time
    zone: str
    pause: tuple[time, time] | None = None
    calendar: WorkCalendar | None = None

    def is_open(self, moment: datetime) -> bool:
        """Whether `moment` (aware) is inside the hours of a working day."""
        local = self.local(moment)
        return self._clock_is_open(local.time()) and self.is_workday(local.date())

    def is_workday(self, day: date) -> bool:
        """Whether the hours are open at all on a day of this clock; where the year is unknown, by the weekday."""
        return self.calendar is None or self.calendar.is_workday(day)

    def next_workday(self, day: date) -> date:
        """The first day from `day` on, of this clock, on which the hours are open."""
        return day if self.calendar is None else self.calendar.next_workday(day)

    def next_open(self, moment: datetime) -> datetime:
        """The earliest moment inside the hours that is not before `moment`, in UTC.

        A day on which the hours fall wholly into a gap of the clock is passed over; a repeated hour counts twice.
        """
        moment = moment.astimezone(UTC)
        if self.is_open(moment):
            return moment
        day = self.local(moment).date()
        for n in range(LONGEST):
            if self.is_workday(day + n * _DAY):
                found = [start for start in self._starts(day + n * _DAY) if start >= moment and self.is_open(start)]
                if found:
                    return min(found)
        raise ValueError(f"{self} never opens")

    def next_alike(self, moment: datetime) -> datetime:
        """`moment` where it is open; on a day off the same time of the next working day; else the next opening. UTC."""
        local = self.local(moment)
        if (day := self.next_workday(local.date())) == local.date():
            return self.next_open(moment)
        return self.next_open(datetime.combine(day, local.time(), ZoneInfo(self.zone)))

    def next_close(self, moment: datetime) -> datetime:
        """The end of the open stretch `moment` (an open one) lies in, in UTC: the pause, the closing, or a jump of the clock."""
        moment = moment.astimezone(UTC)
        day = self.local(moment).date()
        clocks = (self.pause[0], self.closes) if self.pause else (self.closes,)
        for n in range(3):  # a closing time the clock jumps over does not close
            ends = [self._at(day + n * _DAY, clock, fold) for clock in clocks for fold in (0, 1)]
            if (jump := self._jump_of(day + n * _DAY)) is not None:
                ends.append(jump)
            if found := [end for end in ends if end > moment and not self.is_open(end)]:
                return min(found)
        raise ValueError(f"{self} never closes")

    def local(self, moment: datetime) -> datetime:
        """`moment` on the customer's clock."""
        return moment.astimezone(ZoneInfo(self.zone))

    def day_of(self, moment: datetime) -> date:
        """The customer's calendar day."""
        return self.local(moment).date()

    def next_day(self, moment: datetime) -> datetime:
        """The first moment of the day after the customer's own day of `moment`, in UTC."""
        return self._at(self.day_of(moment) + _DAY, time(0))

    def part_of(self, moment: datetime) -> str:
        """morning, afternoon or evening on the customer's clock."""
        clock = self.local(moment).time()
        return next(name for name, _start, end in PARTS if clock < end or end == time.max)

    def within(self, opens: time, closes: time) -> Hours | None:
        """These hours cut to a part of the day; None when nothing is left."""
        narrow = replace(self, opens=max(self.opens, opens), closes=min(self.closes, closes))
        if narrow.pause is not None:
            begin, end = narrow.pause
            if end <= narrow.opens or begin >= narrow.closes:
                narrow = replace(narrow, pause=None)
            elif begin <= narrow.opens:
                narrow = replace(narrow, opens=end, pause=None)
            elif end >= narrow.closes:
                narrow = replace(narrow, closes=begin, pause=None)
        return narrow if narrow.opens < narrow.closes else None

    def _clock_is_open(self, clock: time) -> bool:
        if not self.opens <= clock < self.closes:
            return False
        return self.pause is None or not self.pause[0] <= clock < self.pause[1]

    def _starts(self, day: date) -> Iterator[datetime]:
        """The moments of `day` at which the hours can begin: both readings of opening and end of pause, and the clock's own jump."""
        for clock in (self.opens, self.pause[1]) if self.pause else (self.opens,):
            yield self._at(day, clock)
            yield self._at(day, clock, fold=1)
        if (jump := self._jump_of(day)) is not None:
            yield jump

    def _jump_of(self, day: date) -> datetime | None:
        """The first moment after the clock jumped to a time of `day`, in UTC; None on most days."""
        begin, end = self._at(day, time(0)) - timedelta(hours=3), self._at(day + _DAY, time(0)) + timedelta(hours=3)
        if self.local(begin).utcoffset() == self.local(end).utcoffset():
            return None
        jump = self._jump(begin, end)
        return jump if self.local(jump).date() == day else None

    def _jump(self, begin: datetime, end: datetime) -> datetime:
        """The moment between two, to the second, at which the clock's distance from UTC changes."""
        before = self.local(begin).utcoffset()
        while end - begin > timedelta(seconds=1):
            middle = begin + (end - begin) // 2
            if self.local(middle).utcoffset() == before:
                begin = middle
            else:
                end = middle
        return end.replace(microsecond=0)

    def _at(self, day: date, clock: time, fold: int = 0) -> datetime:
        return datetime.combine(day, clock.replace(fold=fold), ZoneInfo(self.zone)).astimezone(UTC)


def calling_hours(settings: Settings, zone: str) -> Hours:
    """The shop's calling hours on the clock of `zone`."""
    calendar = None if settings["calls.on_days_off"] else calendar_of(settings)
    return Hours(settings["calls.from"], settings["calls.until"], zone, _pause(settings["shop.pause"]), calendar)


def shop_hours(settings: Settings) -> Hours:
    """The shop's working hours on its own clock, on which deadlines run."""
    pause, calendar = _pause(settings["shop.pause"]), calendar_of(settings)
    return Hours(settings["shop.opens"], settings["shop.closes"], settings["shop.zone"], pause, calendar)


_pause = lru_cache(maxsize=4)(span_of)


def preferred_hours(hours: Hours, preferred_time: str) -> Hours | None:
    """`hours` cut to what the profile says (`window_of`); None when it says nothing usable, or nothing is left of them."""
    window = window_of(preferred_time)
    return hours.within(*clocks_of(window)) if window else None
