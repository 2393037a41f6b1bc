"""Lines of the queue and of the follow-ups: their columns at each width, and how a row is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from textual.content import Content

from callbench.clock import date_of
from callbench.i18n import N_, _
from callbench.rules import words
from callbench.tui import cells, columns, show
from callbench.tui.columns import Column

if TYPE_CHECKING:
    from callbench.config import Settings
    from callbench.records.calls import QueueRow
    from callbench.records.people import FollowUp

WIDE = 110
WITH_CAMPAIGN = 90  # below that it would cost the last outcome its words; the line under the queue tells it
_STYLES = {
    "interrupted": "bold $warn", "agreed": "bold $mark", "overdue": "$bad", "later": "$muted", "held": "$muted",
    "parked": "$bad", "done": "$muted",
}  # fmt: skip
_ASIDE = {"no_phone": N_("No number"), "do_not_call": N_("Not to be called"), "cancelled": N_("Put aside")}


@dataclass(frozen=True, slots=True)
class Place:
    """Where and when lines are read: the moment (UTC), the shop's zone, the region of its numbers."""

    now: datetime
    zone: ZoneInfo
    region: str

    @classmethod
    def of(cls, settings: Settings, now: datetime) -> Place:
        """The shop's."""
        return cls(now, settings.zone, settings["shop.region"])


def gap(room: int) -> int:
    """Cells between columns."""
    return 2 if room >= WIDE else 1


def queue_columns(room: int) -> list[Column]:
    """Columns of the queue that fit `room` cells."""
    wide = room >= WIDE
    found = [
        Column("when", _("When"), 14),
        Column("name", _("Name"), 20 if wide else 12),
        Column("class", _("Class"), _widest(words.CLASSES)),
        Column("phone", _("Phone"), 14),
        Column("attempts", _("Tries"), 5, True),
        Column("outcome", _("Last"), 0),
    ]
    if room >= WITH_CAMPAIGN:
        found.append(Column("campaign", _("Campaign"), 0))
    if room >= 140:
        found[-1:] = [Column("reason", _("What for"), 0), Column("campaign", _("Campaign"), 0)]
    return columns.laid_out(found, room, gap(room))


def queue_row(row: QueueRow, room: int, live: bool, place: Place, *, marked: bool = False) -> Content:
    """One line of the queue; marked: for a change."""
    closed = row.group in ("done", "held")
    quiet = "$muted" if closed or row.group == "later" else ""
    values = {
        "when": (when(row, place), _STYLES.get(row.group, "")),
        "name": (row.customer_name or _("(no name)"), quiet),
        "class": (
            show.customer_class(row.customer_class),
            quiet or ("$warn" if row.customer_class == "key" else "$muted"),
        ),
        "phone": (show.phone(row.phone, region=place.region) or _("no number"), quiet if row.phone else "$bad"),
        "attempts": (f"{row.attempts}/{row.max_attempts}", "$muted"),
        "outcome": (show.outcome(row.outcome), "$muted"),
        "reason": (row.reason, quiet),
        "campaign": (row.campaign, "$muted"),
    }
    return columns.row(queue_columns(room), values, gap(room), live, picked=marked)


def when(row: QueueRow, place: Place) -> str:
    """Why and when a row is where it is: 约定 14:00, 逾期 2 天, 明天 09:00."""
    if row.group == "parked" and row.closed_why in _ASIDE:
        return _(_ASIDE[row.closed_why])
    group = show.label(words.GROUPS, row.group)
    if row.group == "agreed":
        return f"{group} {show.near(row.due_at, place.zone, place.now)}"
    if row.group == "overdue":
        return f"{group} {_late(row, place)}"
    if row.group == "later":
        return show.moment(row.due_at, place.zone, place.now)
    if row.group == "held" and row.held_by:
        return f"{group} {show.safe(row.held_by, limit=20)}"
    return group


def _late(row: QueueRow, place: Place) -> str:
    """How long ago its turn came: in days, as its call may have been put off by minutes since."""
    if not row.due_on:
        return show.ago(row.due_at, place.now)
    days = (place.now.astimezone(place.zone).date() - date_of(row.due_on)).days
    return show.ago(place.now - timedelta(days=max(1, days)), place.now)


def follow_up_columns(room: int) -> list[Column]:
    """Columns of the follow-ups that fit `room` cells."""
    wide = room >= WIDE
    found = [
        Column("when", _("When"), 21),  # late 2025-10-18 10:00
        Column("name", _("Name"), 20 if wide else 14),
        Column("agent", _("Agent"), 14 if wide else 10),
        Column("reason", _("Reason"), 0),
    ]
    if wide:
        found.append(Column("note", _("Note"), 0))
    return columns.laid_out(found, room, 2)


def follow_up_row(row: FollowUp, room: int, live: bool, place: Place, late: timedelta) -> Content:
    """One line of the follow-ups; those whose time has come stand out. late: so much after its moment one is missed."""
    at, style = show.moment(row.due_at, place.zone, place.now), "$mark"
    if row.due_at <= place.now:
        missed = row.missed_after(late) <= place.now
        at = (_("missed {moment}") if missed else _("late {moment}")).format(moment=at)
        style = "bold $bad" if missed else "$bad"
    reason = row.reason
    if row.rrule:
        from callbench.rules.series_words import rule_words  # few follow-ups come again

        reason = " ".join(filter(None, (rule_words(row.rrule), reason)))
    values = {
        "when": (at, style),
        "name": (row.customer_name or _("(no name)"), ""),
        "agent": (row.agent_name or _("anyone"), "$muted"),
        "reason": (reason, ""),
        "note": (row.note, "$muted"),
    }
    return columns.row(follow_up_columns(room), values, 2, live)


def _widest(table: dict[str, str]) -> int:
    return max(cells.width(_(label)) for label in table.values())
