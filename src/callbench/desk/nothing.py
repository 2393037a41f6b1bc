"""Why nobody can be called now: all that is in the queue, counted by what keeps it back, and when that first changes."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from callbench.desk.bench import Bench
from callbench.desk.people import person_called
from callbench.desk.why import asking
from callbench.records.calls import NothingNow
from callbench.records.why import Reason
from callbench.rules.booking import remark
from callbench.rules.brakes import MONTH
from callbench.rules.hours import calling_hours
from callbench.rules.pools import Pool
from callbench.rules.why import limit, reason
from callbench.rules.why_facts import Asked, Callee, Item, Number
from callbench.rules.why_kept import BY_CLOCK, NOTHING
from callbench.store import nothing, pools
from callbench.store import why as store

_NIL = UUID(int=0)
_FIRST = ("held", "owner")  # told before what comes after them: another agent may call


def nothing_now(bench: Bench, connection: Any, agent_id: UUID) -> NothingNow:
    """What keeps back everything there is from this agent, in counts, and the next moment at which something may be called.

    What waits alike is asked about once; an item about which its pool does not tell everything by itself. A call that
    somebody has in hand is counted on by nobody: when it would be released does not count.
    """
    now, day = bench.clock.now(), bench.today()
    asked, looking = asking(bench, connection, agent_id, now), _looking(bench, now)
    rest = nothing.others(connection, agent_id, day)
    counts = Counter({"held": rest.held, "no_phone": rest.parked, "aside": rest.aside, "done": rest.done})
    counts["do_not_call"] = rest.listed
    moments: dict[datetime, str] = {}  # with the zone on whose clock it is
    groups = nothing.waiting(connection, looking)
    known = {pool.id: pool for pool in pools.with_items(connection, {found.pool_id for found in groups})}
    for found in groups:
        item, callee = _alike(known[found.pool_id], found.agreed, found.first)
        kept = reason(item, callee, asked, now)
        n = found.n
        if not found.ready and kept.code in BY_CLOCK:  # of them, those for whose day the hours do not begin yet
            n = nothing.ready_up_to(connection, looking, [found.pool_id], kept.steps[0].until or now)
            counts["not_due"] += found.n - n
        counts[_code(kept)] += n
        if kept.code and kept.until is not None:
            moments[kept.until] = item.zone
    for item, kept, why in _one_by_one(bench, connection, asked, looking):
        counts[why or _code(kept)] += 1
        if kept.code and kept.until is not None:
            moments[kept.until] = item.zone
    next_at = min(moments, default=None)
    unknown = "" if next_at is None else remark(next_at, calling_hours(bench.settings, moments[next_at]))
    return NothingNow({code: counts[code] for code in NOTHING if counts[code]}, next_at, unknown)


def _looking(bench: Bench, now: datetime) -> nothing.Looking:
    settings = bench.settings
    back = max(MONTH, timedelta(days=settings["retry.silence_days"])) + timedelta(days=1)
    return nothing.Looking(
        now, bench.day_of(now), now - timedelta(minutes=settings["calls.gap_minutes"]), bench.day_of(now - back),
        min(settings["calls.per_day"], settings["calls.per_month"]),
        tuple(rule.key for rule in bench.outcomes.rules if rule.silences),
    )  # fmt: skip


def _code(kept: Reason) -> str:
    """What an item is counted as: one that could be called was taken a moment ago."""
    first = kept.steps[0].code if kept.steps else "held"
    return first if first in _FIRST else kept.code


def _alike(pool: Pool, agreed: bool, ready_at: datetime) -> tuple[Item, Callee]:
    """An item such as lie in a pool, of a customer whom nothing else keeps back."""
    key = pool.key
    item = Item(_NIL, key.campaign_id, pool.campaign, key.zone, ready_at, agreed=agreed, agent_id=key.agent_id)
    return item, Callee(preferred_time=key.hours, skill=key.skill, numbers=(Number(),))


def _one_by_one(
    bench: Bench, connection: Any, asked: Asked, looking: nothing.Looking
) -> list[tuple[Item, Reason, str]]:
    """Items that something of their own may keep back, with the reason, and what put those off that are not due."""
    odd = store.these(connection, nothing.odd_ones(connection, looking))
    found = [(row, item, reason(item, callee, asked, looking.now)) for row, item, callee in odd]
    waiting = [row.customer_id for row, _item, kept in found if kept.code == "not_due"]
    called = nothing.called(connection, looking, list(dict.fromkeys(waiting)))
    complaining = nothing.complaining(connection) if waiting else frozenset()
    told = []
    for row, item, kept in found:
        why = ""
        if kept.code == "not_due":
            person = person_called(bench, item.zone, called.get(row.customer_id, ()))
            why = limit(item, person, asked, looking.now, complains=row.customer_id in complaining)
        told.append((item, kept, why))
    return told
