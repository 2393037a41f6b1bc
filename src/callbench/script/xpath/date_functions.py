"""Functions of days and times (ODK XForms; whole wall-clock days, see moments)."""

from __future__ import annotations

import math
from datetime import datetime, tzinfo
from functools import lru_cache

from callbench.script.xpath.context import Context
from callbench.script.xpath.functions import function
from callbench.script.xpath.moments import Moment, format_moment, moment_of, read_moment, read_time
from callbench.script.xpath.values import Value, to_text


@function("today", "", "moment", context=True)
def _today(c: Context) -> Moment:
    return _of_clock(c.now, c.zone, whole=True)


@function("now", "", "moment", context=True)
def _now(c: Context) -> Moment:
    return _of_clock(c.now, c.zone, whole=False)


@lru_cache(maxsize=64)
def _of_clock(now: datetime, zone: tzinfo, *, whole: bool) -> Moment:
    """The same for a whole call, however often it is asked for."""
    return moment_of(now, zone, whole=whole)


def _moment(c: Context, value: Value) -> Moment | str:
    """The moment a value means: blank stays blank, what is no date becomes an invalid one."""
    if isinstance(value, Moment):
        return value
    if isinstance(value, float):
        return (
            Moment(value, value == math.floor(value), c.zone)
            if math.isfinite(value)
            else Moment(math.nan, True, c.zone)
        )
    if isinstance(value, bool):
        return Moment(math.nan, True, c.zone)
    text = to_text(value).strip()
    if not text:
        return ""
    return read_moment(text, c.zone) or Moment(math.nan, True, c.zone)


@function("date", "v", "any", context=True)
def _date(c: Context, value: Value) -> Moment | str:
    found = _moment(c, value)
    if isinstance(found, str) or found.whole:
        return found
    return Moment(float(math.floor(found.days)), True, found.zone)


@function("date-time", "v", "any", context=True)
def _date_time(c: Context, value: Value) -> Moment | str:
    return _moment(c, value)


@function("decimal-date-time", "v", "number", context=True)
def _decimal_date_time(c: Context, value: Value) -> float:
    found = _moment(c, value)
    return math.nan if isinstance(found, str) else found.days


@function("decimal-time", "t", "number", context=True)
def _decimal_time(c: Context, text: str) -> float:
    if moment := read_moment(text, c.zone):
        return moment.days % 1
    return read_time(text, c.now)


@function("format-date", "vt", "text", context=True)
def _format_date(c: Context, value: Value, pattern: str) -> str:
    found = _date(c, value)
    return _formatted(found, pattern)


@function("format-date-time", "vt", "text", context=True)
def _format_date_time(c: Context, value: Value, pattern: str) -> str:
    return _formatted(_moment(c, value), pattern)


def _formatted(moment: Moment | str, pattern: str) -> str:
    if isinstance(moment, str):
        return ""
    try:
        return format_moment(moment, pattern)
    except (ValueError, OverflowError):
        return ""
