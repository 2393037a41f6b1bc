"""Why customers may be called or are kept back, as rules tell it and doors show it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from callbench.records.people import Agent


@dataclass(frozen=True, slots=True)
class Step:
    """What keeps an item back, a code of rules.why_kept.WHY_NOT, and up to when (UTC); None: no time ends it.

    about: the holiday of a day off, "" where it has no name.
    """

    code: str
    until: datetime | None
    about: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """A condition that holds: number, consent, hours, marketing, preferred, gap, day or month. n: calls made, or minutes;
    most: calls allowed; times: from and until on the customer's clock.
    """

    code: str
    n: int = 0
    most: int = 0
    times: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an item is not dealt: code of rules.why_kept.WHY_NOT, "" when it may be called. until: the first moment at which
    that is otherwise (UTC), None where no time changes it. steps: all that keeps it back up to then, one after the other.
    """

    code: str = ""
    until: datetime | None = None
    steps: tuple[Step, ...] = ()

    @property
    def may_be_called(self) -> bool:
        """Whether it is dealt when its turn comes."""
        return not self.code


@dataclass(frozen=True, slots=True)
class ItemWhy:
    """One item of a customer: the rule that put it into the queue, and what keeps it back from the agent.

    rule: interrupted, agreed, retry, after_service, plan, list, complaint, recurring. whose: the agent whose call it is,
    in_hand_of: who has the customer in hand, "" for nobody. closed_why: as in queue_item. limit: a code of
    rules.why_kept.LIMITS that put off an item that is not due, or "". plan: the name of the plan that made it; complaint:
    the kind of the complaint for which it waits. away: whoever's call it is, is away; stands_in: for them, "" for nobody.
    remark: what is not known of the day at which it may be called. marketing: the call advertises something. holds: the
    conditions that hold for an item that may be called, or is in the agent's hand. barred: what came up meanwhile against
    calling whom the agent has in hand, a code of rules.why_kept.WHY_NOT, or "".
    turn: rules.why.turn of an item that may be called, else empty. before: of such a one, how many others the agent is
    dealt first, by rules.why.BEFORE; none counts more than rules.why.COUNTED. What one person's number or consent keeps
    back is counted as the queue stands.
    """

    item_id: UUID
    campaign: str
    campaign_state: str
    state: str
    rule: str
    reason: str
    priority: int
    attempts: int
    max_attempts: int
    ready_at: datetime
    skill: str
    whose: str
    in_hand_of: str
    last_outcome: str
    last_at: datetime | None
    closed_why: str
    kept: Reason
    limit: str = ""
    turn: tuple[Any, ...] = ()
    before: dict[str, int] = field(default_factory=dict)
    plan: str = ""
    complaint: str = ""
    away: bool = False
    stands_in: str = ""
    remark: str = ""
    marketing: bool = False
    holds: tuple[Held, ...] = ()
    barred: str = ""


@dataclass(frozen=True, slots=True)
class CustomerWhy:
    """A customer's items as they stand for an agent at a moment (UTC), those that wait first. zone: the customer's."""

    customer_id: UUID
    customer_name: str
    customer_code: str
    zone: str
    agent: Agent
    at: datetime
    items: tuple[ItemWhy, ...]
