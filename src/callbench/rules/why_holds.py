"""What lets an item be called at a moment, condition by condition: told beside what keeps back (`why_kept`)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from callbench.i18n import _
from callbench.records.why import Held
from callbench.rules.brakes import MONTH, Person
from callbench.rules.hours import calling_hours
from callbench.rules.pools import pool_hours
from callbench.rules.why_facts import Asked, Callee, Item
from callbench.rules.why_kept import pool_of


def holds(item: Item, callee: Callee, asked: Asked, person: Person, now: datetime) -> tuple[Held, ...]:
    """The conditions of RULES "Who is next" that hold for the customer of an item at a moment, in the order they are asked.

    Those that a campaign or a customer does not ask for are left out.
    """
    return tuple(_holds(item, callee, asked, person, now))


def _holds(item: Item, callee: Callee, asked: Asked, person: Person, now: datetime) -> Iterator[Held]:
    day, settings = asked.day_of(now), asked.settings
    numbers = [one for one in callee.numbers if (one.listed_to or 0) < day]
    if callee.state == "active" and (callee.listed_to or 0) < day and numbers:
        yield Held("number")
    if callee.consent == "given" and (callee.consent_until is None or callee.consent_until > now):
        yield Held("consent")
    pool = pool_of(item, callee, now)
    wanted = {"hours": True, "marketing": pool.campaign.marketing, "preferred": bool(pool.key.hours)}
    for name, hours in pool_hours(settings, pool).items():
        if wanted[name] and hours is not None and hours.is_open(now):
            yield Held(name, times=f"{hours.opens:%H:%M}-{hours.closes:%H:%M}")
    gap = timedelta(minutes=settings["calls.gap_minutes"])
    if any(one.called is None or one.called + gap <= now for one in numbers):
        yield Held("gap", n=settings["calls.gap_minutes"])
    clock = calling_hours(settings, item.zone)
    today = sum(clock.day_of(past) == clock.day_of(now) for past in person.called)
    month = sum(now - MONTH < past for past in person.called)
    for name, n, most in (("day", today, settings["calls.per_day"]), ("month", month, settings["calls.per_month"])):
        if n < most:
            yield Held(name, n=n, most=most)


def holds_words(held: Held) -> str:
    """One condition in words."""
    match held.code:
        case "number":
            return _("a valid number, not on the do-not-call list")
        case "consent":
            return _("consent given")
        case "hours":
            return _("calling hours {times}").format(times=held.times)
        case "marketing":
            return _("hours for advertising {times}").format(times=held.times)
        case "preferred":
            return _("the time the customer prefers, {times}").format(times=held.times)
        case "gap":
            return _("a number not called for {n} minutes").format(n=held.n)
        case "day":
            return _("called today {n} of {most}").format(n=held.n, most=held.most)
        case _:
            return _("in 30 days {n} of {most}").format(n=held.n, most=held.most)
