"""What becomes of one item when many are changed, or why it stays as it is; nothing is written here."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from callbench.clock import day_begins
from callbench.desk.bench import Bench
from callbench.desk.people import callable_from
from callbench.records.people import Agent
from callbench.records.queue_changes import Change, Stays

PUT_ASIDE = "cancelled"
"""closed_why of an item that somebody set aside: a number added does not bring it back."""
_HIGHEST, _LOWEST = 0, 9


def step(
    bench: Bench, connection: Any, agent: Agent, found: Any, change: Change, now: datetime
) -> dict[str, Any] | Stays:
    """The columns of the item that change (none where only its customer does), or why it stays. found: its facts."""
    why = _stays(agent, found, change)
    if why:
        who = {"held": found.held_by, "owner": found.owner}.get(why, "")
        return Stays(found.id, found.customer_name, why, who)
    match change.action:
        case "hand" | "free":
            whose = change.to.id if change.to is not None else None
            return {"agent_id": whose, "released_at": _released(bench, found, now) if whose else None}
        case "move":
            wanted = max(now, day_begins(change.day, bench.settings.zone, bench.settings.day_starts))
            values = _ready(bench, connection, found, wanted)
            same = values == {"ready_at": found.ready_at, "due_on": found.due_on}
            return Stays(found.id, found.customer_name, "same") if same else values
        case "raise" | "lower":
            return {"priority": found.priority + (1 if change.action == "lower" else -1)}
        case "park":
            return {"state": "parked", "closed_why": PUT_ASIDE}
        case "unpark":
            return {"state": "open", "closed_why": "", **_ready(bench, connection, found, now)}
        case "close":
            return {
                "state": "done", "agreed": False, "closed_at": now, "closed_on": bench.day_of(now),
                "closed_why": "cancelled",
            }  # fmt: skip
        case _:
            return {}  # the do-not-call list is about the customer


def _stays(agent: Agent, found: Any, change: Change) -> str:
    whose = found.agent_id if found.agent_id is not None or found.agreed else found.owner_id
    if found.state == "done":
        return "done"
    if found.in_hand and (found.state == "held" or change.action == "block"):
        return "held"
    if agent.role != "supervisor" and whose != agent.id:
        return "not_yours"
    match change.action:
        case "hand":
            return "same" if change.to is not None and whose == change.to.id else ""
        case "free" if found.agent_id is None:
            return "same" if whose is None else "owner"
        case "move" | "park" if found.state == "parked":
            return "parked" if change.action == "move" else "same"
        case "move" | "park" if found.agreed:
            return "agreed"
        case "raise" | "lower":
            return "same" if found.priority == (_HIGHEST if change.action == "raise" else _LOWEST) else ""
        case "unpark" if found.state != "parked":
            return "same"
        case "unpark" if not found.has_number:
            return "no_phone"
        case "block" if found.customer_state == "do_not_call":
            return "listed"
    return ""


def _ready(bench: Bench, connection: Any, found: Any, wanted: datetime) -> dict[str, Any]:
    ready_at = callable_from(bench, connection, found.customer_id, found.zone, wanted)
    return {"ready_at": ready_at, "due_on": bench.day_of(ready_at)}


def _released(bench: Bench, found: Any, now: datetime) -> datetime | None:
    """When a promise becomes everybody's if its agent is away; what is only handed over does not."""
    if not found.agreed:
        return None
    promised: datetime = found.promised or found.ready_at
    return max(promised, now) + timedelta(minutes=bench.settings["calls.release_minutes"])
