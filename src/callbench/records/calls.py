"""The queue, the call in hand and its result, as other rooms see them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from callbench.records.people import Agent, Customer, History, Phone
from callbench.records.plans import Planned


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One line of today's queue.

    group: interrupted, agreed, overdue, due, untouched, later, held, parked, done. attempts: made so far.
    held_by: agent's name or "". outcome: last one, or "". due_on: the business day its turn came, YYYYMMDD.
    due_at: of an agreed callback what was agreed, else the earliest moment it may be called; UTC. closed_why: as in queue_item.
    """

    item_id: UUID
    customer_id: UUID
    customer_name: str
    customer_class: str
    phone: str  # e164 of the number to call first, or ""
    campaign: str
    reason: str
    group: str
    due_at: datetime
    priority: int
    attempts: int
    max_attempts: int
    outcome: str
    held_by: str
    zone: str
    due_on: int = 0
    closed_why: str = ""


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Rows start+1 … start+len(rows) of `total` that match. counts: group → number, over the whole queue.

    told: the conditions of the filter in words, (what, value). counted: False where only the rows were asked for, and total
    and counts are not known.
    """

    rows: tuple[QueueRow, ...]
    start: int
    total: int
    counts: dict[str, int] = field(default_factory=dict)
    told: tuple[tuple[str, str], ...] = ()
    counted: bool = True


@dataclass(frozen=True, slots=True)
class DayProgress:
    """An agent's (or everyone's) day so far, in numbers for the header."""

    planned: int = 0
    attempted: int = 0  # customers attempted at least once
    calls: int = 0  # attempts
    reached: int = 0
    completed: int = 0
    follow_ups: int = 0


@dataclass(frozen=True, slots=True)
class AlsoFor:
    """What a call is for beside its own item: the item of another campaign that wants this customer, too."""

    item_id: UUID
    campaign: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Why:
    """Why this customer now. rule: interrupted, agreed, retry, after_service, plan, list.

    purpose: what this call is for. last_outcome/last_at: the attempt before, if any.
    """

    rule: str
    purpose: str
    due_at: datetime
    attempt: int  # the one about to be made, from 1
    max_attempts: int
    campaign: str
    reason: str = ""
    last_outcome: str = ""
    last_at: datetime | None = None
    personal: bool = False
    plan: Planned | None = None  # which plan made the call
    also: tuple[AlsoFor, ...] = ()  # settled together with it when the call is completed

    @property
    def may_call_again(self) -> bool:
        """Whether the item may be attempted once more: an agreed callback may exceed max_attempts by one."""
        return self.attempt <= self.max_attempts


@dataclass(frozen=True, slots=True)
class NothingNow:
    """Nothing can be taken at this moment: how many wait for what, and when the next becomes free.

    counts: by the codes of rules.why_kept.NOTHING; without those done today, all that is in the queue. remark: what is not
    known of the day of next_at.
    """

    counts: dict[str, int]
    next_at: datetime | None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class DraftAnswer:
    """An answer as given. text: canonical XForms text, "" when refused. path: question path."""

    path: str
    text: str
    state: str = "given"  # given, refused (don't know / refuses)


@dataclass(frozen=True, slots=True)
class ComplaintWish:
    """A complaint to raise with a result. kind, urgency: codes of rules.complaints; words: the customer's, may be ""."""

    kind: str
    urgency: str = "normal"
    words: str = ""


@dataclass(frozen=True, slots=True)
class CallInHand:
    """Everything the call screen needs, in one record: the held item, who, why, history, script and what was answered."""

    item_id: UUID
    draft_id: UUID
    agent: Agent
    customer: Customer
    history: History
    why: Why
    script_id: UUID
    script_title: str
    script_json: str
    fields: dict[str, str]  # customer fields for the script's hidden questions
    phone_id: UUID | None
    started_at: datetime
    note: str
    answers: tuple[DraftAnswer, ...] = ()
    interrupted: bool = False
    complaint: ComplaintWish | None = None  # saved with the result
    follow_up: FollowUpWish | None = None  # likewise
    planned: Planned | None = None  # the next call that a plan will make, as things stand

    def learned(self, customer: Customer, phone_id: UUID | None) -> CallInHand:
        """The call once the card or the number called has changed; what the script reads of them follows."""
        return replace(self, customer=customer, phone_id=phone_id, fields=self.fields | customer.fields(phone_id))


@dataclass(frozen=True, slots=True)
class AnswerGiven:
    """One answer to keep. kind: text, integer, decimal, date, time, dateTime, choice, choices, boolean.

    state: given, calculated, refused, skipped. number: the value as a number where it is one. label: as shown.
    measure: csat, nps, ces, resolved, attitude, efficiency, effect or "".
    """

    path: str
    question: str
    kind: str
    text: str
    number: float | None = None
    label: str = ""
    state: str = "given"
    measure: str = ""


@dataclass(frozen=True, slots=True)
class FollowUpWish:
    """A follow-up to book with a result. due_at: aware. personal: only this agent until the release time.

    ends_at: the end of the window that was agreed, None for a moment. rrule: RFC 5545, how it comes again, "" for once.
    """

    due_at: datetime
    reason: str = ""
    note: str = ""
    personal: bool = True
    ends_at: datetime | None = None
    purpose: str = ""
    channel: str = "phone"
    rrule: str = ""


@dataclass(frozen=True, slots=True)
class CallResult:
    """What is saved at the end of an attempt, in one transaction."""

    outcome: str
    answers: tuple[AnswerGiven, ...] = ()
    note: str = ""
    follow_up: FollowUpWish | None = None
    profile: dict[str, str] = field(default_factory=dict)  # profile fields supplemented during the call
    complaint: ComplaintWish | None = None


@dataclass(frozen=True, slots=True)
class NumberLine:
    """One number of the customer in hand, in the order they are tried. phone: as on the card; in_use: the one of this call.

    called_at: the last attempt to it, by anyone, None when not known. why_not: a code of words.HELD_BACK, "" when it may be
    rung now.
    """

    phone: Phone
    in_use: bool
    called_at: datetime | None
    why_not: str


@dataclass(frozen=True, slots=True)
class NextNumber:
    """Another number of a customer who was not reached. why_not: what keeps it until `at` (UTC), "" when it may be rung now."""

    phone_id: UUID
    e164: str
    at: datetime
    why_not: str


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved result. next_at: when the item comes back (UTC), None when it is closed. undo_until: UTC.

    complaint: what was raised with it, None for nothing. other: another number to try in place of the one that failed.
    again_at: when the next of a series was booked for (UTC), again_said: why that is not the time of its rule.
    """

    attempt_id: UUID
    item_id: UUID
    customer_name: str
    outcome: str
    answers: int
    follow_up_at: datetime | None
    next_at: datetime | None
    undo_until: datetime
    complaint: ComplaintWish | None = None
    other: NextNumber | None = None
    again_at: datetime | None = None
    again_said: str = ""


@dataclass(frozen=True, slots=True)
class SavedCall:
    """A saved attempt as it stands, to be put right. fields: as in CallInHand; answers: those given or refused."""

    attempt_id: UUID
    customer_name: str
    agent_name: str
    started_at: datetime
    outcome: str
    note: str
    script_json: str
    fields: dict[str, str]
    answers: tuple[DraftAnswer, ...]
    corrected_at: datetime | None


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a correction came to. day: the business day that counts anew. next_at: when the item comes back (UTC), or None."""

    attempt_id: UUID
    customer_name: str
    day: int
    was: str
    outcome: str
    next_at: datetime | None
