"""Agents and customers as other rooms see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Agent:
    """Someone who calls. code: what is typed (`wangmin`); role: agent | supervisor; state: active | left."""

    id: UUID
    code: str
    name: str
    role: str
    state: str = "active"


@dataclass(frozen=True, slots=True)
class Phone:
    """One number of a customer. kind: mobile, fixed, other, unknown; state: valid, wrong, invalid; e164 "" if unreadable."""

    id: UUID
    e164: str
    ext: str
    kind: str
    state: str
    original: str


@dataclass(frozen=True, slots=True)
class Service:
    """A service or purchase. amount: minor units (fen), None when unknown."""

    on_day: date
    item: str
    amount: int | None
    staff: str = ""
    branch: str = ""


@dataclass(frozen=True, slots=True)
class PastCall:
    """One earlier attempt with its key answers, newest first in lists. answers: (measure or question label, shown value).

    script, script_version, script_hash: what it was made with, "" where nothing was asked.
    """

    id: UUID
    at: datetime
    outcome: str
    agent_name: str
    channel: str
    note: str
    answers: tuple[tuple[str, str], ...] = ()
    script: str = ""
    script_version: str = ""
    script_hash: str = ""
    corrected_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Customer:
    """The profile. birthday: ISO date, or --MM-DD without a year. zone: IANA name."""

    id: UUID
    code: str
    name: str
    gender: str
    customer_class: str  # key, regular, potential, special, or ""
    owner_id: UUID | None
    owner_name: str
    branch: str
    birthday: str
    email: str
    wechat: str
    zone: str
    channel: str
    preferred_time: str
    preferences: str
    special_needs: str
    note: str
    state: str
    phones: tuple[Phone, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """Profile fields still to be supplemented, by name."""
        fields = {
            "name": self.name,
            "phone": any(p.state == "valid" for p in self.phones),
            "gender": self.gender,
            "birthday": self.birthday,
            "customer_class": self.customer_class,
        }
        return tuple(name for name, value in fields.items() if not value)

    def fields(self, phone_id: UUID | None) -> dict[str, str]:
        """What a script may read of the card, by the names of its hidden questions. phone_id: the number called."""
        return {
            "customer_name": self.name,
            "customer_code": self.code,
            "customer_class": self.customer_class,
            "gender": self.gender,
            "birthday": self.birthday,
            "phone": next((phone.e164 for phone in self.phones if phone.id == phone_id), ""),
            "wechat": self.wechat,
            "email": self.email,
            "owner_name": self.owner_name,
        }


@dataclass(frozen=True, slots=True)
class History:
    """What is known of a customer, newest first."""

    services: tuple[Service, ...] = ()
    calls: tuple[PastCall, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    complaints: tuple[Complaint, ...] = ()


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A booked follow-up. state: open, kept, moved, cancelled. due_at, ends_at (the end of its window): UTC.

    zone, customer_code: the customer's. rrule: RFC 5545, of a series; uid, sequence: by which calendars know it again.
    """

    id: UUID
    item_id: UUID
    customer_id: UUID
    customer_name: str
    agent_id: UUID | None
    agent_name: str
    due_at: datetime
    reason: str
    note: str
    state: str
    ends_at: datetime | None = None
    purpose: str = ""
    channel: str = "phone"
    rrule: str = ""
    series_id: UUID | None = None
    uid: str = ""
    sequence: int = 0
    closed_why: str = ""
    zone: str = ""
    customer_code: str = ""

    def missed_after(self, late: timedelta) -> datetime:
        """From when on it counts as missed: the end of its window, or so much after its moment."""
        return self.ends_at or self.due_at + late


@dataclass(frozen=True, slots=True)
class Complaint:
    """A problem a customer raised. kind, urgency, state: codes of rules.complaints; words: the customer's, may be "".

    attempt_id: the call in which it was raised, None without one. raised_by, owner_name: agents' names, "" for nobody.
    answer_by, solve_by, final_by: its deadlines; closed_at: None while it is open. All UTC.
    """

    id: UUID
    customer_id: UUID
    customer_name: str
    attempt_id: UUID | None
    kind: str
    urgency: str
    words: str
    state: str
    raised_by: str
    owner_name: str
    raised_at: datetime
    answer_by: datetime
    solve_by: datetime
    final_by: datetime
    closed_at: datetime | None
