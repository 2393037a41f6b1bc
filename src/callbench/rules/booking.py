"""When a follow-up may be booked: ahead, within a year, inside the customer's calling hours."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, Literal

from callbench.rules.hours import Hours

FARTHEST: Final = timedelta(days=366)
"""Further ahead nobody knows who will call; a slip of the finger booked follow-ups years ahead elsewhere."""


def refused(moment: datetime, now: datetime, hours: Hours) -> Literal["", "past", "far", "closed"]:
    """Why nothing can be booked at `moment` (aware), "" when it can."""
    if moment <= now:
        return "past"
    if moment - now > FARTHEST:
        return "far"
    return "" if hours.is_open(moment) else "closed"


def next_possible(moment: datetime, now: datetime, hours: Hours) -> datetime:
    """The first moment that can be booked, not before `moment`, on a five-minute mark of the clock, in UTC."""
    ahead = now.replace(second=0, microsecond=0) + timedelta(minutes=5 - now.minute % 5)
    return hours.next_open(max(moment, ahead))
