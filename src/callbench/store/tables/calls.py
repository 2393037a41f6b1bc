"""What is done: the call in hand, attempts with their answers, what is booked and what was complained of."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, SmallInteger, Text, UniqueConstraint
from sqlmodel import Field

from callbench.rules.complaints import KINDS, STATES, URGENCIES
from callbench.store.tables.shape import Kept, key, link, one_of, partial
from callbench.store.types import Id


class Draft(Kept, table=True):
    """The call in hand of a held item. Its id becomes the attempt's, so that a repeated save finds the first one."""

    id: UUID = key()
    item_id: UUID = Field(sa_type=Id, foreign_key="queue_item.id", unique=True, ondelete="RESTRICT")
    agent_id: UUID = link("agent", index=True)
    script_id: UUID = link("script_version")
    phone_id: UUID | None = link("phone", optional=True, ondelete="SET NULL")
    started_at: datetime
    note: str = Field(default="", sa_type=Text)
    complaint: str = Field(default="", sa_type=Text)  # JSON of the one to be raised with the result, or ""
    follow_up: str = Field(default="", sa_type=Text)  # JSON of the one to be booked with the result, or ""


class DraftAnswer(Kept, table=True):
    """An answer on disk the moment it is given."""

    __tablename__ = "draft_answer"
    __table_args__ = (one_of("state", "given", "refused"),)
    draft_id: UUID = Field(sa_type=Id, foreign_key="draft.id", primary_key=True, ondelete="CASCADE")
    path: str = Field(primary_key=True)
    text: str = Field(sa_type=Text)
    state: str = "given"
    answered_at: datetime


class Attempt(Kept, table=True):
    """One attempt to reach a customer and what came of it. due_on: the business day the item had been waiting for."""

    __table_args__ = (
        UniqueConstraint("item_id", "nth"),
        CheckConstraint("ended_at >= started_at", name="ended_at"),
        Index("ix_attempt_day", "business_day", "agent_id", "outcome", "item_id", "due_on"),
        Index("ix_attempt_customer", "customer_id", "started_at"),
        Index("ix_attempt_campaign", "campaign_id", "outcome", "customer_id"),
        Index("ix_attempt_corrected", "business_day", "agent_id", **partial("corrected_at IS NOT NULL")),
        Index("ix_attempt_e164", "e164", "ended_at", **partial("e164 <> ''")),
    )
    id: UUID = key()
    item_id: UUID = link("queue_item")
    nth: int = Field(sa_type=SmallInteger)
    campaign_id: UUID = link("campaign")
    customer_id: UUID = link("customer")
    agent_id: UUID = link("agent")
    script_id: UUID = link("script_version")
    e164: str = ""  # the number called
    channel: str = "phone"
    outcome: str = Field(foreign_key="outcome.key", ondelete="RESTRICT")
    started_at: datetime
    ended_at: datetime
    business_day: int
    due_on: int
    note: str = Field(default="", sa_type=Text)
    corrected_at: datetime | None = None  # what it said before lies in the events


class Answer(Kept, table=True):
    """One answered, calculated, refused or skipped question of an attempt, typed."""

    __table_args__ = (
        one_of("kind", "text", "integer", "decimal", "date", "time", "dateTime", "choice", "choices", "boolean"),
        one_of("state", "given", "calculated", "refused", "skipped"),
        one_of("measure", "", "csat", "nps", "ces", "resolved", "attitude", "efficiency", "effect"),
        Index("ix_answer_question", "question", "attempt_id", "text"),
    )
    attempt_id: UUID = Field(sa_type=Id, foreign_key="attempt.id", primary_key=True, ondelete="CASCADE")
    path: str = Field(primary_key=True)
    question: str
    kind: str
    text: str = Field(sa_type=Text)
    number: float | None = None
    label: str = Field(default="", sa_type=Text)
    state: str = "given"
    measure: str = ""


class FollowUp(Kept, table=True):
    """A follow-up booked with a customer. due_at: UTC; the queue item carries the same moment as ready_at.

    ends_at: the end of its window, None: a moment. rrule: RFC 5545, of the first of a series; series_id: that first one.
    uid, sequence: by which a calendar knows it again. closed_why: who or what ended it, in words.
    """

    __tablename__ = "follow_up"
    __table_args__ = (
        one_of("state", "open", "kept", "moved", "cancelled"),
        Index("ix_follow_up_open", "due_at", **partial("state = 'open'")),
        CheckConstraint("ends_at > due_at", name="ends_at"),
        Index("ix_follow_up_made", "made_on", "made_by"),
        Index("ix_follow_up_series", "series_id", **partial("series_id IS NOT NULL")),
        Index("ix_follow_up_uid", "uid", **partial("uid <> ''")),
        Index("uq_follow_up_open_item", "item_id", unique=True, **partial("state = 'open'")),
    )
    id: UUID = key()
    item_id: UUID = link("queue_item", index=True)
    customer_id: UUID = link("customer", index=True)
    attempt_id: UUID | None = link("attempt", optional=True, index=True)  # the call that booked it
    made_by: UUID = link("agent")
    agent_id: UUID | None = link("agent", optional=True)  # whose it is; None: anyone's
    due_at: datetime
    due_on: int
    reason: str = ""
    note: str = Field(default="", sa_type=Text)
    state: str = "open"
    made_at: datetime
    made_on: int
    ends_at: datetime | None = None
    purpose: str = ""
    channel: str = "phone"
    rrule: str = ""
    series_id: UUID | None = Field(default=None, sa_type=Id)
    uid: str = ""
    sequence: int = 0
    closed_at: datetime | None = None
    closed_by: UUID | None = link("agent", optional=True)
    closed_why: str = ""


class Complaint(Kept, table=True):
    """A problem a customer raised, with who sees to it and until when. attempt_id: the call in which it was raised."""

    __table_args__ = (
        one_of("kind", *KINDS),
        one_of("urgency", *URGENCIES),
        one_of("state", *STATES),
        CheckConstraint("answer_by <= final_by AND solve_by <= final_by", name="final_by"),
        Index("ix_complaint_customer", "customer_id", "raised_at"),
        Index("ix_complaint_open", "answer_by", **partial("closed_at IS NULL")),
        Index("ix_complaint_raised", "raised_on", "raised_by"),
    )
    id: UUID = key()
    customer_id: UUID = link("customer")
    attempt_id: UUID | None = link("attempt", optional=True, index=True)
    kind: str
    urgency: str
    words: str = Field(sa_type=Text)
    state: str = "raised"
    raised_by: UUID = link("agent")
    owner_id: UUID | None = link("agent", optional=True)  # who sees to it; None: nobody named yet
    raised_at: datetime
    raised_on: int
    answer_by: datetime
    solve_by: datetime
    final_by: datetime
    closed_at: datetime | None = None
