"""A change of many items taken back whole: each as it was, unless something was built on it since."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from callbench.desk.bench import Bench
from callbench.desk.listing import let_be_called
from callbench.desk.rights import check_supervisor
from callbench.errors import Conflict
from callbench.i18n import _
from callbench.records.people import Agent
from callbench.records.queue_changes import Change, Changed, Stays
from callbench.store import blocking, events, followups, holding
from callbench.store import queue_changes as store


def undo_change(bench: Bench, agent: Agent, batch: UUID | None = None) -> Changed:
    """Take a change of many back, the agent's last one where none is named; what something was built on stays, and is named.

    Raises Conflict when there is none, or when it was taken back before; UsageProblem where it is a colleague's.
    """
    now = bench.clock.now()
    with bench.db.write() as connection:
        last = store.last_batch_of(connection, agent.id) if batch is None else store.batch_of(connection, batch)
        if last is None:
            raise Conflict(_("There is no change of the queue to take back."), code="nothing-to-undo")
        if last.agent_id != agent.id:
            check_supervisor(agent)
        if last.kind != "queue.changed":
            raise Conflict(_("This change of the queue was taken back already."), code="undone-already")
        ids = [UUID(one) for one in last.detail["items"]]
        found = store.facts(connection, ids, lock=True)
        stays, back = [], set[UUID]()
        for item_id in ids:
            why = _take_back(connection, item_id, found.get(item_id), last.batch, back, now)
            if why:
                facts = found.get(item_id)
                name, who = (facts.customer_name, facts.held_by) if facts is not None else ("", "")
                stays.append(Stays(item_id, name, why, who if why == "held" else ""))
        undone = len(ids) - len(stays)
        detail = {"items": undone, "stays": [[one.item_id, one.why] for one in stays]}
        events.record(connection, now, agent.id, "queue.undone", store.BATCH, last.batch, store.plain(detail))
    return Changed(last.batch, Change(last.detail["action"]), undone, tuple(stays), undone=True)


def _take_back(connection: Any, item_id: UUID, found: Any, batch: UUID, back: set[UUID], now: datetime) -> str:
    """Put one item back as it was; else why it stays, a code of STAYS. back: items with which a customer came off the list."""
    if found is None:
        return "gone"
    if found.state == "held":
        return "held"
    detail = events.last_detail(connection, store.CHANGED_ITEM, "queue_item", item_id)
    if detail["batch"] != str(batch):
        return "changed"
    if detail["action"] == "block":
        first = UUID(detail["with"])
        if "listed" in detail and _off_the_list(connection, detail["listed"], now):
            back.add(first)
        return "" if first in back else "changed"
    before, after = store.typed(detail["before"]), store.typed(detail["after"])
    stands = store.state(connection, item_id)
    if any(stands[name] != value for name, value in after.items()):
        return "changed"
    if (stands["state"] == "done" and _waits_again(connection, found)) or found.campaign_state == "closed":
        return "again" if found.campaign_state != "closed" else "changed"
    if "follow_up" in detail:
        _follow_back(connection, detail["follow_up"])
    store.write(connection, item_id, stands | before)
    return ""


def _waits_again(connection: Any, found: Any) -> bool:
    return followups.waiting_item(connection, found.customer_id, found.campaign_id) is not None


def _follow_back(connection: Any, change: dict[str, Any]) -> None:
    """The follow-up as it was, where it still is as the change left it."""
    follow_up_id = UUID(change["id"])
    booked = followups.one(connection, follow_up_id)
    after = store.typed(change["after"])
    if booked is not None and all(
        getattr(booked, name) == value for name, value in after.items() if hasattr(booked, name)
    ):
        values = store.typed(change["before"])
        followups.change(connection, follow_up_id, values | {"sequence": booked.sequence + 1})


def _off_the_list(connection: Any, listed: dict[str, Any], now: datetime) -> bool:
    """Take a customer off the list again with all that ended; False when the entry, or an item, is not as it was left."""
    customer_id, entry = UUID(listed["customer"]), UUID(listed["entry"])
    if all(one.id != entry for one in blocking.of_person(connection, customer_id)):
        return False
    items = [(UUID(one), store.typed(before), store.typed(after)) for one, before, after in listed["items"]]
    if any(store.state(connection, one) != after for one, _before, after in items):
        return False
    if store.waiting_of(connection, customer_id) and any(after["state"] == "done" for _one, _before, after in items):
        return False
    blocking.remove(connection, entry)
    let_be_called(connection, customer_id, now)
    for item_id, before, _after in items:
        holding.open_again(connection, item_id)
        store.write(connection, item_id, before)
    stands = store.follow_ups_of(connection, customer_id)
    for follow_up_id, before, after in listed["follow_ups"]:
        if stands.get(UUID(follow_up_id)) == store.typed(after):
            followups.change(connection, UUID(follow_up_id), store.typed(before))
    return True
