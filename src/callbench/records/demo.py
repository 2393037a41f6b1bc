"""The demo shop before it is stored: people, why they are to be called, and what happened so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from callbench.records.calls import AnswerGiven
from callbench.records.people import Agent, Customer, Service


@dataclass(frozen=True, slots=True)
class DemoCampaign:
    """A campaign and the form its calls are made with."""

    id: UUID
    code: str
    name: str
    purpose: str
    form_id: str


@dataclass(frozen=True, slots=True)
class DemoFollowUp:
    """A follow-up booked in a call. state: open, kept."""

    id: UUID
    due_at: datetime
    reason: str
    state: str


@dataclass(frozen=True, slots=True)
class DemoCall:
    """One attempt made. waited_for: the moment its item had been ready."""

    id: UUID
    agent: Agent
    e164: str
    outcome: str
    started_at: datetime
    ended_at: datetime
    waited_for: datetime
    note: str
    answers: tuple[AnswerGiven, ...] = ()
    follow_up: DemoFollowUp | None = None


@dataclass(frozen=True, slots=True)
class DemoItem:
    """One customer to be called for one campaign, with the calls made so far, oldest first.

    state: open, parked, done; why: outcome, attempts, no_phone … or "". personal: whose call it is until released_at.
    """

    id: UUID
    campaign_id: UUID
    rule: str
    reason: str
    priority: int
    created_at: datetime
    ready_at: datetime
    state: str
    why: str
    agreed: bool
    personal: Agent | None
    released_at: datetime | None
    calls: tuple[DemoCall, ...]


@dataclass(frozen=True, slots=True)
class DemoCustomer:
    """A customer with what was bought and what is to be asked."""

    customer: Customer
    created_at: datetime
    services: tuple[Service, ...]
    items: tuple[DemoItem, ...]
