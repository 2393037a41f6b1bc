"""When a customer may be called, on their own clock, through every change of that clock.

Source: RULES "inside calling hours on the customer's clock"; wall-clock arithmetic after PEP 495 (fold) and PEP 615.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from callbench.config import Settings

PARTS = (("morning", time(0), time(12)), ("afternoon", time(12), time(18)), ("evening", time(18), time.max))
_DAY = timedelta(days=1)
_PREFERRED = {
    "morning": ("morning", "上午", "早上"),
    "afternoon": ("afternoon", "下午"),
    "evening": ("evening", "晚上", "傍晚"),
}


@dataclass(frozen=True, slots=True)
class Hours:
    """From `opens` until just before `closes` on the clock of `zone` (IANA name); `opens` is the earlier one."""

    opens: time
    closes: time
    zone: str

    def is_open(self, moment: datetime) -> bool:
        """Whether `moment` (aware) is inside the hours."""
        return self.opens <= self.local(moment).time() < self.closes

    def next_open(self, moment: datetime) -> datetime:
        """The earliest moment inside the hours that is not before `moment`, in UTC.

        A day on which the hours fall wholly into a gap of the clock is passed over; a repeated hour counts twice.
        """
        moment = moment.astimezone(UTC)
        if self.is_open(moment):
            return moment
        day = self.local(moment).date()
        for n in range(10):
            found = [start for start in self._starts(day + n * _DAY) if start >= moment and self.is_open(start)]
            if found:
                return min(found)
        raise ValueError(f"{self} never opens")

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
        return narrow if narrow.opens < narrow.closes else None

    def _starts(self, day: date) -> Iterator[datetime]:
        """The moments of `day` at which the hours can begin: both readings of `opens`, and the clock's own jump."""
        yield self._at(day, self.opens)
        yield self._at(day, self.opens, fold=1)
        begin, end = self._at(day, time(0)) - timedelta(hours=3), self._at(day + _DAY, time(0)) + timedelta(hours=3)
        if self.local(begin).utcoffset() != self.local(end).utcoffset():
            yield self._jump(begin, end)

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
    return Hours(settings["calls.from"], settings["calls.until"], zone)


def preferred_hours(hours: Hours, preferred_time: str) -> Hours | None:
    """`hours` cut to what the profile says (上午, afternoon, 14:00-16:00 …); None when it says nothing usable."""
    text = preferred_time.strip().casefold()
    for name, start, end in PARTS:
        if text in _PREFERRED[name]:
            return hours.within(start, end)
    first, dash, last = text.replace("–", "-").replace("~", "-").partition("-")
    if not dash:
        return None
    try:
        return hours.within(time.fromisoformat(first.strip().zfill(5)), time.fromisoformat(last.strip().zfill(5)))
    except ValueError:
        return None
