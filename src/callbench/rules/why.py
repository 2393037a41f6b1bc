"""Why an item may be called now, or what keeps it back and until when: one function from what is known to a `Reason`.

It agrees with what is dealt (store/taking, desk/calling): an item has no reason against it exactly when it would be dealt,
`turn` is its place among those, and the moment it names is the first one at which it would be. Source: RULES "Who is next".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from callbench.clock import business_day, day_begins, following
from callbench.config import Settings
from callbench.i18n import N_
from callbench.records.why import Reason, Step
from callbench.rules.pools import LATE, CampaignFacts, Pool, Roster, closed_by, kept_from, pool_hours, pool_key
from callbench.rules.words import HELD_BACK

WHY_NOT = {  # in the order in which they are asked
    "done": N_("closed"),
    "held": N_("in a call with a colleague"),
    "no_phone": N_("without a number to call"),
    "inactive": N_("inactive"),
    "do_not_call": HELD_BACK["do_not_call"],
    "consent": HELD_BACK["consent"],
    "campaign": N_("in a campaign that is not running"),
    "trainee": N_("not given to trainees"),
    "people": N_("for other agents of the campaign"),
    "owner": N_("a colleague's own"),
    "skill": N_("in need of a skill the agent does not have"),
    "period": N_("outside the days of the campaign"),
    "not_due": N_("not due yet"),
    "hours": HELD_BACK["hours"],
    "marketing": HELD_BACK["marketing"],
    "preferred": N_("outside the time the customer prefers"),
    "gap": HELD_BACK["gap"],
    "engaged": N_("with a number a colleague is calling"),
    "break": N_("waiting while the agent is on a break"),
}
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
BY_CLOCK = ("hours", "marketing", "preferred")
"""What keeps back by the time of the day."""
NOTHING = (*(code for code in WHY_NOT if code != "done"), "done")
"""The order in which counts of what is kept back are told."""
_MOST_STEPS = 200  # as many changes are looked ahead
_MOMENT = timedelta(microseconds=1)
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Number:
    """A valid number. called: the last attempt to it; engaged_since: the last sign of life of somebody's call to it, None
    for none; listed_to: the last business day it is on the do-not-call list, None: it is not.
    """

    called: datetime | None = None
    engaged_since: datetime | None = None
    listed_to: int | None = None


@dataclass(frozen=True, slots=True)
class Callee:
    """What decides whether a customer can be rung. listed_to: as of a number. consent: the campaign's, given, withdrawn or
    "" (never asked), None where it asks for none; consent_until: up to when it was given.
    """

    state: str = "active"
    preferred_time: str = ""
    skill: str = ""
    owner_id: UUID | None = None
    listed_to: int | None = None
    consent: str | None = None
    consent_until: datetime | None = None
    numbers: tuple[Number, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the queue. held_by, touched_at: who has its customer in hand and their last sign of life; held_here: with
    this item. begun_by, begun_at: of the unfinished call on it.
    """

    id: UUID
    campaign_id: UUID
    campaign: CampaignFacts
    zone: str
    ready_at: datetime
    state: str = "open"
    rule: str = "list"
    agreed: bool = False
    priority: int = 5
    attempts: int = 0
    due_by: datetime | None = None
    agent_id: UUID | None = None
    released_at: datetime | None = None
    held_by: UUID | None = None
    touched_at: datetime | None = None
    held_here: bool = False
    begun_by: UUID | None = None
    begun_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """For whom it is asked, and what is the same for every item. away: on a break."""

    agent_id: UUID
    settings: Settings
    roster: Roster = field(default_factory=Roster)
    away: bool = False

    def day_of(self, moment: datetime) -> int:
        return business_day(moment, self.settings.zone, self.settings.day_starts)

    def begins(self, day: int) -> datetime:
        return day_begins(day, self.settings.zone, self.settings.day_starts)


def reason(item: Item, callee: Callee, asked: Asked, now: datetime) -> Reason:
    """What keeps this item from this agent at `now`; what no time ends is told before what some time does."""
    first = _kept(item, callee, asked, now)
    if first is None:
        return Reason("", _ends(item, callee, asked, now))
    steps, moment, kept = [first], now, first
    for _ in range(_MOST_STEPS):
        if kept.until is None:
            return Reason(kept.code, None, _merged(steps))
        moment = kept.until
        found = _kept(item, callee, asked, moment)
        if found is None:
            steps = _begun(item, callee, asked, now, steps)
            return Reason(steps[0].code, moment, _merged(steps))
        kept = found
        steps.append(found)
    return Reason(first.code, None, _merged(steps))


