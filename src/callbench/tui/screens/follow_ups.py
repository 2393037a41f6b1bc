"""Follow-ups that are booked, the earliest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Input, Static

from callbench.errors import CallbenchError
from callbench.i18n import _, ngettext
from callbench.records.calls import CallInHand
from callbench.records.people import FollowUp
from callbench.text import clean
from callbench.tui import columns, show
from callbench.tui.keymap import bindings_for
from callbench.tui.screens.base import BenchScreen
from callbench.tui.screens.queue_lines import Place, follow_up_columns, follow_up_row
from callbench.tui.screens.taking import Taking
from callbench.tui.widgets.field import Field
from callbench.tui.widgets.placard import Placard
from callbench.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from callbench.desk.bench import Bench


class FollowUpsScreen(BenchScreen[None]):
    """Open follow-ups of this agent, or of all; Enter calls the customer when that is allowed now."""

    PLACE = "follow_ups"
    CSS = """
    FollowUpsScreen #title { height: 1; margin: 1 2 0 2; text-style: bold; color: $mark; }
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
        self._taking = Taking(self)

    def body(self) -> ComposeResult:
        yield Static(id="title", markup=False)
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
        agent = None if self.everybody else self.desk.agent

        def read(bench: Bench) -> tuple[FollowUp, ...]:
            from callbench.desk.followups import list_follow_ups

            return list_follow_ups(bench, agent)

        try:
            self.found = await self.desk.work.reading(read)
        except CallbenchError as error:
            self.tell(error, self.load)
            return
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
        self.query_one("#title", Static).update(show.line(number, "   ", (whose, "$muted")))
        notice = self.query_one(Placard)
        if shown:
            notice.clear()
        else:
            notice.tell(
                _("No follow-up is booked."), _("Book one during a call; it comes back to the queue at its time.")
            )

    def _paint(self, row: FollowUp, room: int, live: bool) -> Content:
        return follow_up_row(row, room, live, self.place)

    def action_whose(self) -> None:
        self.everybody = not self.everybody
        self.load()

    def action_filter(self) -> None:
        self.query_one(Field).open()

    @on(Input.Submitted, "#filter")
    def _filter_done(self) -> None:
        self.query_one(Rows).focus()

    def action_back(self) -> None:
        """First drop the filter, then leave."""
        field = self.query_one(Field)
        if field.value or field.is_open:
            field.close()
            self.query_one(Rows).focus()
        else:
            self.dismiss()

    @on(Rows.Chosen)
    def action_take(self) -> None:
        row, agent = self.query_one(Rows[FollowUp]).item, self.desk.agent
        if row is None or agent is None:
            return

        def take(bench: Bench) -> CallInHand:
            from callbench.desk.calling import take_item

            return take_item(bench, agent, row.item_id)

        self._taking.begin(take)
