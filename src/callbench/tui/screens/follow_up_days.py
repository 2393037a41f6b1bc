"""The days of the follow-up screen: all that are booked, one day, or a week with how full each of its days is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from textual.content import Content

from callbench.i18n import _
from callbench.records.people import FollowUp
from callbench.rules.calendar import WorkCalendar
from callbench.tui import show
from callbench.values.calendar_words import weekday_name

VIEWS = ("all", "day", "week")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Days:
    """Which days are looked at, on the shop's clock. view: one of VIEWS; at: a day of them."""

    view: str
    at: date

    @property
    def first(self) -> date:
        """The first day: of a week its Monday."""
        return self.at - self.at.weekday() * _DAY if self.view == "week" else self.at

    @property
    def number(self) -> int:
        """How many days."""
        return 7 if self.view == "week" else 1

    def next_view(self, today: date) -> Days:
        """The view that follows, from today on."""
        return Days(VIEWS[(VIEWS.index(self.view) + 1) % len(VIEWS)], today)

    def moved(self, way: int) -> Days:
        """The days before (-1) or after (1); all of them stay all."""
        return self if self.view == "all" else replace(self, at=self.at + way * self.number * _DAY)

    def span(self, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
        """From the first moment of the first day to that after the last; None for all."""
        if self.view == "all":
            return None
        first, last = (datetime.combine(day, time(0), zone) for day in (self.first, self.first + self.number * _DAY))
        return first, last

    def strip(
        self, booked: Sequence[FollowUp], zone: ZoneInfo, calendar: WorkCalendar, today: date, width: int
    ) -> Content:
        """Each day with its number of follow-ups, or what keeps it free, in lines of `width` cells that break between days.

        Nothing where all are shown.
        """
        if self.view == "all":
            return show.line("")
        load = Counter(one.due_at.astimezone(zone).date() for one in booked)
        parts: list[show.Part] = []
        for ahead in range(self.number):
            day = self.first + ahead * _DAY
            found = calendar.day(day)
            off = not calendar.is_workday(day)
            said = str(load[day]) if load[day] or not off else found.holiday or _("day off")
            if self.number == 1 and found.holiday:
                said += f" {found.holiday}"
            if found.kind == "unknown":
                said += "?"
            tone = "bold $mark" if day == today else "$muted" if off else "$ink"
            parts += [
                (f"{weekday_name(day)} {show.date_text(day, today)} ", tone),
                (said, "bold $ink" if load[day] else "$muted"),
                "  ",
            ]
        return show.lines(show.folded(show.line(*parts), width, most=self.number))
