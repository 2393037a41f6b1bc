"""The call: keys become answers on disk, the answers an outcome, and the next customer is there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual import events, on, work
from textual.binding import Binding, BindingType

from callbench.desk import calling
from callbench.desk.customers import update_profile
from callbench.errors import CallbenchError, Conflict
from callbench.i18n import _
from callbench.records.calls import CallInHand, FollowUpWish, NothingNow
from callbench.records.people import Agent
from callbench.rules.fitting import fitting_outcomes, proposed_outcome
from callbench.rules.outcomes import BY_KEY, OutcomeRule
from callbench.tui import show_customer
from callbench.tui.keymap import bindings_for
from callbench.tui.screens.call_keeping import KeepingCall
from callbench.tui.screens.panels.follow_up import FollowUpPanel
from callbench.tui.screens.panels.leave import LeavePanel
from callbench.tui.screens.panels.note import NotePanel
from callbench.tui.screens.panels.outcome import OutcomePanel
from callbench.tui.screens.panels.profile import ProfilePanel
from callbench.tui.screens.panels.sheet import ask
from callbench.tui.screens.panels.why import WhyPanel
from callbench.tui.talk import Talk, next_or_trouble
from callbench.tui.widgets.entry import ManyLines
from callbench.tui.widgets.form import ScriptForm
from callbench.tui.widgets.trouble import Trouble
from callbench.values.when import show_moment

_IN_CALL = frozenset(
    {"answer", "step", "outcome", "follow_up", "profile", "why", "refuse", "note", "gap", "reveal", "copy"}
)


class CallScreen(KeepingCall):
    """The call in hand. Its bindings go before those of a field, so that a key pressed early never types into one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        replace(bound, priority=True) for bound in bindings_for("call") if isinstance(bound, Binding)
    ]

    def __init__(self, call: CallInHand | NothingNow) -> None:
        super().__init__()
        self._first = call

    def on_mount(self) -> None:
        self._begin()

    @work(group="call")
    async def _begin(self) -> None:
        await self.show_next(self._first)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in _IN_CALL:
            return self.talk is not None
        if action == "undo":  # in a text of several lines the key belongs to the typing otherwise
            return self.desk.standing.undo_left > 0 or not isinstance(self.focused, ManyLines)
        if action == "retry":
            return self._keeper.failure is not None
        if action == "leave":  # a failure in front is set aside first
            return not self.query_one(Trouble).has_class("-told")
        return True

    # -- ending the call --------------------------------------------------------------------------------------

    def proposed(self) -> str:
        """The outcome Enter takes behind the last question, "" for none."""
        return self._fitting(self.talk)[1] if self.talk else ""

    def finished(self) -> None:
        """Enter behind the last question."""
        if talk := self.ready:
            if proposed := self.proposed():
                self._outcome_chosen(proposed)
            else:
                self._ask_outcome(talk)

    async def on_key(self, event: events.Key) -> None:
        if event.key == "enter" and self.nothing is not None and not self.busy and not self.is_echo("enter"):
            event.stop()
            self._look_again()

    @on(Trouble.SetAside)
    def _go_on(self) -> None:
        self.query_one(ScriptForm).take_focus()

    def _agent(self) -> Agent:
        agent = self.desk.agent
        assert agent is not None
        return agent

    def _settle(self) -> None:
        self.query_one(ScriptForm).settle()

    def _fitting(self, talk: Talk) -> tuple[tuple[OutcomeRule, ...], str]:
        """The outcomes that fit now, and the one that Enter takes ("" for none)."""
        booked = talk.wish is not None
        fitting = fitting_outcomes(
            required_left=talk.walk.gaps,
            answered=talk.walk.answered,
            follow_up=booked,
            may_call_again=talk.call.why.may_call_again,
        )
        wanted = talk.walk.interview.proposals().outcome
        return fitting, proposed_outcome(fitting, follow_up=booked, wanted=wanted)

    def action_outcome(self) -> None:
        if talk := self.ready:
            self._settle()
            self._ask_outcome(talk)

    def _ask_outcome(self, talk: Talk) -> None:
        told = _("Follow-up booked: {when}").format(when=show_moment(talk.wish.due_at)) if talk.wish else ""
        panel = OutcomePanel(*self._fitting(talk), told)
        ask(self, panel, lambda outcome: self._outcome_chosen(outcome, panel.pressed))

    def _outcome_chosen(self, outcome: str | None, pressed: str = "enter") -> None:
        talk = self.ready
        if outcome is None or talk is None:
            return
        if BY_KEY[outcome].needs_time and talk.wish is None:
            self._ask_follow_up(talk, partial(self._booked_for, outcome))
            return
        self.busy = True
        self.ended_by(pressed)
        self._save(talk, outcome, pressed)

    def _booked_for(self, outcome: str, wish: FollowUpWish | bool | None) -> None:
        if isinstance(wish, FollowUpWish) and self.talk is not None:
            self.talk.wish = wish
            self._outcome_chosen(outcome)

    @work(group="call")
    async def _save(self, talk: Talk, outcome: str, pressed: str) -> None:
        await self.all_kept()
        save = partial(
            calling.save_result, agent=self._agent(), draft_id=talk.call.draft_id, result=talk.result(outcome)
        )
        try:
            saved = await self.desk.writing(save)
        except CallbenchError as error:
            self.busy = False
            self.tell(error, partial(self._outcome_chosen, outcome))
            return
        answered = talk.walk.answered
        self.forget()
        self.desk.saved(saved)
        found = await self.desk.writing(partial(next_or_trouble, agent=self._agent()))
        self.say(self.saved_words(saved, answered, isinstance(found, CallInHand)))
        self.ended_by(pressed)
        await self._show(found)

    async def _show(self, found: CallInHand | NothingNow | CallbenchError) -> None:
        await self.show_next(found)
        if isinstance(found, CallbenchError):
            self.tell(found, self._look_again)

    @work(group="call", exclusive=True)
    async def _look_again(self) -> None:
        self.busy = True
        await self._show(await self.desk.writing(partial(next_or_trouble, agent=self._agent())))

    def action_undo(self) -> None:
        if self.busy:
            return
        if not self.desk.standing.undo_left:
            self.say(_("There is nothing to undo."))
            return
        self._settle()
        self.is_echo("ctrl+z")
        self.busy = True
        self._undo()

    @work(group="call")
    async def _undo(self) -> None:
        await self.all_kept()
        try:
            call = await self.desk.writing(partial(calling.undo_last, agent=self._agent()))
        except CallbenchError as error:
            self.busy = False
            self.tell(error)
            return
        self.forget()
        self.desk.not_undoable()
        self.desk.refresh_standing()
        self.say(_("The saved result is taken back; its answers are here."))
        await self._show(call)

    def action_leave(self) -> None:
        if self.busy:
            return
        if self.talk is None:
            self.dismiss(None)
            return
        self._settle()
        answered = self.talk.walk.answered
        if answered or self.talk.note:
            ask(self, LeavePanel(answered), self._left)
        else:
            self._left(True)

    def _left(self, leave: bool | None) -> None:
        if leave and (talk := self.ready):
            self.busy = True
            self._give_back(talk)

    @work(group="call")
    async def _give_back(self, talk: Talk) -> None:
        await self.all_kept()
        try:
            await self.desk.writing(partial(calling.give_back, agent=self._agent(), item_id=talk.call.item_id))
        except Conflict as gone:  # no longer ours (a pause, another screen): there is nothing to stay for
            self.desk.say(gone.what, trouble=True)
        except CallbenchError as error:
            self.busy = False
            self.tell(error, partial(self._left, True))
            return
        self.forget()
        self.dismiss(None)

    # -- panels ------------------------------------------------------------------------------------------------

    def action_follow_up(self) -> None:
        if talk := self.ready:
            self._settle()
            self._ask_follow_up(talk, self._booked)

    def _ask_follow_up(self, talk: Talk, then: Callable[[FollowUpWish | bool | None], None]) -> None:
        zone = talk.call.customer.zone or self.desk.settings.zone.key
        words = "" if talk.wish else talk.walk.interview.proposals().follow_up
        ask(self, FollowUpPanel(zone, words=words, wish=talk.wish), then)

    def _booked(self, wish: FollowUpWish | bool | None) -> None:
        """A follow-up booked in the middle of a script usually ends the call: the outcome is asked at once."""
        talk = self.ready
        if talk is None or not isinstance(wish, FollowUpWish):
            if talk is not None and wish is False:
                talk.wish = None
                self.say(_("The follow-up is dropped."))
            return
        talk.wish = wish
        self.say(_("Follow-up {when}; it is saved with the outcome.").format(when=show_moment(wish.due_at)))
        if talk.walk.gaps or not talk.walk.answered:
            self._ask_outcome(talk)

    def action_note(self) -> None:
        if talk := self.ready:
            ask(self, NotePanel(talk.note), self._noted)

    def _noted(self, note: str | None) -> None:
        if note is not None and (talk := self.ready):
            self.keep_note(talk, note)

    def action_why(self) -> None:
        if talk := self.ready:
            ask(self, WhyPanel(talk.call.why))

    def action_profile(self) -> None:
        if talk := self.ready:
            self._settle()
            ask(self, ProfilePanel(talk.call), self._supplemented)

    def _supplemented(self, fields: dict[str, str] | None) -> None:
        if fields and (talk := self.ready):
            self._supplement(talk, fields)

    @work(group="call")
    async def _supplement(self, talk: Talk, fields: dict[str, str]) -> None:
        customer_id = talk.call.customer.id
        update = partial(update_profile, agent=self._agent(), customer_id=customer_id, fields=fields)
        try:
            customer = await self.desk.writing(update)
        except CallbenchError as error:
            self.tell(error, partial(self._supplemented, fields))
            return
        if self.talk is talk:
            talk.call = replace(talk.call, customer=customer)
            self.draw_customer()
            self.say(_("The profile is kept."))

    # -- small keys --------------------------------------------------------------------------------------------

    async def action_refuse(self) -> None:
        if self.may_answer("f7"):
            await self.query_one(ScriptForm).refuse()

    async def action_gap(self) -> None:
        if self.ready and not await self.query_one(ScriptForm).to_gap():
            self.say(_("No required answer is missing."))

    def action_reveal(self) -> None:
        if talk := self.ready:
            talk.whole = not talk.whole
            self.draw_customer()

    def action_copy(self) -> None:
        phone = show_customer.number_called(self.talk.call) if self.talk else None
        if phone is not None:
            self.app.copy_to_clipboard(phone.e164)
            self.say(_("The number was sent to the clipboard; some terminals refuse that."))
