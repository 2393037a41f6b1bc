"""The tables, declared once. Times are UTC beside a business-day column (YYYYMMDD); enumerations are codes with CHECK."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Index,
    LargeBinary,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlmodel import Field, SQLModel

from callbench.store.types import Id

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def key() -> Any:
    """A primary key."""
    return Field(sa_type=Id, primary_key=True)


def link(to: str, *, index: bool = False, optional: bool = False, ondelete: str = "RESTRICT") -> Any:
    """A foreign key to the `id` of another table."""
    more: dict[str, Any] = {"default": None} if optional else {}
    more |= {"foreign_key": f"{to}.id", "index": index, "nullable": optional, "ondelete": ondelete}
    return Field(sa_type=Id, **more)


def one_of(column: str, *codes: str) -> CheckConstraint:
    """`column` holds one of `codes`."""
    allowed = ", ".join(f"'{code}'" for code in codes)
    return CheckConstraint(f"{column} IN ({allowed})", name=column)


def partial(where: str) -> dict[str, Any]:
    """A partial index. State is a literal in queries too, or the index is not used.

    On both engines: migrations/env tells PostgreSQL's dialect, which is not loaded for a base in a file.
    """
    return {"sqlite_where": text(where)}


def core(model: type[SQLModel]) -> Table:
    """The Core table behind a model, for statements that are written once and return plain rows."""
    return SQLModel.metadata.tables[model.__tablename__]  # type: ignore[index]


class Kept(SQLModel):
    """What all tables share: only statements read and write them, so validators are not built before anybody asks."""

    model_config = {"defer_build": True}


class Meta(Kept, table=True):
    """Facts about this base: when it was made, whether it is a demo."""

    name: str = Field(primary_key=True)
    value: str = Field(sa_type=Text)


class Agent(Kept, table=True):
    """Someone who calls."""

    __table_args__ = (one_of("role", "agent", "supervisor"), one_of("state", "active", "left"))
    id: UUID = key()
    code: str = Field(unique=True)
    name: str
    role: str = "agent"
    state: str = "active"
    created_at: datetime


class Customer(Kept, table=True):
    """One person. birthday: ISO date, or --MM-DD where the year is unknown."""

    __table_args__ = (
        one_of("gender", "", "female", "male", "other"),
        one_of("customer_class", "", "key", "regular", "potential", "special"),
        one_of("state", "active", "inactive", "do_not_call"),
        Index("ix_customer_code", "code", unique=True, **partial("code <> ''")),
    )
    id: UUID = key()
    code: str = ""
    name: str = Field(index=True)
    gender: str = ""
    customer_class: str = ""
    owner_id: UUID | None = link("agent", optional=True)
    branch: str = ""
    birthday: str = ""
    email: str = ""
    wechat: str = ""
    zone: str
    channel: str = ""
    preferred_time: str = ""
    preferences: str = Field(default="", sa_type=Text)
    special_needs: str = Field(default="", sa_type=Text)
    note: str = Field(default="", sa_type=Text)
    state: str = "active"
    created_at: datetime
    updated_at: datetime


class Phone(Kept, table=True):
    """One number of a customer, in the order they are to be tried. e164 is "" where the original cannot be read."""

    __table_args__ = (
        one_of("kind", "mobile", "fixed", "other", "unknown"),
        one_of("state", "valid", "wrong", "invalid"),
        UniqueConstraint("customer_id", "position"),
        Index("ix_phone_e164", "e164", **partial("e164 <> ''")),
    )
    id: UUID = key()
    customer_id: UUID = link("customer", ondelete="CASCADE")
    position: int = Field(sa_type=SmallInteger)
    e164: str = ""
    ext: str = ""
    kind: str = "unknown"
    state: str = "valid"
    original: str


class ServiceRecord(Kept, table=True):
    """A service or purchase. amount: minor units. nth: tells equal lines of one day apart, so that a file can be read twice."""

    __tablename__ = "service_record"
    __table_args__ = (
        UniqueConstraint("customer_id", "on_day", "item", "amount", "nth"),
        CheckConstraint("nth >= 1", name="nth"),
    )
    id: UUID = key()
    customer_id: UUID = link("customer", ondelete="CASCADE")
    on_day: date
    item: str = ""
    amount: int | None = Field(default=None, sa_type=BigInteger)
    nth: int = Field(default=1, sa_type=SmallInteger)
    staff: str = ""
    branch: str = ""


class ScriptVersion(Kept, table=True):
    """A script as imported: its canonical JSON (hashed) and the workbook's bytes. A published version never changes."""

    __tablename__ = "script_version"
    __table_args__ = (
        one_of("state", "draft", "published", "retired"),
        UniqueConstraint("form_id", "version"),
        CheckConstraint("length(hash) = 64", name="hash"),
    )
    id: UUID = key()
    form_id: str
    version: str
    hash: str
    title: str
    canonical: str = Field(sa_type=Text)
    workbook: bytes = Field(sa_type=LargeBinary)
    file_name: str = ""
    state: str = "published"
    created_at: datetime


