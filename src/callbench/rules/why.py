"""Why an item may be called now, or what keeps it back and until when: one function from what is known to a `Reason`.

It agrees with what is dealt (store/taking, desk/calling): an item has no reason against it exactly when it would be dealt,
`turn` is its place among those, and the moment it names is the first one at which it would be. Source: RULES "Who is next".
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from callbench.clock import following
from callbench.i18n import N_
from callbench.records.why import Reason, Step
from callbench.rules.brakes import LIMITS, Person, earliest, held_back
from callbench.rules.pools import LATE, pool_hours
from callbench.rules.why_facts import Asked, Callee, Item
from callbench.rules.why_kept import by_clock, in_hand, kept, pool_of

MAY_BE_CALLED = N_("may be called now")
BEFORE = {  # what is dealt before an item, in the order of the queue
    "interrupted": N_("interrupted calls"),
    "agreed": N_("agreed calls whose time has come"),
    "complaint": N_("complaints to be confirmed"),
    "priority": N_("of higher priority"),
    "attempts": N_("with fewer attempts"),
    "time": N_("due earlier"),
}
COUNTED = 1_000
"""As many of each are counted."""
_BY_TURN = ("interrupted", "interrupted", "agreed", "complaint")
_ORDINARY = len(_BY_TURN)  # what has no such turn comes after them
_MOST_STEPS = 200  # as many changes are looked ahead
_MOMENT = timedelta(microseconds=1)


def reason(item: Item, callee: Callee, asked: Asked, now: datetime) -> Reason:
    """What keeps this item from this agent at `now`; what no time ends is told before what some time does."""
    first = kept(item, callee, asked, now)
    if first is None:
        return Reason("", _ends(item, callee, asked, now))
    steps, moment = [first], now
    for _ in range(_MOST_STEPS):
        last = steps[-1]
        if last.until is None:
            return Reason(last.code, None, _merged(steps))
        moment = last.until
        found = kept(item, callee, asked, moment)
        if found is None:
            steps = _begun(item, callee, asked, now, steps)
            return Reason(steps[0].code, moment, _merged(steps))
        steps.append(found)
    return Reason(first.code, None, _merged(steps))


def limit(item: Item, person: Person, asked: Asked, now: datetime, *, complains: bool) -> str:
    """What put off an item that is not due, a code of `why_kept.LIMITS`; "" where its own time is later than that would ask.

    complains: a complaint of the customer is open, and with it plans wait.
    """
    if item.agreed:
        return ""
    if complains and item.planned and item.rule != "complaint":
        return "complaint"
    why = held_back(person, asked.settings, now, LIMITS)
    return why if why and item.ready_at <= earliest(now, person, asked.settings) else ""


def turn(item: Item, asked: Asked, now: datetime) -> tuple[Any, ...]:
    """The place of an item that may be called among all that may: sort by it, the first is dealt."""
    if in_hand(item, asked, now):
        return (0,)
    if item.begun_by == asked.agent_id and item.begun_at is not None:
        return (1, -item.begun_at.timestamp())
    if item.agreed:
        return (2, -item.ready_at.timestamp(), -item.id.int)
    if item.rule == "complaint" and item.due_by is not None and item.due_by <= now:
        return (3, item.due_by.timestamp(), item.id.int)
    return (_ORDINARY, item.priority, item.attempts, item.ready_at.timestamp(), item.id.int)


def stands_before(other: tuple[Any, ...], mine: tuple[Any, ...]) -> str:
    """As what of BEFORE an item with one `turn` is dealt before one with another; "" when it is not."""
    if other >= mine:
        return ""
    if other[0] < _ORDINARY:
        return _BY_TURN[other[0]]
    return "priority" if other[1] < mine[1] else "attempts" if other[2] < mine[2] else "time"


def _merged(steps: list[Step]) -> tuple[Step, ...]:
    """The same reason twice in a row is one."""
    return tuple(step for at, step in enumerate(steps) if at + 1 == len(steps) or steps[at + 1].code != step.code)


def _begun(item: Item, callee: Callee, asked: Asked, now: datetime, steps: list[Step]) -> list[Step]:
    """Who waits for the hours to begin, and not for a day of their own, waits for the hours."""
    if steps[0].code != "not_due" or item.agreed:
        return steps
    shut = by_clock(item, callee, asked, now)
    if shut is None or shut.until is None or item.ready_at > shut.until:
        return steps
    return [shut, *steps[1:]]


def _ends(item: Item, callee: Callee, asked: Asked, now: datetime) -> datetime | None:
    """When an item that may be called may not be any more; None where no time ends it, or none of the coming days."""
    moment = now
    for _ in range(0 if in_hand(item, asked, now) else _MOST_STEPS):
        moment = min(_changes(item, callee, asked, moment), default=moment)
        if kept(item, callee, asked, moment) is not None:
            return moment
    return None


def _changes(item: Item, callee: Callee, asked: Asked, moment: datetime) -> Iterator[datetime]:
    """Moments to come at which something that lets an item be called may end: none is left out before the first."""
    today = asked.day_of(moment)
    yield asked.begins(following(today))
    late = item.ready_at + LATE + _MOMENT
    ends = [callee.consent_until, item.released_at, late if item.agreed else None]
    yield from (end for end in ends if end is not None and end > moment)
    hours = pool_hours(asked.settings, pool_of(item, callee, moment)).values()
    yield from (each.next_close(moment) for each in hours if each is not None and each.is_open(moment))
