"""The JSON of the queue: its lines, what is left of the day, why nobody can be called; keys stay, more may be added."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from callbench.records.calls import NothingNow, QueuePage, QueueRow
    from callbench.records.pace import DayLeft


def queue_shape(page: QueuePage) -> dict[str, Any]:
    """A page of the queue."""
    return {
        "start": page.start,
        "total": page.total,
        "counts": page.counts,
        "rows": [_queue_row(row) for row in page.rows],
    }


def left_shape(left: DayLeft) -> dict[str, Any]:
    """What is left of the day; pace in seconds a customer."""
    pace = None
    if left.pace is not None:
        seconds = round(left.pace.each.total_seconds(), 1)
        pace = {"seconds": seconds, "customers": left.pace.customers, "days": left.pace.days}
    return {
        "left": left.left,
        "own": left.own,
        "shared": left.shared,
        "at_work": left.sharers,
        "more": left.more,
        "pace": pace,
        "ends_at": left.ends_at,
        "undone": left.undone,
        "unreachable": left.unreachable,
        "closes_at": left.closes_at,
    }


def _queue_row(row: QueueRow) -> dict[str, Any]:
    return {
        "item": row.item_id,
        "customer": row.customer_id,
        "name": row.customer_name,
        "class": row.customer_class,
        "phone": row.phone,
        "campaign": row.campaign,
        "reason": row.reason,
        "group": row.group,
        "due_at": row.due_at,
        "priority": row.priority,
        "attempts": row.attempts,
        "max_attempts": row.max_attempts,
        "outcome": row.outcome,
        "held_by": row.held_by,
        "zone": row.zone,
    }


def nothing_shape(nothing: NothingNow) -> dict[str, Any]:
    """Why nobody can be called now."""
    return {
        "item": None,
        "why": {"counts": nothing.counts, "next_at": nothing.next_at, "remark": nothing.remark or None},
    }
