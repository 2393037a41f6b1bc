"""A customer wanted by several campaigns is called once: the call has all their purposes in view, and settles them when
it is completed.

In view are items whose turn has come, or which were tried before, made before the call began, that this agent might have
been dealt at its beginning. An agreed callback stands for itself, and so does the confirmation of a complaint.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from callbench.desk.bench import Bench
from callbench.desk.dealing import pools_for
from callbench.desk.plans import with_plans
from callbench.records.calls import AlsoFor, CallInHand
from callbench.rules.pools import closed_by
from callbench.store import numbers, others


def in_view(
    bench: Bench, connection: Any, item_id: UUID, customer_id: UUID, agent_id: UUID, started_at: datetime
) -> tuple[AlsoFor, ...]:
    """What else a call that began at `started_at` is for, in the order it would have been called."""
    day = bench.day_of(started_at)
    waiting = others.wanted(connection, item_id, customer_id, started_at, day)
    if not waiting:
        return ()
    pools_for(bench, connection, agent_id)
    running = {pool.id: pool for pool in bench.dealing.pools}
    found = []
    for other in waiting:
        pool = running.get(other.pool_id)
        if pool is None or {*closed_by(pool, agent_id, bench.dealing.staff, bench.settings, started_at, day)} - {
            "preferred"
        }:
            continue
        person = numbers.ringing(connection, other.id, customer_id, other.campaign_id, started_at, day)
        if person.consents:
            found.append(AlsoFor(other.id, other.campaign, other.purpose or other.campaign))
    return tuple(found)


def whole(bench: Bench, connection: Any, call: CallInHand) -> CallInHand:
    """The call in hand with what else it is for, the plan that made it and the next planned call."""
    call = with_plans(bench, connection, call)
    also = in_view(bench, connection, call.item_id, call.customer.id, call.agent.id, call.started_at)
    return replace(call, why=replace(call.why, also=also)) if also else call
