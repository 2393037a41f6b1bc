"""Where a call that is made line by line is kept: on disk for a customer, nowhere for practice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from callbench.cli import cards
from callbench.desk import booking, calling
from callbench.i18n import _

if TYPE_CHECKING:
    from datetime import datetime

    from callbench.cli.door import Door
    from callbench.config import Settings
    from callbench.records.calls import CallInHand, CallResult, ComplaintWish, DraftAnswer, FollowUpWish
    from callbench.records.people import Agent
    from callbench.rules.outcomes import Outcomes


class Book(Protocol):
    """What a dialogue needs to know and where it keeps what was said. zone: the customer's. note, follow_up, complaint: as they stand."""

    settings: Settings
    zone: str
    note: str
    follow_up: FollowUpWish | None
    complaint: ComplaintWish | None
    may_call_again: bool

    @property
    def outcomes(self) -> Outcomes:
        """What the call may end with."""

    def head(self) -> list[str]:
        """What is said before the first question."""

    def now(self) -> datetime:
        """The moment, in UTC."""

    def keep_answer(self, answer: DraftAnswer) -> None: ...

    def drop_answer(self, path: str) -> None: ...

    def keep_note(self, note: str) -> None: ...

    def check_time(self, due_at: datetime) -> None:
        """Raise UsageProblem when no follow-up can be booked at `due_at`."""

    def save(self, result: CallResult) -> list[str]:
        """Save the result, and say what was saved. Raises UsageProblem when it does not fit."""

    def ended(self) -> str:
        """What is said when the input ends before anything was saved."""


class OnDisk:
    """A call in hand: every answer is written the moment it is given."""

    def __init__(self, door: Door, agent: Agent, call: CallInHand) -> None:
        self.door, self.agent, self.call = door, agent, call
        self.settings = door.bench.settings
        self.zone = call.customer.zone
        self.note = call.note
        self.follow_up = call.follow_up
        self.complaint = call.complaint
        self.may_call_again = call.why.may_call_again

    @property
    def outcomes(self) -> Outcomes:
        return self.door.bench.outcomes

    def head(self) -> list[str]:
        interrupted = [_("This call was interrupted; it goes on where it stopped.")] if self.call.interrupted else []
        return [*cards.call_card(self.call, self.door.settings, self.now()), *interrupted]

    def now(self) -> datetime:
        return self.door.clock.now()

    def keep_answer(self, answer: DraftAnswer) -> None:
        calling.keep_answer(self.door.bench, self.call.draft_id, answer.path, answer.text, answer.state)

    def drop_answer(self, path: str) -> None:
        calling.drop_answer(self.door.bench, self.call.draft_id, path)

    def keep_note(self, note: str) -> None:
        calling.keep_note(self.door.bench, self.call.draft_id, note)

    def check_time(self, due_at: datetime) -> None:
        booking.check_time(self.door.bench, due_at, self.zone)

    def save(self, result: CallResult) -> list[str]:
        saved = calling.save_result(self.door.bench, self.agent, self.call.draft_id, result)
        return cards.saved_card(saved, self.door.settings.zone)

    def ended(self) -> str:
        return _("The input ended before the result was saved. The call stays in hand with its answers.")
