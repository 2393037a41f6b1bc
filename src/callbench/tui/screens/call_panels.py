"""What is asked in panels while a call goes on: a follow-up, a complaint, a note, why, and what is to be supplemented."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from callbench.desk.brakes import bookable_from
from callbench.desk.customers import update_profile
from callbench.desk.why import why as why_of
from callbench.errors import CallbenchError, Conflict, StoreProblem, UsageProblem
from callbench.i18n import _
from callbench.records.calls import ComplaintWish, FollowUpWish
from callbench.rules.complaints import further_kinds, proposed_wish
from callbench.tui import show
from callbench.tui.screens.panels.complaint import ComplaintPanel
from callbench.tui.screens.panels.follow_up import FollowUpPanel
from callbench.tui.screens.panels.note import NotePanel
from callbench.tui.screens.panels.profile import ProfilePanel
from callbench.tui.screens.panels.sheet import ask
from callbench.tui.screens.panels.why import WhyPanel
from callbench.tui.talk import Talk
from callbench.values.when import show_moment

if TYPE_CHECKING:
    from callbench.rules.outcomes import OutcomeRule
    from callbench.tui.screens.call import CallScreen


class CallPanels:
    """Opens panels over the call that `screen` shows, and does what they return."""

    def __init__(self, screen: CallScreen) -> None:
        self._screen = screen

    def follow_up(self, talk: Talk) -> None:
        """Book a follow-up; booked in the middle of a script it usually ends the call: the outcome is asked at once."""
        self.ask_follow_up(talk, self._booked)

    def ask_follow_up(self, talk: Talk, then: Callable[[FollowUpWish | bool | None], None]) -> None:
        """When to call again; `then` gets what `FollowUpPanel` returns. Whom nobody may call any more is refused at once."""
        self._screen.desk.ahead.hold(reading=True)
        self._screen.beside(partial(self._ask_follow_up, talk, then))

    async def _ask_follow_up(self, talk: Talk, then: Callable[[FollowUpWish | bool | None], None]) -> None:
        screen, call = self._screen, talk.call
        free_from: datetime | None = None
        try:
            with suppress(StoreProblem):  # the save asks again
                free_from = await screen.desk.work.reading(partial(bookable_from, customer_id=call.customer.id))
            if screen.ready is talk and screen.is_current:
                zone = call.customer.zone or screen.desk.settings.zone.key
                words = "" if call.follow_up else talk.walk.interview.proposals().follow_up
                ask(screen, FollowUpPanel(zone, words=words, wish=call.follow_up, free_from=free_from), then)
        except Conflict as refused:
            if screen.talk is talk:
                screen.tell(refused)
        finally:
            screen.desk.ahead.release()

    def _booked(self, wish: FollowUpWish | bool | None) -> None:
        screen = self._screen
        talk = screen.ready
        if talk is None or wish is None:
            return
        talk.book(wish if isinstance(wish, FollowUpWish) else None)
        screen.face.draw()
        if not isinstance(wish, FollowUpWish):
            screen.say_kept(_("The follow-up is dropped."))
            return
        screen.say_kept(_("Follow-up {when}; it is saved with the outcome.").format(when=show_moment(wish.due_at)))
        if talk.walk.gaps or not talk.walk.answered:
            screen.desk.ahead.and_on()  # Enter books, Enter takes the outcome that is marked
            screen.ending.ask_outcome(talk)

    def complaint(self, talk: Talk) -> None:
        """Raise a complaint, change or drop the one that is to be raised."""
        proposed = talk.walk.interview.proposals().complaint
        wish = talk.call.complaint or proposed_wish(proposed)
        ask(self._screen, ComplaintPanel(wish, also=further_kinds(proposed)), self._complained)

    def _complained(self, wish: ComplaintWish | bool | None) -> None:
        screen = self._screen
        talk = screen.ready
        if talk is None or wish is None:
            return
        talk.raise_complaint(wish if isinstance(wish, ComplaintWish) else None)
        screen.say_kept(
            _("The complaint is saved with the outcome.") if talk.call.complaint else _("The complaint is dropped.")
        )
        screen.face.draw()

    def ask_complaint(self, talk: Talk, wish: ComplaintWish, then: Callable[[str], None]) -> None:
        """What the answers propose, before the outcome is saved; `then` gets the key that decided, also for no complaint."""

        def decided(answer: ComplaintWish | bool | None) -> None:
            talk = self._screen.ready
            if talk is not None:
                talk.raise_complaint(answer if isinstance(answer, ComplaintWish) else None)
                then("enter" if talk.call.complaint else "escape")

        also = further_kinds(talk.walk.interview.proposals().complaint)
        ask(self._screen, ComplaintPanel(wish, proposed=True, also=also), decided)

    def note(self, talk: Talk) -> None:
        """A note to the call; "" takes it back."""
        ask(self._screen, NotePanel(talk.note), self._noted)

    def _noted(self, note: str | None) -> None:
        talk = self._screen.ready
        if note is None or talk is None:
            return
        talk.note = show.safe(note, lines=True)
        talk.draft.keep_note(talk.note)
        self._screen.say_kept(_("The note is kept.") if talk.note else _("The note is taken back."))

    def ask_note(self, talk: Talk, rule: OutcomeRule, then: Callable[[], None]) -> None:
        """The note that an outcome asks for; `then` goes on when there is one."""

        def noted(note: str | None) -> None:
            self._noted(note)
            if talk.note.strip():
                then()

        ask(self._screen, NotePanel(talk.note, _("{outcome} needs a note").format(outcome=rule.name)), noted)

    def why(self, talk: Talk) -> None:
        """Why this customer now, as `callbench why` says it; keys wait until it is read."""
        self._screen.desk.ahead.hold(reading=True)
        self._screen.beside(partial(self._ask_why, talk))

    async def _ask_why(self, talk: Talk) -> None:
        screen = self._screen
        read = partial(why_of, agent=screen.agent, customer_id=talk.call.customer.id)
        try:
            found = await screen.desk.work.reading(read)
            item = next((one for one in found.items if one.item_id == talk.call.item_id), None)
            if screen.ready is talk and screen.is_current:
                ask(screen, WhyPanel(talk.call.why, item))
        except CallbenchError as error:
            screen.desk.say(error.what, trouble=True)
        finally:
            screen.desk.ahead.release()

    def profile(self, talk: Talk, typed: dict[str, str] | None = None) -> None:
        """The whole card; what is supplemented there is kept at once. typed: what was typed before and does not fit."""
        call = talk.call
        ask(self._screen, ProfilePanel(call.customer, call.history, call.why, typed=typed), self._supplemented)

    def _supplemented(self, fields: dict[str, str] | None) -> None:
        if fields and (talk := self._screen.ready):
            self._screen.beside(partial(self._supplement, talk, fields))

    def _mend(self, fields: dict[str, str]) -> None:
        if talk := self._screen.ready:
            self.profile(talk, fields)

    async def _supplement(self, talk: Talk, fields: dict[str, str]) -> None:
        screen = self._screen
        update = partial(update_profile, agent=screen.agent, customer_id=talk.call.customer.id, fields=fields)
        try:
            customer = await screen.desk.work.writing(update)
        except UsageProblem as problem:
            screen.tell(problem, partial(self._mend, fields))
            return
        except CallbenchError as error:
            screen.tell(error, partial(self._supplemented, fields))
            return
        if screen.talk is talk:
            await screen.learn(talk, customer, talk.call.phone_id)
            screen.say(_("The profile is kept."))
            screen.numbers.use_added(talk)
