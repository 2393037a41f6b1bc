"""Follow-ups that come again by a rule of RFC 5545, on the customer's clock, kept off days on which nobody is called.

Expansion: dateutil.rrule. A rule is read on the wall clock, so that nine o'clock stays nine o'clock when clocks change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from unicodedata import normalize
from zoneinfo import ZoneInfo

from dateutil import tz

from callbench.i18n import _
from callbench.rules.hours import Hours
from callbench.text import clean
from callbench.values.problem import ValueProblem

_PART: Final = re.compile(r"([A-Z]+)=([-+A-Z0-9,]+)")
_PARTS: Final = frozenset(
    ("FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS",
     "BYHOUR", "BYMINUTE", "BYSECOND", "BYEASTER")
)  # fmt: skip
_OFTEN: Final = frozenset(("HOURLY", "MINUTELY", "SECONDLY"))
_LONGEST: Final = 200  # characters of a rule
_LONGEST_MONTH: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_NEAR_THE_END: Final = datetime(9968, 1, 1, 9)  # noqa: DTZ001 - a wall clock
"""A rule is tried from here: one by which no day ever comes is given up at the end of the calendar, three decades later."""
_WORDS: Final = (
    (r"每个?工作日|every (?:working day|workday|weekday)", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
    (r"每[天日]|daily|every day", "FREQ=DAILY"),
    (r"每个?(?:周|星期|礼拜)|weekly|every week", "FREQ=WEEKLY"),
    (r"每个?月|monthly|every month", "FREQ=MONTHLY"),
    (r"每个?季度?|quarterly|every quarter", "FREQ=MONTHLY;INTERVAL=3"),
    (r"每半年|half.?yearly|every half year|every six months", "FREQ=MONTHLY;INTERVAL=6"),
    (r"每年|yearly|annually|every year", "FREQ=YEARLY"),
)
_UNITS: Final = {"天": "DAILY", "日": "DAILY", "周": "WEEKLY", "星期": "WEEKLY", "礼拜": "WEEKLY", "月": "MONTHLY", "年": "YEARLY",
                 "day": "DAILY", "week": "WEEKLY", "month": "MONTHLY", "year": "YEARLY"}  # fmt: skip
_EVERY: Final = re.compile(
    r"(?:每隔?|every )\s*(\d{1,3}|[一两二三四五六七八九十])\s*个?(天|日|周|星期|礼拜|月|年|(?:day|week|month|year)s?)"
)
_DIGITS: Final = {char: n for n, char in enumerate("零一二三四五六七八九十")} | {"两": 2}


@dataclass(frozen=True, slots=True)
class Shifted:
    """The next of a series. at: UTC, open in the hours asked. planned: where the rule puts it; they differ when it was moved."""

    at: datetime
    planned: datetime

    @property
    def is_moved(self) -> bool:
        """Whether the rule's own time is one at which nobody is called."""
        return self.at != self.planned


def read_rule(text: str) -> str:
    """The rule in `text` (RFC 5545, with or without RRULE:, or words like 每两周, monthly), as it is kept.

    Raises ValueProblem (rule-empty, rule-wrong, rule-often, rule-never, rule-none).
    """
    words = normalize("NFKC", clean(text, limit=_LONGEST + 1)).strip()
    if not words:
        raise ValueProblem("rule-empty", _("Say how often: monthly, every 2 weeks, or an RRULE."))
    if (spoken := _spoken(words.lower())) is not None:
        return spoken
    rule = words.upper().removeprefix("RRULE:").rstrip(";")
    parts: dict[str, str] = {}
    for part in rule.split(";"):
        found = _PART.fullmatch(part)
        if found is None or found[1] not in _PARTS or found[1] in parts or len(words) > _LONGEST:
            raise ValueProblem(
                "rule-wrong", _("'{text}' is no rule of RFC 5545; write for example {example}.").format(
                    text=part[:40], example="FREQ=MONTHLY;INTERVAL=2"
                )
            )  # fmt: skip
        parts[found[1]] = found[2]
    if parts.get("FREQ") in _OFTEN:
        raise ValueProblem("rule-often", _("A follow-up comes again after a day at the earliest."))
    _check_months(parts)
    if any(parts.get(name, "1").strip("0") == "" for name in ("INTERVAL", "COUNT")):
        raise ValueProblem("rule-never", _("By this rule no day ever comes: {rule}").format(rule=rule))
    endless = ";".join(f"{name}={value}" for name, value in parts.items() if name not in ("UNTIL", "COUNT"))
    try:
        for tried in (rule, endless):  # `rule` for what is wrong with UNTIL
            first = next(occurrences(tried, _NEAR_THE_END), None)
    except (ValueError, TypeError, KeyError, IndexError, OverflowError):
        raise ValueProblem("rule-wrong", _("This is no rule of RFC 5545: {rule}").format(rule=rule)) from None
    if first is None:
        raise ValueProblem("rule-never", _("By this rule no day ever comes: {rule}").format(rule=rule))
    return rule


