"""What is to be done: scripts, campaigns, outcomes, and the queue of customers to be called."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, LargeBinary, SmallInteger, Text, UniqueConstraint
from sqlmodel import Field

from callbench.store.tables.shape import Kept, key, link, one_of, pair, partial
from callbench.store.types import Id


def _part() -> Any:
    """A number that is part of a key and is always given."""
    return Field(primary_key=True, sa_column_kwargs={"autoincrement": False})


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
    """Why a list of customers is called, and with which script.

    opens, closes: its own calling hours inside the shop's, HH:MM or "". selection, targets: JSON or "". skill, consent:
    what a call needs of the agent, of the customer. refreshed_on: the day its list was last brought up to date.
    """

    __table_args__ = (
        one_of("state", "planned", "active", "paused", "closed"),
        CheckConstraint("max_attempts >= 1", name="max_attempts"),
        CheckConstraint("ends_on >= starts_on", name="ends_on"),
        CheckConstraint("(opens = '') = (closes = '')", name="closes"),
    )
    id: UUID = key()
    code: str = Field(unique=True)
    name: str
    purpose: str = ""
    script_id: UUID = link("script_version")
    state: str = "active"
    max_attempts: int = Field(default=6, sa_type=SmallInteger)
    starts_on: int | None = None
    ends_on: int | None = None
    opens: str = ""
    closes: str = ""
    selection: str = Field(default="", sa_type=Text)
    skill: str = ""
    consent: str = ""
    marketing: bool = False
    targets: str = Field(default="", sa_type=Text)
    created_at: datetime
    started_at: datetime | None = None
    closed_at: datetime | None = None
    refreshed_on: int | None = None


class CampaignAgent(Kept, table=True):
    """Who may make the calls of a campaign; a campaign without a row is everybody's."""

    __tablename__ = "campaign_agent"
    campaign_id: UUID = pair("campaign")
    agent_id: UUID = pair("agent")


class Outcome(Kept, table=True):
    """What an attempt can end with; seeded from rules/outcomes, edited by the shop. aapor: I, P, R, NC, O, NE or open.

    label: the shop's own word, "" for the shipped one. attempt: it counts as an attempt. after: what follows, as in
    rules/outcomes; delay: the minutes or days of it, None: as the setting says. shipped: one of those the program brings.
    """

    __table_args__ = (
        one_of("aapor", "I", "P", "R", "NC", "O", "NE", "open"),
        one_of("phone_state", "", "wrong", "invalid"),
        one_of("customer_state", "", "inactive", "do_not_call"),
        CheckConstraint("delay >= 0", name="delay"),
    )
    key: str = Field(primary_key=True)
    aapor: str
    contacted: bool
    final: bool
    position: int = Field(sa_type=SmallInteger)
    label: str = ""
    press: str = ""
    attempt: bool = True
    note_required: bool = False
    after: str = "close"
    delay: int | None = None
    needs_time: bool = False
    once: bool = False
    resumes: bool = False
    tries_next: bool = False
    phone_state: str = ""
    customer_state: str = ""
    active: bool = True
    shipped: bool = False


class CallPlan(Kept, table=True):
    """How often a class of customers is called, or when after a service.

    trigger class: every_months; service, cycle: offset_days from the service, from the next one. item: which services,
    a pattern. window_days: how many days the call may move so that no day has too many.
    """

    __tablename__ = "call_plan"
    __table_args__ = (
        one_of("trigger", "class", "service", "cycle"),
        one_of("state", "active", "paused"),
        one_of("customer_class", "", "key", "regular", "potential", "special"),
        CheckConstraint("every_months >= 1", name="every_months"),
        CheckConstraint("window_days >= 0", name="window_days"),
        CheckConstraint("priority BETWEEN 0 AND 9", name="priority"),
    )
    id: UUID = key()
    code: str = Field(unique=True)
    name: str
    campaign_id: UUID = link("campaign")
    trigger: str
    customer_class: str = ""
    item: str = ""
    every_months: int | None = Field(default=None, sa_type=SmallInteger)
    offset_days: int | None = Field(default=None, sa_type=SmallInteger)
    window_days: int = Field(default=0, sa_type=SmallInteger)
    priority: int = Field(default=5, sa_type=SmallInteger)
    state: str = "active"
    made_by: UUID | None = link("agent", optional=True)
    made_at: datetime
    changed_at: datetime


