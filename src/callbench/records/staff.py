"""Who looks after whom: owners of customers, absences, skills and trainees."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from callbench.records.people import Agent


@dataclass(frozen=True, slots=True)
class Load:
    """How much somebody has: customers they own, and those of their open items. agent: None for nobody's."""

    agent: Agent | None
    customers: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Handover:
    """What a change of owners came to, or would come to. to: code of the new owner ("" for nobody) → customers."""

    moved: int
    to: dict[str, int] = field(default_factory=dict)
    tried: bool = False


@dataclass(frozen=True, slots=True)
class AbsenceLine:
    """Business days on which somebody is away, the last one included. stand_in: code, "" for everybody."""

    id: UUID
    agent: str
    agent_name: str
    first_day: int
    last_day: int
    stand_in: str
    stand_in_name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Trainee:
    """A trainee, who looks after them, and the codes of the campaigns they are dealt from."""

    agent: str
    agent_name: str
    trainer: str
    campaigns: tuple[str, ...]
