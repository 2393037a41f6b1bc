"""What becomes of an item after an attempt, and the earliest moment a person may be called again.

Source: RULES "Outcomes" (next step) and "Who is next" (gap, caps, spread over parts of the day, agreed callbacks).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from callbench.config import Settings
from callbench.rules.hours import PARTS, Hours, calling_hours, preferred_hours
from callbench.rules.outcomes import SHIPPED, OutcomeRule, Outcomes

MONTH = timedelta(days=30)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of the one to be called. Times are aware; those of attempts include the one just made.

    called: attempts to this person over all campaigns (older than 30 days do not matter). number_called: the last attempt to the
    number that is to be called next. has_number: whether any number is left to be called. silent_until: no calls
    before, after a refusal for good.
    """

    zone: str
    preferred_time: str = ""
    called: tuple[datetime, ...] = ()
    number_called: datetime | None = None
    has_number: bool = True
    silent_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """The attempt just made and those before it on the same item, oldest first.

    attempts: how many the item has had; outcomes and times: theirs as far as known; all with this one. agreed_for: the
    time booked now. promised: a time booked earlier, not yet come.
    """

    attempts: int
    outcomes: tuple[str, ...]
    times: tuple[datetime, ...]
    max_attempts: int
    agreed_for: datetime | None = None
    promised: datetime | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of the item. state: open, parked, done. why: outcome, attempts, no_phone, or "" while open.

    ready_at: UTC, None when done or parked. same_agent: it is the caller's until released_at, then everybody's.
    """

    state: str
    why: str = ""
    ready_at: datetime | None = None
    agreed: bool = False
    same_agent: bool = False
    released_at: datetime | None = None


def next_step(made: Made, person: Person, settings: Settings, now: datetime, outcomes: Outcomes = SHIPPED) -> Step:
    """What becomes of an item whose latest attempt ended as `made.outcomes[-1]`. outcomes: the shop's."""
    outcome = outcomes[made.outcomes[-1]]
    counted = made.attempts - sum(not outcomes.counts(key) for key in made.outcomes)
    if outcome.final or (outcome.once and outcome.key in made.outcomes[:-1]):
        return Step("done", "outcome")
    promise = made.agreed_for or (None if outcome.contacted else made.promised)
    if promise is not None and promise > now:
        if counted > made.max_attempts:
            return Step("done", "attempts")
        late = timedelta(minutes=settings["calls.release_minutes"])
        return Step("open", "", promise.astimezone(UTC), True, True, promise.astimezone(UTC) + late)
    if counted >= made.max_attempts:
        return Step("done", "attempts")
    if not person.has_number:
        return Step("parked", "no_phone")
    ready = _ready(outcome, made, person, settings, now)
    if outcome.follows.startswith("same_agent"):
        late = timedelta(minutes=settings["calls.release_minutes"])
        return Step("open", "", ready, False, True, max(now.astimezone(UTC) + _DAY, ready + late))
    return Step("open", "", ready)


def _ready(outcome: OutcomeRule, made: Made, person: Person, settings: Settings, now: datetime) -> datetime:
    hours = calling_hours(settings, person.zone)
    match outcome.follows:
        case "minutes":
            wanted = now + timedelta(minutes=outcome.waits(settings))
        case "days":
            wanted = hours.next_day(now + timedelta(days=outcome.waits(settings)) - _DAY)
        case "next_day" | "same_agent_next_day":
            wanted = hours.next_day(now)
        case "same_agent":
            wanted = now + timedelta(minutes=settings["retry.no_answer_minutes"])
        case _:  # next_phone, and a callback whose time has passed
            wanted = now
    wanted = earliest(wanted, person, settings)
    if outcome.spreads:
        wanted = earliest(_another_part(wanted, made.times, hours, person.preferred_time), person, settings)
    return wanted


def held_back(person: Person, settings: Settings, now: datetime) -> str:
    """What keeps a person from being called now, a code of `words.HELD_BACK`; "" when nothing does.

    silence, hours, day (called often enough today), month, gap (the number was called just now).
    """
    hours, calls = calling_hours(settings, person.zone), person.called
    gap = timedelta(minutes=settings["calls.gap_minutes"])
    today = hours.day_of(now)
    brakes = {
        "silence": person.silent_until is not None and person.silent_until > now,
        "hours": not hours.is_open(now),
        "day": sum(hours.day_of(past) == today for past in calls) >= settings["calls.per_day"],
        "month": sum(now - MONTH < past for past in calls) >= settings["calls.per_month"],
        "gap": person.number_called is not None and person.number_called + gap > now,
    }
    return next((name for name, holds in brakes.items() if holds), "")


def earliest(wanted: datetime, person: Person, settings: Settings) -> datetime:
    """The first moment from `wanted` on (UTC) at which hours, the gap per number and both caps allow a call, and no silence holds."""
    hours = calling_hours(settings, person.zone)
    called = sorted(person.called)
    gap = timedelta(minutes=settings["calls.gap_minutes"])
    moment = wanted.astimezone(UTC)
    if person.number_called is not None:
        moment = max(moment, person.number_called.astimezone(UTC) + gap)
    if person.silent_until is not None:
        moment = max(moment, person.silent_until.astimezone(UTC))
    while True:
        moment = hours.next_open(moment)
        day = hours.day_of(moment)
        if sum(hours.day_of(past) == day for past in called) >= settings["calls.per_day"]:
            moment = hours.next_day(moment)
            continue
        recent = [past for past in called if moment - MONTH < past]
        if len(recent) < settings["calls.per_month"]:
            return moment
        moment = recent[-settings["calls.per_month"]].astimezone(UTC) + MONTH


def _another_part(wanted: datetime, times: Sequence[datetime], hours: Hours, preferred_time: str) -> datetime:
    """The part of the day tried least so far, never the last one again if another is open within a day of `wanted`.

    A preferred time in the profile goes before spreading.
    """
    if (preferred := preferred_hours(hours, preferred_time)) is not None:
        return preferred.next_open(wanted)
    used = Counter(hours.part_of(time) for time in times)
    last = hours.part_of(times[-1]) if times else ""
    open_ = [(start, part) for start, part in _parts(wanted, hours) if start < wanted + _DAY]
    return min(open_, key=lambda found: (found[1] == last, used[found[1]], found[0]))[0]


def _parts(wanted: datetime, hours: Hours) -> Iterator[tuple[datetime, str]]:
    for name, start, end in PARTS:
        if (part := hours.within(start, end)) is not None:
            yield part.next_open(wanted), name
