"""Pauses of agents as other rooms see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Break:
    """A pause of an agent. reason: a code of `words.BREAKS`. ended_at: None while it lasts; times are UTC.

    day: the business day it began (YYYYMMDD), to which all of it counts.
    """

    id: UUID
    agent_id: UUID
    agent_name: str
    reason: str
    started_at: datetime
    ended_at: datetime | None
    day: int

    def minutes(self, now: datetime) -> int:
        """Whole minutes until it ended, or until `now`; none on a clock that was set back."""
        return max(int(((self.ended_at or now) - self.started_at).total_seconds()) // 60, 0)
