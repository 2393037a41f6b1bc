"""What is left of today for an agent, and whether it will be done."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from callbench.clock import date_of, day_begins, day_number, following
from callbench.config import span_of
from callbench.desk.bench import Bench
from callbench.records.pace import DayLeft, Pace
from callbench.records.people import Agent
from callbench.rules import pace as rule
from callbench.rules.pools import LATE, Staff
from callbench.rules.still_open import still_open
from callbench.store import breaks, pools
from callbench.store import pace as store

_MOST = 2_000  # of a kind are counted: nobody calls as many in a day
_EARLIER = 14  # days in which a pace is looked for where today has none
_AT_WORK = timedelta(hours=1)  # who saved a call since then is at work


def day_left(bench: Bench, agent: Agent) -> DayLeft:
    """What the agent has left today, when that is done at their pace, and how much of it will not be."""
    now, today = bench.clock.now(), bench.today()
    ends = day_begins(following(today), bench.settings.zone, bench.settings.day_starts)
    with bench.db.read() as connection:
        staff = pools.roster(connection, today).on(today)
        spans, shared = {}, set()
        for one in pools.dealt_from(connection):
            span = still_open(one, agent.id, staff, bench.settings, now, today, ends)
            if span is not None:
                spans[one.id] = span
                if _is_shared(one.key.agent_id, agent, staff):
                    shared.add(one.id)
        waiting = store.waiting(connection, spans, now, ends, _MOST)
        found = [_left(one, spans[one.pool], one.pool in shared, now) for one in waiting]
        if store.in_hand(connection, agent.id):
            found.append(
                rule.Left(1, now, max(_hours_end(bench, today), now + LATE))
            )  # it is finished also after hours
        pace = _pace(bench, connection, agent, today)
        at_work = store.at_work(connection, today, now - _AT_WORK) | {agent.id}
        on_break = breaks.open_of(connection, agent.id) is not None
    more = any(one.n >= _MOST for one in waiting) or len(waiting) >= _MOST
    return rule.day_left(
        found, pace, now, sharers=len(at_work), shut=_pause(bench, today), more=more, on_break=on_break
    )


def _hours_end(bench: Bench, today: int) -> datetime:
    return datetime.combine(date_of(today), bench.settings["calls.until"], bench.settings.zone)


def _is_shared(whose: Any, agent: Agent, staff: Staff) -> bool:
    """Whether others may call them, too: nobody's, and those of somebody away for whom everybody stands in."""
    return whose != agent.id and staff.away.get(whose) != agent.id


def _left(one: store.Waiting, span: tuple[datetime, datetime], shared: bool, now: datetime) -> rule.Left:
    opens, closes = span
    if one.agreed and one.ready_at is not None:  # a promise goes before hours for half an hour
        return rule.Left(one.n, one.ready_at, max(closes, max(one.ready_at, now) + LATE), shared)
    return rule.Left(one.n, max(opens, one.ready_at or now), closes, shared)


def _pace(bench: Bench, connection: Any, agent: Agent, today: int) -> Pace | None:
    made = store.calls(connection, agent.id, today, today).get(today, [])
    away = [
        (one.started_at, one.ended_at or bench.clock.now())
        for one in breaks.of_days(connection, today, today, agent.id)
    ]
    if (found := rule.pace_of_day(made, away)) is not None:
        return found
    first = day_number(date_of(today) - timedelta(days=_EARLIER))
    days = store.calls(connection, agent.id, first, today - 1)
    pauses = breaks.of_days(connection, first, today - 1, agent.id) if days else ()
    earlier = [
        rule.pace_of_day(calls, [(one.started_at, one.ended_at) for one in pauses if one.day == day and one.ended_at])
        for day, calls in days.items()
    ]
    return rule.pace(None, earlier)


def _pause(bench: Bench, today: int) -> list[tuple[datetime, datetime]]:
    pause = span_of(bench.settings["shop.pause"])
    if pause is None:
        return []
    first, last = (datetime.combine(date_of(today), clock, bench.settings.zone) for clock in pause)
    return [(first, last)]
