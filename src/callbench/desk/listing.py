"""What the do-not-call list ends as it grows: follow-ups and items of whom it keeps from being called; and what comes back."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from callbench.desk.bench import Bench
from callbench.desk.people import callable_from, day_after, listed_to, return_parked
from callbench.records.brakes import BackAgain, Lifted, Listed
from callbench.store import blocking, events, followups, holding, others, profiles
from callbench.store.blocking import FOR_EVER

WHY = "do_not_call"
"""Why follow-ups were cancelled, and items closed or parked, as in queue_item.closed_why."""


def end_planned(bench: Bench, connection: Any, agent_id: UUID | None, customer_id: UUID, now: datetime) -> None:
    """Cancel the follow-ups of a customer for the days on which nobody may call them, and put their items aside.

    Who is listed for good is not waited for: items are closed. Where every number is, they are parked; up to a day, they
    wait behind that day. A call in hand goes on.
    """
    person, last = blocking.person_listed_to(connection, customer_id), listed_to(connection, customer_id)
    if last < bench.day_of(now):
        return
    promised = set()
    for found in followups.open_of_customer(connection, customer_id):
        if found.due_on <= last:
            cancel(connection, agent_id, found, now)
        else:
            promised.add(found.item_id)
    for item in others.waiting(connection, customer_id, customer_id, ""):  # no item has the id of a customer
        if person == FOR_EVER:
            holding.close(connection, item.id, WHY, now, bench.day_of(now))
        elif last == FOR_EVER:
            if item.closed_why != "cancelled":  # what somebody set aside stays so
                holding.park(connection, item.id, WHY)
        elif item.state == "open" and item.id not in promised:
            free_at = callable_from(bench, connection, customer_id, item.zone, day_after(bench, last))
            if item.agreed:
                holding.put_off(connection, item.id, free_at, bench.day_of(free_at))
            elif item.ready_at < free_at:
                others.push(connection, item.id, free_at)


def end_planned_of_number(bench: Bench, connection: Any, agent_id: UUID | None, e164: str, now: datetime) -> None:
    """The same for everybody who has this number and no other that may be called."""
    for customer_id in blocking.customers_with(connection, e164):
        end_planned(bench, connection, agent_id, customer_id, now)


def cancel(connection: Any, agent_id: UUID | None, found: Any, now: datetime, why: str = WHY) -> None:
    """Cancel an open follow-up, a row of `followups.open_of_customer`, because nobody may call; it leaves a trace."""
    followups.cancel(connection, found.id, agent_id, why, now)
    before = {"due_at": found.due_at, "customer": found.customer_id, "item": found.item_id}
    detail = {"before": before, "after": {"why": why}}
    events.record(connection, now, agent_id, "follow_up.cancelled", "follow_up", found.id, detail)


def come_back(bench: Bench, connection: Any, entry: Listed, now: datetime) -> Lifted:
    """Let be called again whom this entry, lifted just now, kept from it; what comes back, and what does not."""
    customers = (
        [entry.customer_id] if entry.customer_id is not None else blocking.customers_with(connection, entry.e164)
    )
    if entry.customer_id is not None:
        let_be_called(connection, entry.customer_id, now)
    waiting = {item.id: item for who in customers for item in others.waiting(connection, who, who, "")}
    return_parked(bench, connection)
    for item in waiting.values():
        if item.state == "open" and not item.agreed and _waited(bench, connection, entry, item, now):
            ready_at = callable_from(bench, connection, item.customer_id, item.zone, now)
            holding.put_off(connection, item.id, ready_at, bench.day_of(ready_at))
    back = [
        BackAgain(item.customer_name, item.ready_at)
        for who in customers
        for item in others.waiting(connection, who, who, "")
        if (waiting[item.id].state, waiting[item.id].ready_at) != (item.state, item.ready_at)
    ]
    cancelled = tuple(
        found for who in customers for found in followups.cancelled_since(connection, who, WHY, entry.made_at, now)
    )
    return Lifted(tuple(back), cancelled)


def let_be_called(connection: Any, customer_id: UUID, now: datetime) -> bool:
    """The person's card says again that they may be called, unless another entry keeps them; whether it does."""
    stands = blocking.state_of(connection, customer_id) == "do_not_call"
    free = blocking.person_listed_to(connection, customer_id) != FOR_EVER
    if stands and free:
        profiles.set_state(connection, customer_id, "active", now)
    return stands and free


def _waited(bench: Bench, connection: Any, entry: Listed, item: Any, now: datetime) -> bool:
    """Whether an item was put behind the last day of the entry by it (`end_planned`), and nothing else keeps it now."""
    if entry.until_day is None or listed_to(connection, item.customer_id) >= bench.day_of(now):
        return False
    behind = callable_from(bench, connection, item.customer_id, item.zone, day_after(bench, entry.until_day))
    return bool(item.ready_at == behind)
