"""What the call screen shows: who, why and what happened on the left, the script on the right, and nobody else."""

from __future__ import annotations

import asyncio

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Static

from callbench import i18n
from callbench.errors import CallbenchError
from callbench.i18n import _, ngettext
from callbench.records.calls import CallInHand, NothingNow, Saved
from callbench.tui import show, show_customer
from callbench.tui.keymap import key_name
from callbench.tui.screens.base import BenchScreen
from callbench.tui.talk import Talk, talk_of
from callbench.tui.walk import Walk
from callbench.tui.widgets.card import CustomerCard
from callbench.tui.widgets.form import ScriptForm
from callbench.tui.widgets.header import Header
from callbench.tui.widgets.history import HistoryList
from callbench.tui.widgets.notice import Notice


class CallView(BenchScreen[None]):
    """One screen for all calls: `show_next` puts the next customer on it, and whatever stood there before is gone.

    busy: something of this call is on its way to the base; nothing is answered or ended meanwhile.
    """

    PLACE = "call"
    CSS_PATH = "call.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-folded"), (100, "-beside"), (160, "-wide")]

    def __init__(self) -> None:
        super().__init__()
        self.talk: Talk | None = None
        self.nothing: NothingNow | None = None
        self.busy = True

    def body(self) -> ComposeResult:
        yield Static(id="folded")
        with Horizontal(id="call"):
            with VerticalScroll(id="side", can_focus=False):
                yield CustomerCard(id="card")
                yield HistoryList(id="history")
            yield self.form()
        yield Static(id="nothing")
        yield Notice(id="notice")

    def form(self) -> ScriptForm:
        """The form, with its owner."""
        raise NotImplementedError

    def on_mount(self) -> None:
        self.set_interval(1.0, self._tick)

    async def show_next(self, found: CallInHand | NothingNow | CallbenchError) -> None:
        """Put a customer on the screen, or why there is none."""
        self.talk = self.nothing = None
        walk: Walk | None = None
        if isinstance(found, CallInHand):
            now = self.desk.clock.now().astimezone(self.desk.settings.zone)
            self.talk = await asyncio.to_thread(talk_of, found, now)
            walk = self.talk.walk
            if found.interrupted and walk.answered:
                words = _("Going on with the call that was interrupted: {n} answers are here.")
                self.say(words.format(n=walk.answered))
        elif isinstance(found, NothingNow):
            self.nothing = found
        else:
            self.nothing = NothingNow({}, None)
        self.set_class(walk is None, "-nothing")
        self.query_one("#side", VerticalScroll).scroll_home(animate=False)
        self.draw_customer()
        await self.query_one(ScriptForm).open(walk)
        if walk is None:
            self.set_focus(None)
        self.busy = False
        self._tick()
        self.refresh_bindings()

    def say(self, words: str) -> None:
        """One line under the call, until the next answer."""
        self.query_one(Notice).said = words

    def saved_words(self, saved: Saved, answered: int, more: bool) -> str:
        """What was saved, without a word of whom: the next customer is already there."""
        parts = [_("Saved: {outcome}").format(outcome=show.outcome(saved.outcome))]
        if answered:
            parts.append(ngettext("{n} answer", "{n} answers", answered).format(n=answered))
        if saved.follow_up_at is not None:
            when = show.moment(saved.follow_up_at, self.desk.settings.zone, self.desk.clock.now())
            parts.append(_("follow-up {when}").format(when=when))
        words = _("{saved}. Next customer") if more else _("{saved}.")
        return words.format(saved=_(", ").join(parts))

    def draw_customer(self) -> None:
        """Card, history and the folded line as they are now."""
        self.query_one(CustomerCard).show(self.talk)
        self.query_one(HistoryList).show(self.talk.call.history if self.talk else None)
        self._draw_folded()
        nothing = self.query_one("#nothing", Static)
        if self.nothing is None:
            nothing.update("")
            return
        rows = show_customer.nothing_rows(self.nothing, self.desk.settings, self.desk.clock.now(), 70)
        rows += [
            show.line(""),
            show.line(show.keycap(key_name("enter")), "  ", (_("look again"), "$ink")),
            show.line(show.keycap(key_name("escape")), "  ", (_("back to the queue"), "$ink")),
        ]
        nothing.update(show.lines(rows))

    def _draw_folded(self) -> None:
        folded = self.query_one("#folded", Static)
        if self.talk is None:
            folded.update("", layout=False)
            return
        settings, now, width = self.desk.settings, self.desk.clock.now(), max(self.size.width - 4, 20)
        line = show_customer.folded(self.talk.call, settings, now, width, whole=self.talk.whole)
        folded.update(line, layout=False)

    def on_resize(self) -> None:
        self._draw_folded()

    def _tick(self) -> None:
        """The timer and the customer's clock: they stand in the header, away from every field."""
        aside: list[tuple[str, str]] = []
        if self.talk is not None:
            now, zone = self.desk.clock.now(), self.talk.call.customer.zone
            if zone and zone != self.desk.settings.zone.key:
                aside.append((_("customer's clock"), show.clock_time(now, zone)))
            aside.append((_("talk"), show.duration((now - self.talk.call.started_at).total_seconds())))
        header = self.query_one(Header)
        if header.aside != tuple(aside):
            header.aside = tuple(aside)

    def retranslate(self) -> None:
        form = self.query_one(ScriptForm)
        if self.talk is not None:
            form.settle()
            self.talk.walk.interview.language = i18n.language()
            self.talk.walk.refresh()
        self.say("")
        self.draw_customer()
        form.draw()
        self._tick()
        super().retranslate()
