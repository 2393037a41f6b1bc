"""The words for a moment that need a calendar: working days, and holidays by name, before and after them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Final

from callbench.i18n import _
from callbench.values.problem import ValueProblem
from callbench.values.when_parts import Days, Holidays, Parts, number

_DAY: Final = timedelta(days=1)
_MOST: Final = 250  # working days ahead
_HOLIDAYS: Final = (
    # key, parts of what it is called, how it is said
    ("new_year", ("new year's", "元旦"), "元旦", "new year'?s?(?: day)?"),
    ("spring", ("spring festival", "lunar new year", "chinese new year", "春节", "农历"), "(?:春节|过年)",
     "(?:spring festival|chinese new year|lunar new year)"),
    ("qingming", ("tomb", "清明"), "清明", "(?:qing ?ming|tomb.?sweeping(?: day)?)"),
    ("labour", ("labour day", "labor day", "劳动", "五一"), "(?:五一|劳动节?)", "(?:labou?r day|may day)"),
    ("dragon_boat", ("dragon boat", "端午"), "端午", "dragon boat(?: festival)?"),
    ("mid_autumn", ("mid-autumn", "中秋"), "中秋", "mid-?autumn(?: festival)?"),
    ("national", ("national day", "国庆", "十一"), "(?:国庆|十一(?![点时月号日天个分小周年]))", "(?:national day|golden week)"),
    ("thanksgiving", ("thanksgiving", "感恩"), "感恩", "thanksgiving"),
    ("christmas", ("christmas", "圣诞"), "圣诞", "christmas"),
    ("easter", ("easter", "复活"), "复活", "easter"),
)  # fmt: skip
_PARTS: Final = {key: parts for key, parts, _chinese, _english in _HOLIDAYS}
_CHINESE: Final = {said: key for key, _parts, said, _english in _HOLIDAYS}
_ENGLISH: Final = {said: key for key, _parts, _chinese, said in _HOLIDAYS}
_HOLIDAY: Final = "(?:" + "|".join(_CHINESE) + ")"
_HOLIDAY_ENGLISH: Final = "(?:" + "|".join(reversed(_ENGLISH)) + ")"
_COUNT: Final = r"(\d{1,3}|[一二两三四五六七八九十]{1,3})"


def _known(parts: Parts) -> Holidays:
    if parts.holidays is None:
        raise ValueProblem("no_calendar", _("Holidays are not known here; name the day."))
    return parts.holidays


def _workdays_ahead(calendar: Holidays, today: date, count: int) -> date:
    day = today
    for _each in range(count):
        day = calendar.next_workday(day + _DAY)
    return day


def _workdays(parts: Parts, count: int) -> None:
    if not 1 <= count <= _MOST:
        raise ValueProblem("too_far", _("That is more than {most} working days ahead.").format(most=_MOST))
    calendar = _known(parts)

    def on(today: date) -> Iterator[date]:
        yield _workdays_ahead(calendar, today, count)

    parts.set_days(on)


def _beside(parts: Parts, key: str, *, after: bool) -> None:
    """The first working day after a holiday, or the last one before it. key: of _HOLIDAYS, "" for the one that comes or lasts."""
    parts.set_days(_beside_holiday(_known(parts), key, after=after))


def _beside_holiday(calendar: Holidays, key: str, *, after: bool) -> Days:
    def on(today: date) -> Iterator[date]:
        holiday = calendar.holiday_ahead(today, key, _PARTS.get(key, ()))
        if holiday is None:
            raise ValueProblem(
                "no_holiday",
                _(
                    "No such holiday is known within a year from {day}; holidays of later years may not be announced yet."
                ).format(day=today.isoformat()),
            )
        if after:
            yield calendar.next_workday(holiday)
            return
        day = holiday - _DAY
        while day > today and not calendar.is_workday(day):
            day -= _DAY
        if day < today:
            raise ValueProblem("past", _("The holiday has begun; say a day after it."))
        yield day

    return on


def _key(text: str, said: dict[str, str]) -> str:
    return next(key for pattern, key in said.items() if re.fullmatch(pattern, text))


def _two_readings(first: str, second: str) -> Callable[[Parts, re.Match[str]], None]:
    def fill(_parts: Parts, found: re.Match[str]) -> None:
        raise ValueProblem(
            "ambiguous",
            _("'{text}' may mean {first} or {second}; say which.").format(
                text=found[0], first=first.format(text=found[0]), second=second.format(text=found[0])
            ),
        )

    return fill


def _vague(_parts: Parts, found: re.Match[str]) -> None:
    raise ValueProblem(
        "vague", _("'{text}' is no time that can be kept; say a day or an hour, like {examples}.").format(
            text=found[0], examples=_("tomorrow 10am, in 2 hours")
        )
    )  # fmt: skip


HOLIDAY_PATTERNS: Final[tuple[tuple[str, Callable[[Parts, re.Match[str]], None]], ...]] = (
    (rf"({_HOLIDAY})(?:节|长假|假期|假|放假|节假期)*(?:[之以]后|过后|后)(?:第一天)?", lambda p, f: _beside(p, _key(f[1], _CHINESE), after=True)),
    (rf"过完({_HOLIDAY})(?:节|长假|假期|假)*", lambda p, f: _beside(p, _key(f[1], _CHINESE), after=True)),
    (rf"({_HOLIDAY})(?:节|长假|假期|假)*(?:[之以]前|前)", lambda p, f: _beside(p, _key(f[1], _CHINESE), after=False)),
    (r"过完年(?:[之以]?后)?|年后", lambda p, _f: _beside(p, "spring", after=True)),
    (r"年前", lambda p, _f: _beside(p, "spring", after=False)),
    (r"(?:过完节|节假日|节|假期|长假|放假)(?:[之以]?后|过后)|过完节|收假(?:[之以]?后)?", lambda p, _f: _beside(p, "", after=True)),
    (r"(?:节假日|节|假期|长假|放假)(?:[之以]?前)", lambda p, _f: _beside(p, "", after=False)),
    (rf"after (?:the )?({_HOLIDAY_ENGLISH})(?: holidays?)?\b", lambda p, f: _beside(p, _key(f[1], _ENGLISH), after=True)),
    (rf"before (?:the )?({_HOLIDAY_ENGLISH})(?: holidays?)?\b", lambda p, f: _beside(p, _key(f[1], _ENGLISH), after=False)),
    (r"after (?:the )?holidays?\b", lambda p, _f: _beside(p, "", after=True)),
    (r"before (?:the )?holidays?\b", lambda p, _f: _beside(p, "", after=False)),
    (rf"{_COUNT}个?工作日[之以]?后", lambda p, f: _workdays(p, int(number(f[1])))),
    (r"(?:in )?(\d{1,3}) (?:working|business|work) ?days?(?: later| from now)?\b", lambda p, f: _workdays(p, int(f[1]))),
    (r"(?:下一?个?|最近的?)工作日|(?:the )?next (?:working|business|work) ?day\b", lambda p, _f: _workdays(p, 1)),
    # said often, and never one moment
    (r"明后[天日]", _two_readings("明天", "后天")),
    (rf"{_HOLIDAY}(?:节|长假|假期|假)*(?:期间)?", _two_readings("{text}前", "{text}后")),
    (rf"{_HOLIDAY_ENGLISH}\b", _two_readings("before {text}", "after {text}")),
    (r"这[几两]天|过[几两]天|改天|改日|有空(?:的时候)?|不忙(?:的时候)?|回头|some ?(?:time|day)\b|soon\b|asap\b", _vague),
    (r"in a few days\b|(?:in )?a couple of days\b|the other day\b|whenever\b|^later$", _vague),
)  # fmt: skip
