"""The numbers of the customer in hand: another one chosen, copied, dialled; and the next one offered when one failed."""

from __future__ import annotations

import asyncio
import os
from functools import partial
from subprocess import Popen
from typing import TYPE_CHECKING
from uuid import UUID

from callbench.desk import calling, dialing, phones
from callbench.desk.brakes import check_may_be_dialled
from callbench.errors import CallbenchError, Conflict
from callbench.i18n import _
from callbench.records.calls import CallInHand, NextNumber, NumberLine
from callbench.tui import show, show_phones
from callbench.tui.keymap import key_of
from callbench.tui.screens.panels.numbers import NumbersPanel
from callbench.tui.screens.panels.sheet import ask
from callbench.tui.standstill import Standstill, Told
from callbench.tui.talk import Talk

if TYPE_CHECKING:
    from callbench.tui.screens.call import CallScreen

_CANNOT_COPY = ("linux", "dumb", "vt100", "vt102", "vt220", "cons25")  # terminals that know no clipboard (TERM)
_LOOK, _LOOKS = 0.25, 120  # seconds between two looks whether the dialling program ended, and how many


class CallNumbers:
    """Does what keys ask of the numbers of the call that `screen` shows."""

    def __init__(self, screen: CallScreen) -> None:
        self._screen = screen
        self._dialling: list[Popen[bytes]] = []  # programs that still run

    # -- another number ----------------------------------------------------------------------------------------

    def choose(self, talk: Talk) -> None:
        """Show every number of the customer; the one pressed is used from now on. Keys wait until they are read."""
        self._screen.desk.ahead.hold(reading=True)
        self._screen.beside(partial(self._ask, talk))

    async def _ask(self, talk: Talk) -> None:
        screen = self._screen
        try:
            lines = await screen.desk.work.reading(partial(phones.numbers_of, draft_id=talk.call.draft_id))
            if screen.ready is talk and screen.app.screen is screen:
                ask(screen, NumbersPanel(lines, whole=talk.whole), partial(self._chosen, talk))
        except CallbenchError as error:
            self._failed(error)
        finally:
            screen.desk.ahead.release()

    def _chosen(self, talk: Talk, line: NumberLine | None) -> None:
        if line is not None and self._screen.ready is talk and not line.in_use:
            self._screen.beside(partial(self._use, talk, line.phone.id))

    async def _use(self, talk: Talk, phone_id: UUID) -> None:
        screen = self._screen
        use = partial(phones.choose_phone, draft_id=talk.call.draft_id, phone_id=phone_id)
        try:
            await screen.desk.work.writing(use)
        except CallbenchError as error:
            return self._failed(error)
        if screen.talk is talk:
            await screen.learn(talk, talk.call.customer, phone_id)
            phone = show_phones.number_called(talk.call)
            number = show_phones.phone_text(phone, screen.desk.settings, whole=talk.whole)
            screen.say(_("This call is made to {number}.").format(number=number))

    def use_added(self, talk: Talk) -> None:
        """A customer without a number was given one: this call is made to it."""
        phone = show_phones.number_called(talk.call)
        if phone is not None and phone.id != talk.call.phone_id:
            self._screen.beside(partial(self._use, talk, phone.id))

    def _failed(self, error: CallbenchError) -> None:
        self._screen.hold.failed(error)
        if error.code != "call-gone":
            self._screen.desk.say(error.what, trouble=True)

    # -- copied and dialled ------------------------------------------------------------------------------------

    def copy(self, talk: Talk) -> None:
        """The number to the clipboard (OSC 52); where the terminal is known not to take it, it is shown instead."""
        screen = self._screen
        try:
            phone = dialing.check_callable(show_phones.number_called(talk.call))
        except Conflict as error:
            screen.say(_("{what} {todo}").format(what=error.what, todo=self._add_one()))
            return
        if os.environ.get("TERM", "") in _CANNOT_COPY or os.environ.get("TERM_PROGRAM") == "Apple_Terminal":
            talk.whole = True
            screen.face.draw()
            screen.say(_("This terminal has no clipboard; the whole number is shown."))
            return
        screen.desk.copy_to_clipboard(phone.e164)
        if "TMUX" in os.environ:
            screen.say(_("The number was sent to the clipboard; tmux passes it on where set-clipboard is on."))
        else:
            screen.say(_("The number was sent to the clipboard; some terminals refuse that."))

    def dial(self, talk: Talk) -> None:
        """Start the program that dials; the screen goes on."""
        screen = self._screen
        try:
            words = dialing.dial_words(screen.desk.settings, show_phones.number_called(talk.call))
        except Conflict as error:
            screen.say(_("{what} {todo}").format(what=error.what, todo=self._add_one()))
        except CallbenchError as error:
            screen.desk.say(_("{what} {todo}").format(what=error.what, todo=error.todo), trouble=True)
        else:
            screen.beside(partial(self._dial, talk.call, words))

    def _add_one(self) -> str:
        return _("{key} adds one.").format(key=key_of("call.profile"))

    async def _dial(self, call: CallInHand, words: tuple[str, ...]) -> None:
        desk = self._screen.desk
        try:
            await desk.work.reading(partial(check_may_be_dialled, call=call))
            process = await asyncio.to_thread(dialing.start, words)
        except CallbenchError as error:
            desk.say(error.what, trouble=True)
            return
        self._dialling = [one for one in self._dialling if one.poll() is None]
        self._dialling.append(process)
        self._screen.say(_("Dialling with {program}.").format(program=show.safe(words[0], limit=60)))
        for _look in range(_LOOKS):  # a program that goes on longer is a telephone
            if (code := process.poll()) is not None:
                if problem := dialing.failed(words[0], code):
                    desk.say(problem.what, trouble=True)
                return
            await asyncio.sleep(_LOOK)

    # -- the next number ---------------------------------------------------------------------------------------

    def offer(self, talk: Talk, outcome: str, other: NextNumber) -> Standstill:
        """After an attempt that failed: Enter tries the other number at once, leaving takes the next customer."""
        return Standstill(
            lambda: self._offer_words(talk, outcome, other),
            partial(self._try, talk.call.item_id, other.phone_id),
            self._screen.ending.look_again,
        )

    def _offer_words(self, talk: Talk, outcome: str, other: NextNumber) -> Told:
        customer, settings = talk.call.customer, self._screen.desk.settings
        phone = next((each for each in customer.phones if each.id == other.phone_id), None)
        number = show.phone(other.e164, region=settings["shop.region"])
        kind = f"  {show_phones.phone_kind(phone)}" if phone else ""
        name = show.fit(customer.name, 40) or _("(no name)")
        return (
            _("{name}: {outcome}. Next number {number}").format(
                name=name, outcome=show.outcome(outcome), number=number + kind
            ),
            _("Enter tries it now; that is an attempt of its own."),
            (_("{key}: next customer").format(key=key_of("call.leave")), "$muted"),
        )

    def _not_tried(self, why: str) -> Told:
        leave = _("{key} goes back to the queue.").format(key=key_of("call.leave"))
        return show.safe(why), _("Enter takes the next one."), (leave, "$muted")

    def _try(self, item_id: UUID, phone_id: UUID) -> None:
        self._screen.under_way(partial(self._take, item_id, phone_id))

    async def _take(self, item_id: UUID, phone_id: UUID) -> None:
        screen = self._screen
        take = partial(calling.take_item, agent=screen.agent, item_id=item_id, phone_id=phone_id)
        try:
            found = await screen.desk.work.writing(take)
        except Conflict as why:  # taken by a colleague, or the hours are over
            words = why.what
            await screen.show_next(Standstill(lambda: self._not_tried(words), screen.ending.look_again))
            return
        except CallbenchError as error:
            screen.fail(error, partial(self._try, item_id, phone_id))
            return
        screen.say("")
        await screen.show_next(found)
