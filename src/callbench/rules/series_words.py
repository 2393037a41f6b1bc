"""A follow-up that comes again, as people say it (`每月5号`, `every 2 weeks fri 3pm`), and a rule of RFC 5545 in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from unicodedata import normalize

from callbench.i18n import _
from callbench.rules.recurring import check_amount
from callbench.text import clean
from callbench.values.calendar_words import weekday_name
from callbench.values.when import When, read_when
from callbench.values.when_parts import Holidays

_DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WORKDAYS: Final = ",".join(_DAYS[:5])
_UNITS: Final = {  # how often → (FREQ, every how many, as `read_when` takes it)
    "天": ("DAILY", 1, "days"), "日": ("DAILY", 1, "days"), "周": ("WEEKLY", 1, "weeks"), "星期": ("WEEKLY", 1, "weeks"),
    "礼拜": ("WEEKLY", 1, "weeks"), "月": ("MONTHLY", 1, "months"), "季": ("MONTHLY", 3, "months"),
    "季度": ("MONTHLY", 3, "months"), "半年": ("MONTHLY", 6, "months"), "年": ("YEARLY", 1, "months"),
    "day": ("DAILY", 1, "days"), "week": ("WEEKLY", 1, "weeks"), "month": ("MONTHLY", 1, "months"),
    "quarter": ("MONTHLY", 3, "months"), "half year": ("MONTHLY", 6, "months"), "year": ("YEARLY", 1, "months"),
    "daily": ("DAILY", 1, "days"), "weekly": ("WEEKLY", 1, "weeks"), "monthly": ("MONTHLY", 1, "months"),
    "quarterly": ("MONTHLY", 3, "months"), "yearly": ("YEARLY", 1, "months"),
}  # fmt: skip
_DIGITS: Final = {char: n for n, char in enumerate("零一二三四五六七八九十")} | {"两": 2}
_WORKDAY: Final = re.compile(r"每个?工作日|every (?:working day|workday|weekday)")
_WEEKDAY: Final = re.compile(
    r"每个?(?=周[一二三四五六日天]|星期[一二三四五六日天]|礼拜[一二三四五六日天])"
    r"|every (?=(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?s?\b)"
)
_NTH: Final = re.compile(r"every (?=(?:the )?\d{1,2}(?:st|nd|rd|th)\b)")
_EVERY: Final = re.compile(
    r"(?:每隔?|every )\s*(?P<n>\d{1,3}|[一两二三四五六七八九十])?\s*个?"
    r"(?P<unit>天|日|周|星期|礼拜|月|季度|季|半年|年|(?:day|week|month|quarter|half year|year)(?=s?\b))s?"
    r"(?P<glued>(?<=周)(?=[一二三四五六日天])|(?<=星期)(?=[一二三四五六日天])|(?<=礼拜)(?=[一二三四五六日天]))?"
    r"|\b(?P<ly>daily|weekly|monthly|quarterly|yearly)\b"
)


@dataclass(frozen=True, slots=True)
class Series:
    """When a series begins, and its rule (RFC 5545, with the days it names, so that moving the first one moves no other)."""

    first: When
    rule: str


def names_series(text: str) -> bool:
    """Whether words say that something comes again."""
    return _found(_plain(text)) is not None


def read_series(text: str, now: datetime, holidays: Holidays | None = None) -> Series:
    """The series `text` means, seen from `now`; without a day it begins one such span from now.

    Raises ValueProblem as `read_when` does for what stands beside the words that say how often, and rule-none.
    """
    words = _plain(text)
    found = _found(words)
    assert found is not None, "asked by names_series"
    begin, end, freq, interval, span, keeps = found
    check_amount(interval, words[begin:end].strip())
    rest = f"{words[:begin]} {keeps}{words[end:]}".strip()
    rest = re.sub(r"^(?:on|at|from|starting|从|起)\s+|\s*(?:起|开始)$", "", rest).strip()
    first = read_when(rest or f"in {span}", now, holidays)
    return Series(first, _rule(freq, interval, first.at))


def rule_words(rule: str) -> str:
    """How often something comes again; a rule that words would not make clearer is shown as it is."""
    parts = dict(part.partition("=")[::2] for part in rule.split(";"))
    n, days = int(parts.pop("INTERVAL", "1")), parts.pop("BYDAY", "")
    freq, month_days = parts.pop("FREQ", ""), parts.pop("BYMONTHDAY", "")
    last = parts.pop("BYSETPOS", "") == "-1" and month_days.startswith("28,")
    month = parts.pop("BYMONTH", "")
    if parts or (month and freq != "YEARLY"):
        return rule
    if freq == "WEEKLY" and days == _WORKDAYS and n == 1:
        return _("every working day")
    if freq == "DAILY" and not days and not month_days:
        return _("every day") if n == 1 else _("every {n} days").format(n=n)
    if freq == "WEEKLY" and (not days or days in _DAYS):
        # a Monday and the days behind it; which one does not matter
        name = weekday_name(datetime(2024, 1, 1 + _DAYS.index(days))) if days else ""  # noqa: DTZ001 - a name
        if not name:
            return _("every week") if n == 1 else _("every {n} weeks").format(n=n)
        return (
            _("every {weekday}").format(weekday=name)
            if n == 1
            else _("every {n} weeks on {weekday}").format(n=n, weekday=name)
        )
    if freq == "MONTHLY" and not days and (not month_days or month_days.isdecimal() or last):
        often = _("every month") if n == 1 else _("every {n} months").format(n=n)
        day = month_days.rpartition(",")[2]
        return _("{often} on day {day}").format(often=often, day=day) if day else often
    if freq == "YEARLY" and not days and n == 1:
        return _("every year")
    return rule


def _plain(text: str) -> str:
    return normalize("NFKC", clean(text, limit=200)).lower().strip()


def _found(words: str) -> tuple[int, int, str, int, str, str] | None:
    """Where it is said how often, FREQ with its parts, every how many, the span as `read_when` takes it, and what of the
    words belongs to the day.
    """
    if hit := _WORKDAY.search(words):
        return hit.start(), hit.end(), f"WEEKLY;BYDAY={_WORKDAYS}", 1, "1 days", ""
    for pattern, freq, span in ((_WEEKDAY, "WEEKLY", "1 weeks"), (_NTH, "MONTHLY", "1 months")):
        if hit := pattern.search(words):
            return hit.start(), hit.end(), freq, 1, span, ""
    hit = _EVERY.search(words)
    if hit is None:
        return None
    said = hit["n"] or "1"
    n = int(said) if said.isdecimal() else _DIGITS[said]
    freq, times, unit = _UNITS[hit["ly"] or hit["unit"]]
    glued = hit["unit"] if hit["glued"] is not None else ""
    return hit.start(), hit.end(), freq, n * times, f"{n * times * (12 if freq == 'YEARLY' else 1)} {unit}", glued


def _rule(freq: str, interval: int, first: datetime) -> str:
    every = f";INTERVAL={interval}" if interval > 1 else ""
    if freq == "WEEKLY":
        return f"FREQ=WEEKLY{every};BYDAY={_DAYS[first.weekday()]}"
    if freq == "YEARLY":
        return f"FREQ=YEARLY{every};BYMONTH={first.month};BYMONTHDAY={first.day}"
    if freq == "MONTHLY" and first.day <= 28:
        return f"FREQ=MONTHLY{every};BYMONTHDAY={first.day}"
    if freq == "MONTHLY":  # in a month without such a day, its last one
        return f"FREQ=MONTHLY{every};BYMONTHDAY={','.join(map(str, range(28, first.day + 1)))};BYSETPOS=-1"
    return f"FREQ={freq}{every}"
