"""What keeps people from being called, as it is kept: entries of the do-not-call list, and consents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from callbench.records.people import FollowUp


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry of the do-not-call list: a person (customer_id) or a number (e164).

    until_day: the last business day it holds, None: for good. made_by, lifted_by: names, "" for the program.
    source: outcome, hand or the name of a file.
    """

    id: UUID
    customer_id: UUID | None
    customer_name: str
    customer_code: str
    e164: str
    reason: str
    source: str
    made_by: str
    made_at: datetime
    until_day: int | None
    lifted_at: datetime | None
    lifted_by: str
    lift_reason: str


@dataclass(frozen=True, slots=True)
class BackAgain:
    """An item that comes back as an entry is lifted. ready_at: when it may be called (UTC)."""

    customer_name: str
    ready_at: datetime


@dataclass(frozen=True, slots=True)
class Lifted:
    """What lifting an entry brings back, and the follow-ups, still to come, that were cancelled for it and stay so."""

    back: tuple[BackAgain, ...]
    cancelled: tuple[FollowUp, ...]


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """What a customer agreed to (given) or took back (withdrawn); the latest of a purpose counts, up to `until`."""

    purpose: str
    state: str
    how: str
    at: datetime
    until: datetime | None
    evidence: str
    recorded_by: str
