"""When a follow-up may be booked: ahead, within a year, inside the customer's calling hours on a working day."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, Literal

from callbench.i18n import _
from callbench.rules.hours import Hours

FARTHEST: Final = timedelta(days=366)
"""Further ahead nobody knows who will call; a slip of the finger booked follow-ups years ahead elsewhere."""


def refused(moment: datetime, now: datetime, hours: Hours) -> Literal["", "past", "far", "closed"]:
    """Why nothing can be booked at `moment` (aware), "" when it can."""
    if moment <= now:
        return "past"
    if moment - now > FARTHEST:
        return "far"
    return "" if hours.is_open(moment) else "closed"


def why_closed(moment: datetime, hours: Hours) -> tuple[Literal["holiday", "day_off", "pause", "hours"], str]:
    """Why `moment` (aware) is outside `hours`, with the name of the holiday: a day off goes before the time of day."""
    local = hours.local(moment)
    if not hours.is_workday(local.date()):
        holiday = hours.calendar.day(local.date()).holiday if hours.calendar is not None else ""
        return ("holiday", holiday) if holiday else ("day_off", "")
    if hours.pause is not None and hours.pause[0] <= local.time() < hours.pause[1]:
        return "pause", ""
    return "hours", ""


def closed_words(moment: datetime, hours: Hours, shown: str) -> str:
    """One sentence on why nobody is called at `moment`. shown: the moment as it is written where this is read."""
    why, holiday = why_closed(moment, hours)
    if why == "holiday":
        return _("{when} is a holiday: {holiday}.").format(when=shown, holiday=holiday)
    if why == "day_off":
        return _("{when} is a day off.").format(when=shown)
    begin, end = hours.pause if why == "pause" and hours.pause else (hours.opens, hours.closes)
    said = _("{when} is in the pause {hours}.") if why == "pause" else _("{when} is outside the calling hours {hours}.")
    return said.format(when=shown, hours=f"{begin:%H:%M}-{end:%H:%M}")


def remark(moment: datetime, hours: Hours) -> str:
    """What else there is to know of a day that can be booked: worked in place of a holiday, or of a year nobody announced."""
    if hours.calendar is None:
        return ""
    day = hours.day_of(moment)
    found = hours.calendar.day(day)
    if found.kind == "unknown":
        return _("The holidays of {year} are not known yet; this day goes by its weekday.").format(year=day.year)
    return _("Worked in place of a holiday: {holiday}.").format(holiday=found.holiday) if found.holiday else ""


def next_possible(moment: datetime, now: datetime, hours: Hours) -> datetime:
    """The moment to book instead, not before `moment`, on a five-minute mark of the clock, in UTC: the first that can be, or on a
    day off the same time of the next working day.
    """
    ahead = now.replace(second=0, microsecond=0) + timedelta(minutes=5 - now.minute % 5)
    return hours.next_alike(max(moment, ahead))
