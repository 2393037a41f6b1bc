"""Until when today an agent may make the calls of a pool."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from callbench.config import Settings
from callbench.rules.pools import Pool, Staff, closed_by, pool_hours

_BY_CLOCK = {"hours", "marketing", "preferred"}


def still_open(
    pool: Pool, agent_id: UUID, staff: Staff, settings: Settings, now: datetime, today: int, day_ends: datetime
) -> tuple[datetime, datetime] | None:
    """From the first moment at which the pool is open, now or later today, until it closes for the last time (UTC).

    (now, now): its hours are over. None: it is not this agent's to call today. today: the business day; day_ends: its end.
    """
    hours = pool_hours(settings, pool)["preferred"]
    opens = day_ends if hours is None else hours.next_open(now)
    campaign = pool.campaign
    in_period = (campaign.starts_on or today) <= today <= (campaign.ends_on or today)
    if not in_period or {*closed_by(pool, agent_id, staff, settings, min(opens, day_ends), today)} - _BY_CLOCK:
        return None
    if hours is None or opens >= day_ends:
        return now, now
    closes = hours.next_close(opens)
    while (again := hours.next_open(closes)) < day_ends:
        closes = hours.next_close(again)
    return opens, closes
