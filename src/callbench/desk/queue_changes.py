"""Many items of the queue changed at once: counted before, one transaction, one entry of the trace an item. Taken back by desk/queue_undoing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from callbench.desk.bench import Bench
from callbench.desk.blocking import block_person
from callbench.desk.queue_steps import step
from callbench.desk.rights import check_supervisor
from callbench.errors import UsageProblem
from callbench.i18n import _
from callbench.records.people import Agent
from callbench.records.queue_changes import Change, Changed, Stays
from callbench.rules.queue_changes import ACTIONS, NEEDS_REASON, OWN
from callbench.store import events, followups
from callbench.store import queue_changes as store
from callbench.store.types import new_id
from callbench.text import clean

MOST = 2_000
"""Items changed at once: their transaction holds the base for about two seconds, and a colleague's save waits for five."""
_REASON = 200


def new_batch(bench: Bench) -> UUID:
    """A key for a change that is about to be made."""
    return new_id(bench.clock.now())


def change_items(
    bench: Bench, agent: Agent, ids: Sequence[UUID], change: Change, batch: UUID | None = None, *, dry_run: bool = False
) -> Changed:
    """Do this to the items it can be done to; the others stay, with the reason. dry_run: only count.

    batch: given before, so that doing it twice is doing it once. Raises UsageProblem for what the agent may not do, a
    reason that is missing, an unknown action, nobody to hand to, a day that is over, or more than MOST items.
    """
    change = _checked(bench, agent, ids, change)
    now, key = bench.clock.now(), batch or new_batch(bench)
    if dry_run:
        with bench.db.read() as connection:
            found = store.facts(connection, ids, lock=False)
            steps = {one: step(bench, connection, agent, found[one], change, now) for one in ids if one in found}
        return _told(bench, key, change, ids, found, steps, tried=True)
    with bench.db.write() as connection:
        if (before := store.batch_of(connection, key)) is not None:
            return _again(connection, before, change)
        found = store.facts(connection, ids, lock=True)
        steps = {one: step(bench, connection, agent, found[one], change, now) for one in ids if one in found}
        told = _told(bench, key, change, ids, found, steps)
        listed: dict[UUID, UUID] = {}
        for item_id, values in steps.items():
            if not isinstance(values, Stays):
                _do(bench, connection, agent, found[item_id], change, values, key, now, listed)
        if told.changed:
            detail = {
                "action": change.action, "to": change.to.id if change.to else None, "day": change.day,
                "reason": change.reason, "later": told.later,
                "items": [one for one, values in steps.items() if not isinstance(values, Stays)],
                "stays": [[one.item_id, one.why, one.who] for one in told.stays],
            }  # fmt: skip
            events.record(connection, now, agent.id, "queue.changed", store.BATCH, key, store.plain(detail))
    return told


def _checked(bench: Bench, agent: Agent, ids: Sequence[UUID], change: Change) -> Change:
    if change.action not in ACTIONS:
        raise UsageProblem(
            _("There is no change {name!r} of the queue.").format(name=clean(change.action, limit=40)),
            todo=_("Known: {known}.").format(known=_(", ").join(ACTIONS)),
        )
    if change.action not in OWN:
        check_supervisor(agent)
    if len(ids) > MOST:
        raise UsageProblem(
            _("At most {n} are changed at once.").format(n=f"{MOST:,}"), todo=_("Ask for fewer with a filter.")
        )
    reason = clean(change.reason, limit=_REASON)
    if change.action in NEEDS_REASON and not reason:
        raise UsageProblem(_("Say why."), code="reason")
    if change.action == "hand" and (change.to is None or change.to.state != "active"):
        raise UsageProblem(_("Say to whom: an agent who works here."), code="to-whom")
    if change.action == "move" and change.day < bench.today():
        raise UsageProblem(_("This day is over."), todo=_("Name a day to come."), code="day-over")
    return replace(change, reason=reason)


