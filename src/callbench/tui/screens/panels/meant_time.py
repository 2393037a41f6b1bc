"""The time a follow-up is meant for: read from words, held to the rules of booking, told before it counts."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from textual.content import Content

from callbench.config import Settings
from callbench.i18n import _
from callbench.records.calls import FollowUpWish
from callbench.rules.booking import closed_words, next_possible, refused, remark
from callbench.rules.calendar import calendar_of
from callbench.rules.hours import calling_hours
from callbench.rules.recurring import next_of_series
from callbench.rules.series_words import names_series, read_series, rule_words
from callbench.tui import show
from callbench.values.calendar_words import weekday_name
from callbench.values.problem import ValueProblem
from callbench.values.when import read_when, show_moment

_WIDTH = 74
_NEXT = 3  # days of a series that are told


class MeantTime:
    """chosen: what may be booked, else None; offered: the next moment that would do instead; problem: what is wrong. ends:
    of a span of time; rule: how it comes again, "" for once. All on the customer's clock.

    wish: one to change; free_from: up to then the customer is on the do-not-call list; once: no series can be said.
    """

    def __init__(self, zone: ZoneInfo, wish: FollowUpWish | None, free_from: datetime | None, *, once: bool) -> None:
        self._zone, self._free_from, self._once = zone, free_from, once
        self.chosen = wish.due_at.astimezone(zone) if wish else None
        self.offered: datetime | None = None
        self.problem = ""
        self.ends = wish.ends_at.astimezone(zone) if wish and wish.ends_at else None
        self.rule = wish.rrule if wish else ""

    def choose(self, at: datetime, now: datetime, settings: Settings) -> None:
        """Take a moment if it can be booked; else say why not, and offer the next one that can."""
        hours = calling_hours(settings, self._zone.key)
        wrong = refused(at, now, hours)
        listed = self._free_from is not None and at < self._free_from
        self.chosen, self.offered, self.problem = (None if wrong or listed else at), None, ""
        if not wrong and not listed:
            return
        shown = show_moment(at)
        if wrong == "far":
            self.problem = _("{when} is more than a year ahead; book within a year.").format(when=shown)
            return
        self.offered = next_possible(max(at, self._free_from or at), now, hours).astimezone(self._zone)
        if not wrong:
            self.problem = _("{when}: the customer is on the do-not-call list then.").format(when=shown)
        elif wrong == "past":
            self.problem = _("{when} has passed.").format(when=shown)
        else:
            self.problem = closed_words(at, hours, shown)

    def choose_once(self, at: datetime, now: datetime, settings: Settings) -> None:
        """The same for a single moment, without what was said of a span or a series."""
        self.ends, self.rule = None, ""
        self.choose(at, now, settings)

    def read(self, text: str, now: datetime, settings: Settings) -> None:
        """What words mean; nothing for none."""
        self.chosen = self.offered = self.ends = None
        self.problem, self.rule = "", ""
        if not text.strip():
            return
        here, calendar = now.astimezone(self._zone), calendar_of(settings)
        try:
            if not names_series(text):
                when = read_when(text, here, calendar)
            elif self._once:
                self.problem = _("How often it comes again stays as it was booked; say one time.")
                return
            else:
                series = read_series(text, here, calendar)
                when, self.rule = series.first, series.rule
        except ValueProblem as problem:
            self.problem = problem.message
            return
        self.choose(when.at, now, settings)
        self.ends = when.ends if self.chosen is not None else None

    def rows(self, now: datetime, settings: Settings) -> list[Content]:
        """Always two: what is understood on both clocks, or what is wrong and what would do."""
        if self.problem:
            rows = [show.line((part, "bold $bad")) for part in show.wrapped(self.problem, _WIDTH, most=2)]
            if self.offered is not None:
                text = _("The next time that would do: {when}").format(when=show_moment(self.offered))
                rows = [*rows[:1], show.line((text, "bold $warn"))]
        elif self.chosen is not None:
            rows = self._chosen_rows(self.chosen, now, settings)
        else:
            rows = [show.line((_("Press a digit, or type when."), "$muted"))]
        return [*rows, show.line("")][:2]

    def _chosen_rows(self, at: datetime, now: datetime, settings: Settings) -> list[Content]:
        said = show_moment(at) + (f"-{self.ends:%H:%M}" if self.ends is not None else "")
        row = show.line((_("{when} on the customer's clock").format(when=said), "bold $good"))
        here = at.astimezone(settings.zone)
        elsewhere = here.utcoffset() != at.utcoffset()
        if self.rule:
            own: list[show.Part] = [(f"  ({here:%H:%M %Z})", "$muted")] if elsewhere else []
            return [show.line(row, *own), self._again(at, now, settings)]
        if elsewhere:
            return [row, show.line((_("that is {when} on yours").format(when=show_moment(here)), "bold $ink"))]
        unknown = remark(at, calling_hours(settings, self._zone.key))
        return [row, show.line((unknown, "bold $warn"))] if unknown else [row]

    def _again(self, first: datetime, now: datetime, settings: Settings) -> Content:
        """How often it comes again, and the next days of it, as they will be booked."""
        at, days, today = first, list[str](), now.astimezone(self._zone).date()
        for _nth in range(_NEXT):
            found = next_of_series(self.rule, first, at, calling_hours(settings, self._zone.key))
            if found is None:
                break
            at = found.at.astimezone(self._zone)
            days.append(f"{weekday_name(at)} {show.date_text(at.date(), today)}")
        told = _("then {often}: {days} …").format(often=rule_words(self.rule), days=_(", ").join(days))
        return show.line((show.fit(told, _WIDTH), "bold $ink"))
