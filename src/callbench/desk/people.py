"""When a person may be called: what the rules are told of them, from the attempts in the base."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from callbench.desk.bench import Bench
from callbench.rules.brakes import Person, earliest
from callbench.store import attempts, holding


def person_called(
    bench: Bench, zone: str, calls: Iterable[tuple[str, datetime]], *, preferred_time: str = "",
    number_called: datetime | None = None, has_number: bool = True,
) -> Person:  # fmt: skip
    """calls: (outcome, when) of every attempt to the person, oldest first. number_called: of the number to be called."""
    silence, called, outcomes = None, [], bench.outcomes
    for key, when in calls:
        if outcomes.counts(key):
            called.append(when)
        if key in outcomes and outcomes[key].silences:
            silence = when + timedelta(days=bench.settings["retry.silence_days"])
    return Person(zone, preferred_time, tuple(called), number_called, has_number, silence)


def callable_from(bench: Bench, connection: Any, customer_id: UUID, zone: str, now: datetime) -> datetime:
    """The first moment from `now` on at which hours, caps and silence let this customer be called (UTC)."""
    calls = [(past.outcome, past.ended_at) for past in attempts.of_customer(connection, customer_id)]
    return earliest(now, person_called(bench, zone, calls), bench.settings)


def return_parked(bench: Bench, connection: Any) -> None:
    """Open every parked item whose customer has a number by now, for the next moment they may be called."""
    now = bench.clock.now()
    for item in holding.parked_with_number(connection):
        ready_at = callable_from(bench, connection, item.customer_id, item.zone, now)
        holding.unpark(connection, item.id, ready_at, bench.day_of(ready_at))
