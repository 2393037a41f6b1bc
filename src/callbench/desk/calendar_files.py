"""Follow-ups out as a calendar file (.ics), and what a calendar changed of them back in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from callbench.desk.appointments import cancel, move
from callbench.desk.bench import Bench
from callbench.desk.followups import list_follow_ups
from callbench.errors import CallbenchError
from callbench.exchange.ics import OURS, Event, read_ics, write_ics
from callbench.i18n import _
from callbench.records.people import Agent, FollowUp
from callbench.store import followups


@dataclass(frozen=True, slots=True)
class EventTaken:
    """What became of one event. what: moved, cancelled, same, unknown (none of ours), refused. said: why, or a remark."""

    place: int
    summary: str
    what: str
    follow_up_id: UUID | None = None
    said: str = ""


def export_follow_ups(bench: Bench, target: Path | BinaryIO, agent: Agent | None = None, *, mine: bool = False) -> int:
    """Write the open follow-ups as a calendar; how many. With an agent as in `list_follow_ups`."""
    return write_ics(target, list_follow_ups(bench, agent, mine=mine), bench.clock.now())


def import_follow_ups(bench: Bench, agent: Agent, path: Path, *, dry_run: bool = False) -> tuple[EventTaken, ...]:
    """Move and cancel follow-ups as a calendar file has them; events that are none of ours are told and left out.

    An event older than what is kept (its SEQUENCE) changes nothing. Each event stands for itself: a refused one keeps none of
    the others from being taken in. Raises FileProblem for a file that cannot be read.
    """
    return tuple(_take(bench, agent, event, dry_run) for event in read_ics(path, bench.settings.zone))


def _take(bench: Bench, agent: Agent, event: Event, dry_run: bool) -> EventTaken:
    known = _known(bench, event.uid)
    if known is None:
        return EventTaken(event.place, event.summary, "unknown", said=event.remark)
    what, said = "same", event.remark
    if event.wrong or known.state != "open":
        what = "refused" if event.wrong else "same"
    elif event.sequence < known.sequence:
        said = _("The calendar holds an older time than callbench; export again.")
        what = "refused"
    elif event.cancelled:
        what = "cancelled"
    elif event.starts is not None and (event.starts != known.due_at or _other_window(event, known)):
        what = "moved"
    try:
        if what == "cancelled" and not dry_run:
            cancel(bench, agent, known.id, _("Cancelled in the calendar"))
        elif what == "moved" and not dry_run:
            assert event.starts is not None
            ends_at = event.ends if known.ends_at is not None else None
            move(bench, agent, known.id, event.starts, ends_at, why=_("Moved in the calendar"))
    except CallbenchError as error:
        return EventTaken(event.place, event.summary, "refused", known.id, str(error.what))
    return EventTaken(event.place, event.summary, what, known.id, said)


def _other_window(event: Event, known: FollowUp) -> bool:
    return known.ends_at is not None and event.ends is not None and event.ends != known.ends_at


def _known(bench: Bench, uid: str) -> FollowUp | None:
    """The follow-up an event means: by our own name for it, or by the one another calendar gave it."""
    with bench.db.read() as connection:
        if uid.endswith(OURS):
            try:
                return followups.one(connection, UUID(uid.removesuffix(OURS)))
            except ValueError:
                return None
        return followups.by_uid(connection, uid) if uid else None
