"""Why a customer may be called or is kept back, and why nobody can be called: the same rules as for dealing, told."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from callbench.desk.bench import Bench
from callbench.desk.people import person_called
from callbench.errors import UsageProblem
from callbench.i18n import _
from callbench.records.calls import NothingNow
from callbench.records.people import Agent
from callbench.records.why import CustomerWhy, ItemWhy
from callbench.rules.brakes import held_back
from callbench.rules.pools import OpenPools, Pool, closed_by, open_pools
from callbench.rules.why import BY_CLOCK, NOTHING, Asked, Callee, Item, Number, reason, turn
from callbench.store import attempts, breaks, drafts, nothing, pools
from callbench.store import why as store

NIL = UUID(int=0)
_LIMITS = ("silence", "day", "month")


def why(bench: Bench, agent: Agent, customer_id: UUID, at: datetime | None = None) -> CustomerWhy:
    """What brings each item of a customer to this agent or keeps it back at a moment (None: now), and what stands before
    it. Nothing is changed. Raises UsageProblem when there is no such customer.
    """
    moment = bench.clock.now() if at is None else at.astimezone(UTC)
    with bench.db.read() as connection:
        bench.learn_outcomes(connection)
        bench.learn_calendar(connection)
        found = store.customer(connection, customer_id)
        if found is None:
            raise UsageProblem(_("There is no such customer."))
        who, callee = found
        asked = asking(bench, connection, agent.id, moment)
        told = [
            _told(bench, connection, row, item, whole, asked, moment, who.owner)
            for row, item, whole in store.items(connection, customer_id, callee)
        ]
    told.sort(key=lambda one: (one.state == "done", bool(one.kept.code)))
    return CustomerWhy(customer_id, who.name, who.code, who.zone, agent, moment, tuple(told))


def may_be_called(
    bench: Bench, connection: Any, agent_id: UUID, customer_id: UUID, item_id: UUID, moment: datetime
) -> bool:
    """Whether nothing keeps this item of this customer back from the agent."""
    found = store.customer(connection, customer_id)
    asked = asking(bench, connection, agent_id, moment)
    return found is not None and any(
        item.id == item_id and reason(item, callee, asked, moment).may_be_called
        for _row, item, callee in store.items(connection, customer_id, found[1])
    )


def customer_of(bench: Bench, id_: UUID) -> UUID:
    """The customer an id means: their own, or that of an item of theirs. Raises UsageProblem for neither."""
    with bench.db.read() as connection:
        found = store.customer_of(connection, id_)
    if found is None:
        raise UsageProblem(_("There is no such customer."))
    return found


def nothing_now(bench: Bench, connection: Any, agent_id: UUID) -> NothingNow:
    """What keeps back everything there is from this agent, in counts, and the next moment at which something may be called.

    A call that somebody has in hand is counted on by nobody: when it would be released does not count.
    """
    now, day = bench.clock.now(), bench.today()
    asked = asking(bench, connection, agent_id, now)
    groups = nothing.waiting(connection, now)
    personal = nothing.personal(connection, now)
    known = {pool.id: pool for pool in pools.with_items(connection, {found.pool_id for found in (*groups, *personal)})}
    rest = nothing.others(connection, agent_id, day)
    counts, moments = Counter({"held": rest.held, "no_phone": rest.parked, "done": rest.done}), set[datetime]()
    for found in groups:
        item, callee = _alike(known[found.pool_id], found.agreed, found.first)
        kept = reason(item, callee, asked, now)
        moments |= {kept.until} if kept.code and kept.until is not None else set()
        n = found.n
        if not found.ready and kept.code in BY_CLOCK:  # of them, those for whose day the hours do not begin yet
            n = nothing.ready_up_to(connection, [found.pool_id], now, kept.steps[0].until or now)
            counts["not_due"] += found.n - n
        counts["owner" if kept.steps and kept.steps[0].code == "owner" else kept.code or "held"] += n
    for found in personal:
        if moments and found.released_at >= min(moments):
            break
        item, callee = _alike(known[found.pool_id], found.agreed, found.ready_at)
        item = replace(item, agent_id=found.agent_id, released_at=found.released_at)
        kept = reason(item, replace(callee, owner_id=found.owner_id), asked, now)
        moments |= {kept.until} if kept.code and kept.until is not None else set()
    return NothingNow({code: counts[code] for code in NOTHING if counts[code]}, min(moments, default=None))


def _alike(pool: Pool, agreed: bool, ready_at: datetime) -> tuple[Item, Callee]:
    """An item such as lie in a pool, of a customer whom nothing else keeps back."""
    key = pool.key
    item = Item(NIL, key.campaign_id, pool.campaign, key.zone, ready_at, agreed=agreed, agent_id=key.agent_id)
    return item, Callee(preferred_time=key.hours, skill=key.skill, numbers=(Number(),))


def asking(bench: Bench, connection: Any, agent_id: UUID, moment: datetime) -> Asked:
    """For whom it is asked at a moment, with who is there."""
    day = bench.day_of(moment)
    away = breaks.open_of(connection, agent_id) is not None
    return Asked(agent_id, bench.settings, pools.roster(connection, day), away)


def _told(
    bench: Bench, connection: Any, row: Any, item: Item, callee: Callee, asked: Asked, moment: datetime, owner: str
) -> ItemWhy:
    kept = reason(item, callee, asked, moment)
    before: dict[str, int] = {}
    place: tuple[Any, ...] = ()
    rule = "agreed" if item.agreed else item.rule
    limit = ""
    if kept.may_be_called:
        place = turn(item, asked, moment)
        rule = "interrupted" if place[0] == 1 else rule
        interrupted = _interrupted(bench, connection, asked.agent_id, item, moment)
        before = ({"interrupted": interrupted} if interrupted else {}) | store.before(
            connection, item, place, _open(connection, asked, moment), moment
        )
    elif kept.code == "not_due":
        limit = _limit(bench, connection, row, item, moment)
    return ItemWhy(
        item.id, row.campaign, row.campaign_state, item.state, rule, row.reason, item.priority, item.attempts,
        row.max_attempts, item.ready_at, callee.skill or row.skill, _whose(row, item, owner, moment),
        row.in_hand_of, row.last_outcome, row.last_at, row.closed_why, kept, limit, place, before,
    )  # fmt: skip


def _whose(row: Any, item: Item, owner: str, moment: datetime) -> str:
    """The name of the agent whose call it is, "" for anyone's."""
    released = item.released_at is not None and item.released_at <= moment
    if item.agent_id is not None and not released:
        return str(row.whose)
    return "" if item.agreed else owner


def _interrupted(bench: Bench, connection: Any, agent_id: UUID, item: Item, moment: datetime) -> int:
    """How many of the agent's own unfinished calls are offered first."""
    n = 0
    for mine in drafts.of_agent(connection, agent_id).drafts:  # as they are offered
        if mine.item_id == item.id:
            return n
        n += may_be_called(bench, connection, agent_id, mine.customer_id, mine.item_id, moment)
    return n


def _open(connection: Any, asked: Asked, moment: datetime) -> OpenPools:
    day = asked.day_of(moment)
    staff = asked.roster.on(day)
    return open_pools(
        {
            pool.id: closed_by(pool, asked.agent_id, staff, asked.settings, moment, day)
            for pool in pools.running(connection)
        }
    )


def _limit(bench: Bench, connection: Any, row: Any, item: Item, moment: datetime) -> str:
    """Which limit over all campaigns put an item off."""
    calls = [(past.outcome, past.ended_at) for past in attempts.of_customer(connection, row.customer_id)]
    why_not = held_back(person_called(bench, item.zone, calls), bench.settings, moment)
    return why_not if why_not in _LIMITS else ""
