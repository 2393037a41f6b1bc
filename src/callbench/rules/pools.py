"""Under which conditions an item may be called, apart from its own time, and whether they hold for an agent at a moment.

Source: RULES "Who is next": calling hours on the customer's clock on a working day, the preferred time, owner and skill;
a campaign that runs and is this agent's. An agreed time goes before hours, up to half an hour late, and a promise stands
although its campaign was paused or closed since, or its last day is over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from callbench.config import Settings
from callbench.rules.brakes import marketing_hours
from callbench.rules.hours import Hours, calling_hours
from callbench.rules.windows import clocks_of, window_of

LATE = timedelta(minutes=30)
"""An agreed call later than this is only made inside calling hours."""
CLOSED_BY = ("campaign", "trainee", "people", "owner", "skill", "period", "hours", "marketing", "preferred")
"""What can keep the items of a pool from an agent, in the order it is asked."""
_KEPT_LATE = frozenset(("campaign", "period", "preferred"))  # what a promise goes before, however late it is kept
_KEPT = _KEPT_LATE | {"hours", "marketing"}


class PoolKey(NamedTuple):
    """What the items of a pool have in common. hours: `window_of` the preferred time; agent_id: whose they are."""

    campaign_id: UUID
    zone: str
    hours: str
    agent_id: UUID | None
    skill: str


def pool_key(
    campaign_id: UUID, zone: str, preferred_time: str, skill: str, *, owner_id: UUID | None, agent_id: UUID | None,
    agreed: bool,
) -> PoolKey:  # fmt: skip
    """The pool of an item. agent_id: the item's own agent, else it is its customer's owner's, an agreed call anybody's."""
    whose = agent_id if agent_id is not None or agreed else owner_id
    return PoolKey(campaign_id, zone, window_of(preferred_time), whose, skill)


@dataclass(frozen=True, slots=True)
class CampaignFacts:
    """What of a campaign decides who may be called. opens, closes: HH:MM or ""; marketing: something is advertised;
    people: empty for everyone.
    """

    state: str = "active"
    starts_on: int | None = None
    ends_on: int | None = None
    opens: str = ""
    closes: str = ""
    skill: str = ""
    marketing: bool = False
    people: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Pool:
    """A pool with what its campaign asks for."""

    id: int
    key: PoolKey
    campaign: CampaignFacts


@dataclass(frozen=True, slots=True)
class Staff:
    """Who is there on a business day. away: agents who are absent or left, with who stands in (None: everybody).

    trainees: dealt from the campaigns that name them alone; to the others a campaign that names only trainees is open.
    """

    skills: Mapping[UUID, frozenset[str]] = field(default_factory=dict)
    away: Mapping[UUID, UUID | None] = field(default_factory=dict)
    trainees: frozenset[UUID] = frozenset()

    def may_call_for(self, agent_id: UUID, whose: UUID | None) -> bool:
        """Whether calls of `whose` are this agent's now: their own, nobody's, or of those they stand in for."""
        asked: set[UUID] = set()
        while whose is not None and whose != agent_id:
            if whose not in self.away or whose in asked:  # people who stand in for each other leave it to everybody
                return whose in asked
            asked.add(whose)
            whose = self.away[whose]
        return True


class Absent(NamedTuple):
    """Business days on which somebody is away, the last one included, and who stands in (None: everybody)."""

    agent_id: UUID
    first_day: int
    last_day: int
    stand_in_id: UUID | None


@dataclass(frozen=True, slots=True)
class Roster:
    """Who can do what and who is away when. left: agents who are gone; absences: the one made last counts."""

    skills: Mapping[UUID, frozenset[str]] = field(default_factory=dict)
    left: frozenset[UUID] = frozenset()
    absences: tuple[Absent, ...] = ()
    trainees: frozenset[UUID] = frozenset()

    def on(self, day: int) -> Staff:
        """Who is there on a business day."""
        away: dict[UUID, UUID | None] = dict.fromkeys(self.left)
        away |= {one.agent_id: one.stand_in_id for one in self.absences if one.first_day <= day <= one.last_day}
        return Staff(self.skills, away, self.trainees)


class OpenPools(NamedTuple):
    """The pools an agent may be dealt from: items in general, agreed calls that are late, agreed calls in time."""

    items: tuple[int, ...]
    late: tuple[int, ...]
    agreed: tuple[int, ...]


def pool_hours(settings: Settings, pool: Pool) -> dict[str, Hours | None]:
    """The hours in which the pool is called, each inside the one before: hours (the shop's and the campaign's), marketing,
    preferred. None where nothing is left of them; a preference that would leave nothing is none.
    """
    hours: Hours | None = calling_hours(settings, pool.key.zone)
    if hours is not None and pool.campaign.opens:
        hours = hours.within(*clocks_of(f"{pool.campaign.opens}-{pool.campaign.closes}"))
    marketing = marketing_hours(hours, settings) if hours is not None and pool.campaign.marketing else hours
    preferred = marketing
    if marketing is not None and pool.key.hours:
        preferred = marketing.within(*clocks_of(pool.key.hours)) or marketing
    return {"hours": hours, "marketing": marketing, "preferred": preferred}


def closed_by(
    pool: Pool, agent_id: UUID, staff: Staff, settings: Settings, now: datetime, today: int
) -> tuple[str, ...]:
    """All that keeps the pool's items from this agent now, of CLOSED_BY and in that order. today: the business day."""
    campaign, found = pool.campaign, []
    if campaign.state != "active":
        found.append("campaign")
    if agent_id in staff.trainees:
        if agent_id not in campaign.people:
            found.append("trainee")
    elif (named := campaign.people - staff.trainees) and agent_id not in named:
        found.append("people")
    if not staff.may_call_for(agent_id, pool.key.agent_id):
        found.append("owner")
    if not {campaign.skill, pool.key.skill} <= staff.skills.get(agent_id, frozenset()) | {""}:
        found.append("skill")
    if (campaign.starts_on or today) > today or (campaign.ends_on or today) < today:
        found.append("period")
    found += [name for name, hours in pool_hours(settings, pool).items() if hours is None or not hours.is_open(now)]
    return tuple(found)


