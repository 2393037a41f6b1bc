"""What is kept about the base itself: facts, and who changed what."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, Text
from sqlmodel import Field

from callbench.store.tables.shape import Kept, key
from callbench.store.types import Id


class Meta(Kept, table=True):
    """Facts about this base: when it was made, whether it is a demo."""

    name: str = Field(primary_key=True)
    value: str = Field(sa_type=Text)


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