def turn(item: Item, asked: Asked, now: datetime) -> tuple[Any, ...]:
    """The place of an item that may be called among all that may: sort by it, the first is dealt."""
    if _in_hand(item, asked, now):
        return (0,)
    if item.begun_by == asked.agent_id and item.begun_at is not None:
        return (1, -item.begun_at.timestamp())
    if item.agreed:
        return (2, -item.ready_at.timestamp(), -item.id.int)
    if item.rule == "complaint" and item.due_by is not None and item.due_by <= now:
        return (3, item.due_by.timestamp(), item.id.int)
    return (4, item.priority, item.attempts, item.ready_at.timestamp(), item.id.int)


def _merged(steps: list[Step]) -> tuple[Step, ...]:
    """The same reason twice in a row is one."""
    return tuple(step for at, step in enumerate(steps) if at + 1 == len(steps) or steps[at + 1].code != step.code)


def _begun(item: Item, callee: Callee, asked: Asked, now: datetime, steps: list[Step]) -> list[Step]:
    """Who waits for the hours to begin, and not for a day of their own, waits for the hours."""
    if steps[0].code != "not_due" or item.agreed:
        return steps
    shut = _by_clock(item, callee, asked, now)
    if shut is None or shut.until is None or item.ready_at > shut.until:
        return steps
    return [Step(shut.code, shut.until), *steps[1:]]


def _kept(item: Item, callee: Callee, asked: Asked, moment: datetime) -> Step | None:
    """The first thing that keeps the item back at a moment, and the first moment at which that one does not."""
    if item.state == "done":
        return Step("done", None)
    if _in_hand(item, asked, moment):
        return None
    if (held := _held(item, asked, moment)) is not None:
        return held
    if item.state == "parked":
        return Step("no_phone", None)
    return (
        _never(callee, asked, moment)
        or _for_others(item, callee, asked, moment)
        or (Step("not_due", item.ready_at) if item.ready_at > moment else None)
        or _by_clock(item, callee, asked, moment)
        or _number(item, callee, asked, moment)
        or _away(asked)
    )


def _in_hand(item: Item, asked: Asked, moment: datetime) -> bool:
    """Whether it is the call the agent is in; one nobody touched for calls.hold_minutes is asked about as any other."""
    return item.held_here and item.held_by == asked.agent_id and _held_until(item, asked) > moment


def _held_until(item: Item, asked: Asked) -> datetime:
    minutes = timedelta(minutes=asked.settings["calls.hold_minutes"])
    return _NEVER if item.touched_at is None else item.touched_at + minutes


def _away(asked: Asked) -> Step | None:
    return Step("break", None) if asked.away else None


def _held(item: Item, asked: Asked, moment: datetime) -> Step | None:
    if item.held_by is None:
        return None
    until = _held_until(item, asked)
    if until <= moment:
        return None
    return Step("held", None if until == _NEVER or item.held_by == asked.agent_id else until)


def _never(callee: Callee, asked: Asked, moment: datetime) -> Step | None:
    """State, do-not-call list, consent; whether there is a number at all."""
    if callee.state != "active":
        return Step(callee.state, None)
    day = asked.day_of(moment)
    if callee.listed_to is not None and callee.listed_to >= day:
        return Step("do_not_call", _after(callee.listed_to, asked))
    ended = callee.consent_until is not None and callee.consent_until <= moment
    if callee.consent is not None and (callee.consent != "given" or ended):
        return Step("consent", None)
    listed = [number.listed_to for number in callee.numbers if number.listed_to is not None and number.listed_to >= day]
    if len(listed) < len(callee.numbers):
        return None
    return Step("do_not_call", _after(min(listed), asked)) if listed else Step("no_phone", None)


def _after(day: int, asked: Asked) -> datetime | None:
    """When an entry of the do-not-call list is over."""
    return None if day // 10_000 >= 9999 else asked.begins(following(day))


