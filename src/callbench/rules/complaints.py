"""Complaints: what they are about, how urgent they are, and until when they must be answered and solved.

Source: RULES "Complaints"; deadlines run on the shop's working-hours clock over its working days, the final limit on the calendar.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from callbench.config import Settings
from callbench.i18n import N_, _
from callbench.records.calls import ComplaintWish
from callbench.records.people import Complaint
from callbench.rules.hours import Hours, shop_hours
from callbench.rules.words import code_of

KINDS = {
    "product": N_("Product quality"), "service": N_("Service"), "price": N_("Price"), "contract": N_("Contract"),
    "other": N_("Other"),
}  # fmt: skip
URGENCIES = {"normal": N_("Normal"), "urgent": N_("Urgent")}
STATES = {
    "raised": N_("raised"), "assigned": N_("assigned"), "answered": N_("answered"), "solved": N_("solved"),
    "confirmed": N_("confirmed"), "reopened": N_("reopened"),
}  # fmt: skip
OPEN = ("raised", "assigned", "answered", "solved", "reopened")
"""States in which the customer still waits for something: solved is believed only when a second call confirmed it."""
TO_SOLVE = ("raised", "assigned", "answered", "reopened")
"""States in which a solution is looked for."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Until when the customer is answered, has a solution, and the matter must be over whatever happens; UTC."""

    answer_by: datetime
    solve_by: datetime
    final_by: datetime


def in_words(proposed: str) -> str:
    """What answers propose, `product; service`, with kinds as they are called; other words stay."""
    return _(", ").join(_(KINDS[part]) if part in KINDS else part for part in proposed.split("; "))


def proposed_wish(proposed: str) -> ComplaintWish | None:
    """What answers propose, as a complaint to begin with: the first kind among it, what is no kind as words; None for nothing."""
    parts = [part for part in proposed.split("; ") if part]
    if not parts:
        return None
    kind = next((code for part in parts if (code := code_of(part, KINDS))), "other")
    return ComplaintWish(kind, words=_(", ").join(part for part in parts if not code_of(part, KINDS)))


def further_kinds(proposed: str) -> tuple[str, ...]:
    """The kinds that answers propose beside the first one; a complaint is of one kind, and its words are the customer's."""
    kinds = dict.fromkeys(code for part in proposed.split("; ") if (code := code_of(part, KINDS)))
    return tuple(kinds)[1:]


def next_deadline(complaint: Complaint) -> datetime | None:
    """Until when the customer is to get what comes next: an answer, a solution, the end; None once it is closed."""
    if complaint.closed_at is not None or complaint.state not in OPEN:
        return None
    if complaint.state in ("raised", "assigned"):
        return complaint.answer_by
    return complaint.final_by if complaint.state == "solved" else complaint.solve_by


def deadlines(settings: Settings, urgency: str, raised_at: datetime) -> Deadlines:
    """The deadlines of a complaint raised at `raised_at` (aware).

    urgent: answered within `complaints.urgent_answer_hours` of working time, solved by the close of
    `complaints.urgent_solve_days` working days later. normal: answered by the close of the same working day,
    solved by the close of `complaints.normal_solve_days` working days later. All of it within `complaints.final_days`
    calendar days.
    """
    hours = shop_hours(settings)
    begins = hours.next_open(raised_at)
    if urgency == "urgent":
        answer_by = _after(hours, begins, timedelta(hours=settings["complaints.urgent_answer_hours"]))
        days = settings["complaints.urgent_solve_days"]
    else:
        answer_by, days = _closing(hours, begins), settings["complaints.normal_solve_days"]
    solve_by = _closing(hours, _days_later(hours, begins, days))
    final_by = raised_at.astimezone(UTC) + settings["complaints.final_days"] * _DAY
    return Deadlines(min(answer_by, final_by), min(solve_by, final_by), final_by)


def confirm_by(settings: Settings, urgency: str, solved_at: datetime, final_by: datetime) -> datetime:
    """Until when a solution is confirmed by a second call: as soon as an answer would be due, and not after `final_by`."""
    return min(deadlines(settings, urgency, solved_at).answer_by, final_by)


def _after(hours: Hours, moment: datetime, length: timedelta) -> datetime:
    """`length` of open time after `moment`, an open one."""
    while (left := hours.next_close(moment) - moment) < length:
        length -= left
        moment = hours.next_open(moment + left)
    return moment + length


def _closing(hours: Hours, moment: datetime) -> datetime:
    """When the shop closes on the day of `moment`, an open one; UTC."""
    return datetime.combine(hours.day_of(moment), hours.closes, ZoneInfo(hours.zone)).astimezone(UTC)


def _days_later(hours: Hours, moment: datetime, days: int) -> datetime:
    """The opening `days` working days after that of `moment`."""
    for _each in range(days):
        moment = hours.next_open(hours.next_day(moment))
    return moment
