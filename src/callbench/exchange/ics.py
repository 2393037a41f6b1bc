"""Follow-ups as a calendar file (RFC 5545), and what such a file says of them when it comes back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO, Final
from zoneinfo import ZoneInfo

from callbench.clock import YEARS
from callbench.exchange.files import problem, readable, stat_of
from callbench.exchange.target import written
from callbench.i18n import _
from callbench.records.people import FollowUp
from callbench.text import clean

OURS: Final = "@callbench"
LARGEST: Final = 4 * 1024 * 1024  # bytes; a follow-up takes some 300
MOST: Final = 5_000  # events
_LINES: Final = 200_000
_MINUTES: Final = timedelta(minutes=15)  # how long an appointment without a window is shown


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a file. place: its number. uid: cut to 200 characters. starts, ends: aware, None where unreadable.

    cancelled: STATUS:CANCELLED. remark: how a time was read, or why the event cannot be; wrong: it cannot be.
    """

    place: int
    uid: str
    starts: datetime | None
    ends: datetime | None
    sequence: int
    cancelled: bool
    summary: str
    remark: str = ""
    wrong: bool = False


def uid_of(follow_up: FollowUp) -> str:
    """By what a calendar knows it."""
    return follow_up.uid or f"{follow_up.id}{OURS}"


def write_ics(target: Path | BinaryIO, follow_ups: Iterable[FollowUp], now: datetime) -> int:
    """Write them as one calendar; how many. Raises FileProblem as every export does."""
    from icalendar import Calendar
    from icalendar import Event as Written

    calendar = Calendar()
    calendar.add("prodid", "-//callbench//follow-ups//")
    calendar.add("version", "2.0")
    listed = tuple(follow_ups)
    for one in listed:
        event = Written()
        event.add("uid", uid_of(one))
        event.add("dtstamp", now.astimezone(UTC))
        event.add("dtstart", one.due_at.astimezone(UTC))
        event.add("dtend", (one.ends_at or one.due_at + _MINUTES).astimezone(UTC))
        event.add("sequence", one.sequence)
        event.add("status", "CANCELLED" if one.state == "cancelled" else "CONFIRMED")
        event.add(
            "summary", _("Follow-up: {name}").format(name=one.customer_name or one.customer_code or _("(no name)"))
        )
        words = [
            one.purpose,
            one.reason,
            one.note,
            one.agent_name and _("Who calls: {name}").format(name=one.agent_name),
        ]
        if said := "\n".join(word for word in words if word):
            event.add("description", said)
        calendar.add_component(event)
    with written(target) as file:
        file.write(calendar.to_ical())
    return len(listed)


def read_ics(path: Path, zone: ZoneInfo) -> tuple[Event, ...]:
    """The events of a file in its order. zone: on whose clock times without a zone are read; each is remarked.

    Raises FileProblem for a file that is too large, no calendar, or holds too many events.
    """
    stat = stat_of(path)
    if stat.st_size > LARGEST:
        raise problem(
            path,
            "ics-large",
            _("The file has {size} KB; at most {limit} KB are read.").format(
                size=stat.st_size // 1024, limit=LARGEST // 1024
            ),
        )
    with readable(path):
        data = path.read_bytes()
    if data.count(b"\n") > _LINES:
        raise problem(path, "ics-large", _("The file has more than {most} lines.").format(most=_LINES))
    from icalendar import Calendar

    try:
        calendars: Any = Calendar.from_ical(data.decode("utf-8-sig"), multiple=True)
        events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
    except (ValueError, UnicodeDecodeError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
        raise problem(path, "ics-broken", _("This is no calendar file (.ics).")) from None
    if not calendars:
        raise problem(path, "ics-broken", _("This is no calendar file (.ics)."))
    if len(events) > MOST:
        raise problem(
            path, "ics-many", _("The file has {n} events; at most {most} are read.").format(n=len(events), most=MOST)
        )
    return tuple(_event(place, event, zone) for place, event in enumerate(events, 1))


def _event(place: int, event: Any, zone: ZoneInfo) -> Event:
    uid = clean(str(event.get("UID", "")), limit=200)
    summary = clean(str(event.get("SUMMARY", "")), limit=80)
    cancelled = str(event.get("STATUS", "")).upper() == "CANCELLED"
    try:
        sequence = int(event.get("SEQUENCE", 0))
    except (TypeError, ValueError):
        sequence = 0
    wrong = ""
    if event.get("RRULE") is not None:
        wrong = _("It recurs; each follow-up of a series is an event of its own.")
    starts, remark = _moment(event, "DTSTART", zone)
    ends, more = _moment(event, "DTEND", zone)
    if starts is None and not cancelled:
        wrong = wrong or remark
    if ends is not None and (starts is None or ends <= starts or ends - starts > timedelta(days=1)):
        ends = None
    return Event(place, uid, starts, ends, sequence, cancelled, summary, wrong or remark or more, bool(wrong))


def _moment(event: Any, name: str, zone: ZoneInfo) -> tuple[datetime | None, str]:
    """A time of an event, and what there is to say about how it was read."""
    found = event.get(name)
    if found is None:
        return None, _("It has no time.") if name == "DTSTART" else ""
    try:
        moment = getattr(found, "dt", None)
    except ValueError:  # what icalendar could not read it holds back until it is looked at
        moment = None
    if moment is None:
        return None, _("Its time cannot be read.") if name == "DTSTART" else ""
    if not isinstance(moment, datetime):
        return None, _("It is a whole day; a follow-up has a time.") if name == "DTSTART" else ""
    if moment.year not in YEARS:  # on some clock it would lie beyond the years there are
        return None, _("Its time cannot be read.") if name == "DTSTART" else ""
    try:
        if moment.tzinfo is not None:
            return moment.astimezone(UTC), ""
        named = clean(str(getattr(found, "params", {}).get("TZID", "")), limit=60)
        aware = moment.replace(tzinfo=zone).astimezone(UTC)
    except (OverflowError, ValueError):
        return None, _("Its time cannot be read.")
    if named:
        return aware, _("There is no time zone {name!r}; read on the shop's clock ({zone}).").format(
            name=named, zone=zone.key
        )
    return aware, _("A time without a zone; read on the shop's clock ({zone}).").format(zone=zone.key)
