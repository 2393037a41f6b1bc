"""Why a customer may be called or is kept back: the same rules as for dealing, told."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from callbench.desk.bench import Bench
from callbench.desk.people import person_called
from callbench.errors import UsageProblem
from callbench.i18n import _
from callbench.records.people import Agent
from callbench.records.why import CustomerWhy, Held, ItemWhy
from callbench.rules.booking import remark
from callbench.rules.hours import calling_hours
from callbench.rules.pools import OpenPools, closed_by, open_pools
from callbench.rules.why import BEFORE, COUNTED, limit, reason, stands_before, turn
from callbench.rules.why_facts import Asked, Callee, Item
from callbench.rules.why_holds import holds
from callbench.rules.why_kept import barred
from callbench.store import agents, ahead, attempts, breaks, complaints, drafts, pools
from callbench.store import why as store

_COMPLAINTS = 20  # of one customer; the newest


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
    put_off, complaint, against, held = "", "", "", tuple[Held, ...]()
    if kept.may_be_called:
        place = turn(item, asked, moment)
        against = barred(callee, asked, moment) if place[0] == 0 else ""
        rule = "interrupted" if place[0] == 1 else rule
        interrupted = _interrupted(bench, connection, asked.agent_id, item, moment)
        before = ({"interrupted": interrupted} if interrupted else {}) | _before(connection, item, place, asked, moment)
        held = holds(item, callee, asked, person_called(bench, item.zone, _calls(connection, row)), moment)
    elif kept.code == "not_due":
        put_off, complaint = _limit(bench, connection, row, item, asked, moment)
    whose, away, stands_in = _whose(connection, row, item, callee, asked, moment, owner)
    unknown = remark(kept.until or moment, calling_hours(bench.settings, item.zone)) if item.state != "done" else ""
    return ItemWhy(
        item.id, row.campaign, row.campaign_state, item.state, rule, row.reason, item.priority, item.attempts,
        row.max_attempts, item.ready_at, callee.skill or row.skill, whose, row.in_hand_of, row.last_outcome,
        row.last_at, row.closed_why, kept, put_off, place, before, row.plan, complaint, away, stands_in, unknown,
        row.marketing, held, against,
    )  # fmt: skip


def _whose(
    connection: Any, row: Any, item: Item, callee: Callee, asked: Asked, moment: datetime, owner: str
) -> tuple[str, bool, str]:
    """The name of the agent whose call it is, "" for anyone's; whether they are away, and who stands in for them then."""
    released = item.released_at is not None and item.released_at <= moment
    own = item.agent_id is not None and not released
    name = str(row.whose) if own else "" if item.agreed else owner
    whose = (item.agent_id if own else callee.owner_id) if name else None
    staff = asked.roster.on(asked.day_of(moment))
    if whose is None or whose not in staff.away:
        return name, False, ""
    stand_in = staff.away[whose]
    return name, True, next((one.name for one in agents.all_agents(connection) if one.id == stand_in), "")


def _interrupted(bench: Bench, connection: Any, agent_id: UUID, item: Item, moment: datetime) -> int:
    """How many of the agent's own unfinished calls are offered first."""
    n = 0
    for mine in drafts.of_agent(connection, agent_id).drafts:  # as they are offered
        if mine.item_id == item.id:
            return n
        n += may_be_called(bench, connection, agent_id, mine.customer_id, mine.item_id, moment)
    return n


def _before(connection: Any, item: Item, place: tuple[Any, ...], asked: Asked, moment: datetime) -> dict[str, int]:
    """What stands before an item but for interrupted calls: what lies in the pools, and what is about to."""
    found = Counter(ahead.before(connection, asked.agent_id, item, place, _open(connection, asked, moment), moment))
    left = moment - timedelta(minutes=asked.settings["calls.hold_minutes"])
    ids = ahead.unsettled(connection, moment, left) if place[0] > 1 else []
    for start in range(0, len(ids), COUNTED):
        for _row, other, callee in store.these(connection, ids[start : start + COUNTED]):
            kind = stands_before(turn(other, asked, moment), place)
            if kind not in ("", "interrupted") and other.id != item.id:
                found[kind] += reason(other, callee, asked, moment).may_be_called
        if max(found.values(), default=0) >= COUNTED:
            break
    return {kind: min(found[kind], COUNTED) for kind in BEFORE if found[kind]}


def _open(connection: Any, asked: Asked, moment: datetime) -> OpenPools:
    day = asked.day_of(moment)
    staff = asked.roster.on(day)
    return open_pools(
        {
            pool.id: closed_by(pool, asked.agent_id, staff, asked.settings, moment, day)
            for pool in pools.dealt_from(connection)
        }
    )


def _limit(bench: Bench, connection: Any, row: Any, item: Item, asked: Asked, moment: datetime) -> tuple[str, str]:
    """What put an item off that is not due; of a complaint, its kind."""
    open_ones = [
        one for one in complaints.of_customer(connection, row.customer_id, _COMPLAINTS) if one.closed_at is None
    ]
    why = limit(
        item, person_called(bench, item.zone, _calls(connection, row)), asked, moment, complains=bool(open_ones)
    )
    return why, open_ones[-1].kind if why == "complaint" else ""


def _calls(connection: Any, row: Any) -> list[tuple[str, datetime]]:
    """Every attempt to the customer of an item."""
    return [(past.outcome, past.ended_at) for past in attempts.of_customer(connection, row.customer_id)]
