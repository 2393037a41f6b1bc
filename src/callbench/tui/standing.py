"""What the header tells: who works here, how far the day is, and the clock."""

from __future__ import annotations

from dataclasses import dataclass, field

from callbench.records.calls import DayProgress


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of the desk for the header. clock: HH:MM at the shop; clock_note: fixed, shifted or "" for the real one.

    undo_left: seconds in which the last result can still be taken back, 0 when it cannot.
    """

    agent: str = ""
    progress: DayProgress = field(default_factory=DayProgress)
    clock: str = ""
    clock_note: str = ""
    undo_left: int = 0