class Campaign(Kept, table=True):
    """Why a list of customers is called, and with which script."""

    __table_args__ = (
        one_of("state", "active", "paused", "closed"),
        CheckConstraint("max_attempts >= 1", name="max_attempts"),
    )
    id: UUID = key()
    code: str = Field(unique=True)
    name: str
    purpose: str = ""
    script_id: UUID = link("script_version")
    state: str = "active"
    max_attempts: int = Field(default=6, sa_type=SmallInteger)
    created_at: datetime


class Outcome(Kept, table=True):
    """What an attempt can end with; seeded from rules/outcomes. aapor: I, P, R, NC, O, NE or open."""

    __table_args__ = (one_of("aapor", "I", "P", "R", "NC", "O", "NE", "open"),)
    key: str = Field(primary_key=True)
    aapor: str
    contacted: bool
    final: bool
    position: int = Field(sa_type=SmallInteger)


class QueueItem(Kept, table=True):
    """One customer to be called for one campaign.

    state: open, held (by held_by), parked (no number that can be called: to be supplemented), done.
    ready_at: the earliest moment it may be taken; due_on: the business day its turn comes. rule: why it is in the queue.
    agent_id: whose call it is, until released_at. touched_at: last sign of life of its holder. closed_why: why it ended
    or is parked: outcome, attempts, no_phone, do_not_call, inactive.
    """

    __tablename__ = "queue_item"
    __table_args__ = (
        one_of("state", "open", "held", "parked", "done"),
        one_of("closed_why", "", "outcome", "attempts", "no_phone", "do_not_call", "inactive"),
        one_of("rule", "retry", "after_service", "plan", "list", "agreed"),
        CheckConstraint("(state = 'held') = (held_by IS NOT NULL)", name="held_by"),
        CheckConstraint("(state = 'done') = (closed_at IS NOT NULL)", name="closed_at"),
        CheckConstraint("priority BETWEEN 0 AND 9", name="priority"),
        CheckConstraint("attempts >= 0", name="attempts"),
        Index("uq_queue_item_open", "customer_id", "campaign_id", unique=True, **partial("state <> 'done'")),
        Index(
            # state and agreed: SQLite reads them again although the index implies them, and would look up every row
            "ix_queue_item_take", "priority", "attempts", "ready_at", "id", "due_on", "state", "agreed",
            **partial("state = 'open' AND NOT agreed"),
        ),
        Index(
            "ix_queue_item_agreed", "ready_at", "id", "due_on", "state", "agreed", **partial("state = 'open' AND agreed")
        ),
        Index("uq_queue_item_held_by", "held_by", unique=True, **partial("state = 'held'")),
        Index("uq_queue_item_held_customer", "customer_id", unique=True, **partial("state = 'held'")),
        Index("ix_queue_item_parked", "customer_id", **partial("state = 'parked'")),
        Index("ix_queue_item_customer", "customer_id", "campaign_id"),
        Index(
            "ix_queue_item_open_due", "due_on", "ready_at", "id", "agent_id", "state", "created_on",
            **partial("state <> 'done'"),
        ),
        Index("ix_queue_item_closed", "closed_on", **partial("state = 'done'")),
    )  # fmt: skip
    id: UUID = key()
    campaign_id: UUID = link("campaign")
    customer_id: UUID = link("customer")
    state: str = "open"
    rule: str = "list"
    reason: str = ""
    agreed: bool = False
    priority: int = Field(default=5, sa_type=SmallInteger)  # 0 first
    attempts: int = Field(default=0, sa_type=SmallInteger)
    ready_at: datetime
    due_on: int
    zone: str
    agent_id: UUID | None = link("agent", optional=True)
    released_at: datetime | None = None
    held_by: UUID | None = link("agent", optional=True)
    touched_at: datetime | None = None
    last_outcome: str = ""
    last_at: datetime | None = None
    closed_at: datetime | None = None
    closed_on: int | None = None
    closed_why: str = ""
    created_at: datetime
    created_on: int


class Draft(Kept, table=True):
    """The call in hand of a held item. Its id becomes the attempt's, so that a repeated save finds the first one."""

    id: UUID = key()
    item_id: UUID = Field(sa_type=Id, foreign_key="queue_item.id", unique=True, ondelete="RESTRICT")
    agent_id: UUID = link("agent", index=True)
    script_id: UUID = link("script_version")
    phone_id: UUID | None = link("phone", optional=True, ondelete="SET NULL")
    started_at: datetime
    note: str = Field(default="", sa_type=Text)


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
    """A follow-up booked with a customer. due_at: UTC; the queue item carries the same moment as ready_at."""

    __tablename__ = "follow_up"
    __table_args__ = (
        one_of("state", "open", "kept", "moved", "cancelled"),
        Index("ix_follow_up_open", "due_at", **partial("state = 'open'")),
        Index("ix_follow_up_made", "made_on", "made_by"),
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


class Event(Kept, table=True):
    """Who changed what, when; rows are only ever added (triggers refuse the rest). detail: JSON, before and after."""

    __table_args__ = (Index("ix_event_subject", "subject", "subject_id"),)
    id: UUID = key()
    at: datetime
    agent_id: UUID | None = Field(default=None, sa_type=Id)
    kind: str
    subject: str
    subject_id: UUID | None = Field(default=None, sa_type=Id)
    detail: str = Field(default="{}", sa_type=Text)
