"""Whether somebody is there: keys keep the call in hand, long silence gives it back, and what was taken meanwhile is said."""

from __future__ import annotations

from functools import partial
from math import inf
from time import monotonic
from typing import TYPE_CHECKING

from callbench.desk import holds
from callbench.errors import CallbenchError
from callbench.i18n import _, ngettext
from callbench.tui import show
from callbench.tui.keymap import key_of
from callbench.tui.standstill import Standstill, Told
from callbench.tui.talk import Talk

if TYPE_CHECKING:
    from callbench.tui.screens.call import CallScreen

_EVERY = 60.0  # seconds between two signs of life, however much is typed
_MOST_LOST = 8  # answers listed


class Hold:
    """The hold on the item that `screen` shows.

    Silence is measured by a clock that nobody sets, so that one set forth or back returns nothing; what the base knows
    decides in the end, for another window may show the same call.
    """

    def __init__(self, screen: CallScreen) -> None:
        self._screen = screen
        self._begun = self._signed = monotonic()
        self._ask_at = 0.0
        self._is_gone = False

    def begin(self) -> None:
        """Another call, or none, is on the screen; taking it was a sign of life."""
        self._begun = self._signed = monotonic()
        self._ask_at = 0.0
        self._is_gone = False

    def tick(self) -> None:
        """Look whether somebody is there; asked every second."""
        screen = self._screen
        talk, now = screen.ready, monotonic()
        if talk is None:
            return
        if self._is_gone:
            if screen.app.screen is screen:  # a panel is handed over or left first
                screen.under_way(partial(self._gone, talk))
            return
        active = max(screen.desk.active_at, self._begun)
        if active > self._signed and now - self._signed >= _EVERY:
            self._signed, self._ask_at = now, 0.0
            screen.beside(partial(self._sign, talk))
        elif now - active >= self._minutes * 60 and now >= self._ask_at:
            self._ask_at = now + _EVERY
            if screen.app.screen is screen:
                screen.under_way(partial(self._return, talk))
            else:
                screen.beside(partial(self._return_below, talk))

    @property
    def _minutes(self) -> int:
        return int(self._screen.desk.settings["calls.hold_minutes"])

    def failed(self, error: CallbenchError) -> None:
        """Something could not be kept; that the call is another's is said as soon as no panel lies over it."""
        self._is_gone = self._is_gone or error.code == "call-gone"

    async def _sign(self, talk: Talk) -> None:
        """A sign of life. A base that is busy gets the next one; nothing is drawn for it."""
        try:
            await self._screen.desk.work.writing(partial(holds.touch, draft_id=talk.call.draft_id))
        except CallbenchError as error:
            self.failed(error)

    # -- silence -----------------------------------------------------------------------------------------------

    async def _return(self, talk: Talk) -> None:
        screen = self._screen
        await screen.all_kept()
        if await self._returned(talk):
            answered = talk.walk.answered
            screen.forget()
            screen.say("")
            await screen.show_next(Standstill(lambda: self._idle_words(answered), screen.ending.look_again))
        else:
            screen.busy = False

    async def _return_below(self, talk: Talk) -> None:
        """A panel lies over the call: it stays, for what stands in it would be lost; the next key takes the call again."""
        if await self._returned(talk):
            self._signed = monotonic() - _EVERY
            self._ask_at = inf  # said once
            self._screen.desk.say(self._silence(), trouble=True)

    async def _returned(self, talk: Talk) -> bool:
        screen = self._screen
        try:
            return await screen.desk.work.writing(partial(holds.return_idle, draft_id=talk.call.draft_id))
        except CallbenchError as error:
            self.failed(error)
            return False

    def _silence(self) -> str:
        return _("Nothing was pressed for {n} minutes: the customer is back in the queue.").format(n=self._minutes)

    def _idle_words(self, answered: int) -> Told:
        kept = ngettext("{n} answer waits with the customer.", "{n} answers wait with the customer.", answered)
        return (
            self._silence(),
            *([kept.format(n=answered)] if answered else []),
            _("Enter goes on with this customer, unless a colleague took the call."),
            (_("{key} goes back to the queue.").format(key=key_of("call.leave")), "$muted"),
        )

    # -- taken -------------------------------------------------------------------------------------------------

    async def gone(self, talk: Talk, outcome: str) -> None:
        """The call to be saved with `outcome` is no longer in this hand: say where it is, and what is only here."""
        await self._gone(talk, outcome)

    async def _gone(self, talk: Talk, outcome: str = "") -> None:
        screen = self._screen
        await screen.all_kept()
        lost = set(screen.keeper.failed)
        ask = partial(holds.what_became, draft_id=talk.call.draft_id, item_id=talk.call.item_id)
        try:
            became = await screen.desk.work.reading(ask)
            if outcome:
                given = talk.result(outcome).answers
                lost |= await screen.desk.work.reading(
                    partial(holds.not_saved, draft_id=talk.call.draft_id, given=given)
                )
        except CallbenchError as error:
            became = error.what
        told = self._lost(talk, lost, outcome)
        screen.forget()
        screen.say("")
        await screen.show_next(Standstill(lambda: self._gone_words(became, told), screen.ending.look_again))

    def _lost(self, talk: Talk, lost: set[str], outcome: str) -> list[str]:
        """What was given here and is nowhere else, as it was said."""
        given = [_("Outcome: {outcome}").format(outcome=show.outcome(outcome))] if outcome else []
        given += [f"{line.label} {line.shown}" for line in talk.walk.interview.lines() if line.path in lost]
        if "\0note" in lost:
            given.append(_("Note: {words}").format(words=talk.note))
        return [show.safe(words, limit=200) for words in given]

    def _gone_words(self, became: str, lost: list[str]) -> Told:
        more = len(lost) - _MOST_LOST
        return (
            _("This call is no longer in your hand."),
            show.safe(became),
            *([_("Only here, for whoever has the customer now:")] if lost else []),
            *((words, "$mark") for words in lost[:_MOST_LOST]),
            *([_("and {n} more answers").format(n=more)] if more > 0 else []),
            (
                _("Enter takes the next customer, {key} goes back to the queue.").format(key=key_of("call.leave")),
                "$muted",
            ),
        )
