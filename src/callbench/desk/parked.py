"""Customers who were to be supplemented: back into the queue as soon as they have a number."""

from __future__ import annotations

from typing import Any

from callbench.desk.bench import Bench
from callbench.desk.people import person_called
from callbench.rules.next_step import earliest
from callbench.store import attempts, holding


def return_parked(bench: Bench, connection: Any) -> int:
    """Open every parked item whose customer has a number by now, for the next moment they may be called; how many."""
    now, back = bench.clock.now(), holding.parked_with_number(connection)
    for item in back:
        calls = [(past.outcome, past.ended_at) for past in attempts.of_customer(connection, item.customer_id)]
        ready_at = earliest(now, person_called(bench.settings, item.zone, calls), bench.settings)
        holding.unpark(connection, item.id, ready_at, bench.day_of(ready_at))
    return len(back)
