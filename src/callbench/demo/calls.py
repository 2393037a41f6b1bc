"""Playing a story through: every call inside calling hours, every next step by the rules the bench itself goes by."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from callbench.config import Settings
from callbench.demo.answers import Answers
from callbench.demo.people import Ids
from callbench.demo.stories import MOMENTS, Story
from callbench.demo.words import Business
from callbench.records.calls import AnswerGiven
from callbench.records.demo import DemoCall, DemoFollowUp, DemoItem
from callbench.records.people import Agent, Customer, Service
from callbench.rules.brakes import Person, earliest
from callbench.rules.hours import Hours, calling_hours
from callbench.rules.next_step import Made, Step, next_step
from callbench.rules.order import priority_of
from callbench.rules.outcomes import SHIPPED
from callbench.script.model import Script

MAX_ATTEMPTS = 6
_SLOT = 300  # seconds; no agent begins two calls within one
_EVENING = timedelta(hours=9, minutes=30)  # after the opening
_OPENS_AT = time(8, 30)  # when a day's items are made
_REASONS = ("正在上班，下班后聊", "在开车，晚些再打", "约好这个时间细说", "想先看看效果再说")
_NOTES = {
    "callback_agreed": "客户正忙，另约时间。", "broke_off": "信号不好，中途断线。", "refused_for_good": "不希望再接到回访。",
    "refused_now": "最近比较忙，下次再说。",
}  # fmt: skip


@dataclass
class World:
    """What all stories share. today: the business day. diary: the slots of time each agent has spent.

    Days of a story are days on which people are called: the shop's working days.
    """

    now: datetime
    today: date
    settings: Settings
    rng: Random
    ids: Ids
    answers: Answers
    diary: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    _days: dict[int, date] = field(default_factory=dict)

    def day(self, days: int) -> date:
        """The day so many working days from today."""
        if days not in self._days:
            way = (days > 0) - (days < 0)
            found = self.day(days - way) + timedelta(days=way) if days else self.today
            hours = calling_hours(self.settings, self.settings.zone.key)
            while days and not hours.is_workday(found):
                found += timedelta(days=way)
            self._days[days] = found
        return self._days[days]

    def at(self, days: int, clock: time = _OPENS_AT) -> datetime:
        """`clock` on the shop's clock so many working days from today; never after now for days up to today."""
        moment = datetime.combine(self.day(days), clock, self.settings.zone).astimezone(UTC)
        return moment if days > 0 else min(moment, self.now)

    def free(self, agent: Agent, start: datetime, end: datetime) -> datetime | None:
        """A moment from `start` to `end` at which the agent is not in a call; None when there is none."""
        spent = self.diary[agent.code]
        first, last = int(-(-start.timestamp() // _SLOT)), int(end.timestamp() // _SLOT)
        if not (slots := [slot for slot in range(first, last) if slot not in spent]):
            return None
        slot = self.rng.choice(slots)
        spent.add(slot)
        return datetime.fromtimestamp(slot * _SLOT + self.rng.randrange(60), UTC)


@dataclass(frozen=True, slots=True)
class Part:
    """Who and what a story is about. begins: the item's first day, in working days from today (never after it)."""

    business: Business
    script: Script
    campaign_id: UUID
    customer: Customer
    services: tuple[Service, ...]
    agent: Agent
    begins: int
    rule: str
    reason: str


@dataclass
class _Item:
    """An item while its story runs."""

    ready: datetime
    agreed_for: datetime | None = None
    step: Step = field(default_factory=lambda: Step("open"))
    calls: list[DemoCall] = field(default_factory=list)


def play(world: World, story: Story, part: Part) -> DemoItem:
    """The item of one customer, with those calls of the story that fit in before now, and what became of it."""
    created = world.at(part.begins)
    person = Person(part.customer.zone, part.customer.preferred_time)
    begin = world.at(story.ready, world.settings["calls.from"]) if story.ready else created
    item = _Item(earliest(begin, person, world.settings))
    if not story.phone:
        item.step = Step("parked", "no_phone")
    for position, (day, outcome) in enumerate(story.calls):
        nth = part.begins + day if story.past else -day
        calls_on = world.day(nth)
        if (began := _begin(world, part, item, calls_on, _EVENING if story.evening else timedelta(0))) is None:
            break
        agreed_for = None
        if outcome == "callback_agreed":
            last = position == len(story.calls) - 1
            agreed_for = _agreed(world, part.customer, story, world.day(nth + 2), last=last)
        _call(world, part, item, outcome, began, agreed_for)
    step = item.step
    return DemoItem(
        id=world.ids.at(created),
        campaign_id=part.campaign_id,
        rule="agreed" if step.agreed else "retry" if item.calls and step.state == "open" else part.rule,
        reason=part.reason,
        priority=priority_of(part.customer.customer_class),
        created_at=created,
        ready_at=item.ready,
        state=step.state,
        why=step.why,
        agreed=step.agreed,
        personal=part.agent if step.same_agent else None,
        released_at=step.released_at,
        calls=tuple(item.calls),
    )


def _begin(world: World, part: Part, item: _Item, day: date, late: timedelta) -> datetime | None:
    """When the call begins: that day, inside the hours, not before the item is ready, in a free minute of the agent."""
    hours = calling_hours(world.settings, part.customer.zone)
    opens, closes = _bounds(hours, day)
    start = max(opens + late, item.ready)
    end = min(closes, world.now) - timedelta(minutes=6)
    if item.agreed_for is not None:
        end = min(end, item.agreed_for + timedelta(minutes=25))
    return world.free(part.agent, start, end)


def _bounds(hours: Hours, day: date) -> tuple[datetime, datetime]:
    zone = ZoneInfo(hours.zone)
    opens, closes = (datetime.combine(day, clock, zone).astimezone(UTC) for clock in (hours.opens, hours.closes))
    return opens, closes


def _agreed(world: World, customer: Customer, story: Story, day: date, *, last: bool) -> datetime:
    """The moment a callback is agreed for: a quarter of that day, or one of MOMENTS brought inside the calling hours."""
    hours = calling_hours(world.settings, customer.zone)
    opens, closes = _bounds(hours, day)
    if not last:
        return opens + (closes - opens) * world.rng.randrange(2, 14) // 16
    wanted = world.now + MOMENTS[story.agreed]
    wanted = wanted.replace(minute=wanted.minute // 5 * 5, second=0, microsecond=0)
    if hours.is_open(wanted):
        return wanted
    if wanted > world.now:
        return hours.next_open(wanted) + timedelta(hours=1)
    local = hours.local(wanted)
    before = local.date() if local.time() >= hours.opens else local.date() - timedelta(days=1)
    while not hours.is_workday(before):
        before -= timedelta(days=1)
    return _bounds(hours, before)[1] - timedelta(minutes=30 + 20 * story.agreed)


def _call(world: World, part: Part, item: _Item, outcome: str, began: datetime, agreed_for: datetime | None) -> None:
    """Make one call, settle the follow-up it was made for, and take the next step by the rules."""
    rule, rng = SHIPPED[outcome], world.rng
    seconds = (
        rng.randint(95, 250)
        if outcome == "completed"
        else rng.randint(25, 70)
        if rule.contacted
        else rng.randint(20, 45)
    )
    ended = began + timedelta(seconds=seconds)
    if item.agreed_for is not None and item.calls[-1].follow_up is not None:
        item.calls[-1] = replace(item.calls[-1], follow_up=replace(item.calls[-1].follow_up, state="kept"))
    item.calls.append(
        DemoCall(
            id=world.ids.at(ended),
            agent=part.agent,
            e164=part.customer.phones[0].e164,
            outcome=outcome,
            started_at=began,
            ended_at=ended,
            waited_for=item.ready,
            note=_NOTES.get(outcome, ""),
            answers=_answers(world, part, outcome, began),
            follow_up=DemoFollowUp(world.ids.at(ended), agreed_for, rng.choice(_REASONS), "open")
            if agreed_for
            else None,
        )
    )
    times = tuple(call.ended_at for call in item.calls)
    made = Made(
        attempts=len(times),
        outcomes=tuple(call.outcome for call in item.calls),
        times=times,
        max_attempts=MAX_ATTEMPTS,
        agreed_for=agreed_for,
    )
    person = Person(
        part.customer.zone, preferred_time=part.customer.preferred_time, called=times, number_called=times[-1]
    )
    item.step = next_step(made, person, world.settings, ended)
    item.agreed_for = agreed_for
    item.ready = item.step.ready_at or item.ready


def _answers(world: World, part: Part, outcome: str, began: datetime) -> tuple[AnswerGiven, ...]:
    if outcome not in ("completed", "broke_off"):
        return ()
    shop_time = began.astimezone(world.settings.zone)
    known = [service for service in part.services if service.on_day <= shop_time.date()] or part.services[-1:]
    fields = {
        "customer_name": part.customer.name,
        "gender": part.customer.gender,
        "agent_name": part.agent.name,
        "shop": known[0].branch,
        "service": known[0].item,
        "service_date": known[0].on_day.isoformat(),
        "staff": known[0].staff,
    }
    questions = 100 if outcome == "completed" else 3
    return world.answers.of_call(part.script, part.business, fields, shop_time, questions=questions)
