"""Call plans as they are kept and shown: when whom, why, and how many calls that makes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Plan:
    """When customers are called without being on a list.

    trigger: class (every_months after the last completed call), service (offset_days after it), cycle (offset_days before
    the next one is due: every_months after the last, or as often as this customer comes). item: pattern of the service;
    customer_class: "" for all. window_days: how far a call may move behind its day so that no day has too many.
    """

    id: UUID
    code: str
    name: str
    campaign_id: UUID
    trigger: str
    customer_class: str = ""
    item: str = ""
    every_months: int | None = None
    offset_days: int | None = None
    window_days: int = 0
    priority: int = 5
    state: str = "active"


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan with its campaign, and how many of its calls wait."""

    plan: Plan
    campaign_code: str
    campaign: str
    campaign_state: str
    waiting: int


@dataclass(frozen=True, slots=True)
class Planned:
    """A call that a plan makes: because of what (the service, "" for none), counted from which day, on which day."""

    plan: Plan
    item: str
    anchor: date
    day: date


@dataclass(frozen=True, slots=True)
class PlanRun:
    """What a run did. made: code of the plan → calls; withdrawn: calls whose plan was moved; skipped: why → customers."""

    made: dict[str, int] = field(default_factory=dict)
    withdrawn: int = 0
    skipped: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlanPreview:
    """The calls that plans make from one day to another. by_day: only days with calls; of_plan: code → the same."""

    first: date
    last: date
    by_day: dict[date, int]
    of_plan: dict[str, dict[date, int]]

    @property
    def by_plan(self) -> dict[str, int]:
        """Code → calls."""
        return {code: sum(days.values()) for code, days in self.of_plan.items()}

    def only(self, code: str) -> PlanPreview:
        """Those of one plan."""
        days = self.of_plan.get(code, {})
        return PlanPreview(self.first, self.last, days, {code: days} if days else {})

    @property
    def calls(self) -> int:
        """All of them."""
        return sum(self.by_day.values())

    @property
    def busiest(self) -> tuple[date, int] | None:
        """The day with the most calls, the first of several; None without any."""
        return max(self.by_day.items(), key=lambda one: (one[1], -one[0].toordinal()), default=None)
