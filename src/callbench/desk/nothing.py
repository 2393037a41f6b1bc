"""Why nobody can be called now: all that is in the queue, counted by what keeps it back, and when that first changes."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
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
from callbench.rules.pools import LATE, Pool
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
    by_group: defaultdict[Any, list[datetime]] = defaultdict(list)
    for one in _one_by_one(bench, connection, asked, looking):
        by_group[one.group].append(one.item.ready_at)
        counts[one.why or _code(one.kept)] += 1
        if one.kept.code and one.kept.until is not None:
            moments[one.kept.until] = one.item.zone
    up_to: dict[datetime, dict[int, int]] = {}
    groups = nothing.waiting(connection, now)
    known = {pool.id: pool for pool in pools.with_items(connection, {found.pool_id for found in groups})}
    for found in groups:
        apart = by_group[found.pool_id, found.agreed, found.ready, found.late]
        if (n := found.n - len(apart)) == 0:
            continue
        first = _first(connection, found, apart, now)
        item, callee = _alike(known[found.pool_id], found.agreed, first)
        kept = reason(item, callee, asked, now)
        if (
            not found.ready and not found.agreed and kept.code in BY_CLOCK
        ):  # of them, those whose day does not begin yet
            until = kept.steps[0].until or now
            if until not in up_to:
                up_to[until] = nothing.ready_up_to(connection, now, until)
            soon = up_to[until].get(found.pool_id, 0) - sum(at <= until for at in apart)
            counts["not_due"] += n - soon
            n = soon
        counts[_code(kept)] += n
        if kept.code and kept.until is not None:
            moments[kept.until] = item.zone
    next_at = min(moments, default=None)
    unknown = "" if next_at is None else remark(next_at, calling_hours(bench.settings, moments[next_at]))
    return NothingNow({code: counts[code] for code in NOTHING if counts[code]}, next_at, unknown)


def _looking(bench: Bench, now: datetime) -> nothing.Looking:
    settings, day = bench.settings, timedelta(days=1)
    silence = timedelta(days=settings["retry.silence_days"])
    return nothing.Looking(
        now, bench.day_of(now), now - timedelta(minutes=settings["calls.gap_minutes"]),
        bench.day_of(now - max(MONTH, silence) - day), bench.day_of(now - MONTH - day), settings["calls.per_day"],
        settings["calls.per_month"], tuple(rule.key for rule in bench.outcomes.rules if rule.silences),
    )  # fmt: skip


def _first(connection: Any, found: Any, apart: list[datetime], now: datetime) -> datetime:
    """When the first of a group becomes ready, but for those that are asked about by themselves."""
    first: datetime = found.first
    if found.ready or first not in apart:  # when it became ready changes nothing
        return first
    times = Counter(nothing.first_times(connection, found.pool_id, now, len(apart) + 1, agreed=found.agreed))
    return min((times - Counter(apart)).elements(), default=first)


def _code(kept: Reason) -> str:
    """What an item is counted as: one that could be called was taken a moment ago."""
    first = kept.steps[0].code if kept.steps else "held"
    return first if first in _FIRST else kept.code


def _alike(pool: Pool, agreed: bool, ready_at: datetime) -> tuple[Item, Callee]:
    """An item such as lie in a pool, of a customer whom nothing else keeps back."""
    key = pool.key
    item = Item(_NIL, key.campaign_id, pool.campaign, key.zone, ready_at, agreed=agreed, agent_id=key.agent_id)
    return item, Callee(preferred_time=key.hours, skill=key.skill, numbers=(Number(),))


@dataclass(frozen=True, slots=True)
class _Odd:
    """An item asked about by itself. group: where it is counted among others; why: what put it off when it is not due."""

    item: Item
    kept: Reason
    why: str
    group: tuple[int, bool, bool, bool]


def _one_by_one(bench: Bench, connection: Any, asked: Asked, looking: nothing.Looking) -> list[_Odd]:
    """Items that something of their own may keep back."""
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
        at = item.ready_at
        group = (row.pool_id, item.agreed, at <= looking.now, at < looking.now - LATE)
        told.append(_Odd(item, kept, why, group))
    return told