def _pool(item: Item, callee: Callee, moment: datetime) -> Pool:
    released = item.released_at is not None and item.released_at <= moment
    key = pool_key(
        item.campaign_id, item.zone, callee.preferred_time, callee.skill, owner_id=callee.owner_id,
        agent_id=None if released else item.agent_id, agreed=item.agreed,
    )  # fmt: skip
    return Pool(0, key, item.campaign)


def _shut(item: Item, callee: Callee, asked: Asked, moment: datetime) -> tuple[str, Pool]:
    """What of the conditions it shares with others keeps the item back; of an agreed call, when its time has come."""
    pool, day = _pool(item, callee, moment), asked.day_of(moment)
    why = closed_by(pool, asked.agent_id, asked.roster.on(day), asked.settings, moment, day)
    return kept_from(why, agreed=item.agreed, late=item.ready_at < moment - LATE), pool


def _for_others(item: Item, callee: Callee, asked: Asked, moment: datetime) -> Step | None:
    """The campaign, whose the item is, what it needs."""
    why, _key = _shut(item, callee, asked, moment)
    if why == "" or why in BY_CLOCK:
        return None
    today = asked.day_of(moment)
    changes: list[datetime] = []
    if why == "owner":
        days = {day for one in asked.roster.absences for day in (one.first_day, following(one.last_day))}
        changes = [asked.begins(day) for day in days if day > today]
        changes += [item.released_at] if item.agent_id is not None and item.released_at is not None else []
    elif why == "period" and item.campaign.starts_on is not None and item.campaign.starts_on > today:
        changes = [asked.begins(item.campaign.starts_on)]
    return Step(why, min((change for change in changes if change > moment), default=None))


def _by_clock(item: Item, callee: Callee, asked: Asked, moment: datetime) -> Step | None:
    """The hours of the shop and the campaign, those for advertising, those the customer prefers."""
    why, pool = _shut(item, callee, asked, moment)
    if why not in BY_CLOCK:
        return None
    hours = pool_hours(asked.settings, pool)[why]
    return Step(why, None if hours is None else hours.next_open(moment))


def _number(item: Item, callee: Callee, asked: Asked, moment: datetime) -> Step | None:
    """A number called a short while ago, or in use; an agreed time goes before both."""
    if item.agreed and item.ready_at <= moment:
        return None
    frees = [_free(number, asked, moment) for number in callee.numbers]
    if None in frees:
        return None
    waits = [free for free in frees if free is not None and free.until is not None]
    return min(waits, key=lambda wait: wait.until or moment, default=Step("no_phone", None))


def _free(number: Number, asked: Asked, moment: datetime) -> Step | None:
    """What keeps one number from being rung."""
    if number.listed_to is not None and number.listed_to >= asked.day_of(moment):
        return Step("do_not_call", _after(number.listed_to, asked))
    if number.engaged_since is not None:
        until = number.engaged_since + timedelta(minutes=asked.settings["calls.hold_minutes"])
        if until > moment:
            return Step("engaged", until)
    if number.called is not None:
        until = number.called + timedelta(minutes=asked.settings["calls.gap_minutes"])
        if until > moment:
            return Step("gap", until)
    return None


def _ends(item: Item, callee: Callee, asked: Asked, now: datetime) -> datetime | None:
    """When an item that may be called may not be any more; None where no time ends it, or none of the coming days."""
    moment = now
    for _ in range(0 if _in_hand(item, asked, now) else _MOST_STEPS):
        moment = min(_changes(item, callee, asked, moment), default=moment)
        if _kept(item, callee, asked, moment) is not None:
            return moment
    return None


def _changes(item: Item, callee: Callee, asked: Asked, moment: datetime) -> Iterator[datetime]:
    """Moments to come at which something that lets an item be called may end: none is left out before the first."""
    today = asked.day_of(moment)
    yield asked.begins(following(today))
    late = item.ready_at + LATE + _MOMENT
    ends = [callee.consent_until, item.released_at, late if item.agreed else None]
    yield from (end for end in ends if end is not None and end > moment)
    hours = pool_hours(asked.settings, _pool(item, callee, moment)).values()
    yield from (each.next_close(moment) for each in hours if each is not None and each.is_open(moment))