def _told(
    bench: Bench, batch: UUID, change: Change, ids: Sequence[UUID], found: dict[UUID, Any],
    steps: dict[UUID, dict[str, Any] | Stays], *, tried: bool = False,
) -> Changed:  # fmt: skip
    gone = tuple(Stays(one, "", "gone") for one in ids if one not in found)
    stays = tuple(one for one in steps.values() if isinstance(one, Stays))
    later = sum(
        change.action == "move" and not isinstance(one, Stays) and one["due_on"] > change.day for one in steps.values()
    )
    return Changed(batch, change, len(steps) - len(stays), (*stays, *gone), later, tried)


def _again(connection: Any, before: store.Batch, change: Change) -> Changed:
    """What became of a change that was made already."""
    kept = [(UUID(one), why, who) for one, why, who in before.detail.get("stays", [])]
    names = store.facts(connection, [one for one, _why, _who in kept], lock=False)
    stays = tuple(Stays(one, names[one].customer_name if one in names else "", why, who) for one, why, who in kept)
    return Changed(before.batch, change, len(before.detail["items"]), stays, before.detail.get("later", 0))


def _do(
    bench: Bench, connection: Any, agent: Agent, found: Any, change: Change, values: dict[str, Any], batch: UUID,
    now: datetime, listed: dict[UUID, UUID],
) -> None:  # fmt: skip
    """Write what becomes of one item, and the trace of it. listed: customers put on the do-not-call list by this change."""
    detail: dict[str, Any] = {"batch": batch, "action": change.action, "reason": change.reason}
    if change.action == "block":
        if found.customer_id not in listed:
            detail["listed"] = _block(bench, connection, agent, found, change, now)
            listed[found.customer_id] = found.id
        detail["with"] = listed[found.customer_id]
    else:
        before = store.state(connection, found.id)
        store.write(connection, found.id, before | values)
        detail["before"], detail["after"] = {name: before[name] for name in values}, values
        if found.follow_up_id is not None and change.action in ("hand", "free", "close"):
            detail["follow_up"] = _follow(connection, agent, found, change, now)
    events.record(connection, now, agent.id, store.CHANGED_ITEM, "queue_item", found.id, store.plain(detail))


def _follow(connection: Any, agent: Agent, found: Any, change: Change, now: datetime) -> dict[str, Any]:
    """The follow-up of an item goes with it: to whom it was handed, or cancelled with the reason."""
    booked = followups.one(connection, found.follow_up_id)
    assert booked is not None
    if change.action == "close":
        before: dict[str, Any] = {"state": "open", "closed_at": None, "closed_by": None, "closed_why": ""}
        after = {"state": "cancelled", "closed_at": now, "closed_by": agent.id, "closed_why": change.reason}
    else:
        before, after = {"agent_id": booked.agent_id}, {"agent_id": change.to.id if change.to else None}
    followups.change(connection, found.follow_up_id, after | {"sequence": booked.sequence + 1})
    return {"id": found.follow_up_id, "before": before, "after": after}


def _block(bench: Bench, connection: Any, agent: Agent, found: Any, change: Change, now: datetime) -> dict[str, Any]:
    """Put the customer on the do-not-call list; what that ended, as it was and as it is."""
    ids = store.waiting_of(connection, found.customer_id)
    items = {one: store.state(connection, one) for one in ids}
    booked = store.follow_ups_of(connection, found.customer_id)
    entry = block_person(bench, connection, agent.id, found.customer_id, change.reason, "hand", now)
    after = {one: store.state(connection, one) for one in ids}
    then = store.follow_ups_of(connection, found.customer_id)
    return {
        "entry": entry, "customer": found.customer_id,
        "items": [[one, items[one], after[one]] for one in ids if items[one] != after[one]],
        "follow_ups": [[one, booked[one], then[one]] for one in booked if booked[one] != then.get(one)],
    }  # fmt: skip
