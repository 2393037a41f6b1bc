"""What plans go by, customer by customer: read from the base, told as the rules want it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from callbench.clock import date_of
from callbench.desk.bench import Bench
from callbench.records.plans import Plan
from callbench.rules import plans as rules
from callbench.rules.brakes import MONTH
from callbench.store import plans as store

_NOT_SETTLED = ("cancelled", "campaign")  # a call that ended so is no reason to wait for the next


@dataclass(slots=True)
class Looked:
    """A customer, looked at on a business day. called: (outcome, when) of recent attempts; waiting: open calls of plans."""

    id: UUID
    owner_id: UUID | None
    zone: str
    preferred_time: str
    has_number: bool
    listed: bool
    called: list[tuple[str, datetime]]
    waiting: list[Any]
    facts: rules.Facts

    def withdraw(self, plans: Sequence[Plan], today: date) -> list[UUID]:
        """Calls nobody has tried that are due no more as they were; the facts forget them."""
        by_id = {plan.id: plan for plan in plans}
        gone = []
        for item in self.waiting:
            plan = by_id.get(item.plan_id)
            untouched = item.state == "open" and not item.agreed and not item.attempts
            if plan is not None and untouched and rules.moved(plan, date_of(item.anchor_on), self.facts, today):
                gone.append(item.id)
                self.facts.waits_in.pop(item.campaign_id, None)
                self.facts.planned.remove(date_of(item.due_on))
        self.waiting = [item for item in self.waiting if item.id not in gone]
        return gone

    def paused(self) -> list[tuple[Any, str]]:
        """Open calls that wait because a complaint is open, with the customer's zone."""
        if all(closed is not None for _raised, closed in self.facts.complaints):
            return []
        return [
            (item, self.zone)
            for item in self.waiting
            if item.state == "open" and not item.agreed and item.rule != "complaint"
        ]


def customers(bench: Bench) -> Iterator[list[Looked]]:
    """Everybody who is active, some hundred at a time, each time in a transaction of its own."""

    def read(after: UUID | None) -> list[store.About]:
        with bench.db.read() as connection:
            return _people(bench, connection, after)

    for batch in store.everyone(read):
        today = bench.today()
        yield [_looked(bench, one, today) for one in batch]


def about(bench: Bench, connection: Any, customer_id: UUID) -> Looked | None:
    """One customer; None for one who is not active."""
    found = _people(bench, connection, None, customer_id)
    return _looked(bench, found[0], bench.today()) if found else None


def _people(bench: Bench, connection: Any, after: UUID | None, only: UUID | None = None) -> list[store.About]:
    since = bench.clock.now() - max(MONTH, timedelta(days=bench.settings["retry.silence_days"]))
    completed = [rule.key for rule in bench.outcomes.rules if rule.completes]
    return store.people(connection, after, bench.today(), since, completed, only)


def _looked(bench: Bench, found: store.About, day: int) -> Looked:
    one, today = found.row, date_of(day)
    # nothing counts from the day they were known once there was a service
    since = found.services[-1][0] if found.services else date_of(bench.day_of(one.created_at))
    waiting = [item for item in found.items if item.state != "done"]
    done = [item for item in found.items if item.state == "done" and item.closed_why not in _NOT_SETTLED]
    ended: dict[UUID, date] = {}
    for item in done:
        ended[item.plan_id] = max(ended.get(item.plan_id, date.min), date_of(item.closed_on))
    facts = rules.Facts(
        one.customer_class, since, found.services,
        [] if found.completed is None else [found.completed], ended,
        [
            (date_of(bench.day_of(raised)), None if closed is None else date_of(bench.day_of(closed)))
            for raised, closed in found.complaints
        ],
        [*(date_of(item.due_on) for item in waiting), *(date_of(item.closed_on) for item in done)],
        {(item.plan_id, date_of(item.anchor_on)) for item in found.items},
        {item.campaign_id: max(date_of(item.due_on), today) for item in found.waits},
    )  # fmt: skip
    called = [(call.outcome, call.ended_at) for call in found.called]
    return Looked(
        one.id, one.owner_id, one.zone, one.preferred_time, one.has_number, one.listed, called, waiting, facts
    )
