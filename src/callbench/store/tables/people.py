"""Who calls and who is called: agents, customers with their numbers and services."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, SmallInteger, Text, UniqueConstraint
from sqlmodel import Field

from callbench.rules.words import BREAKS
from callbench.store.tables.shape import Kept, key, link, one_of, pair, partial


class Agent(Kept, table=True):
    """Someone who calls. trainer_id: who looks after a trainee; None: no trainee."""

    __table_args__ = (one_of("role", "agent", "supervisor"), one_of("state", "active", "left"))
    id: UUID = key()
    code: str = Field(unique=True)
    name: str
    role: str = "agent"
    state: str = "active"
    created_at: datetime
    trainer_id: UUID | None = link("agent", optional=True)


class AgentSkill(Kept, table=True):
    """What an agent can do that some calls need: a language, a subject."""

    __tablename__ = "agent_skill"
    agent_id: UUID = pair("agent")
    skill: str = Field(primary_key=True)


class Absence(Kept, table=True):
    """Days an agent is away, the first and the last included, and who makes their calls meanwhile (None: everybody)."""

    __table_args__ = (
        CheckConstraint("last_day >= first_day", name="last_day"),
        CheckConstraint("stand_in_id <> agent_id", name="stand_in_id"),
        Index("ix_absence_agent", "agent_id", "last_day"),
        Index("ix_absence_day", "last_day", "first_day"),
    )
    id: UUID = key()
    agent_id: UUID = link("agent")
    first_day: int
    last_day: int
    stand_in_id: UUID | None = link("agent", optional=True)
    reason: str = ""
    made_by: UUID | None = link("agent", optional=True)
    made_at: datetime


class AgentBreak(Kept, table=True):
    """A pause of an agent. ended_at: None while it lasts; nobody has two at a time."""

    __tablename__ = "agent_break"
    __table_args__ = (
        one_of("reason", *BREAKS),
        CheckConstraint("ended_at >= started_at", name="ended_at"),
        Index("ix_agent_break_day", "business_day", "agent_id"),
        Index("uq_agent_break_open", "agent_id", unique=True, **partial("ended_at IS NULL")),
    )
    id: UUID = key()
    agent_id: UUID = link("agent")
    reason: str
    started_at: datetime
    ended_at: datetime | None = None
    business_day: int


class Customer(Kept, table=True):
    """One person. birthday: ISO date, or --MM-DD where the year is unknown. skill: what a call to them needs, or ""."""

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
    skill: str = ""


class CustomerTag(Kept, table=True):
    """A word the shop puts on a customer, to be selected by."""

    __tablename__ = "customer_tag"
    customer_id: UUID = pair("customer")
    tag: str = Field(primary_key=True, index=True)


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
