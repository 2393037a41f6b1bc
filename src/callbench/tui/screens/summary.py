"""The day in numbers, for one agent or for all, with every figure's parts and definition."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Input, Static

from callbench.clock import business_day, date_of, day_number
from callbench.errors import CallbenchError
from callbench.i18n import _
from callbench.records.summary import Summary
from callbench.text import clean
from callbench.tui import show
from callbench.tui.keymap import bindings_for
from callbench.tui.screens.base import BenchScreen
from callbench.tui.screens.summary_lines import definition_lines, summary_lines
from callbench.tui.widgets.field import Field
from callbench.tui.widgets.page import Page
from callbench.values.calendar_words import weekday_name

if TYPE_CHECKING:
    from callbench.desk.bench import Bench

_BETWEEN = re.compile(r"\s+(?:to|-)\s+|\s*(?:至|到|~)\s*|\s+")  # between the first and the last day of a range


class SummaryScreen(BenchScreen[None]):
    """Days are chosen with the arrows or typed; figures come from `desk.summary` and are only shown here."""

    PLACE = "summary"
    CSS_PATH = "summary.tcss"
    AUTO_FOCUS = "#page"
    BINDINGS = bindings_for("summary")
    everybody: reactive[bool] = reactive(True)
    defining: reactive[bool] = reactive(False)

    def __init__(self) -> None:
        super().__init__()
        self.found: Summary | None = None
        self.first = self.last = date.min  # shop's business days shown; set when mounted

    def body(self) -> ComposeResult:
        yield Static(id="day", markup=False)
        yield Field(id="typed", placeholder=_("a day, or two: 2026-03-01 2026-03-05"))
        yield Static(id="wrong", markup=False)
        yield Page(id="page")

    def on_mount(self) -> None:
        self.first = self.last = self.today
        self.load()

    def on_resize(self) -> None:
        self._tell()

    def retranslate(self) -> None:
        self.query_one(Field).placeholder = _("a day, or two: 2026-03-01 2026-03-05")
        super().retranslate()
        self.load()  # labels of questions come in the language

    @property
    def today(self) -> date:
        """The shop's business day now."""
        settings = self.desk.settings
        return date_of(business_day(self.desk.clock.now(), settings.zone, settings.day_starts))

    @work(exclusive=True, group="summary")
    async def load(self) -> None:
        """Read the figures of the days shown."""
        first, last = day_number(self.first), day_number(self.last)
        agent = None if self.everybody else self.desk.agent

        def read(bench: Bench) -> Summary:
            from callbench.desk.summary import summary

            return summary(bench, first, last, agent)

        try:
            self.found = await self.desk.work.reading(read)
        except CallbenchError as error:
            self.tell(error, self.load)
            return
        if self.is_open:
            self._tell()

    def _tell(self, *, to_top: bool = False) -> None:
        if self.found is None:
            return
        room = max(self.size.width - 7, 40)
        self.query_one("#day", Static).update(self._day_line(room))
        lines = definition_lines(room) if self.defining else summary_lines(self.found, room)
        self.query_one(Page).show(show.lines(lines), to_top=to_top)

    def _day_line(self, room: int) -> Content:
        days: list[show.Part] = [(_("Summary"), "bold $mark"), "   ", (self.first.isoformat(), "bold")]
        if self.last != self.first:
            days += [" ", (_("to"), "$muted"), " ", (self.last.isoformat(), "bold")]
        else:
            days += [" ", weekday_name(self.first)]
            near = show.day(self.first, self.today)
            if near and not near[0].isdigit():
                days += ["  ", (near, "$muted")]
        agent = self.desk.agent
        whose = _("All agents") if self.everybody or agent is None else show.fit(agent.name, 20)
        if self.defining:
            whose = _("Definitions")
        return show.beside(show.line(*days), show.line((whose, "bold")), room)

    # -- which days --------------------------------------------------------------------------------------------

    def action_day_before(self) -> None:
        self._move(-1)

    def action_day_after(self) -> None:
        self._move(1)

    def _move(self, by: int) -> None:
        """By one day, or by the length of the range; never past today."""
        step = timedelta(days=by * ((self.last - self.first).days + 1))
        if self.last + step <= self.today and self.first + step > date(1970, 1, 1):
            self.first, self.last = self.first + step, self.last + step
            self.load()

    def action_today(self) -> None:
        self.first = self.last = self.today
        self.load()

    def action_pick_day(self) -> None:
        self.query_one(Field).open()

    @on(Input.Changed, "#typed")
    def _typing(self, event: Input.Changed) -> None:
        wrong = ""
        try:
            if event.value.strip():
                self._read(event.value)
        except _NoDays as problem:
            wrong = str(problem)
        self.query_one("#wrong", Static).update(show.line((show.fit(wrong, self.size.width - 6), "$bad")))

    @on(Input.Submitted, "#typed")
    def _typed(self, event: Input.Submitted) -> None:
        if event.value.strip():
            try:
                self.first, self.last = self._read(event.value)
            except _NoDays:
                return  # what is wrong stands below the field
        self._close_field()
        self.load()

    def _close_field(self) -> None:
        self.query_one(Field).close()
        self.query_one("#wrong", Static).update("")
        self.query_one(Page).focus()

    def _read(self, text: str) -> tuple[date, date]:
        """The day or the two days that were typed; raises _NoDays saying what would be right."""
        from callbench.values.day import read_day
        from callbench.values.problem import ValueProblem

        text = clean(text)
        try:
            first = last = read_day(text)
        except ValueProblem as problem:
            words = [word for word in _BETWEEN.split(text) if word]
            if len(words) != 2:
                raise _NoDays(problem.message) from None
            try:
                first, last = read_day(words[0]), read_day(words[1])
            except ValueProblem as other:
                raise _NoDays(other.message) from None
        if first > last:
            raise _NoDays(_("The first day is after the last one."))
        if first > self.today:
            raise _NoDays(_("That day has not come yet."))
        return first, min(last, self.today)

    # -- whose, and how it is counted ----------------------------------------------------------------------------

    def action_whose(self) -> None:
        if self.desk.agent is not None:
            self.everybody = not self.everybody
            self.load()

    def action_definitions(self) -> None:
        self.defining = not self.defining
        self._tell(to_top=True)

    def action_back(self) -> None:
        """One step back: the date field, the definitions, the screen."""
        if self.query_one(Field).is_open:
            self._close_field()
        elif self.defining:
            self.action_definitions()
        else:
            self.dismiss()


class _NoDays(Exception):
    """What was typed names no days; the message says what would."""