class Pool(Kept, table=True):
    """Items that may be called under the same conditions, so that a closed condition is passed over in one step.

    hours: the customers' preferred window, HH:MM-HH:MM or "". agent_id: whose calls they are, None: anybody's.
    skill: what these customers need. Rows are never removed.
    """

    __table_args__ = (
        Index(
            "uq_pool_shared", "campaign_id", "zone", "hours", "skill", unique=True, **partial("agent_id IS NULL")
        ),
        Index(
            "uq_pool_own", "campaign_id", "agent_id", "zone", "hours", "skill", unique=True,
            **partial("agent_id IS NOT NULL"),
        ),
    )  # fmt: skip
    id: int | None = Field(default=None, primary_key=True)
    campaign_id: UUID = link("campaign")
    zone: str
    hours: str = ""
    agent_id: UUID | None = link("agent", optional=True)
    skill: str = ""


class QueueItem(Kept, table=True):
    """One customer to be called for one campaign.

    state: open, held (by held_by), parked (no number that can be called: to be supplemented), done.
    ready_at: the earliest moment it may be taken; due_on: the business day its turn comes. rule: why it is in the queue.
    agent_id: whose call it is, until released_at. touched_at: last sign of life of its holder. closed_why: why it ended
    or is parked. pool_id: the conditions under which it is dealt. due_by: until when a complaint's confirmation is due.
    anchor_on: the day its plan counts from. served_with: the attempt, made for another campaign, that settled it (no
    foreign key: attempts refer to items).
    """

    __tablename__ = "queue_item"
    __table_args__ = (
        one_of("state", "open", "held", "parked", "done"),
        one_of(
            "closed_why", "", "outcome", "attempts", "no_phone", "do_not_call", "inactive", "campaign", "cancelled",
            "other_call", "consent",
        ),
        one_of("rule", "retry", "after_service", "plan", "list", "agreed", "complaint", "recurring"),
        CheckConstraint("(state = 'held') = (held_by IS NOT NULL)", name="held_by"),
        CheckConstraint("(state = 'done') = (closed_at IS NOT NULL)", name="closed_at"),
        CheckConstraint("priority BETWEEN 0 AND 9", name="priority"),
        CheckConstraint("attempts >= 0", name="attempts"),
        CheckConstraint("state = 'done' OR pool_id IS NOT NULL", name="pool_id"),
        Index("uq_queue_item_open", "customer_id", "campaign_id", unique=True, **partial("state <> 'done'")),
        Index(
            # state and agreed: SQLite reads them again although the index implies them, and would look up every row
            "ix_queue_item_take", "priority", "attempts", "pool_id", "ready_at", "id", "state", "agreed",
            **partial("state = 'open' AND NOT agreed"),
        ),
        Index(
            "ix_queue_item_turn", "priority", "attempts", "ready_at", "id", "due_on", "state", "agreed",
            **partial("state = 'open' AND NOT agreed"),
        ),
        Index(
            "ix_queue_item_agreed", "pool_id", "ready_at", "id", "due_on", "state", "agreed",
            **partial("state = 'open' AND agreed"),
        ),
        Index(
            "ix_queue_item_complaint", "pool_id", "due_by", "id", "ready_at", "state", "agreed", "rule",
            **partial("state = 'open' AND NOT agreed AND rule = 'complaint'"),
        ),
        Index("ix_queue_item_released", "released_at", **partial("state = 'open' AND released_at IS NOT NULL")),
        Index(
            "uq_queue_item_anchor", "plan_id", "customer_id", "anchor_on", unique=True,
            **partial("plan_id IS NOT NULL"),
        ),
        Index("uq_queue_item_held_by", "held_by", unique=True, **partial("state = 'held'")),
        Index("uq_queue_item_held_customer", "customer_id", unique=True, **partial("state = 'held'")),
        Index("ix_queue_item_parked", "customer_id", **partial("state = 'parked'")),
        Index("ix_queue_item_customer", "customer_id", "campaign_id"),
        Index("ix_queue_item_campaign", "campaign_id", **partial("state <> 'done'")),
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
    pool_id: int | None = Field(default=None, foreign_key="pool.id", ondelete="RESTRICT")
    due_by: datetime | None = None
    plan_id: UUID | None = link("call_plan", optional=True)
    anchor_on: int | None = None
    served_with: UUID | None = Field(default=None, sa_type=Id)


class QueueTally(Kept, table=True):
    """How many items there are of each sort, kept by triggers of queue_item (migration 0004); counts are sums over it.

    kind: the state, `agreed` for open ones with an agreed time. day: open, agreed: due_on; done: closed_on; else 0.
    touched: an open one was tried. ready: the ten minutes (since 1970) by whose end an open one that was not agreed is ready.
    slot: 0, or the number of a change that a server has not folded in yet. n may be negative then.
    """

    __tablename__ = "queue_tally"
    __table_args__ = ({"sqlite_with_rowid": False},)
    kind: str = Field(primary_key=True)
    day: int = _part()
    touched: int = _part()
    ready: int = _part()
    campaign_id: UUID = key()
    slot: int = Field(sa_type=BigInteger, primary_key=True, sa_column_kwargs={"autoincrement": False})
    n: int
