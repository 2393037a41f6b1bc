"""One clock, passed in: no other place asks what time it is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from callbench.errors import SettingsProblem
from callbench.i18n import _


class Clock(Protocol):
    """Tells the moment, in UTC and aware. `note` says how it differs from the real one, "" if it does not."""

    @property
    def note(self) -> str: ...

    def now(self) -> datetime: ...


@dataclass(frozen=True)
class RealClock:
    """The machine's own clock."""

    note: str = ""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True)
class FixedClock:
    """Stands still at `moment` (aware)."""

    moment: datetime
    note: str = "fixed"

    def now(self) -> datetime:
        return self.moment.astimezone(UTC)


@dataclass(frozen=True)
class ShiftedClock:
    """Runs on, `shift` away from the real clock."""

    shift: timedelta
    note: str = "shifted"
    real: Clock = field(default_factory=RealClock)

    def now(self) -> datetime:
        return self.real.now() + self.shift


def is_behind(now: datetime, written: datetime | None) -> bool:
    """Whether a clock that says `now` is behind what was `written` already, by two minutes or more."""
    return written is not None and written - now >= _TURNED


@dataclass
class ClockWatch:
    """Notices that the machine's clock was turned while a program runs, by the seconds that passed meanwhile."""

    _last: tuple[datetime, float] | None = None

    def look(self, now: datetime, passed: float) -> timedelta:
        """How far the clock was turned since the last look, nothing below two minutes. passed: seconds that only go forward.

        A machine that slept looks like one whose clock went forward.
        """
        last, self._last = self._last, (now, passed)
        if last is None:
            return timedelta(0)
        turned = (now - last[0]) - timedelta(seconds=passed - last[1])
        return turned if abs(turned) >= _TURNED else timedelta(0)


_TURNED = timedelta(minutes=2)
YEARS = range(1970, 9000)
"""Years of a rehearsal, or that are asked about: ids count from 1970, and follow-ups lie decades ahead."""
_SHIFT = re.compile(r"([+-])(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?", re.ASCII)


def clock_from(text: str, zone: ZoneInfo) -> Clock:
    """Read CALLBENCH_NOW: "" real · `2026-03-05T14:00` stands still · `from 2026-03-05T14:00` runs on · `+3d2h` shifted.

    A moment without an offset is meant in `zone`. Raises SettingsProblem for anything else.
    """
    text = text.strip()
    if not text:
        return RealClock()
    try:
        clock = _shifted(text) if text[0] in "+-" else _set(text, zone)
        if clock and clock.now().year in YEARS:
            return clock
    except (ValueError, OverflowError):
        pass
    raise SettingsProblem(
        _("{text!r} is no moment.").format(text=text),
        where="CALLBENCH_NOW",
        todo=_("Write 2026-03-05T14:00 (stands still), from 2026-03-05T14:00 (runs on) or +3d2h (shifted)."),
    )


def _shifted(text: str) -> Clock | None:
    match = _SHIFT.fullmatch(text)
    if not match or not any(match.groups()[1:]):
        return None
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    shift = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    return ShiftedClock(-shift if match[1] == "-" else shift)


def _set(text: str, zone: ZoneInfo) -> Clock:
    moment = datetime.fromisoformat(text.removeprefix("from "))
    moment = (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    return ShiftedClock(moment - datetime.now(UTC)) if text.startswith("from ") else FixedClock(moment)


def business_day(moment: datetime, zone: ZoneInfo, starts: time) -> int:
    """The shop's business day of `moment` as YYYYMMDD: it begins at `starts` on the shop's clock."""
    local = moment.astimezone(zone)
    day = local.date() if local.time() >= starts else local.date() - timedelta(days=1)
    return day_number(day)


def day_begins(day: int, zone: ZoneInfo, starts: time) -> datetime:
    """The first moment of such a business day, in UTC."""
    return datetime.combine(date_of(day), starts, zone).astimezone(UTC)


def day_number(day: date) -> int:
    """A day as business days are kept: 5 March 2026 is 20260305."""
    return day.year * 10_000 + day.month * 100 + day.day


def date_of(number: int) -> date:
    """The day of such a number. Raises ValueError when there is none."""
    return date(number // 10_000, number // 100 % 100, number % 100)


def following(number: int) -> int:
    """The day after such a day."""
    return day_number(date_of(number) + timedelta(days=1))


def wall_time(moment: datetime, zone: ZoneInfo) -> str:
    """`2026-03-05 14:00`: an aware moment on the clock of `zone`."""
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"
