"""Changes to many items of the queue at once: what is wished, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from callbench.records.people import Agent


@dataclass(frozen=True, slots=True)
class Change:
    """What is to become of items. action: a code of rules.queue_changes.ACTIONS. to: for `hand`; day: for `move`, a business
    day YYYYMMDD; reason: for `close` and `block`.
    """

    action: str
    to: Agent | None = None
    day: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Stays:
    """An item that is not changed. why: a code of rules.queue_changes.STAYS; who: the agent it names, or ""."""

    item_id: UUID
    customer_name: str
    why: str
    who: str = ""


@dataclass(frozen=True, slots=True)
class Changed:
    """What became of it. batch: by which it can be taken back. later: moved, but to a later day than wished, as hours, days
    off and limits demand. tried: only counted, nothing is changed. undone: it was taken back.
    """

    batch: UUID
    change: Change
    changed: int
    stays: tuple[Stays, ...] = ()
    later: int = 0
    tried: bool = False
    undone: bool = False
