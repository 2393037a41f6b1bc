"""Days, moments and times of day as people say them in an interview, past ones too: 昨天, 上周五, 3天前, 明天下午3点, next fri.

What lies ahead is read as in `when`; what was is added here. What was understood is shown before it counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Final
from unicodedata import normalize

from dateutil.relativedelta import relativedelta

from callbench.i18n import _
from callbench.text import clean
from callbench.values.calendar_words import WEEKDAYS
from callbench.values.day import EARLIEST, LATEST, read_day
from callbench.values.problem import ValueProblem
from callbench.values.when import clocks_of, existing, read_parts, read_when
from callbench.values.when_parts import Parts, days_ahead, number, weekday_of
from callbench.values.when_words import PATTERNS

_NUM = r"(\d{1,4}|[一二两三四五六七八九十]{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten)"
_UNITS: Final = {
    "小时": "hours", "天": "days", "日": "days", "周": "weeks", "星期": "weeks", "礼拜": "weeks", "月": "months", "年": "years",
    "hour": "hours", "day": "days", "week": "weeks", "month": "months", "year": "years",
}  # fmt: skip
_Fill = Callable[[Parts, re.Match[str]], None]


def _before(days: int) -> _Fill:
    return lambda parts, _found: parts.set_days(days_ahead(-days))


def _last_night(parts: Parts, _found: re.Match[str]) -> None:
    parts.set_days(days_ahead(-1))
    parts.set_part("evening")


def _so_long_ago(parts: Parts, found: re.Match[str]) -> None:
    amount, unit = int(number(found[1])), _UNITS[found[2]]
    if unit == "hours":
        raise ValueProblem("no_time", _("Name the day and the time."))
    parts.set_days(lambda today: iter((today - relativedelta(**{unit: amount}),)))  # type: ignore[arg-type]


def _weekday_before(parts: Parts, found: re.Match[str]) -> None:
    day = found[2]
    index = "一二三四五六日".index("日" if day in "天末" else day) if len(day) == 1 else WEEKDAYS.index(day.title())
    parts.set_days(weekday_of(index, -2 if found[1] == "上上" else -1))


_PAST: Final[tuple[tuple[re.Pattern[str], _Fill], ...]] = tuple(
    (re.compile(pattern), fill)
    for pattern, fill in (
        (r"大前[天日]", _before(3)),
        (r"前[天日]|(?:the )?day before yesterday\b", _before(2)),
        (r"昨[天日]|昨(?=早)|yesterday\b", _before(1)),
        (r"昨晚|last night\b", _last_night),
        (rf"{_NUM}个?(小时|天|日|周|星期|礼拜|月|年)[之以]?前", _so_long_ago),
        (rf"{_NUM} ?(hour|day|week|month|year)s? ago\b", _so_long_ago),
        (r"(上上|上)个?(?:周|星期|礼拜)([一二三四五六日天末])", _weekday_before),
        (r"(last) (mon|tue|wed|thu|fri|sat|sun)(?:s?day|nesday|rs?day|urday|r|rs|s)?\b", _weekday_before),
    )
)
_WORDS: Final = (*_PAST, *PATTERNS)


def read_said_day(text: str, today: date) -> date:
    """A day, seen from `today`: written in full, without its year, or in words. Raises ValueProblem saying what is right."""
    try:
        return read_day(text)
    except ValueProblem as problem:
        if problem.code not in ("date-not-understood", "date-no-year"):
            raise
        written = problem
    try:
        parts = read_parts(_plain(text), _WORDS)
    except ValueProblem as problem:
        if problem.code != "not_understood":
            raise
        raise ValueProblem(
            written.code,
            _("{text!r} is no day; write it like 2026-03-05, 3月5日, tomorrow or last fri.").format(
                text=clean(text)[:40]
            ),
        ) from None
    if parts.clock is not None or parts.part is not None:
        raise ValueProblem("time", _("A day is asked for here; leave the time out."))
    return _day(parts, today)


def read_said_moment(text: str, now: datetime) -> datetime:
    """A moment, seen from `now` (aware, in the zone it is meant in), past or to come. Raises ValueProblem."""
    try:
        return read_when(text, now).at
    except ValueProblem as problem:
        if problem.code != "past":
            raise
    parts = read_parts(_plain(text), _WORDS)
    clocks = clocks_of(parts)
    if not clocks:
        raise ValueProblem("no_time", _("Name the time of day too, like 15:30."))
    later, clock = clocks[0]
    return existing(datetime.combine(_day(parts, now.date()) + timedelta(days=later), clock), now)


def read_said_time(text: str) -> time:
    """A time of day in words: 下午3点半, 3pm, half past two; without a part of the day the hour is as said."""
    problem = ValueProblem("time", _("Type a time of day, like 15:30 or 3pm."))
    try:
        parts = read_parts(_plain(text), PATTERNS)
        clocks_of(parts)
    except ValueProblem as wrong:
        raise wrong if wrong.code == "impossible" else problem from None
    if parts.clock is None or parts.clock[0] == 24 or parts.days is not None or parts.shift is not None:
        raise problem
    return time(*parts.clock) if parts.part is None else clocks_of(parts)[0][1]


def _plain(text: str) -> str:
    return normalize("NFKC", clean(text, limit=200)).lower().strip()


def _day(parts: Parts, today: date) -> date:
    far = ValueProblem("date-out-of-range", _("That year cannot be meant."))
    try:
        if parts.days is not None:
            found = next(parts.days(today))
        elif parts.shift is not None:
            found = today + parts.shift.days + timedelta(days=parts.shift.exact.days)
        else:
            found = today
    except (OverflowError, StopIteration):
        raise far from None
    except ValueError as problem:
        raise far from problem
    if not EARLIEST <= found <= LATEST:
        raise far
    return found
