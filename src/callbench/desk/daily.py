"""What is done once a business day, at its first start: running campaigns take in who matches by now, plans run, and what
calls left behind in closed campaigns ends.
"""

from __future__ import annotations

from collections.abc import Callable

from callbench.desk.bench import Bench
from callbench.desk.plans import run_plans
from callbench.desk.refreshing import refresh_due
from callbench.store import campaigns, events, plans


def begin_day(bench: Bench, breathe: Callable[[], None] = lambda: None) -> int:
    """Do what was not done on this business day yet; how many calls came into the queue. Doing it twice does it once."""
    added = sum(started.added for started in refresh_due(bench))
    with bench.db.read() as connection:
        due = plans.is_any(connection) and plans.ran_on(connection) != bench.today()
        left = campaigns.is_left(connection)
    if left:
        _end_left(bench)
    if due:
        added += sum(run_plans(bench, breathe=breathe).made.values())
    return added


def _end_left(bench: Bench) -> None:
    now = bench.clock.now()
    with bench.db.write() as connection:
        if ended := campaigns.end_left(connection, now, bench.day_of(now)):
            events.record(connection, now, None, "campaign.left_ended", "campaign", None, {"ended": ended})
