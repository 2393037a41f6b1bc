"""What is known of an item, its customer and its agent when it is asked why they may be called or are kept back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from callbench.clock import business_day, day_begins
from callbench.config import Settings
from callbench.rules.pools import CampaignFacts, Roster


@dataclass(frozen=True, slots=True)
class Number:
    """A valid number. called: the last attempt to it; engaged_since: the last sign of life of somebody's call to it, None
    for none; listed_to: the last business day it is on the do-not-call list, None: it is not.
    """

    called: datetime | None = None
    engaged_since: datetime | None = None
    listed_to: int | None = None


@dataclass(frozen=True, slots=True)
class Callee:
    """What decides whether a customer can be rung. listed_to: as of a number. consent: the campaign's, given, withdrawn or
    "" (never asked), None where it asks for none; consent_until: up to when it was given.
    """

    state: str = "active"
    preferred_time: str = ""
    skill: str = ""
    owner_id: UUID | None = None
    listed_to: int | None = None
    consent: str | None = None
    consent_until: datetime | None = None
    numbers: tuple[Number, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the queue. held_by, touched_at: who has its customer in hand and their last sign of life; held_here: with
    this item. begun_by, begun_at: of the unfinished call on it. planned: a plan made it. put_aside: parked by somebody;
    listed: parked because every number is on the do-not-call list for good.
    """

    id: UUID
    campaign_id: UUID
    campaign: CampaignFacts
    zone: str
    ready_at: datetime
    state: str = "open"
    rule: str = "list"
    agreed: bool = False
    priority: int = 5
    attempts: int = 0
    due_by: datetime | None = None
    agent_id: UUID | None = None
    released_at: datetime | None = None
    held_by: UUID | None = None
    touched_at: datetime | None = None
    held_here: bool = False
    begun_by: UUID | None = None
    begun_at: datetime | None = None
    planned: bool = False
    put_aside: bool = False
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """For whom it is asked, and what is the same for every item. away: on a break."""

    agent_id: UUID
    settings: Settings
    roster: Roster = field(default_factory=Roster)
    away: bool = False

    def day_of(self, moment: datetime) -> int:
        return business_day(moment, self.settings.zone, self.settings.day_starts)

    def begins(self, day: int) -> datetime:
        return day_begins(day, self.settings.zone, self.settings.day_starts)
