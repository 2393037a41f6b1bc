"""How a call ends: its outcome, the save and the next customer; taken back; or given back without a result."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from callbench.desk import calling
from callbench.desk.phones import not_now
from callbench.errors import CallbenchError, Conflict
from callbench.i18n import _, ngettext
from callbench.records.calls import CallInHand, FollowUpWish, NothingNow, Saved
from callbench.tui import show, show_complaint, show_customer
from callbench.tui.keymap import key_of
from callbench.tui.one_picture import one_picture
from callbench.tui.screens.panels.leave import LeavePanel
from callbench.tui.screens.panels.outcome import OutcomePanel
from callbench.tui.screens.panels.sheet import ask
from callbench.tui.standstill import Standstill, Told
from callbench.tui.talk import Talk, next_or_trouble

if TYPE_CHECKING:
    from callbench.tui.screens.call import CallScreen


class Ending:
    """The ways out of the call that `screen` shows; while one is under way the screen is busy."""

    def __init__(self, screen: CallScreen) -> None:
        self._screen = screen

    # -- with an outcome ---------------------------------------------------------------------------------------

    def behind_the_last_question(self) -> None:
        """Enter there: the outcome that is proposed, or the question which."""
        if talk := self._screen.ready:
            _fitting, proposed = talk.fitting()
            if proposed:
                self._chosen(proposed)
            else:
                self.ask_outcome(talk)

    def ask_outcome(self, talk: Talk) -> None:
        """The outcomes that fit; the chosen one is saved."""
        talk.count_wrap_up(self._screen.desk.clock.now(), asked=True)
        told = [words] if (words := show_customer.booked(talk.call, self._screen.desk.settings)) else []
        if (wish := talk.call.complaint) is not None:
            told.append(_("Complaint to raise: {words}").format(words=show_complaint.wish_words(wish)))
        panel = OutcomePanel(*talk.fitting(), "\n".join(told), booked=talk.call.follow_up is not None)
        ask(self._screen, panel, lambda outcome: self._chosen(outcome, panel.pressed))

    def _chosen(self, outcome: str | None, pressed: str = "enter") -> None:
        screen = self._screen
        talk = screen.ready
        if outcome is None or talk is None:
            return
        rule = talk.outcomes[outcome]
        if rule.needs_time and talk.call.follow_up is None:
            screen.panels.ask_follow_up(talk, partial(self._booked_for, outcome))
            return
        if rule.note_required and not talk.note.strip():
            screen.panels.ask_note(talk, rule, partial(self._chosen, outcome))
            return
        if (wish := talk.complaint_to_ask(outcome)) is not None:
            screen.panels.ask_complaint(talk, wish, partial(self._chosen, outcome))
            return
        screen.echo.after(pressed)
        screen.under_way(partial(self._save, talk, outcome, pressed))

    def _booked_for(self, outcome: str, wish: FollowUpWish | bool | None) -> None:
        if isinstance(wish, FollowUpWish) and self._screen.talk is not None:
            self._screen.talk.book(wish)
            self._chosen(outcome)

    async def _save(self, talk: Talk, outcome: str, pressed: str) -> None:
        with one_picture(self._screen):
            await self._save_and_go_on(talk, outcome, pressed)

    async def _save_and_go_on(self, talk: Talk, outcome: str, pressed: str) -> None:
        screen, desk = self._screen, self._screen.desk
        await screen.all_kept()
        save = partial(
            calling.save_result, agent=screen.agent, draft_id=talk.call.draft_id, result=talk.result(outcome)
        )
        try:
            saved = await desk.work.writing(save)
        except CallbenchError as error:
            if error.code == "call-gone":
                await screen.hold.gone(talk, outcome)
            else:
                screen.fail(error, partial(self._chosen, outcome))
            return
        answered = talk.walk.answered
        screen.forget()
        desk.saved(saved)
        if saved.other is not None and not saved.other.why_not:
            screen.say(self._saved_words(talk, saved, answered, False))
            screen.echo.after(pressed)
            await screen.show_next(screen.numbers.offer(talk, saved.outcome, saved.other))
            return
        found = await self._next()
        screen.say(self._saved_words(talk, saved, answered, isinstance(found, CallInHand)))
        screen.echo.after(pressed)
        await self._go_on(found)

    def _saved_words(self, talk: Talk, saved: Saved, answered: int, more: bool) -> str:
        """What was saved, without a word of whom: the next customer is already there."""
        desk = self._screen.desk
        parts = [_("Saved: {outcome}").format(outcome=show.outcome(saved.outcome))]
        if answered:
            parts.append(ngettext("{n} answer", "{n} answers", answered).format(n=answered))
        if saved.follow_up_at is not None:
            when = show.moment(saved.follow_up_at, desk.settings.zone, desk.clock.now())
            parts.append(_("follow-up {when}").format(when=when))
        if saved.again_at is not None:  # of a series
            when = show.moment(saved.again_at, desk.settings.zone, desk.clock.now())
            parts.append(_("next follow-up {when}").format(when=when))
        if talk.drops(saved.outcome):
            parts.append(_("the follow-up is dropped"))
        if saved.complaint is not None:
            parts.append(_("complaint"))
        if saved.other is not None and saved.other.why_not:
            parts.append(not_now(desk.settings, saved.other))
        words = _("{saved}. Next customer") if more else _("{saved}.")
        return words.format(saved=_(", ").join(parts))

    # -- the next customer -------------------------------------------------------------------------------------

    def look_again(self) -> None:
        """Whether somebody can be called by now."""
        self._screen.under_way(self._look_again)

    async def _look_again(self) -> None:
        await self._go_on(await self._next())

    async def _next(self) -> CallInHand | NothingNow | CallbenchError | Standstill:
        """Who is called next; nobody where a break is to begin now."""
        screen = self._screen
        if screen.desk.resting.wanted:
            return Standstill(self._break_words, self.look_again)
        return await screen.desk.work.writing(partial(next_or_trouble, agent=screen.agent))

    def _break_words(self) -> Told:
        leave = _("{key} goes back to the queue.").format(key=key_of("call.leave"))
        return _("No customer is in hand."), _("Enter takes the next one."), (leave, "$muted")

    async def _go_on(self, found: CallInHand | NothingNow | CallbenchError | Standstill) -> None:
        screen = self._screen
        await screen.show_next(found)
        if isinstance(found, Standstill):
            screen.desk.resting.begin(self.back_from_break)
        elif isinstance(found, CallbenchError) and found.code == "on-break":
            await screen.desk.resting.look(self.back_from_break)
        elif isinstance(found, CallbenchError):
            screen.tell(found, self.look_again)

    def back_from_break(self, left: str) -> None:
        """The break screen was left; see `AwayScreen` for how."""
        if left == "undo":
            self.undo()
        elif left == "look":
            self.to_queue()
        else:
            self.look_again()

    # -- taken back --------------------------------------------------------------------------------------------

    def undo(self) -> None:
        """Take the last saved result back; its call is in hand again."""
        self._screen.under_way(self._undo)

    async def _undo(self) -> None:
        screen, desk = self._screen, self._screen.desk
        await screen.all_kept()
        try:
            call = await desk.work.writing(partial(calling.undo_last, agent=screen.agent))
        except CallbenchError as error:
            screen.fail(error)
            return
        screen.forget()
        desk.not_undoable()
        desk.refresh_standing()
        screen.say(_("The saved result is taken back; its answers are here."))
        await self._go_on(call)

    # -- without a result --------------------------------------------------------------------------------------

    def to_queue(self) -> None:
        """Nobody is in hand: back to the queue."""
        self._screen.under_way(self._screen.close)

    def leave(self, talk: Talk) -> None:
        """Give the customer back; asks first when something was answered."""
        answered = talk.walk.answered
        if answered or talk.note or talk.call.complaint or talk.call.follow_up:
            ask(self._screen, LeavePanel(answered), self._left)
        else:
            self._left(True)

    def _left(self, leave: bool | None) -> None:
        if leave and (talk := self._screen.ready):
            self._screen.under_way(partial(self._give_back, talk))

    async def _give_back(self, talk: Talk) -> None:
        screen, desk = self._screen, self._screen.desk
        await screen.all_kept()
        try:
            await desk.work.writing(partial(calling.give_back, agent=screen.agent, item_id=talk.call.item_id))
        except Conflict as gone:  # no longer ours (a pause, another screen): there is nothing to stay for
            desk.say(gone.what, trouble=True)
        except CallbenchError as error:
            screen.fail(error, partial(self._left, True))
            return
        screen.forget()
        await screen.close()
        if desk.resting.wanted:
            desk.call_later(desk.resting.begin, desk.queue.back_from_break)
