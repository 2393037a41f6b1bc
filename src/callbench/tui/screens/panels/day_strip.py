"""The calendar strip of the follow-up panel: days below each other, hours across, how many are booked in each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from textual.content import Content

from callbench.i18n import _
from callbench.rules.booking import FARTHEST
from callbench.rules.hours import Hours
from callbench.tui import cells, show
from callbench.values.calendar_words import weekday_name

_HEAD = 17  # cells before the hours
_CELL = 4
_MOST = 14  # hours across; longer days go along with the cursor
_BY = {"left": 0, "right": 0, "up": -1, "down": 1, "pageup": -7, "pagedown": 7}
KEYS = frozenset(_BY)


@dataclass
class DayStrip:
    """Where the cursor stands among days and hours on the customer's clock, and the rows that show it.

    days: rows there is room for. load: (day, hour) → follow-ups booked; None while it is not known.
    """

    hours: Hours
    days: int = 7
    first: date = date.min
    at: tuple[date, int] | None = None
    load: Mapping[tuple[date, int], int] | None = field(default=None)

    @property
    def across(self) -> Sequence[int]:
        """The hours in which calls may be made, on the customer's clock."""
        last = self.hours.closes.hour - (self.hours.closes.minute == 0)
        return range(self.hours.opens.hour, max(last, self.hours.opens.hour) + 1)

    def mark(self, moment: datetime | None, today: date) -> None:
        """Put the cursor on the slot of a moment, with its day in sight; None takes it away."""
        if self.first < today:
            self.first = today
        self.at = None
        if moment is None:
            return
        local = self.hours.local(moment)
        self.at = (local.date(), local.hour)
        if local.date() < self.first:
            self.first = max(local.date(), today)
        elif local.date() >= self.first + timedelta(days=self.days):
            self.first = local.date() - timedelta(days=self.days - 1)

    def moved(self, key: str, now: datetime) -> datetime:
        """The moment an arrow leads to from the cursor; the first arrow finds the next hour that can be booked."""
        ahead = self.hours.next_open(now + timedelta(minutes=60 - now.minute))
        if self.at is None:
            return self._moment(*self._slot(ahead))
        day, hour = self.at
        across = list(self.across)
        if key in ("left", "right"):
            place = (across.index(hour) if hour in across else 0) + (1 if key == "right" else -1)
            day, hour = day + timedelta(days=place // len(across)), across[place % len(across)]
        local = self.hours.local(now).date()
        last = local + FARTHEST - timedelta(days=1)
        day = min(max(day + timedelta(days=_BY[key]), local), last)
        back = timedelta(days=-1 if key in ("left", "up", "pageup") else 1)
        while not self.hours.is_workday(day) and local < day < last:  # days off are passed over
            day += back
        return self._moment(day, hour)

    def rows(self, now: datetime, mine: ZoneInfo) -> list[Content]:
        """A heading with the hours, on the agent's clock too where it is another one, and a row a day."""
        across = self._in_sight()
        known = self.load or {}
        today = self.hours.local(now).date()
        heads = [self._heading(_("customer's clock"), [f"{hour}" for hour in across])]
        begins = [self._moment(self.first, hour).astimezone(mine) for hour in across]
        if any(begin.hour != hour or begin.minute for begin, hour in zip(begins, across, strict=True)):
            there = [f"{begin.hour}" if not begin.minute else f"{begin:%H}½" for begin in begins]
            heads.append(self._heading(_("your clock"), there))
        rows = []
        for ahead in range(self.days):
            day = self.first + timedelta(days=ahead)
            name = f"{weekday_name(day)} {show.day(day, today)}"
            parts: list[show.Part] = [(show.cell(name, _HEAD), "$ink" if self.at and self.at[0] == day else "$muted")]
            if not self.hours.is_workday(day):
                parts.append((self._off(day), "$muted"))
                rows.append(show.line(*parts))
                continue
            parts += [self._cell(day, hour, known.get((day, hour), 0), now) for hour in across]
            rows.append(show.line(*parts))
        return [*heads, *rows]

    def _off(self, day: date) -> str:
        """What a day off is called."""
        called = self.hours.calendar.day(day).holiday if self.hours.calendar is not None else ""
        return "  " + (called or _("day off"))

    def _cell(self, day: date, hour: int, booked: int, now: datetime) -> show.Part:
        number = str(booked) if booked < 100 else "99"
        if self.at == (day, hour):
            return (f"[{cells.cell(number if booked else '', 2, right=True)}]", "bold $keycap-ink on $keycap")
        if self._moment(day, hour) + timedelta(hours=1) <= now:
            return " " * _CELL
        text = number if booked else "?" if self.load is None else "-"
        return (cells.cell(text, 3, right=True) + " ", "bold $warn" if booked else "$muted")

    def _heading(self, name: str, hours: Sequence[str]) -> Content:
        return show.line(
            (show.cell(name, _HEAD), "$muted"), *((cells.cell(hour, 3, right=True) + " ", "$muted") for hour in hours)
        )

    def _in_sight(self) -> list[int]:
        across = list(self.across)
        hour = self.at[1] if self.at else across[0]
        place = across.index(hour) if hour in across else 0
        begin = max(0, min(place - _MOST // 2, len(across) - _MOST))
        return across[begin : begin + _MOST]

    def _slot(self, moment: datetime) -> tuple[date, int]:
        local = self.hours.local(moment)
        return local.date(), local.hour

    def _moment(self, day: date, hour: int) -> datetime:
        """The beginning of a slot; one that the clock jumps over begins where it lands."""
        clock = max(time(hour), self.hours.opens) if hour == self.hours.opens.hour else time(hour)
        zone = ZoneInfo(self.hours.zone)
        return datetime.combine(day, clock, zone).astimezone(UTC).astimezone(zone)
