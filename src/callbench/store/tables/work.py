"""What is to be done: scripts, campaigns, outcomes, and the queue of customers to be called."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary, SmallInteger, Text, UniqueConstraint
from sqlmodel import Field

from callbench.store.tables.shape import Kept, key, link, one_of, partial


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
