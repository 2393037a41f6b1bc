"""How a call ends: its outcome, the save and the next customer; taken back; or given back without a result."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from callbench.desk import calling
from callbench.errors import CallbenchError, Conflict
from callbench.i18n import _, ngettext
from callbench.records.calls import CallInHand, FollowUpWish, NothingNow, Saved
from callbench.rules.outcomes import BY_KEY
from callbench.tui import show, show_complaint, show_customer
from callbench.tui.screens.panels.leave import LeavePanel
from callbench.tui.screens.panels.outcome import OutcomePanel
from callbench.tui.screens.panels.sheet import ask
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
        told = [words] if (words := show_customer.booked(talk.call, self._screen.desk.settings)) else []
        if (wish := talk.call.complaint) is not None:
            told.append(_("Complaint to raise: {words}").format(words=show_complaint.wish_words(wish)))
        panel = OutcomePanel(*talk.fitting(), "\n".join(told))
        ask(self._screen, panel, lambda outcome: self._chosen(outcome, panel.pressed))

    def _chosen(self, outcome: str | None, pressed: str = "enter") -> None:
        screen = self._screen
        talk = screen.ready
        if outcome is None or talk is None:
            return
        if BY_KEY[outcome].needs_time and talk.call.follow_up is None:
            screen.panels.ask_follow_up(talk, partial(self._booked_for, outcome))
            return
        if (wish := talk.complaint_to_ask(outcome)) is not None:
            screen.panels.ask_complaint(wish, partial(self._chosen, outcome))
            return
        screen.echo.after(pressed)
        screen.under_way(partial(self._save, talk, outcome, pressed))

    def _booked_for(self, outcome: str, wish: FollowUpWish | bool | None) -> None:
        if isinstance(wish, FollowUpWish) and self._screen.talk is not None:
            self._screen.talk.book(wish)
            self._chosen(outcome)

    async def _save(self, talk: Talk, outcome: str, pressed: str) -> None:
        screen, desk = self._screen, self._screen.desk
        await screen.all_kept()
        save = partial(
            calling.save_result, agent=screen.agent, draft_id=talk.call.draft_id, result=talk.result(outcome)
        )
        try:
            saved = await desk.work.writing(save)
        except CallbenchError as error:
            screen.fail(error, partial(self._chosen, outcome))
            return
        answered = talk.walk.answered
        screen.forget()
        desk.saved(saved)
        found = await desk.work.writing(partial(next_or_trouble, agent=screen.agent))
        screen.say(self._saved_words(saved, answered, isinstance(found, CallInHand)))
        screen.echo.after(pressed)
        await self._go_on(found)

    def _saved_words(self, saved: Saved, answered: int, more: bool) -> str:
        """What was saved, without a word of whom: the next customer is already there."""
        desk = self._screen.desk
        parts = [_("Saved: {outcome}").format(outcome=show.outcome(saved.outcome))]
        if answered:
            parts.append(ngettext("{n} answer", "{n} answers", answered).format(n=answered))
        if saved.follow_up_at is not None:
            when = show.moment(saved.follow_up_at, desk.settings.zone, desk.clock.now())
            parts.append(_("follow-up {when}").format(when=when))
        if saved.complaint is not None:
            parts.append(_("complaint"))
        words = _("{saved}. Next customer") if more else _("{saved}.")
        return words.format(saved=_(", ").join(parts))

    # -- the next customer -------------------------------------------------------------------------------------

    def look_again(self) -> None:
        """Whether somebody can be called by now."""
        self._screen.under_way(self._look_again)

    async def _look_again(self) -> None:
        screen = self._screen
        await self._go_on(await screen.desk.work.writing(partial(next_or_trouble, agent=screen.agent)))

    async def _go_on(self, found: CallInHand | NothingNow | CallbenchError) -> None:
        await self._screen.show_next(found)
        if isinstance(found, CallbenchError):
            self._screen.tell(found, self.look_again)

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
        screen.dismiss(None)
