"""Follow-ups that come again: when the call of one ends, the next of its series is booked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from callbench.clock import wall_time
from callbench.desk.appointments import add, place
from callbench.desk.bench import Bench
from callbench.errors import Conflict
from callbench.records.calls import FollowUpWish
from callbench.rules.booking import FARTHEST, closed_words
from callbench.rules.hours import calling_hours
from callbench.rules.recurring import next_of_series
from callbench.store import followups


@dataclass(frozen=True, slots=True)
class Continued:
    """The next of a series that was booked. said: why it is not when the rule would have it, "" when it is."""

    follow_up_id: UUID
    item_id: UUID
    due_at: datetime
    said: str


def continue_series(bench: Bench, connection: Any, call: Any, made_by: UUID, now: datetime) -> Continued | None:
    """Book the next follow-up of the series that a finished item was kept for; None when there is none, or it has ended.

    call: item_id, customer_id, campaign_id, zone, priority. The window keeps its length, the person stays the same.
    """
    last = followups.last_of_series_of(connection, call.item_id)
    if last is None:
        return None
    series_id = last.series_id or last.id
    first = followups.one(connection, series_id) or last
    hours = calling_hours(bench.settings, call.zone)
    found = next_of_series(last.rrule, first.due_at, max(now, last.due_at), hours)
    if found is None or found.at - now > FARTHEST:
        return None
    said = ""
    if found.is_moved:
        planned = wall_time(found.planned, hours.local(now).tzinfo)  # type: ignore[arg-type]
        said = closed_words(found.planned, hours, planned)
    ends_at = None if last.ends_at is None else found.at + (last.ends_at - last.due_at)
    note = "\n".join(part for part in (last.note, said) if part)
    wish = FollowUpWish(found.at, last.reason, note, last.agent_id is not None, ends_at, last.purpose)
    whose = last.agent_id or made_by
    try:
        item_id = place(bench, connection, call, wish, whose, "recurring")
    except Conflict:  # something else is booked with this customer meanwhile: it goes on from there
        return None
    booked = add(
        bench, connection, call, item_id, wish, whose, rule=last.rrule, channel=last.channel, series_id=series_id
    )
    return Continued(booked.id, item_id, found.at, said)


def series_of(connection: Any, item_id: UUID) -> dict[str, Any]:
    """The columns by which a follow-up booked instead goes on with the series of its item; nothing without one."""
    last = followups.last_of_series_of(connection, item_id)
    return {} if last is None else {"rrule": last.rrule, "series_id": last.series_id or last.id}
