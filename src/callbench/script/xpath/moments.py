"""Days and moments as scripts count them: whole wall-clock days since 1970-01-01, time as the fraction."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from callbench.values.calendar_words import MONTHS, WEEKDAYS

_EPOCH = date(1970, 1, 1).toordinal()
_DAY = 86_400
_DATE = re.compile(
    r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"
    r"(?:[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,9}))?)?(Z|[+-][0-9]{2}(?::?[0-9]{2}(?::[0-9]{2})?)?)?)?"
)
_TIME = re.compile(r"([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,9}))?)?(Z|[+-][0-9]{2}(?::?[0-9]{2})?)?")
_FORMAT = re.compile(r"%([YymnBbdeHhMS3aAZ%])")


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, or a moment of one. days: since 1970-01-01 on the wall clock of `zone`, NaN for what is no date.

    whole: a day without a time.
    """

    days: float
    whole: bool
    zone: tzinfo

    @property
    def wall(self) -> datetime:
        """The naive wall-clock moment; ValueError when there is none, OverflowError outside the years 1 … 9999."""
        whole_days = math.floor(self.days)
        seconds = round((self.days - whole_days) * _DAY, 3)
        return datetime.combine(date.fromordinal(_EPOCH + whole_days), time()) + timedelta(seconds=seconds)

    @property
    def text(self) -> str:
        """`2026-03-05`, or `2026-03-05T14:00:00.000+08:00`."""
        try:
            wall = self.wall
        except (ValueError, OverflowError):
            return "Invalid Date"
        if self.whole:
            return wall.date().isoformat()
        return wall.replace(tzinfo=self.zone).isoformat(timespec="milliseconds")


def moment_of(wall: datetime, zone: tzinfo, *, whole: bool = False) -> Moment:
    """The Moment of a naive wall-clock time, or of an aware one brought to `zone`."""
    if wall.tzinfo is not None:
        wall = wall.astimezone(zone).replace(tzinfo=None)
    seconds = (wall - datetime.combine(wall.date(), time())).total_seconds()
    return Moment(wall.toordinal() - _EPOCH + (0.0 if whole else seconds / _DAY), whole, zone)


@lru_cache(maxsize=4096)
def read_moment(text: str, zone: tzinfo) -> Moment | None:
    """The Moment an ISO date or date-time means, brought to `zone` when it carries an offset; None for other text."""
    match = _DATE.fullmatch(text.strip())
    if not match:
        return None
    year, month, day, hour, minute, second, part, offset = match.groups()
    try:
        clock = time(int(hour or 0), int(minute or 0), int(second or 0), _micro(part))
        wall = datetime.combine(date(int(year), int(month), int(day)), clock)
        away = _offset(offset)
        if away is not None:
            wall = (wall - away).replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None
    return moment_of(wall, zone, whole=hour is None)


def read_time(text: str, now: datetime) -> float:
    """The fraction of a day that `06:30:00.000+08:00` means in the zone of `now`; NaN for other text."""
    match = _TIME.fullmatch(text.strip())
    if not match:
        return math.nan
    hour, minute, second, part, offset = match.groups()
    try:
        since_midnight = timedelta(
            hours=int(hour), minutes=int(minute), seconds=int(second or 0), microseconds=_micro(part)
        )
        time(int(hour), int(minute), int(second or 0))
        away = _offset(offset)
    except ValueError:
        return math.nan
    if away is not None:
        since_midnight += (now.utcoffset() or timedelta()) - away
    return since_midnight.total_seconds() % _DAY / _DAY


def format_moment(moment: Moment, pattern: str) -> str:
    """`moment` by an ODK date pattern (%Y %y %m %n %B %b %d %e %H %h %M %S %3 %a %A %Z), names in English."""
    wall = moment.wall
    offset = wall.replace(tzinfo=moment.zone).strftime("%z")
    parts = {
        "Y": f"{wall.year:04}", "y": f"{wall.year % 100:02}", "m": f"{wall.month:02}", "n": str(wall.month),
        "B": MONTHS[wall.month - 1], "b": MONTHS[wall.month - 1], "d": f"{wall.day:02}", "e": str(wall.day),
        "H": f"{wall.hour:02}", "h": str(wall.hour), "M": f"{wall.minute:02}", "S": f"{wall.second:02}",
        "3": f"{wall.microsecond // 1000:03}", "a": WEEKDAYS[wall.weekday()], "A": WEEKDAYS[wall.weekday()],
        "Z": offset, "%": "%",
    }  # fmt: skip
    return _FORMAT.sub(lambda match: parts[match[1]], pattern)


def _micro(part: str | None) -> int:
    return int((part or "0").ljust(6, "0")[:6])


def _offset(text: str | None) -> timedelta | None:
    """+08:00 as a span, +08:05:43 as clocks stood before there were zones; ValueError beyond a day's worth."""
    if text is None:
        return None
    if text == "Z":
        return timedelta()
    digits = text[1:].replace(":", "").ljust(6, "0")
    hours, minutes, seconds = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    if hours > 23 or minutes > 59 or seconds > 59:
        raise ValueError(text)
    span = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return -span if text[0] == "-" else span
