"""What keeps people from being called: their consent, the do-not-call list, days on which the shop does not call."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text
from sqlmodel import Field

from callbench.store.tables.shape import Kept, key, link, one_of, partial


class Consent(Kept, table=True):
    """What a customer agreed to or withdrew, when and how it is known; the latest of a purpose counts, up to `until`."""

    __table_args__ = (
        one_of("state", "given", "withdrawn"),
        Index("ix_consent_customer", "customer_id", "purpose", "at"),
    )
    id: UUID = key()
    customer_id: UUID = link("customer", ondelete="CASCADE")
    purpose: str
    state: str
    how: str = ""
    at: datetime
    until: datetime | None = None
    evidence: str = Field(default="", sa_type=Text)
    recorded_by: UUID | None = link("agent", optional=True)
    recorded_at: datetime


class DoNotCall(Kept, table=True):
    """A person or a number that is not to be called, up to and with until_day (None: ever), unless it was lifted.

    Exactly one of customer_id and e164. source: where it is from (outcome, list, by hand …). made_by: None: the program.
    """

    __tablename__ = "do_not_call"
    __table_args__ = (
        CheckConstraint("(customer_id IS NULL) = (e164 <> '')", name="e164"),
        CheckConstraint("lifted_at >= made_at", name="lifted_at"),
        Index("ix_do_not_call_customer", "customer_id", **partial("lifted_at IS NULL AND customer_id IS NOT NULL")),
        Index("ix_do_not_call_number", "e164", **partial("lifted_at IS NULL AND e164 <> ''")),
    )
    id: UUID = key()
    customer_id: UUID | None = link("customer", optional=True, ondelete="CASCADE")
    e164: str = ""
    reason: str = Field(default="", sa_type=Text)
    source: str = ""
    made_by: UUID | None = link("agent", optional=True)
    made_at: datetime
    until_day: int | None = None
    lifted_at: datetime | None = None
    lifted_by: UUID | None = link("agent", optional=True)
    lift_reason: str = Field(default="", sa_type=Text)


class CalendarDay(Kept, table=True):
    """A day off or a make-up working day that the shop loaded over the shipped data."""

    __tablename__ = "calendar_day"
    __table_args__ = (one_of("kind", "off", "work"),)
    calendar: str = Field(primary_key=True)
    day: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    kind: str
    name: str = ""
    source: str = ""


class CalendarYear(Kept, table=True):
    """A year of a calendar that the shop loaded: its days are known, also where none is listed."""

    __tablename__ = "calendar_year"
    calendar: str = Field(primary_key=True)
    year: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    source: str = ""
    imported_at: datetime
