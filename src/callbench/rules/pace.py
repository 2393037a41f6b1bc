"""Whether what is left of a day will be done, from the agent's own pace.

Pace: the time at work divided by the customers dealt with. Time at work is each call with the time before it since the
call before ended, at most IDLE of that, without breaks. It is today's from LEAST customers on, else the median of the
earlier days that have as many, else none is told.

Left: the agent's own customers who may be called today, and of anybody's the agent's part: divided by those at work. Each
is worth one pace of work between the first and the last moment at which they may be called today; whoever can be called
least long comes first, which is the best that can be done. The shop's pause is no time for calls.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from math import ceil
from statistics import median

from callbench.records.pace import DayLeft, Pace

LEAST = 5
"""Customers below which a pace says nothing."""
IDLE = timedelta(minutes=10)
"""As much of the time between two calls counts as work."""
_NONE = timedelta(0)
_ROUNDING = 1e-6

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Called:
    """A call that was saved. whom: one key for the calls of one item."""

    whom: Hashable
    started: datetime
    ended: datetime


@dataclass(frozen=True, slots=True)
class Left:
    """n customers who may be called from `opens` until just before `closes` (the same moment: not any more today).

    shared: they are anybody's.
    """

    n: int
    opens: datetime
    closes: datetime
    shared: bool = False


def pace_of_day(calls: Sequence[Called], breaks: Iterable[Span] = ()) -> Pace | None:
    """The pace of one day's calls, None below LEAST customers. breaks: of the agent, ended."""
    customers = len({call.whom for call in calls})
    if customers < LEAST:
        return None
    away, worked, before = list(breaks), _NONE, None
    for call in sorted(calls, key=lambda one: (one.ended, one.started)):
        begun = call.started if before is None else max(call.started, before)
        worked += max(call.ended - begun, _NONE)
        if before is not None and begun > before:
            worked += min(begun - before - _overlap((before, begun), away), IDLE)
        before = call.ended
    return Pace(worked / customers, customers)


def pace(today: Pace | None, earlier: Sequence[Pace | None]) -> Pace | None:
    """Today's, else the median of earlier days."""
    known = [one for one in earlier if one is not None]
    if today is not None or not known:
        return today
    each = timedelta(seconds=median(one.each.total_seconds() for one in known))
    return Pace(each, sum(one.customers for one in known), len(known))


def day_left(
    found: Sequence[Left], pace: Pace | None, now: datetime, *, sharers: int = 1, shut: Iterable[Span] = (),
    more: bool = False, on_break: bool = False,
) -> DayLeft:  # fmt: skip
    """What is left at `now` and when it will be done. shut: when nobody calls; see the records for the rest."""
    own, shared = (sum(one.n for one in found if one.shared is which) for which in (False, True))
    left = own + ceil(shared / sharers)
    to_come = [one for one in found if one.n and max(one.opens, now) < one.closes]
    late = sum(one.n / (sharers if one.shared else 1) for one in found if one not in to_come)
    told = DayLeft(
        own, shared, sharers, left, more, pace, unreachable=ceil(late - _ROUNDING), on_break=on_break,
        closes_at=max((one.closes for one in to_come), default=None), undone=ceil(late - _ROUNDING),
    )  # fmt: skip
    if pace is None or not left:
        return told
    each = max(pace.each.total_seconds(), 1.0)
    work = [(one, each * one.n / (sharers if one.shared else 1)) for one in to_come]
    ends_at, rest = _done(work, now, list(shut))
    undone = min(ceil(late + rest / each - _ROUNDING), left)
    return DayLeft(
        own, shared, sharers, left, more, pace, None if undone or more else ends_at, undone, told.unreachable,
        told.closes_at, on_break,
    )  # fmt: skip


def _done(work: Sequence[tuple[Left, float]], now: datetime, shut: list[Span]) -> tuple[datetime | None, float]:
    """The end of the last work done, and how many seconds of work are not: earliest end first is the most there can be."""
    kinds = sorted((one.closes, max(one.opens, now), seconds) for one, seconds in work)
    rest = [seconds for _closes, _opens, seconds in kinds]
    marks = {now, *(mark for closes, opens, _seconds in kinds for mark in (closes, opens))}
    ends_at: datetime | None = None
    for begin, end in pairwise(sorted(marks.union(*shut))):
        if begin < now or any(first <= begin < last for first, last in shut):
            continue
        room = whole = (end - begin).total_seconds()
        for at, (closes, opens, _seconds) in enumerate(kinds):
            if opens <= begin and closes >= end:
                done = min(room, rest[at])
                rest[at] -= done
                room -= done
        if room < whole:
            ends_at = begin + timedelta(seconds=whole - room)
    return ends_at, sum(rest)


def _overlap(span: Span, others: Iterable[Span]) -> timedelta:
    return sum((max(min(span[1], end) - max(span[0], begin), _NONE) for begin, end in others), _NONE)
