"""What keeps an item back at one moment, one after the other as it is asked, and the first moment at which that one does not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from callbench.clock import YEARS, following
from callbench.i18n import N_
from callbench.records.why import Step
from callbench.rules.pools import LATE, Pool, closed_by, kept_from, pool_hours, pool_key
from callbench.rules.why_facts import Asked, Callee, Item, Number
from callbench.rules.words import HELD_BACK

WHY_NOT = {  # in the order in which they are asked
    "done": N_("closed"),
    "held": N_("in a call with a colleague"),
    "no_phone": N_("without a number to call"),
    "aside": N_("set aside"),
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
    "day_off": N_("on a day off"),
    "hours": HELD_BACK["hours"],
    "marketing": HELD_BACK["marketing"],
    "preferred": N_("outside the time the customer prefers"),
    "gap": HELD_BACK["gap"],
    "engaged": N_("with a number a colleague is calling"),
    "break": N_("waiting while the agent is on a break"),
}
LIMITS = {  # what put off an item that is not due yet
    "complaint": N_("waiting until a complaint is settled"),
    "silence": HELD_BACK["silence"],
    "day": HELD_BACK["day"],
    "month": HELD_BACK["month"],
}
BY_CLOCK = ("day_off", "hours", "marketing", "preferred")
"""What keeps back by the time of the day."""
NOTHING = (*(code for code in WHY_NOT if code != "done"), *LIMITS, "done")
"""The order in which counts of what is kept back are told."""
_NEVER = datetime.max.replace(tzinfo=UTC)


def kept(item: Item, callee: Callee, asked: Asked, moment: datetime) -> Step | None:
    """The first thing that keeps the item back at a moment, and the first moment at which that one does not."""
    if item.state == "done":
        return Step("done", None)
    if in_hand(item, asked, moment):
        return None
    if (held := _held(item, asked, moment)) is not None:
        return held
    if item.state == "parked":
        return Step("aside" if item.put_aside else "do_not_call" if item.listed else "no_phone", None)
    return (
        _never(callee, asked, moment)
        or _for_others(item, callee, asked, moment)
        or (Step("not_due", item.ready_at) if item.ready_at > moment else None)
        or by_clock(item, callee, asked, moment)
        or _number(item, callee, asked, moment)
        or _away(asked)
    )


def in_hand(item: Item, asked: Asked, moment: datetime) -> bool:
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


def barred(callee: Callee, asked: Asked, moment: datetime) -> str:
    """A code of WHY_NOT: what keeps the customer from any call but the one in hand, which may be ended; "" for nothing."""
    step = _never(callee, asked, moment)
    return "" if step is None else step.code


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
    """When the day after a day begins, of an absence or an entry of the do-not-call list."""
    return _begins(following(day), asked) if day // 10_000 in YEARS else None


def _begins(day: int, asked: Asked) -> datetime | None:
    """When a day begins; None for one so far ahead that it stands for never."""
    return asked.begins(day) if day // 10_000 in YEARS else None


def pool_of(item: Item, callee: Callee, moment: datetime) -> Pool:
    """The pool the item lies in at a moment: what is one agent's up to then is anybody's afterwards."""
    released = item.released_at is not None and item.released_at <= moment
    key = pool_key(
        item.campaign_id, item.zone, callee.preferred_time, callee.skill, owner_id=callee.owner_id,
        agent_id=None if released else item.agent_id, agreed=item.agreed,
    )  # fmt: skip
    return Pool(0, key, item.campaign)


def _closed(item: Item, callee: Callee, asked: Asked, moment: datetime, *, clock: bool) -> str:
    """What of the conditions it shares with others keeps the item back, by the time of the day (clock) or otherwise."""
    day, late = asked.day_of(moment), item.ready_at < moment - LATE
    pool = pool_of(item, callee, moment)
    closed = closed_by(pool, asked.agent_id, asked.roster.on(day), asked.settings, moment, day)
    return kept_from([why for why in closed if (why in BY_CLOCK) == clock], agreed=item.agreed, late=late)


def _for_others(item: Item, callee: Callee, asked: Asked, moment: datetime) -> Step | None:
    """The campaign, whose the item is, what it needs."""
    why = _closed(item, callee, asked, moment, clock=False)
    if not why:
        return None
    today = asked.day_of(moment)
    changes: list[datetime | None] = []
    if why == "owner":
        away = asked.roster.absences
        changes = [_begins(one.first_day, asked) for one in away] + [_after(one.last_day, asked) for one in away]
        changes += [item.released_at] if item.agent_id is not None and item.released_at is not None else []
    elif why == "period" and item.campaign.starts_on is not None and item.campaign.starts_on > today:
        changes = [_begins(item.campaign.starts_on, asked)]
    return Step(why, min((change for change in changes if change is not None and change > moment), default=None))


def by_clock(item: Item, callee: Callee, asked: Asked, moment: datetime) -> Step | None:
    """Days off, the hours of the shop and the campaign, those for advertising, those the customer prefers."""
    why = _closed(item, callee, asked, moment, clock=True)
    if not why:
        return None
    hours = pool_hours(asked.settings, pool_of(item, callee, moment))[why]
    if hours is None:
        return Step(why, None)
    until = hours.next_open(moment)
    if why == "hours" and hours.calendar is not None and not hours.is_workday(day := hours.day_of(moment)):
        return Step("day_off", until, hours.calendar.day(day).holiday)
    return Step(why, until)


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
