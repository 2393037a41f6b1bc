"""Reading a day as shops write it; what could mean two days is refused, never guessed."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Final
from unicodedata import normalize

from callbench.i18n import _
from callbench.text import clean
from callbench.values.calendar_words import month_number
from callbench.values.problem import ValueProblem

EARLIEST: Final = date(1900, 1, 1)
LATEST: Final = date(2199, 12, 31)
_SERIALS: Final = range(1, 109_575)  # Excel's day numbers up to LATEST
_TEXT_SERIALS: Final = range(20_000, 80_000)  # 1954 … 2119: what a five-digit text may mean
_CLOCK: Final = (
    r"(?: ?\(?(?:周|星期|礼拜)[一二三四五六日天]\)?)?(?:[Tt ]+(?:上午|下午|早上|晚上|中午)? ?\d{1,2}[:时点].*)?"
)
_ISO: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_YEAR_FIRST: Final = re.compile(rf"(\d{{4}}) ?[-/.年] ?(\d{{1,2}}) ?[-/.月] ?(\d{{1,2}}) ?[日号]?{_CLOCK}")
_SHORT_YEAR: Final = re.compile(rf"'?(\d\d) ?年 ?(\d{{1,2}}) ?月 ?(\d{{1,2}}) ?[日号]?{_CLOCK}")
_YEAR_LAST: Final = re.compile(rf"(\d{{1,2}})[-/.](\d{{1,2}})[-/.](\d{{4}}){_CLOCK}")
_DAY_NAMED: Final = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)?[- ./]+([a-z]{{3,9}})\.?,?[- ./]+(\d{{4}}){_CLOCK}")
_MONTH_NAMED: Final = re.compile(rf"([a-z]{{3,9}})\.?[- ./]+(\d{{1,2}})(?:st|nd|rd|th)?,?[- ./]+(\d{{4}}){_CLOCK}")
_COMPACT: Final = re.compile(r"(\d{4})(\d\d)(\d\d)")
_NO_YEAR: Final = re.compile(r"(\d{1,2}) ?[-/.月] ?(\d{1,2}) ?[日号]?")
_EXPECTED: Final = "2026-03-05, 2026/3/5, 2026年3月5日"


def read_day(value: object, *, date1904: bool = False) -> date:
    """The day a cell means: a date or moment, a spreadsheet's day number, or a text with the year in it.

    date1904: whether day numbers count from 1904. A text of five digits is a day number, of eight digits a date.
    Raises ValueProblem: date-not-understood, date-ambiguous (3/5/2026), date-impossible, date-out-of-range,
    date-no-year, date-lunar.
    """
    if isinstance(value, datetime):
        return _in_range(value.date())
    if isinstance(value, date):
        return _in_range(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        if not 10_000_000 <= value <= 99_999_999:  # 20260305 as a number
            return _serial(float(value), date1904)
        value = int(value)
    if isinstance(value, str) and _ISO.fullmatch(value):
        return _day(int(value[:4]), int(value[5:7]), int(value[8:]), value)
    text = normalize("NFKC", clean(str(value), limit=100)).strip(" '").lower()
    if re.search(r"农历|農曆|阴历|陰曆|正月|腊月|初[一二三四五六七八九十]", text):
        raise ValueProblem("date-lunar", _("{text!r} is a day of the lunar calendar.").format(text=text))
    if match := _YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text):
        return _day(int(match[1]), int(match[2]), int(match[3]), text)
    if match := _SHORT_YEAR.fullmatch(text):
        return _day(2000 + int(match[1]), int(match[2]), int(match[3]), text)
    if match := _YEAR_LAST.fullmatch(text):
        return _year_last(int(match[1]), int(match[2]), int(match[3]), text)
    if match := _DAY_NAMED.fullmatch(text):
        return _day(int(match[3]), _month(match[2], text), int(match[1]), text)
    if match := _MONTH_NAMED.fullmatch(text):
        return _day(int(match[3]), _month(match[1], text), int(match[2]), text)
    if re.fullmatch(r"\d{5}(\.\d+)?", text) and int(float(text)) in _TEXT_SERIALS:
        return _serial(float(text), date1904)
    if _NO_YEAR.fullmatch(text):
        raise ValueProblem("date-no-year", _("{text!r} has no year.").format(text=text))
    raise _not_understood(text)


def read_birthday(value: object, *, date1904: bool = False) -> str:
    """A birthday as ISO date, or --MM-DD where no year is given. Raises ValueProblem as `read_day` does."""
    text = normalize("NFKC", clean(str(value), limit=100)).strip(" '")
    if isinstance(value, str) and (match := re.fullmatch(r"(?:--)?" + _NO_YEAR.pattern, text)):
        day = _day(2000, int(match[1]), int(match[2]), text)  # a leap year: 29 February is a birthday
        return f"--{day.month:02}-{day.day:02}"
    return read_day(value, date1904=date1904).isoformat()


def _serial(number: float, date1904: bool) -> date:
    whole = int(number)
    if whole not in _SERIALS or (whole == 60 and not date1904):  # 60 is Excel's 29 February 1900, which never was
        raise ValueProblem("date-not-understood", _("The number {number:g} is no day.").format(number=number))
    if date1904:
        return _in_range(date(1904, 1, 1) + timedelta(days=whole))
    return _in_range(date(1899, 12, 31) + timedelta(days=whole if whole < 60 else whole - 1))


def _year_last(first: int, second: int, year: int, text: str) -> date:
    if first > 12 or first == second:
        return _day(year, second, first, text)
    if second > 12:
        return _day(year, first, second, text)
    raise ValueProblem(
        "date-ambiguous",
        _("{text!r} could mean two days; write it like {expected}.").format(text=text, expected=_EXPECTED),
    )


def _month(word: str, text: str) -> int:
    if not (month := month_number(word)):
        raise _not_understood(text)
    return month


def _not_understood(text: str) -> ValueProblem:
    return ValueProblem(
        "date-not-understood",
        _("{text!r} is no date; write it like {expected}.").format(text=text[:40], expected=_EXPECTED),
    )


def _day(year: int, month: int, day: int, text: str) -> date:
    try:
        return _in_range(date(year, month, day))
    except ValueError:
        raise ValueProblem("date-impossible", _("There is no day {text!r}.").format(text=text[:40])) from None


def _in_range(day: date) -> date:
    if not EARLIEST <= day <= LATEST:
        raise ValueProblem("date-out-of-range", _("The year {year} cannot be meant.").format(year=day.year))
    return day
