"""What of the queue is asked for: conditions that all hold, as read from what somebody typed or chose."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Named:
    """Something that is known by a code and a name: a campaign, an agent."""

    id: UUID
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Offered:
    """What a filter may name."""

    campaigns: tuple[Named, ...] = ()
    agents: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """Conditions on items; an empty one asks for everything.

    groups: of the queue, empty for all. campaigns: any of these. classes: any of these, "" for none given. owners: any of
    these, None for nobody's. tries: fewest and most attempts made. due: first and last business day the turn comes. text:
    part of a name, a code or a number. told: each condition in words, in the order it was given.
    """

    groups: tuple[str, ...] = ()
    campaigns: tuple[UUID, ...] = ()
    classes: tuple[str, ...] = ()
    owners: tuple[UUID | None, ...] = ()
    tries: tuple[int | None, int | None] = (None, None)
    due: tuple[int | None, int | None] = (None, None)
    text: str = ""
    told: tuple[tuple[str, str], ...] = field(default=(), compare=False)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked."""
        return self == QueueFilter()
