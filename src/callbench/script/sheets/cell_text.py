"""What a person typed into a cell, from what the spreadsheet stores: 1.0 is `1`, a day is ISO, TRUE is `true`."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Final

_BEFORE_1900: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - what a spreadsheet shows has no zone
_BEFORE_1904: Final = datetime(1904, 1, 1)  # noqa: DTZ001
_LAST_DAY: Final = 2_958_465  # 9999-12-31
_FALSE_LEAP_DAY: Final = 60  # spreadsheets count a 29 February 1900; days before it are one later

# Formats that every spreadsheet knows by number and seldom spells out; 27 to 36 and 50 to 58 are those of Chinese,
# Japanese and Korean. Source: ECMA-376, part 1, 18.8.30.
_KNOWN_DATES: Final = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_NOT_A_SIGN: Final = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE)
_DATE_SIGN: Final = re.compile(r"[dmhys]", re.IGNORECASE)
_GENERAL: Final = re.compile(r"general", re.IGNORECASE)


def is_date_format(number: int, code: str | None) -> bool:
    """Whether numbers in this format are days or times. code: how it is spelt out, None when only its number is known."""
    if code is None:
        return number in _KNOWN_DATES
    first = _NOT_A_SIGN.sub("", code.split(";")[0])
    return _DATE_SIGN.search(_GENERAL.sub("", first)) is not None


def number_text(number: float, *, as_date: bool = False, from_1904: bool = False) -> str:
    """A number as it was typed, or the moment it stands for: `2026-03-05`, `2026-03-05T09:30:00`, `09:30:00`."""
    if as_date and 0 <= number <= _LAST_DAY:
        return _moment(number, from_1904=from_1904)
    if number == number and abs(number) < 1e15 and number == int(number):
        return str(int(number))
    return repr(number)


def stored_number_text(stored: str, *, as_date: bool = False, from_1904: bool = False) -> str:
    """The same for a number as XML spells it; ValueError when it is none. Whole ones keep all their digits."""
    if not as_date and len(stored) < 300 and stored.removeprefix("-").isdecimal() and stored.isascii():
        return str(int(stored))
    return number_text(float(stored), as_date=as_date, from_1904=from_1904)


def _moment(number: float, *, from_1904: bool) -> str:
    if number < 1 and not from_1904:
        return (_BEFORE_1900 + timedelta(seconds=min(round(number * 86_400), 86_399))).time().isoformat()
    days, seconds = divmod(round(number * 86_400), 86_400)
    start = _BEFORE_1904 if from_1904 else _BEFORE_1900
    late = 0 if from_1904 or days >= _FALSE_LEAP_DAY else 1
    try:
        moment = start + timedelta(days=days + late, seconds=seconds)
    except OverflowError:
        return repr(number)
    return moment.date().isoformat() if not seconds else moment.isoformat(timespec="seconds")
