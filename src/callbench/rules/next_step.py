"""What becomes of an item after an attempt.

Source: RULES "Outcomes" (next step) and "Who is next" (spread over parts of the day, agreed callbacks).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from callbench.config import Settings
from callbench.rules.brakes import Person, earliest, hours_for
from callbench.rules.hours import PARTS, Hours, preferred_hours
from callbench.rules.outcomes import SHIPPED, OutcomeRule, Outcomes

_DAY = timedelta(days=1)


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
    """What becomes of the item. state: open, parked, done. why: outcome, attempts, no_phone, do_not_call, or "" while open.

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
    if person.listed:
        return Step("done", "do_not_call")
    if not person.has_number:
        return Step("parked", "do_not_call" if person.has_listed else "no_phone")
    ready = _ready(outcome, made, person, settings, now)
    if outcome.follows.startswith("same_agent"):
        late = timedelta(minutes=settings["calls.release_minutes"])
        return Step("open", "", ready, False, True, max(now.astimezone(UTC) + _DAY, ready + late))
    return Step("open", "", ready)


def _ready(outcome: OutcomeRule, made: Made, person: Person, settings: Settings, now: datetime) -> datetime:
    hours = hours_for(person, settings)
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
