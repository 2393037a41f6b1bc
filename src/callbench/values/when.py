"""Reading a moment as people say it (`明天10点`, `tomorrow 10am`, `+3d`, `周五下午3点`), and the presets beside it.

What is left open is settled like this, and shown back as `understood`:
- a day without a time means 10:00; morning 10:00, noon 12:00, afternoon 15:00, dusk 18:00, evening 19:00;
  where that is already over today, a later hour of the same part of the day;
- an hour from 1 to 6 without am or pm is in the afternoon; 7 to 12 are as written, or twelve hours later when that is past;
- days and months from now keep the time of day; hours and minutes are counted exactly, also over a change of the clock;
- a weekday is the coming one; 下周五 and `next fri` the one of the next week from Monday on;
- 节后, `after the holiday`: the first working day after the holiday that lasts or comes; 国庆前: the last working day before;
  a holiday without before or after is refused with both readings;
- 一早 9:00, 午饭后 13:00, 下班后 18:30, 晚饭后 19:30; 稍后, `later today` half an hour; `3点到5点` is a window;
- a day of the month and a bare time: the nearest one ahead; a date without a year is this year's, or next year's where
  that is more than half a year back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final
from unicodedata import normalize

from dateutil import tz

from callbench.i18n import _
from callbench.text import clean
from callbench.values.calendar_words import weekday_name
from callbench.values.problem import ValueProblem
from callbench.values.when_parts import Holidays, Parts
from callbench.values.when_words import FILLERS, PATTERNS, Patterns

FARTHEST: Final = timedelta(days=731)  # a slip of the finger booked follow-ups ten years ahead elsewhere
DEFAULT_TIME: Final = time(10)
_PART_TIMES: Final = {
    "dawn": (),
    "morning": (time(10), time(11)),
    "noon": (time(12), time(13)),
    "afternoon": (time(15), time(16), time(17)),
    "dusk": (time(18),),
    "evening": (time(19), time(20)),
}
_TODAY_TIMES: Final = (time(10), time(15), time(19))
_LATEST_TWIN: Final = 20  # an hour said without am or pm is never moved past 20:59


@dataclass(frozen=True, slots=True)
class When:
    """A moment ahead. at: aware, in the zone it was meant in. understood: weekday, date and time in the language in use.

    ends: the end of a window (`3点到5点`), None where one moment was said.
    """

    at: datetime
    understood: str
    ends: datetime | None = None


def read_when(text: str, now: datetime, holidays: Holidays | None = None) -> When:
    """The moment `text` means, seen from `now` (aware, in the zone meant), later than `now`. holidays: the shop's calendar.

    Raises ValueProblem (empty, not_understood, twice, impossible, past, too_far, ambiguous, vague, no_calendar, no_holiday)
    saying what would be right.
    """
    words = normalize("NFKC", clean(text, limit=200)).lower().strip()
    if not words:
        raise ValueProblem("empty", _("Say when: a day, a time or both."))
    try:
        parts = read_parts(words, holidays=holidays)
        at = _moment(parts, now.replace(second=0, microsecond=0))
        far = _utc(at) - _utc(now) > FARTHEST
    except (OverflowError, ValueError):
        far = True
    if far:
        raise ValueProblem("too_far", _("That is more than two years ahead."))
    ends = _window_end(at, parts.until) if parts.until is not None else None
    if parts.is_window and ends is None:
        raise ValueProblem("not_understood", _("Say from when to when, like 15:00-17:00."))
    return When(at, show_moment(at) if ends is None else f"{show_moment(at)}-{ends:%H:%M}", ends)


def _window_end(at: datetime, until: tuple[int, int]) -> datetime:
    """The end of a window that begins at `at`: the same day, and in the afternoon where the hour alone would lie before it."""
    hour, minute = until
    for twin in (hour, hour + 12):
        if twin < 24 and time(twin, minute) > at.time():
            return existing(datetime.combine(at.date(), time(twin, minute)), at)
    raise ValueProblem("impossible", _("The window ends before it begins."))


def show_moment(at: datetime) -> str:
    """Weekday, date and time as read back to people; with the UTC offset where the clock shows this time twice."""
    shown = _("{weekday} {date} {time}").format(
        weekday=weekday_name(at), date=at.date().isoformat(), time=f"{at:%H:%M}"
    )
    return f"{shown} {at:%z}" if tz.datetime_ambiguous(at) else shown


def read_parts(words: str, patterns: Patterns = PATTERNS, holidays: Holidays | None = None) -> Parts:
    """Read `words` (small letters, NFKC) from left to right; every piece must be understood. Raises ValueProblem."""
    if words.replace(" ", "").isdecimal():
        raise ValueProblem("not_understood", _("A number alone is no time. Write for example 15:30 or 3pm."))
    parts, at = Parts(holidays=holidays), 0
    while at < len(words):
        if filler := FILLERS.match(words, at):
            at = filler.end()
            continue
        for pattern, fill in patterns:
            if found := pattern.match(words, at):
                fill(parts, found)
                at = found.end()
                break
        else:
            raise ValueProblem(
                "not_understood",
                _("'{text}' is not understood. Write for example: {examples}").format(
                    text=words[at : at + 30], examples=_("tomorrow 10am, fri 15:30, in 2 weeks, +3d")
                ),
            )
    return parts


def _moment(parts: Parts, now: datetime) -> datetime:
    clocks = clocks_of(parts)
    today = now.date()
    if parts.shift is not None:
        shift = parts.shift
        if shift.exact and clocks:
            raise ValueProblem("twice", _("Two times are named; name one."))
        if clocks:
            return _ahead(_on((today + shift.days,), clocks, now), now)
        wall = existing((now + shift.days).replace(tzinfo=None), now)
        return _ahead([_later(wall, shift.exact)], now)
    if parts.days is not None:
        if parts.is_today and not clocks:
            clocks = [(0, moment) for moment in _TODAY_TIMES]
        return _ahead(_on(parts.days(today), clocks or [(0, DEFAULT_TIME)], now), now)
    return _ahead(_on((today, today + timedelta(days=1)), clocks, now), now)


def clocks_of(parts: Parts) -> list[tuple[int, time]]:
    """The times of day that may be meant, likeliest first, each with the days to add (midnight ends a day)."""
    part = parts.part
    if parts.clock is None:
        if part is None:
            return []
        if not _PART_TIMES[part]:
            raise ValueProblem("not_understood", _("Name the hour."))
        return [(0, moment) for moment in _PART_TIMES[part]]
    hour, minute = parts.clock
    if hour == 24:
        return [(1, time(0))]
    if part is None:
        if not parts.exact and 1 <= hour <= 6:
            hour += 12
        twins = [hour] if parts.exact or hour >= 12 or hour + 12 > _LATEST_TWIN else [hour, hour + 12]
        return [(0, time(twin, minute)) for twin in twins]
    if part == "evening" and hour in (0, 12):
        return [(1, time(0, minute))]
    if 1 <= hour <= {"noon": 3, "afternoon": 11, "dusk": 11, "evening": 11}.get(part, 0):
        hour += 12
    elif part in ("morning", "dawn") and hour == 12:
        hour = 0
    first, last = {
        "dawn": (0, 6), "morning": (0, 11), "noon": (10, 15), "afternoon": (12, 23), "dusk": (16, 20), "evening": (17, 23)
    }[part]  # fmt: skip
    if not first <= hour <= last:
        raise ValueProblem(
            "impossible", _("{time} does not fall in that part of the day.").format(time=f"{hour:02}:{minute:02}")
        )
    return [(0, time(hour, minute))]


def _on(days: Iterator[date] | tuple[date, ...], clocks: list[tuple[int, time]], now: datetime) -> Iterator[datetime]:
    for day in days:
        for later, clock in clocks:
            yield existing(datetime.combine(day + timedelta(days=later), clock), now)


def _ahead(moments: Iterator[datetime] | list[datetime], now: datetime) -> datetime:
    """The first that lies after `now`."""
    last: datetime | None = None
    for moment in moments:
        for at in (moment, moment.replace(fold=1)):
            if _utc(at) > _utc(now):
                return at
        last = moment
    raise ValueProblem(
        "past",
        _("{moment} is past; it is {now} now. A follow-up lies ahead.").format(
            moment=show_moment(last or now), now=show_moment(now)
        ),
    )


def existing(naive: datetime, now: datetime) -> datetime:
    """`naive` in the zone of `now`; refused where the clock jumps over it."""
    at = naive.replace(tzinfo=now.tzinfo)
    if not tz.datetime_exists(at):
        raise ValueProblem(
            "impossible",
            _("{moment} does not exist: the clocks go forward. Say {later}.").format(
                moment=show_moment(at), later=f"{tz.resolve_imaginary(at):%H:%M}"
            ),
        )
    return at


def _later(at: datetime, exact: timedelta) -> datetime:
    return (_utc(at) + exact).astimezone(at.tzinfo)


def _utc(moment: datetime) -> datetime:
    """For comparing: two moments of one zone would be compared by their clock faces, wrong around a change of the clock."""
    return moment.astimezone(UTC)


def presets(
    now: datetime,
    zone: tzinfo,
    *,
    opens: time = time(9),
    closes: time = time(21),
    worked: Callable[[date], date] = lambda day: day,
) -> tuple[tuple[str, str, datetime], ...]:
    """The moments one key picks: (key, label, moment in `zone`). All lie ahead and between `opens` and `closes`.

    A key always means the same preset; what does not fit today is left out. worked: the first working day from a day on; where
    tomorrow is off it takes its place.
    """
    local = now.astimezone(zone).replace(second=0, microsecond=0)
    five = local + timedelta(minutes=-local.minute % 5)
    today = local.date()
    later = {days: worked(today + timedelta(days=days)) for days in (1, 3, 7)}
    tomorrow = later[1] == today + timedelta(days=1)
    morning = DEFAULT_TIME if opens <= DEFAULT_TIME < closes else opens
    wishes = (
        ("1", _("in 30 minutes"), _later(five, timedelta(minutes=30))),
        ("2", _("in 3 hours"), _later(five, timedelta(hours=3))),
        ("3", _("this afternoon"), datetime.combine(today, time(15), zone)),
        ("4", _("this evening"), datetime.combine(today, time(19), zone)),
        (
            "5",
            _("tomorrow morning") if tomorrow else _("next workday, a.m."),
            datetime.combine(later[1], morning, zone),
        ),
        (
            "6",
            _("tomorrow afternoon") if tomorrow else _("next workday, p.m."),
            datetime.combine(later[1], time(15), zone),
        ),
        ("7", _("in 3 days"), datetime.combine(later[3], morning, zone)),
        ("8", _("in a week"), datetime.combine(later[7], morning, zone)),
    )
    return tuple(
        (key, label, at)
        for key, label, at in wishes
        if _utc(at) > _utc(now)
        and opens <= at.time() < closes
        and tz.datetime_exists(at)
        and worked(at.date()) == at.date()
    )
