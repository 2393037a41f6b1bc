"""What the call screen has the desk do, as functions for a thread; the desk is imported inside them, never earlier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from callbench.errors import CallbenchError
from callbench.i18n import language
from callbench.records.calls import CallInHand, CallResult, FollowUpWish, NothingNow, Saved
from callbench.records.people import Agent, Customer
from callbench.tui.walk import Walk

if TYPE_CHECKING:
    from callbench.desk.bench import Bench


@dataclass
class Talk:
    """One call on the screen: the record, where the agent stands in the script, and what is not an answer.

    wish: a follow-up booked with this call, saved with its result. whole: the number is shown in full.
    """

    call: CallInHand
    walk: Walk
    note: str
    wish: FollowUpWish | None = None
    whole: bool = False

    def result(self, outcome: str) -> CallResult:
        """What is saved: an attempt in which nothing was asked carries no answers."""
        answers = self.walk.interview.answers() if self.walk.answered else ()
        return CallResult(outcome, answers, self.note, self.wish)


def talk_of(call: CallInHand, now: datetime) -> Talk:
    """Make a call ready for the screen; `now` in the shop's zone. Meant for a thread: a long script takes its time."""
    import callbench.desk.customers  # loaded here, or the first panel would load it on the UI loop
    import callbench.values.phone  # noqa: F401
    from callbench.script.interview import interview_of

    return Talk(call, Walk(interview_of(call, now, language())), call.note)


def keep_answer(bench: Bench, draft_id: UUID, path: str, text: str, state: str) -> None:
    from callbench.desk import calling

    calling.keep_answer(bench, draft_id, path, text, state)


def drop_answer(bench: Bench, draft_id: UUID, path: str) -> None:
    from callbench.desk import calling

    calling.drop_answer(bench, draft_id, path)


def keep_note(bench: Bench, draft_id: UUID, note: str) -> None:
    from callbench.desk import calling

    calling.keep_note(bench, draft_id, note)


def take_next(bench: Bench, agent: Agent) -> CallInHand | NothingNow:
    from callbench.desk import calling

    return calling.take_next(bench, agent)


def save_result(bench: Bench, agent: Agent, draft_id: UUID, result: CallResult) -> Saved:
    from callbench.desk import calling

    return calling.save_result(bench, agent, draft_id, result)


def undo_last(bench: Bench, agent: Agent) -> CallInHand:
    from callbench.desk import calling

    return calling.undo_last(bench, agent)


def give_back(bench: Bench, agent: Agent, item_id: UUID) -> None:
    from callbench.desk import calling

    calling.give_back(bench, agent, item_id)


def update_profile(bench: Bench, agent: Agent, customer_id: UUID, fields: dict[str, str]) -> Customer:
    from callbench.desk import customers

    return customers.update_profile(bench, agent, customer_id, fields)


def profile_problem(bench: Bench, field: str, text: str) -> str:
    """What is wrong with a profile field as typed, "" when it would be kept; asks no store."""
    from callbench.desk import customers
    from callbench.values.phone import read_phones

    if field == "phone":
        read = read_phones(text, bench.settings["shop.region"])
        return "" if read.phones or not read.problems else read.problems[0].message
    try:
        customers.check_field(bench, field, text)
    except CallbenchError as error:
        return error.todo or error.what
    return ""


def next_or_trouble(bench: Bench, agent: Agent) -> CallInHand | NothingNow | CallbenchError:
    """The next customer, or the failure as a value: a result already saved must not look unsaved for it."""
    try:
        return take_next(bench, agent)
    except CallbenchError as error:
        return error
