"""What keeps a person from being called: one answer to "why not now", and the first moment at which nothing does.

Source: RULES "Who is next": do-not-call list, consent where the campaign needs it, silence after a refusal, calling hours on
the customer's clock (stricter ones where something is advertised), gap per number, most attempts a day and in 30 days.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from callbench.config import Settings
from callbench.rules.hours import Hours, calling_hours

MONTH = timedelta(days=30)
FOR_GOOD = ("do_not_call", "consent")
"""What no time ends; consent may be given."""
NOT_LIFTED = ("do_not_call",)
"""What a supervisor's word does not lift."""
LIMITS = ("silence", "day", "month")
"""What counts over all campaigns, and puts items off when a call is saved."""


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of the one to be called. Times are aware; those of attempts include the one just made.

    called: attempts that count, to this person over all campaigns (older than 30 days do not matter). number_called: the
    last attempt to the number that is to be called next. has_number: whether any number is left to be called; has_listed:
    whether any is on the do-not-call list.
    silent_until: no calls before, after a refusal for good. listed: on the do-not-call list for good; listed_until: up to
    then. consents: the campaign needs no consent, or has it. marketing: the call advertises something.
    """

    zone: str
    preferred_time: str = ""
    called: tuple[datetime, ...] = ()
    number_called: datetime | None = None
    has_number: bool = True
    silent_until: datetime | None = None
    has_listed: bool = False
    listed: bool = False
    listed_until: datetime | None = None
    consents: bool = True
    marketing: bool = False


def hours_for(person: Person, settings: Settings) -> Hours:
    """The hours in which this person may be called, on their own clock."""
    hours = calling_hours(settings, person.zone)
    return marketing_hours(hours, settings) or hours if person.marketing else hours


def marketing_hours(hours: Hours, settings: Settings) -> Hours | None:
    """These hours cut to those in which something may be advertised; None when nothing is left."""
    return hours.within(settings["marketing.from"], settings["marketing.until"])


def held_back(person: Person, settings: Settings, now: datetime, among: Collection[str] = ()) -> str:
    """The first thing that keeps a person from being called now, a code of `words.HELD_BACK`; "" when nothing does.

    do_not_call, consent, silence, hours, marketing (inside calling hours, outside those for advertising), day (called often
    enough today), month, gap (the number was called just now). among: these alone are asked for.
    """
    hours, calls = calling_hours(settings, person.zone), person.called
    gap = timedelta(minutes=settings["calls.gap_minutes"])
    today = hours.day_of(now)
    brakes = {
        "do_not_call": person.listed or (person.listed_until is not None and person.listed_until > now),
        "consent": not person.consents,
        "silence": person.silent_until is not None and person.silent_until > now,
        "hours": not hours.is_open(now),
        "marketing": not hours_for(person, settings).is_open(now),
        "day": sum(hours.day_of(past) == today for past in calls) >= settings["calls.per_day"],
        "month": sum(now - MONTH < past for past in calls) >= settings["calls.per_month"],
        "gap": person.number_called is not None and person.number_called + gap > now,
    }
    return next((name for name, holds in brakes.items() if holds and (not among or name in among)), "")


def earliest(wanted: datetime, person: Person, settings: Settings) -> datetime:
    """The first moment from `wanted` on (UTC) at which nothing holds this person back but what time does not end (FOR_GOOD)."""
    hours = hours_for(person, settings)
    called = sorted(person.called)
    gap = timedelta(minutes=settings["calls.gap_minutes"])
    moment = wanted.astimezone(UTC)
    if person.number_called is not None:
        moment = max(moment, person.number_called.astimezone(UTC) + gap)
    for until in (person.silent_until, person.listed_until):
        if until is not None:
            moment = max(moment, until.astimezone(UTC))
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
