"""When a person may be called: what the rules are told of them, from the attempts in the base."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from callbench.clock import day_begins, following
from callbench.desk.bench import Bench
from callbench.rules.brakes import Person, earliest
from callbench.store import attempts, blocking, holding
from callbench.store.blocking import FOR_EVER
from callbench.store.numbers import Ringing


def person_called(
    bench: Bench, zone: str, calls: Iterable[tuple[str, datetime]], ringing: Ringing | None = None, *,
    preferred_time: str = "", number_called: datetime | None = None,
) -> Person:  # fmt: skip
    """calls: (outcome, when) of every attempt to the person, oldest first. ringing: what decides whether they can be rung,
    where it was asked; else preferred_time, and number_called: of the number to be called.
    """
    silence, called, outcomes = None, [], bench.outcomes
    for key, when in calls:
        if outcomes.counts(key):
            called.append(when)
        if key in outcomes and outcomes[key].silences:
            silence = when + timedelta(days=bench.settings["retry.silence_days"])
    person = Person(zone, preferred_time, tuple(called), number_called, silent_until=silence)
    if ringing is None:
        return person
    back_after = (
        None if ringing.numbers else ringing.back_after
    )  # a number that is listed up to a day is one to wait for
    until = ringing.listed_to if ringing.listed_to is not None else back_after
    return replace(
        person,
        preferred_time=ringing.preferred_time,
        number_called=ringing.numbers[0].called if ringing.numbers else None,
        has_number=bool(ringing.numbers) or back_after is not None,
        has_listed=bool(ringing.listed),
        listed=ringing.listed_to == FOR_EVER,
        listed_until=None if until in (None, FOR_EVER) else day_after(bench, until),
        consents=ringing.consents,
        marketing=ringing.marketing,
    )


def day_after(bench: Bench, day: int) -> datetime:
    """The first moment after a business day."""
    return day_begins(following(day), bench.settings.zone, bench.settings.day_starts)


def listed_to(connection: Any, customer_id: UUID) -> int:
    """The last business day on which nobody may call a customer for their own or their numbers' entries, 0 for none."""
    person = blocking.person_listed_to(connection, customer_id)
    return max(person, blocking.numbers_listed_to(connection, customer_id))


def callable_from(bench: Bench, connection: Any, customer_id: UUID, zone: str, now: datetime) -> datetime:
    """The first moment from `now` on at which hours, caps and silence let this customer be called (UTC)."""
    calls = [(past.outcome, past.ended_at) for past in attempts.of_customer(connection, customer_id)]
    return earliest(now, person_called(bench, zone, calls), bench.settings)


def return_parked(bench: Bench, connection: Any) -> None:
    """Open every parked item whose customer has a number by now, for the next moment they may be called."""
    now = bench.clock.now()
    for item in holding.parked_with_number(connection):
        last = blocking.numbers_listed_to(connection, item.customer_id)
        free_at = max(now, day_after(bench, last)) if last else now
        ready_at = callable_from(bench, connection, item.customer_id, item.zone, free_at)
        holding.unpark(connection, item.id, ready_at, bench.day_of(ready_at))
