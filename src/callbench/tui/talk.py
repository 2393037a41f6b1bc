"""The call on the screen: its record and where the agent stands in it; imported after the bench is open, with the desk."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from callbench.desk import calling, customers
from callbench.desk.bench import Bench
from callbench.errors import CallbenchError
from callbench.i18n import language
from callbench.records.calls import CallInHand, CallResult, ComplaintWish, FollowUpWish, NothingNow
from callbench.records.people import Agent
from callbench.rules.complaints import proposed_wish
from callbench.rules.fitting import fitting_outcomes, proposed_outcome
from callbench.rules.outcomes import OutcomeRule, Outcomes
from callbench.script.interview import interview_of
from callbench.tui.draft import Draft
from callbench.tui.keeper import Keeper
from callbench.tui.walk import Walk


@dataclass
class Talk:
    """One call on the screen: the record, where the agent stands in the script, its draft, and what is not an answer.

    whole: the number is shown in full.
    wrap_up_from: since when the call is over and being wrapped up.
    left_out: what the answers proposed as a complaint when the agent said that there is none.
    """

    call: CallInHand
    walk: Walk
    draft: Draft
    note: str
    bench: Bench
    left_out: str = ""
    whole: bool = False
    wrap_up_from: datetime | None = None
    _asked_at: int = -1  # answers when the outcome was asked

    def count_wrap_up(self, now: datetime, *, asked: bool = False) -> None:
        """Wrapping up begins behind the last question, or when the outcome is asked; another answer goes on with the call.

        It is shown and never forced.
        """
        answered = self.walk.answered
        if asked:
            self._asked_at = answered
        over = self._asked_at == answered or (self.walk.live is None and answered > 0)
        self.wrap_up_from = (self.wrap_up_from or now) if over else None

    @property
    def outcomes(self) -> Outcomes:
        """The shop's, as they are known now."""
        return self.bench.outcomes

    def fitting(self) -> tuple[tuple[OutcomeRule, ...], str]:
        """The outcomes that fit now, and the one that Enter takes behind the last question ("" for none)."""
        booked = self.call.follow_up is not None
        fitting = fitting_outcomes(
            required_left=self.walk.gaps,
            answered=self.walk.answered,
            follow_up=booked,
            may_call_again=self.call.why.may_call_again,
            complaint=self.call.complaint is not None,
            outcomes=self.outcomes,
        )
        wanted = self.walk.interview.proposals().outcome
        return fitting, proposed_outcome(fitting, follow_up=booked, wanted=wanted)

    def result(self, outcome: str) -> CallResult:
        """What is saved: an attempt in which nothing was asked carries no answers, one after which nobody calls no follow-up."""
        talk, asked = self.walk.interview, self.walk.answered > 0
        answers, profile = (talk.answers(), talk.profile()) if asked else ((), {})
        follow_up = None if self.drops(outcome) else self.call.follow_up
        return CallResult(outcome, answers, self.note, follow_up, profile, self.call.complaint)

    def drops(self, outcome: str) -> bool:
        """Whether the follow-up in hand is not kept, because nobody calls after such an outcome."""
        return self.call.follow_up is not None and self.outcomes[outcome].ends_calling

    def book(self, wish: FollowUpWish | None) -> None:
        """The follow-up to book, on disk with the draft; None drops the one that was."""
        if wish != self.call.follow_up:
            self.call = replace(self.call, follow_up=wish)
            self.draft.keep_follow_up(wish)

    def raise_complaint(self, wish: ComplaintWish | None) -> None:
        """The complaint to raise, on disk with the draft; None: there is none, whatever the answers propose now."""
        self.left_out = self.walk.interview.proposals().complaint if wish is None else ""
        if wish != self.call.complaint:
            self.call = replace(self.call, complaint=wish)
            self.draft.keep_complaint(wish)

    def complaint_to_ask(self, outcome: str) -> ComplaintWish | None:
        """What the answers propose and nobody decided on yet, when a call ends like this."""
        proposed = self.walk.interview.proposals().complaint
        if self.call.complaint is not None or proposed == self.left_out or not self.outcomes[outcome].contacted:
            return None
        return proposed_wish(proposed)


def talk_of(call: CallInHand, now: datetime, keeper: Keeper, bench: Bench) -> Talk:
    """Make a call ready for the screen; `now` in the shop's zone. Meant for a thread: a long script takes its time."""
    reads = customers.field_check(bench.settings, bench.clock)
    interview = interview_of(call, now, language(), bench.settings["shop.region"], reads)
    return Talk(call, Walk(interview), Draft(call.draft_id, keeper), call.note, bench)


def profile_problem(bench: Bench, field: str, text: str) -> str:
    """What is wrong with a profile field as typed, "" when it would be kept; asks no store."""
    return customers.field_check(bench.settings, bench.clock)(field, text)


def next_or_trouble(bench: Bench, agent: Agent) -> CallInHand | NothingNow | CallbenchError:
    """The next customer, or the failure as a value: a result already saved must not look unsaved for it."""
    try:
        return calling.take_next(bench, agent)
    except CallbenchError as error:
        return error
