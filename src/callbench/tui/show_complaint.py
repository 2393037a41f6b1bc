"""A complaint as the agent sees it: to be raised with this call, open, or told in the history. Part of `show`."""

from __future__ import annotations

from datetime import datetime

from textual.content import Content

from callbench.config import Settings
from callbench.i18n import _
from callbench.records.calls import ComplaintWish
from callbench.records.people import Complaint
from callbench.rules.complaints import KINDS, STATES, URGENCIES, next_deadline
from callbench.tui import show


def wish_words(wish: ComplaintWish) -> str:
    """One to be raised: its kind, its urgency when it is urgent, the beginning of its words."""
    parts = [show.label(KINDS, wish.kind)]
    if wish.urgency == "urgent":
        parts.append(show.label(URGENCIES, wish.urgency))
    if wish.words:
        parts.append(show.safe(wish.words, limit=60))
    return "  ".join(parts)


def open_words(complaint: Complaint, settings: Settings, now: datetime) -> str:
    """One that is open: what about, until when what is due; "" when it is closed."""
    until = next_deadline(complaint)
    if until is None:
        return ""
    when = show.moment(until, settings.zone, now)
    words = {
        "raised": _("answer by {when}"),
        "assigned": _("answer by {when}"),
        "solved": _("to be confirmed by {when}"),
    }
    due = words.get(complaint.state, _("solution by {when}")).format(when=when)
    late = [_("late")] if until < now else []
    return "  ".join((show.label(KINDS, complaint.kind), due, *late))


def past(complaint: Complaint, settings: Settings, now: datetime) -> Content:
    """A line of the history."""
    until = next_deadline(complaint)
    tone = "$muted" if until is None else "bold $bad" if until < now else "bold $warn"
    words = open_words(complaint, settings, now) or show.label(KINDS, complaint.kind)
    parts: list[show.Part] = [
        (_("Complaint"), tone),
        " ",
        (words, "$ink"),
        "  ",
        (show.label(STATES, complaint.state), "$muted"),
    ]
    if complaint.urgency == "urgent":
        parts += ["  ", (show.label(URGENCIES, complaint.urgency), "$ink")]
    return show.line(*parts, "  ", (show.fit(complaint.words, 60), "$muted")).rstrip()