def occurrences(rule: str, start: datetime) -> Iterator[datetime]:
    """The moments of a rule from its start (naive, on somebody's wall clock), in order. rule: as RFC 5545 writes it."""
    from dateutil.rrule import rrulestr  # 6 ms, needed for series only

    found: Any = rrulestr(rule, dtstart=start, ignoretz=True)
    yield from found


def has_days(rule: str, first: datetime, zone: str) -> bool:
    """Whether any day is left by a rule, from its first time on (aware), on the clock of `zone`."""
    return next(occurrences(rule, first.astimezone(ZoneInfo(zone)).replace(tzinfo=None)), None) is not None


def next_of_series(rule: str, first: datetime, after: datetime, hours: Hours) -> Shifted | None:
    """The next moment of a series that began at `first`, later than `after` (both aware); None when it has ended.

    It is read on the clock of `hours`, a time the clock jumps over is the one it lands on; outside the hours it moves to
    their next opening: on a day off the same time of the next working day where that is open.
    """
    zone = ZoneInfo(hours.zone)
    start = first.astimezone(zone).replace(tzinfo=None)
    for wall in occurrences(rule, start):
        planned = tz.resolve_imaginary(wall.replace(tzinfo=zone)).astimezone(UTC)
        if planned <= after.astimezone(UTC):
            continue
        return Shifted(hours.next_alike(planned), planned)
    return None


def _spoken(words: str) -> str | None:
    for pattern, rule in _WORDS:
        if re.fullmatch(pattern, words):
            return rule
    found = _EVERY.fullmatch(words)
    if found is None:
        return None
    amount = int(found[1]) if found[1].isdecimal() else _DIGITS[found[1]]
    check_amount(amount, words)
    return f"FREQ={_UNITS[found[2].rstrip('s')]};INTERVAL={amount}"


def check_amount(amount: int, words: str) -> None:
    """Raise ValueProblem (rule-none) for every 0 weeks."""
    if amount < 1:
        raise ValueProblem(
            "rule-none",
            _("'{text}' is no time; from 1 on: {example}.").format(text=words[:40], example=_("every 2 weeks")),
        )


def _check_months(parts: dict[str, str]) -> None:
    """A day that none of the months has would be looked for until the year 9999."""
    months = [int(month) for month in parts.get("BYMONTH", "").split(",") if month.isdecimal()]
    days = [int(day) for day in parts.get("BYMONTHDAY", "").split(",") if day.lstrip("+-").isdecimal()]
    longest = max((_LONGEST_MONTH[month - 1] for month in months if 1 <= month <= 12), default=31)
    if days and min(abs(day) for day in days) > longest:
        raise ValueProblem("rule-never", _("No month of this rule has such a day."))
    if "BYYEARDAY" in parts and (months or days):
        raise ValueProblem("rule-wrong", _("BYYEARDAY stands without BYMONTH and BYMONTHDAY here."))
    if "BYWEEKNO" in parts and months:
        raise ValueProblem("rule-wrong", _("BYWEEKNO stands without BYMONTH here."))
