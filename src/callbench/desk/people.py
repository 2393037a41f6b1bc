"""What the rules are told of a person: from the attempts in the base to `rules.next_step.Person`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from callbench.config import Settings
from callbench.rules.next_step import Person


def person_called(
    settings: Settings, zone: str, calls: Iterable[tuple[str, datetime]], *, preferred_time: str = "",
    number_called: datetime | None = None, has_number: bool = True,
) -> Person:  # fmt: skip
    """calls: (outcome, when) of every attempt to the person, oldest first. number_called: of the number to be called."""
    silence, called = None, []
    for outcome, when in calls:
        called.append(when)
        if outcome == "refused_for_good":
            silence = when + timedelta(days=settings["retry.silence_days"])
    return Person(zone, preferred_time, tuple(called), number_called, has_number, silence)