def kept_from(closed: Sequence[str], *, agreed: bool, late: bool) -> str:
    """What of `closed_by` keeps an item back, "" for nothing: a promise goes before hours, and when it is late only before
    wishes and what became of its campaign.
    """
    passes = (_KEPT_LATE if late else _KEPT) if agreed else frozenset()
    return next((why for why in closed if why not in passes), "")


def open_pools(closed: Mapping[int, Sequence[str]]) -> OpenPools:
    """The pools to deal from. closed: pool id → `closed_by`."""
    return OpenPools(
        tuple(pool for pool, why in closed.items() if not why),
        tuple(pool for pool, why in closed.items() if not kept_from(why, agreed=True, late=True)),
        tuple(pool for pool, why in closed.items() if not kept_from(why, agreed=True, late=False)),
    )


def circle(absences: Iterable[Absent], new: Absent) -> tuple[UUID, ...]:
    """Who would stand in for whom in a circle on some day once `new` is one of these absences, from its agent to its agent
    again; empty when nobody would.
    """
    known = [one for one in absences if one.stand_in_id is not None]

    def follow(way: tuple[UUID, ...], first: int, last: int) -> tuple[UUID, ...]:
        for one in known:
            begins, ends = max(first, one.first_day), min(last, one.last_day)
            if one.agent_id != way[-1] or begins > ends or one.stand_in_id is None:
                continue
            if one.stand_in_id == new.agent_id:
                return (*way, new.agent_id)
            if one.stand_in_id not in way and (found := follow((*way, one.stand_in_id), begins, ends)):
                return found
        return ()

    return () if new.stand_in_id is None else follow((new.agent_id, new.stand_in_id), new.first_day, new.last_day)


def circle_of_trainers(trainers: Mapping[UUID, UUID], agent: UUID, trainer: UUID) -> tuple[UUID, ...]:
    """Who would be trained by whom in a circle once `trainer` trains `agent`, from the agent to the agent again; empty when
    nobody would. trainers: trainee → trainer, before.
    """
    way = [agent, trainer]
    while (following := trainers.get(way[-1])) is not None and following not in way[1:]:
        way.append(following)
        if following == agent:
            return tuple(way)
    return ()
