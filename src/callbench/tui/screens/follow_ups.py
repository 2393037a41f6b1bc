"""Follow-ups that are booked, the earliest first: all, of a day or of a week; moved, cancelled, taken over by keys."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Input, Static

from callbench.errors import CallbenchError
from callbench.i18n import _, ngettext
from callbench.records.calls import FollowUpWish
from callbench.records.people import Agent, FollowUp
from callbench.rules.calendar import calendar_of
from callbench.text import clean
from callbench.tui import columns, show
from callbench.tui.keymap import bindings_for, key_of
from callbench.tui.screens.filtered import FilteredScreen
from callbench.tui.screens.follow_up_days import Days
from callbench.tui.screens.panels.follow_up import FollowUpPanel
from callbench.tui.screens.panels.note import NotePanel
from callbench.tui.screens.panels.sheet import ask
from callbench.tui.screens.queue_lines import Place, follow_up_columns, follow_up_row
from callbench.tui.screens.taking import Taking
from callbench.tui.widgets.field import Field
from callbench.tui.widgets.placard import Placard
from callbench.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from callbench.desk.bench import Bench


class FollowUpsScreen(FilteredScreen):
    """Open follow-ups of this agent, or of all; Enter calls the customer when that is allowed now.

    A week shows how full its days are; what is moved, cancelled or taken over is read again.
    """

    PLACE = "follow_ups"
    CSS = """
    FollowUpsScreen #title { height: 1; margin: 1 2 0 2; text-style: bold; color: $mark; }
    FollowUpsScreen #strip { display: none; height: auto; margin: 0 2; }
    FollowUpsScreen #strip.-open { display: block; }
    FollowUpsScreen #heading { height: 1; margin: 1 2 0 2; }
    FollowUpsScreen Rows { margin: 0 2; }
    FollowUpsScreen #filter { display: none; margin: 0 2; height: 1; background: $raised; color: $ink; }
    FollowUpsScreen #filter.-open { display: block; }
    """
    AUTO_FOCUS = "#rows"
    BINDINGS = bindings_for("follow_ups")
    everybody: reactive[bool] = reactive(False)

    def __init__(self) -> None:
        super().__init__()
        self.found: tuple[FollowUp, ...] = ()
        self.days = Days("all", date.min)
        self._taking = Taking(self)

    def body(self) -> ComposeResult:
        yield Static(id="title", markup=False)
        yield Static(id="strip", markup=False)
        yield Static(id="heading", markup=False)
        yield Placard()
        yield Rows[FollowUp](self._paint, id="rows")
        yield Field(id="filter", placeholder=_("name, reason, agent"))

    def on_mount(self) -> None:
        self.load()

    def on_screen_resume(self) -> None:
        self.load()

    def on_resize(self) -> None:
        self._tell()

    def retranslate(self) -> None:
        self.query_one(Field).placeholder = _("name, reason, agent")
        super().retranslate()
        self._tell()

    @property
    def place(self) -> Place:
        """The clock and zone that lines are told on."""
        return Place.of(self.desk.settings, self.desk.clock.now())

    @work(exclusive=True, group="follow-ups")
    async def load(self) -> None:
        """Read the open follow-ups again."""
        agent, span = None if self.everybody else self.desk.agent, self.days.span(self.desk.settings.zone)

        def read(bench: Bench) -> tuple[FollowUp, ...]:
            from callbench.desk.followups import list_follow_ups

            return list_follow_ups(bench, agent, span=span)

        try:
            self.found = await self.desk.work.reading(read)
        except CallbenchError as error:
            self.tell(error, self.load)
            return
        if self.is_open:
            self._tell()

    @on(Input.Changed, "#filter")
    def _tell(self) -> None:
        wanted = clean(self.query_one(Field).value).casefold().split()
        shown = [
            each
            for each in self.found
            if all(w in f"{each.customer_name} {each.reason} {each.note} {each.agent_name}".casefold() for w in wanted)
        ]
        rows = self.query_one(Rows[FollowUp])
        rows.show(shown, rows.marked if rows.marked is not None else 0)
        room = max(self.size.width - 5, 20)
        self.query_one("#heading", Static).update(columns.heading(follow_up_columns(room), 2))
        number = ngettext("{n} follow-up booked", "{n} follow-ups booked", len(shown)).format(n=len(shown))
        whose = _("everybody's") if self.everybody else _("yours")
        missed = sum(each.missed_after(self._late) <= self.place.now for each in shown)
        lost: list[show.Part] = (
            ["   ", (ngettext("{n} missed", "{n} missed", missed).format(n=missed), "$bad")] if missed else []
        )
        self.query_one("#title", Static).update(show.line(number, "   ", (whose, "$muted"), *lost))
        strip = self.query_one("#strip", Static)
        strip.set_class(self.days.view != "all", "-open")
        settings = self.desk.settings
        strip.update(
            self.days.strip(shown, settings.zone, calendar_of(settings), self._today, max(self.size.width - 4, 20))
        )
        notice = self.query_one(Placard)
        if shown:
            notice.clear()
        elif wanted:
            notice.tell(
                _("No follow-up has these words."), _("{key} drops the filter.").format(key=key_of("follow_ups.back"))
            )
        elif self.days.view != "all":
            other = _("{keys}: other days. {key}: day, week or all.").format(
                keys=_("Left/Right"), key=key_of("follow_ups.view")
            )
            notice.tell(_("No follow-up is booked here."), other)
        else:
            more = [] if self.everybody else [_("{key} shows everybody's.").format(key=key_of("follow_ups.whose"))]
            book = _("Book one during a call; it comes back to the queue at its time.")
            notice.tell(_("No follow-up is booked."), book, *more)

    def _paint(self, row: FollowUp, room: int, live: bool) -> Content:
        return follow_up_row(row, room, live, self.place, self._late)

    @property
    def _late(self) -> timedelta:
        """So much after its moment a follow-up counts as missed."""
        return timedelta(minutes=self.desk.settings["calls.release_minutes"])

    # -- which days --------------------------------------------------------------------------------------------

    @property
    def _today(self) -> date:
        return self.desk.clock.now().astimezone(self.desk.settings.zone).date()

    def _look_at(self, days: Days) -> None:
        self.days = days
        self.load()

    def action_view(self) -> None:
        self._look_at(self.days.next_view(self._today))

    def action_before(self) -> None:
        self._look_at(self.days.moved(-1))

    def action_after(self) -> None:
        self._look_at(self.days.moved(1))

    def action_today(self) -> None:
        self._look_at(Days(self.days.view, self._today))

    # -- what becomes of the chosen one ------------------------------------------------------------------------

    def action_move(self) -> None:
        row = self.query_one(Rows[FollowUp]).item
        if row is None or self.desk.agent is None:
            return
        wish = FollowUpWish(row.due_at, row.reason, row.note, row.agent_id is not None, row.ends_at)

        def chosen(found: FollowUpWish | bool | None) -> None:
            if found is False:
                self.action_cancel()
            elif isinstance(found, FollowUpWish):
                self._change(partial(_moved, row=row, wish=found))

        zone = row.zone or self.desk.settings.zone.key
        ask(self, FollowUpPanel(zone, wish=wish, name=row.customer_name or _("(no name)")), chosen)

    def action_cancel(self) -> None:
        row = self.query_one(Rows[FollowUp]).item
        if row is None or self.desk.agent is None:
            return

        def said(why: str | None) -> None:
            if why is not None and why.strip():
                self._change(partial(_cancelled, row=row, why=why))
            elif why is not None:
                self.desk.say(_("Nothing was cancelled: it takes a reason."))

        name = row.customer_name or _("(no name)")
        asked = _("Why is the follow-up with {name} cancelled?").format(name=name)
        ask(self, NotePanel("", asked, _("drop it")), said)

    def action_take_over(self) -> None:
        row, agent = self.query_one(Rows[FollowUp]).item, self.desk.agent
        if row is not None and agent is not None:
            self._change(partial(_taken, row=row, to=None if row.agent_id == agent.id else agent))

    @work(exclusive=True, group="change")
    async def _change(self, change: Callable[..., FollowUp]) -> None:
        """Make a change in a thread, say what became of it, and read the list again."""
        agent = self.desk.agent
        assert agent is not None
        try:
            after = await self.desk.work.writing(partial(change, agent=agent))
        except CallbenchError as error:
            self.tell(error, self.load)
            return
        when = show.moment(after.due_at, self.desk.settings.zone, self.desk.clock.now())
        name, whose = after.customer_name or _("(no name)"), after.agent_name or _("anyone")
        if after.state == "cancelled":
            self.desk.say(_("Cancelled: {name}, {when}.").format(name=name, when=when))
        else:
            self.desk.say(_("Booked: {name}, {when}, {agent}.").format(name=name, when=when, agent=whose))
        self.load()

    # -- whose, and which words --------------------------------------------------------------------------------

    def action_whose(self) -> None:
        self.everybody = not self.everybody
        self.load()

    @on(Rows.Chosen)
    def action_take(self) -> None:
        row, agent = self.query_one(Rows[FollowUp]).item, self.desk.agent
        if row is not None and agent is not None:
            self._taking.take(agent, row.item_id)


def _moved(bench: Bench, agent: Agent, row: FollowUp, wish: FollowUpWish) -> FollowUp:
    from callbench.desk.appointments import move, take_over

    after = move(bench, agent, row.id, wish.due_at, wish.ends_at, reason=wish.reason)
    if wish.personal != (row.agent_id is not None):
        after = take_over(bench, agent, row.id, agent if wish.personal else None)
    return after


def _cancelled(bench: Bench, agent: Agent, row: FollowUp, why: str) -> FollowUp:
    from callbench.desk.appointments import cancel

    return cancel(bench, agent, row.id, why)


def _taken(bench: Bench, agent: Agent, row: FollowUp, to: Agent | None) -> FollowUp:
    from callbench.desk.appointments import take_over

    return take_over(bench, agent, row.id, to)
