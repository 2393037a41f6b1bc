"""The call: who, why and what happened on the left, the script on the right, and nothing of the customer before."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Static

from callbench import i18n
from callbench.errors import CallbenchError
from callbench.i18n import _, ngettext
from callbench.records.calls import CallInHand, FollowUpWish, NothingNow, Saved
from callbench.records.people import Agent
from callbench.rules.fitting import fitting_outcomes, proposed_outcome
from callbench.rules.outcomes import BY_KEY, OutcomeRule
from callbench.tui import calling, show, show_customer
from callbench.tui.calling import Talk
from callbench.tui.keeper import Keeper
from callbench.tui.keymap import bindings_for, key_name
from callbench.tui.screens.base import BenchScreen
from callbench.tui.screens.panels.follow_up import FollowUpPanel
from callbench.tui.screens.panels.leave import LeavePanel
from callbench.tui.screens.panels.note import NotePanel
from callbench.tui.screens.panels.outcome import OutcomePanel
from callbench.tui.screens.panels.profile import ProfilePanel
from callbench.tui.screens.panels.why import WhyPanel
from callbench.tui.widgets.card import CustomerCard
from callbench.tui.widgets.form import ScriptForm
from callbench.tui.widgets.header import Header
from callbench.tui.widgets.history import HistoryList
from callbench.tui.widgets.notice import Notice
from callbench.values.when import show_moment

_ECHO = 0.4  # seconds in which the key that ended a call cannot answer for the next customer
_IN_CALL = frozenset(
    {"answer", "step", "outcome", "follow_up", "profile", "why", "refuse", "note", "gap", "reveal", "copy"}
)


class CallScreen(BenchScreen[None]):
    """One screen for all calls: after a result is saved the next customer is shown on the same one.

    Answers go to disk through one writer in the order they were given; ending a call waits for it.
    """

    PLACE = "call"
    CSS_PATH = "call.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-folded"), (100, "-beside"), (160, "-wide")]
    BINDINGS: ClassVar[list[BindingType]] = [
        replace(bound, priority=True) for bound in bindings_for("call") if isinstance(bound, Binding)
    ]

    def __init__(self, call: CallInHand | NothingNow) -> None:
        super().__init__()
        self._first = call
        self.talk: Talk | None = None
        self.nothing: NothingNow | None = None
        self.busy = True
        self._keeper = Keeper(self._write, self._kept)
        self._echo: tuple[frozenset[str], float] = (frozenset(), 0.0)

    def body(self) -> ComposeResult:
        yield Static(id="folded")
        with Horizontal(id="call"):
            with VerticalScroll(id="side", can_focus=False):
                yield CustomerCard(id="card")
                yield HistoryList(id="history")
            yield ScriptForm(self._mark, self._may_answer, id="form")
        yield Static(id="nothing")
        yield Notice(id="notice")

    def on_mount(self) -> None:
        self.watch(self.app, "standing", self._standing_changed)
        self.set_interval(1.0, self._tick)
        self._keep_writing()
        self._show_first()

    @work(group="call")
    async def _show_first(self) -> None:
        await self.show_next(self._first)

    # -- who is on the screen ----------------------------------------------------------------------------------

    async def show_next(self, found: CallInHand | NothingNow | CallbenchError) -> None:
        """Put a customer on the screen, or why there is none; whatever stood there before is gone."""
        self.talk = self.nothing = None
        form = self.query_one(ScriptForm)
        if isinstance(found, CallInHand):
            now = self.desk.clock.now().astimezone(self.desk.settings.zone)
            self.talk = await asyncio.to_thread(calling.talk_of, found, now)
            if found.interrupted and self.talk.answered:
                self._say(
                    _("Going on with the call that was interrupted: {n} answers are here.").format(n=self.talk.answered)
                )
        elif isinstance(found, NothingNow):
            self.nothing = found
        else:
            self.nothing = NothingNow({}, None)
            self.tell(found, self._take_again)
        self.set_class(self.talk is None, "-nothing")
        side = self.query_one("#side", VerticalScroll)
        side.scroll_home(animate=False)
        self.busy = False
        self._draw_customer()
        await form.open(self.talk.walk if self.talk else None)
        if self.talk is None:
            self.set_focus(None)
        self._tick()
        self.refresh_bindings()

    def _draw_customer(self) -> None:
        now = self.desk.clock.now()
        self.query_one(CustomerCard).show(self.talk)
        self.query_one(HistoryList).show(self.talk.call.history if self.talk else None)
        self._draw_folded()
        nothing = self.query_one("#nothing", Static)
        if self.nothing is None:
            nothing.update("")
            return
        rows = show_customer.nothing_rows(self.nothing, self.desk.settings, now, 70)
        caps = "bold $keycap-ink on $keycap"
        rows += [
            show.line(""),
            show.line((f" {key_name('enter')} ", caps), "  ", (_("look again"), "$ink")),
            show.line((" Esc ", caps), "  ", (_("back to the queue"), "$ink")),
        ]
        nothing.update(show.lines(rows))

    def _draw_folded(self) -> None:
        folded = self.query_one("#folded", Static)
        if self.talk is None:
            folded.update("", layout=False)
            return
        width = max(self.size.width - 4, 20)
        settings, now = self.desk.settings, self.desk.clock.now()
        folded.update(show_customer.folded(self.talk.call, settings, now, width, whole=self.talk.whole), layout=False)

    def on_resize(self) -> None:
        self._draw_folded()

    def _tick(self) -> None:
        """The timer and the customer's clock: they stand in the header, away from every field."""
        aside: list[tuple[str, str]] = []
        if self.talk is not None:
            now = self.desk.clock.now()
            zone = self.talk.call.customer.zone
            if zone and zone != self.desk.settings.zone.key:
                aside.append((_("customer's clock"), show.clock_time(now, zone)))
            aside.append((_("talk"), show.duration((now - self.talk.call.started_at).total_seconds())))
        header = self.query_one(Header)
        if header.aside != tuple(aside):
            header.aside = tuple(aside)

    def _standing_changed(self, standing: object) -> None:
        left = getattr(standing, "undo_left", 0)
        notice = self.query_one(Notice)
        if bool(left) != bool(notice.undo_left):
            self.refresh_bindings()
        notice.undo_left = left

    def _say(self, words: str) -> None:
        self.query_one(Notice).said = words

    def retranslate(self) -> None:
        if self.talk is not None:
            self.talk.walk.interview.language = i18n.language()
            self.talk.walk.refresh()
        self._say("")
        self._draw_customer()
        self.query_one(ScriptForm).redraw_marks()
        self._tick()
        super().retranslate()

    # -- what may be done now ----------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in _IN_CALL:
            return self.talk is not None and not self.busy
        if action == "undo":
            return self.desk.standing.undo_left > 0 and not self.busy
        if action == "retry":
            return self._keeper.failure is not None
        return True

    def _may_answer(self, key: str) -> bool:
        """Whether a key may answer now: the key that ended the last call, still held or doubled, may not."""
        keys, until = self._echo
        if key in keys and time.monotonic() < until:
            self._echo = (keys, time.monotonic() + _ECHO)
            return False
        return self.talk is not None and not self.busy

    async def on_key(self, event: events.Key) -> None:
        if event.key == "enter" and self.talk is None and not self.busy and self._may_look("enter"):
            event.stop()
            self._take_again()

    def _may_look(self, key: str) -> bool:
        keys, until = self._echo
        return key not in keys or time.monotonic() >= until

    # -- what was given goes to disk ---------------------------------------------------------------------------

    @work(group="writer")
    async def _keep_writing(self) -> None:
        await self._keeper.run()

    async def _write(self, run: Callable[..., object]) -> None:
        await self.desk.writing(run)

    def _kept(self, key: str, error: CallbenchError | None) -> None:
        self.query_one(Notice).trouble = self._keeper.failure
        self.query_one(ScriptForm).redraw_marks()
        self.refresh_bindings()

    def _mark(self, path: str) -> str:
        if path in self._keeper.failed:
            return "failed"
        return "waiting" if path in self._keeper.pending else "kept"

    @on(ScriptForm.Given)
    def _given(self, event: ScriptForm.Given) -> None:
        event.stop()
        if self.talk is not None:
            draft = self.talk.call.draft_id
            self._keeper.put(
                event.path,
                partial(calling.keep_answer, draft_id=draft, path=event.path, text=event.text, state=event.state),
            )
            self._say("")

    @on(ScriptForm.Dropped)
    def _dropped(self, event: ScriptForm.Dropped) -> None:
        event.stop()
        if self.talk is not None:
            self._keeper.put(
                event.path, partial(calling.drop_answer, draft_id=self.talk.call.draft_id, path=event.path)
            )

    @on(ScriptForm.Told)
    def _told(self, event: ScriptForm.Told) -> None:
        event.stop()
        self._say(event.words)

    def action_retry(self) -> None:
        self._keeper.retry()
        self.query_one(Notice).trouble = self._keeper.failure

    # -- ending the call ---------------------------------------------------------------------------------------

    def action_outcome(self) -> None:
        self._settle()
        self._ask_outcome()

    def _settle(self) -> None:
        self.query_one(ScriptForm).settle()

    def _fitting(self, talk: Talk) -> tuple[tuple[OutcomeRule, ...], str]:
        """The outcomes that fit now, and the one that Enter takes ("" for none)."""
        why, follow_up = talk.call.why, talk.wish is not None
        fitting = fitting_outcomes(
            required_left=talk.required_left,
            answered=talk.answered,
            follow_up=follow_up,
            may_call_again=why.attempt <= why.max_attempts,
        )
        wanted = talk.walk.interview.proposals().outcome
        return fitting, proposed_outcome(fitting, follow_up=follow_up, wanted=wanted)

    def _ask_outcome(self) -> None:
        talk = self.talk
        assert talk is not None
        told = _("Follow-up booked: {when}").format(when=show_moment(talk.wish.due_at)) if talk.wish else ""
        self.app.push_screen(OutcomePanel(*self._fitting(talk), told), self._outcome_chosen)

    @on(ScriptForm.Finished)
    def _finished(self, event: ScriptForm.Finished) -> None:
        event.stop()
        if self.talk is None or self.busy:
            return
        _fitting, proposed = self._fitting(self.talk)
        if proposed:
            self._outcome_chosen(proposed)
        else:
            self._ask_outcome()

    def _outcome_chosen(self, outcome: str | None) -> None:
        talk = self.talk
        if outcome is None or talk is None or self.busy:
            return
        rule = BY_KEY[outcome]
        if rule.needs_time and talk.wish is None:
            self._ask_follow_up(partial(self._booked_for, outcome))
            return
        self.busy = True
        self._echo = (frozenset({rule.press, "enter"}), time.monotonic() + _ECHO)
        self.refresh_bindings()
        self._save(outcome)

    def _booked_for(self, outcome: str, wish: FollowUpWish | None) -> None:
        if wish is not None and self.talk is not None:
            self.talk.wish = wish
            self._outcome_chosen(outcome)

    @work(group="call")
    async def _save(self, outcome: str) -> None:
        talk, agent = self.talk, self._agent()
        assert talk is not None
        self._settle()
        await self._keeper.drain()
        try:
            result = talk.result(outcome)
            saved = await self.desk.writing(
                partial(calling.save_result, agent=agent, draft_id=talk.call.draft_id, result=result)
            )
        except CallbenchError as error:
            self.busy = False
            self.refresh_bindings()
            self.tell(error, partial(self._outcome_chosen, outcome))
            return
        self._keeper.forget()
        self.query_one(Notice).trouble = None
        self.desk.saved(saved)
        found = await self.desk.writing(partial(calling.next_or_trouble, agent=agent))
        self._say(self._saved_words(saved, isinstance(found, CallInHand)))
        self._echo = (self._echo[0], time.monotonic() + _ECHO)
        await self.show_next(found)

    def _saved_words(self, saved: Saved, more: bool) -> str:
        """What was saved, without a word of whom: the next customer is already there."""
        parts = [_("Saved: {outcome}").format(outcome=show.outcome(saved.outcome))]
        if saved.answers:
            parts.append(ngettext("{n} answer", "{n} answers", saved.answers).format(n=saved.answers))
        if saved.follow_up_at is not None:
            at = show.moment(saved.follow_up_at, self.desk.settings.zone, self.desk.clock.now())
            parts.append(_("follow-up {when}").format(when=at))
        if more:
            parts.append(_("next customer"))
        return "  ".join(parts)

    def _agent(self) -> Agent:
        agent = self.desk.agent
        assert agent is not None
        return agent

    @work(group="call", exclusive=True)
    async def _take_again(self) -> None:
        self.busy = True
        found = await self.desk.writing(partial(calling.next_or_trouble, agent=self._agent()))
        await self.show_next(found)

    def action_undo(self) -> None:
        self._settle()
        self.busy = True
        self._undo()

    @work(group="call")
    async def _undo(self) -> None:
        await self._keeper.drain()
        try:
            call = await self.desk.writing(partial(calling.undo_last, agent=self._agent()))
        except CallbenchError as error:
            self.busy = False
            self.refresh_bindings()
            self.tell(error)
            return
        self.desk.not_undoable()
        self.desk.refresh_standing()
        self._say(_("The saved result is taken back; its answers are here."))
        await self.show_next(call)

    def action_leave(self) -> None:
        if self.busy:
            return
        talk = self.talk
        if talk is None:
            self.dismiss(None)
            return
        self._settle()
        if talk.answered or talk.note:
            self.app.push_screen(LeavePanel(talk.answered, bool(talk.note)), self._left)
        else:
            self._left(True)

    def _left(self, leave: bool | None) -> None:
        if leave and self.talk is not None and not self.busy:
            self.busy = True
            self._give_back(self.talk)

    @work(group="call")
    async def _give_back(self, talk: Talk) -> None:
        await self._keeper.drain()
        try:
            await self.desk.writing(partial(calling.give_back, agent=self._agent(), item_id=talk.call.item_id))
        except CallbenchError as error:
            self.busy = False
            self.tell(error, partial(self._left, True))
            return
        self._keeper.forget()
        self.dismiss(None)

    # -- panels ------------------------------------------------------------------------------------------------

    def action_follow_up(self) -> None:
        self._settle()
        self._ask_follow_up(self._booked)

    def _ask_follow_up(self, then: Callable[[FollowUpWish | None], None]) -> None:
        talk = self.talk
        assert talk is not None
        zone = talk.call.customer.zone or self.desk.settings.zone.key
        words = "" if talk.wish else talk.walk.interview.proposals().follow_up
        self.app.push_screen(FollowUpPanel(zone, words=words, wish=talk.wish), then)

    def _booked(self, wish: FollowUpWish | None) -> None:
        """A booked follow-up of an unfinished script usually ends the call: the outcome is asked at once."""
        talk = self.talk
        if wish is None or talk is None:
            return
        talk.wish = wish
        self._say(_("Follow-up {when}; it is saved with the outcome.").format(when=show_moment(wish.due_at)))
        if talk.required_left or not talk.answered:
            self._ask_outcome()

    def action_note(self) -> None:
        talk = self.talk
        if talk is not None:
            self.app.push_screen(NotePanel(talk.note), self._noted)

    def _noted(self, note: str | None) -> None:
        talk = self.talk
        if note is None or talk is None:
            return
        talk.note = show.safe(note, lines=True)
        self._keeper.put("\0note", partial(calling.keep_note, draft_id=talk.call.draft_id, note=talk.note))
        self._say(_("The note is kept.") if talk.note else _("The note is taken back."))

    def action_why(self) -> None:
        if self.talk is not None:
            self.app.push_screen(WhyPanel(self.talk.call.why))

    def action_profile(self) -> None:
        if self.talk is not None:
            self._settle()
            self.app.push_screen(ProfilePanel(self.talk.call), self._supplemented)

    def _supplemented(self, fields: dict[str, str] | None) -> None:
        if fields and self.talk is not None:
            self._supplement(self.talk, fields)

    @work(group="call")
    async def _supplement(self, talk: Talk, fields: dict[str, str]) -> None:
        customer_id = talk.call.customer.id
        try:
            customer = await self.desk.writing(
                partial(calling.update_profile, agent=self._agent(), customer_id=customer_id, fields=fields)
            )
        except CallbenchError as error:
            self.tell(error, partial(self._supplemented, fields))
            return
        if self.talk is talk:
            talk.call = replace(talk.call, customer=customer)
            self._draw_customer()
            self._say(_("The profile is kept."))

    # -- small keys --------------------------------------------------------------------------------------------

    async def action_refuse(self) -> None:
        if self._may_answer("f7"):
            await self.query_one(ScriptForm).refuse()

    async def action_gap(self) -> None:
        if not await self.query_one(ScriptForm).to_gap():
            self._say(_("No required answer is missing."))

    def action_reveal(self) -> None:
        if self.talk is not None:
            self.talk.whole = not self.talk.whole
            self.query_one(CustomerCard).show(self.talk)
            self._draw_folded()

    def action_copy(self) -> None:
        phone = show_customer.number_called(self.talk.call) if self.talk else None
        if phone is not None:
            self.app.copy_to_clipboard(phone.e164)
            self._say(_("The number was sent to the clipboard; some terminals refuse that."))
