"""The short names of months and weekdays: English as they are written, translated where they are shown."""

from __future__ import annotations

from datetime import date
from typing import Final

from callbench.i18n import N_, _, language

MONTHS: Final = (
    N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"),
    N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec"),
)  # fmt: skip
WEEKDAYS: Final = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))


def month_name(day: date) -> str:
    """3月, Mar."""
    return _(MONTHS[day.month - 1])


def date_text(day: date, today: date) -> str:
    """A date in the fewest cells: 03-05 (5 Mar), 2025-10-18 in another year than today's."""
    if day.year != today.year:
        return day.isoformat()
    return f"{day:%m-%d}" if language() == "zh_CN" else f"{day.day} {month_name(day)}"


def weekday_name(day: date) -> str:
    """周四, Thu."""
    return _(WEEKDAYS[day.weekday()])


def month_number(word: str) -> int:
    """The number of an English month by the first letters of its name, whatever their case; 0 when it is none."""
    short = word[:3].title()
    return MONTHS.index(short) + 1 if short in MONTHS else 0
