"""What is left of a day for one agent, and when it will be done, as rules work it out and doors show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Pace:
    """How long one customer takes, between calls included. customers: how many it was taken from.

    days: 0 when it is of today, else how many earlier days gave their median.
    """

    each: timedelta
    customers: int
    days: int = 0


@dataclass(frozen=True, slots=True)
class DayLeft:
    """What is left today. own: the agent's; shared: anybody's, among so many at work (`sharers`, the agent included).

    left: own and the agent's part of the shared. more: there are more than were counted. pace: None before there are
    calls enough. ends_at: when the last of `left` is done; None where not all of them are, or nobody knows. undone: how
    many of `left` will not be done today; unreachable: of them those whose hours are over. closes_at: when the last
    hours of those left end, None where none are to come. on_break: the agent is on a break. All UTC.
    """

    own: int = 0
    shared: int = 0
    sharers: int = 1
    left: int = 0
    more: bool = False
    pace: Pace | None = None
    ends_at: datetime | None = None
    undone: int = 0
    unreachable: int = 0
    closes_at: datetime | None = None
    on_break: bool = False
