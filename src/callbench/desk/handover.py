"""Whose customers are whose: given by hand or by rule, divided by load, handed over, and taken back."""

from __future__ import annotations

import heapq
import json
from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from callbench.desk.bench import Bench
from callbench.desk.rights import check_supervisor
from callbench.errors import Conflict, UsageProblem
from callbench.i18n import _
from callbench.records.people import Agent
from callbench.records.staff import Handover, Load
from callbench.store import agents, events, owners
from callbench.store.types import new_id

_FEW = 500  # customers asked for at a time


def list_loads(bench: Bench) -> tuple[Load, ...]:
    """How many customers everybody has, by code; nobody's last."""
    with bench.db.read() as connection:
        found = {one.owner_id: one for one in owners.loads(connection)}
        known = agents.all_agents(connection)
    told = [_load(agent, found.get(agent.id)) for agent in known if agent.state == "active" or agent.id in found]
    return (*told, _load(None, found.get(None)))


def give_customers(
    bench: Bench, supervisor: Agent, to: Sequence[Agent], *, of: Collection[UUID | None] = (),
    classes: Collection[str] = (), branches: Collection[str] = (), skills: Collection[str] = (),
    ids: Collection[UUID] = (), dry_run: bool = False,
) -> Handover:  # fmt: skip
    """Make these agents the owners of the active customers chosen (all that is said must fit), nobody where `to` is empty.

    of: whose customers, None for nobody's. Of several agents each next customer goes to the one who has the
    fewest, a customer of one of them stays. dry_run: only count. Raises UsageProblem when nothing says which customers.
    """
    check_supervisor(supervisor)
    if not (of or classes or branches or skills or ids):
        raise UsageProblem(
            _("It is not said which customers."), todo=_("Name some: --customer, --of, --class, --branch, --skill.")
        )
    now = bench.clock.now()
    with bench.db.write() as connection:
        found = owners.chosen(connection, owners=of, classes=classes, branches=branches, skills=skills, ids=ids)
        have = {one.owner_id: one.customers for one in owners.loads(connection)}
        before = {one.id: one.owner_id for one in found}
        after = _divided(before, to, have)
        counts = Counter(owner.code if owner else "" for owner in after.values())
        told = Handover(len(after), dict(sorted(counts.items())), tried=dry_run)
        if dry_run or not after:
            return told
        owners.give(connection, {one: owner.id if owner else None for one, owner in after.items()}, now)
        detail = {
            "before": {str(one): before[one] for one in after},
            "after": {str(one): owner.id if owner else None for one, owner in after.items()},
        }
        events.record(connection, now, supervisor.id, "owners.changed", "handover", new_id(now), detail)
    return told


def undo_handover(bench: Bench, supervisor: Agent) -> Handover:
    """Take the last change of owners back; who was given to somebody else since stays. Raises Conflict when there is none."""
    check_supervisor(supervisor)
    now = bench.clock.now()
    with bench.db.write() as connection:
        last = owners.last_change(connection)
        changes: dict[str, Any] = json.loads(last.detail) if last is not None else {}
        if "before" not in changes:
            raise Conflict(_("There is no change of owners to take back."))
        after = {UUID(one): _uuid(owner) for one, owner in changes["after"].items()}
        ids = list(after)
        still = [one for at in range(0, len(ids), _FEW) for one in owners.chosen(connection, ids=ids[at : at + _FEW])]
        back = {one.id: _uuid(changes["before"][str(one.id)]) for one in still if one.owner_id == after[one.id]}
        owners.give(connection, back, now)
        codes = {agent.id: agent.code for agent in agents.all_agents(connection)}
        events.record(
            connection, now, supervisor.id, "owners.undone", "handover", last.subject_id, {"customers": len(back)}
        )
    counts = Counter(codes.get(owner, "") if owner else "" for owner in back.values())
    return Handover(len(back), dict(sorted(counts.items())))


def _divided(
    before: dict[UUID, UUID | None], to: Sequence[Agent], have: dict[UUID | None, int]
) -> dict[UUID, Agent | None]:
    """Customer → new owner, of those who get another one."""
    if not to:
        return {one: None for one, owner in before.items() if owner is not None}
    keep = {agent.id for agent in to}
    loads = [(have.get(agent.id, 0), agent.code, agent) for agent in to]
    heapq.heapify(loads)
    after: dict[UUID, Agent | None] = {}
    for one, owner in before.items():
        if owner in keep:
            continue
        n, code, agent = loads[0]
        heapq.heapreplace(loads, (n + 1, code, agent))
        after[one] = agent
    return after


def _load(agent: Agent | None, found: Any) -> Load:
    return Load(agent, found.customers if found else 0, int(found.waiting) if found else 0)


def _uuid(text: str | None) -> UUID | None:
    return None if text is None else UUID(text)
