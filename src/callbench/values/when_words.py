"""The words for a moment, Chinese and English: each pattern fills one part of `Parts`; `when` makes a moment of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from callbench.i18n import _
from callbench.values.calendar_words import WEEKDAYS, month_number
from callbench.values.problem import ValueProblem
from callbench.values.when_holidays import HOLIDAY_PATTERNS
from callbench.values.when_parts import (
    ENGLISH,
    Days,
    PartOfDay,
    Parts,
    Shift,
    date_of,
    day_in_month,
    day_of_month,
    days_ahead,
    month_end,
    number,
    weekday_of,
    year_end,
)

_NUM = r"(\d{1,4}|[零〇一二两三四五六七八九十]{1,3})"
_WORD_NUM = r"(\d{1,4}(?:\.\d)?|an?|" + "|".join(ENGLISH[1:]) + ")"
_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_WEEKDAY = r"(mon|tue|wed|thu|fri|sat|sun)(?:s?day|nesday|rs?day|urday|r|rs|s)?\b"
_CHINESE_DAYS = "一二三四五六日"
_WEEK = "(?:周|星期|礼拜)"


def _whole(text: str) -> int:
    return int(number(text))


def _shift(amounts: Iterable[tuple[float, str]]) -> Shift:
    """Add up (amount, unit): m, h, d, w, mo or y. Half a day is 12 hours, half a month 15 days."""
    days, exact = relativedelta(), timedelta()
    for amount, unit in amounts:
        half = amount % 1
        match unit:
            case "m":
                exact += timedelta(minutes=int(amount))
            case "h":
                exact += timedelta(minutes=round(amount * 60))
            case "d":
                days += relativedelta(days=int(amount))
                exact += timedelta(hours=12 if half else 0)
            case "w":
                days += relativedelta(days=round(amount * 7))
            case "mo":
                days += relativedelta(months=int(amount), days=15 if half else 0)
            case _:
                days += relativedelta(months=round(amount * 12))
    return Shift(days, exact)


_UNITS = {
    "分钟": "m", "分": "m", "小时": "h", "钟头": "h", "天": "d", "日": "d",
    "周": "w", "星期": "w", "礼拜": "w", "月": "mo", "年": "y",
}  # fmt: skip
_CHINESE_SHIFT = re.compile(rf"(?:(\d{{1,4}}\.\d|半)|{_NUM})(个?)(半?)个?(分钟?|小时|钟头|天|日|周|星期|礼拜|月|年)")
_SHORT = re.compile(r"(\d{1,5})\s*(mo|m|h|d|w)")
_ENGLISH_SHIFT = re.compile(
    rf"(?:(half(?: an?)?|{_WORD_NUM[1:-1]})\s*)(and a half\s*)?(minutes?|mins?|hours?|hrs?|days?|weeks?|wks?|months?|years?)\b"
)


def _sum_chinese(parts: Parts, found: re.Match[str]) -> None:
    parts.set_shift(
        _shift(
            ((0.5 if decimal == "半" else number(decimal or plain)) + (0.5 if half else 0), _UNITS[unit])
            for decimal, plain, _measure, half, unit in _CHINESE_SHIFT.findall(found[1])
        )
    )


def _sum_short(parts: Parts, found: re.Match[str]) -> None:
    parts.set_shift(_shift((float(amount), unit) for amount, unit in _SHORT.findall(found[1])))


def _sum_english(parts: Parts, found: re.Match[str]) -> None:
    parts.set_shift(
        _shift(
            (
                (0.5 if amount.startswith("half") else number(amount)) + (0.5 if half else 0),
                "mo" if unit.startswith("mo") else unit[0],
            )
            for amount, half, unit in _ENGLISH_SHIFT.findall(found[1])
        )
    )


def _chinese_clock(parts: Parts, found: re.Match[str]) -> None:
    minute = 30 if found["half"] else _whole(found["quarter"]) * 15 if found["quarter"] else 0
    parts.set_clock(_whole(found["hour"]), _whole(found["minute"]) if found["minute"] else minute)


def _colon_clock(parts: Parts, found: re.Match[str]) -> None:
    parts.set_clock(int(found[1]), int(found[2]), exact=found[1].startswith("0"))
    if found[3]:
        parts.set_part("morning" if found[3] == "a" else "afternoon", half=True)


def _am_pm(parts: Parts, found: re.Match[str]) -> None:
    parts.set_clock(int(found[1]))
    parts.set_part("morning" if found[2] == "a" else "afternoon", half=True)


def _past_to(parts: Parts, found: re.Match[str]) -> None:
    minutes, hour = {"half": 30, "quarter": 15}[found[1]], _whole(found[3])
    if found[2] == "past":
        parts.set_clock(hour, minutes)
    else:
        parts.set_clock(hour - 1 if hour > 1 else 12, 60 - minutes)


def _gone(_parts: Parts, found: re.Match[str]) -> None:
    raise ValueProblem("past", _("'{text}' is past; a follow-up lies ahead.").format(text=found[0]))


def _week_words(found: re.Match[str]) -> int | None:
    return {None: None, "这": 0, "本": 0, "this": 0, "下": 1, "next": 1, "下下": 2}[found[1]]


def _english_weekday(parts: Parts, found: re.Match[str]) -> None:
    parts.set_days(weekday_of(WEEKDAYS.index(found[2].title()), _week_words(found)))


def _chinese_weekday(parts: Parts, found: re.Match[str]) -> None:
    day = found[2]
    index = int(day) - 1 if day.isdecimal() else _CHINESE_DAYS.index("日" if day == "天" else day)
    parts.set_days(weekday_of(index, _week_words(found)))


def _part(part: PartOfDay) -> Callable[[Parts, re.Match[str]], None]:
    return lambda parts, _found: parts.set_part(part)


def _at(part: PartOfDay, hour: int, minute: int) -> Callable[[Parts, re.Match[str]], None]:
    def fill(parts: Parts, _found: re.Match[str]) -> None:
        parts.set_part(part)
        parts.set_clock(hour, minute, exact=True)

    return fill


def _window_hour(parts: Parts, found: re.Match[str]) -> None:
    parts.set_clock(_whole(found[1]))


def _days(ahead: int) -> Callable[[Parts, re.Match[str]], None]:
    return lambda parts, _found: parts.set_days(days_ahead(ahead), is_today=ahead == 0)


def _tonight(parts: Parts, _found: re.Match[str]) -> None:
    parts.set_days(days_ahead(0), is_today=True)
    parts.set_part("evening")


def _named_month(month: str, day: str, year: str | None) -> Days:
    return date_of(int(year) if year else None, month_number(month), int(day))


def _chinese_date(parts: Parts, found: re.Match[str]) -> None:
    year = int(found["year"]) if found["year"] else None
    month, day = _whole(found["month"]), _whole(found["day"])
    if found["next"]:
        parts.set_days(lambda today: date_of(today.year + 1, month, day)(today))
    else:
        parts.set_days(date_of(year, month, day))


_CLOCK = (
    r"(?P<hour>\d{1,2}|[零〇一二两三四五六七八九十]{1,3})[点时]"
    r"(?:(?P<half>半)|(?P<quarter>[一三13])刻|整|钟|(?P<minute>\d{1,2}|[零〇一二三四五六七八九十]{1,3})分?)?"
)
_IN_A_WHILE = r"(?:过?一会儿?|等[会下]儿?|待会儿?|稍[后等]|晚点儿?)(?:再打)?|in a (?:bit|while|moment)\b|later today\b|a bit later\b"
_TO = r"\s*(?:-|~|—|–|到|至|to\b|till\b|until\b|and\b)\s*"
_WINDOW_DASH = (
    rf"(?:(?<=[点时分刻半整钟\dm])|(?<=[点时分刻半整钟\dm]\s)){_TO}(?=[\d零一二两三四五六七八九十上下早中晚傍])"
)
_WINDOW_BEGIN = (
    rf"(?:from |between )?{_NUM}(?={_TO}(?:\d{{1,2}}|[一二两三四五六七八九十]{{1,3}})\s*(?:[点时]|[ap]\.?m))"
)
_PATTERNS: tuple[tuple[str, Callable[[Parts, re.Match[str]], None]], ...] = (
    (r"昨[天日晚]|前天|(?:yesterday|last (?:week|month|night|" + _WEEKDAY + r"))\b|上个?(?:(?:周|星期|礼拜)[一二三四五六日天末]?|月)", _gone),
    (rf"(?:{_CHINESE_SHIFT.pattern})+[之以]?前|(?:{_ENGLISH_SHIFT.pattern}\s*)+ago\b", _gone),
    # so much from now
    (rf"过?((?:{_CHINESE_SHIFT.pattern})+)[之以]?后", _sum_chinese),
    (r"\+\s*((?:\d{1,5}\s*(?:mo|m|h|d|w)\s*)+)(?![a-z])", _sum_short),
    (rf"in\s+((?:{_ENGLISH_SHIFT.pattern}[\s,]*(?:and\s+(?=\d))?)+)", _sum_english),
    (rf"((?:{_ENGLISH_SHIFT.pattern}\s*)+)(?:later|from now)\b", _sum_english),
    # days
    (r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)t?", lambda p, f: p.set_days(date_of(int(f[1]), int(f[3]), int(f[4])))),
    (rf"(?:(?P<year>\d{{4}})年|(?P<next>明年)|今年)?{_NUM.replace('(', '(?P<month>', 1)}月{_NUM.replace('(', '(?P<day>', 1)}[日号]?", _chinese_date),
    (r"(\d{1,2})([-/])(\d{1,2})(?![-/\d])", lambda p, f: p.set_days(date_of(None, int(f[1]), int(f[3])))),
    (rf"{_MONTH}\s*(\d{{1,2}})(?:st|nd|rd|th)?\b(?!\s*:)(?:\s*,?\s*(\d{{4}})\b)?", lambda p, f: p.set_days(_named_month(f[1], f[2], f[3]))),
    (rf"(\d{{1,2}})(?:st|nd|rd|th)?\s*(?:of\s+)?{_MONTH}(?:\s*,?\s*(\d{{4}})\b)?", lambda p, f: p.set_days(_named_month(f[2], f[1], f[3]))),
    (rf"下个?月{_NUM}[日号]", lambda p, f: p.set_days(day_in_month(1, _whole(f[1])))),
    (r"年[底末]|(?:the )?end of (?:the |this )?year\b", lambda p, f: p.set_days(year_end(0))),
    (r"下个?月[底末]|(?:the )?end of next month\b", lambda p, f: p.set_days(month_end(1))),
    (r"(?:本|这个?)?月[底末]|(?:the )?end of (?:the |this )?month\b", lambda p, f: p.set_days(month_end(0))),
    (r"下个?月初|(?:the )?(?:start|beginning) of next month\b", lambda p, f: p.set_days(day_in_month(1, 1))),
    (r"月初", lambda p, f: p.set_days(day_of_month(1))),
    (r"下个?月中旬?|(?:the )?middle of next month\b|mid next month\b", lambda p, f: p.set_days(day_in_month(1, 15))),
    (r"(?:本|这个?)?月中旬?|(?:the )?middle of the month\b|mid.?month\b", lambda p, f: p.set_days(day_of_month(15))),
    (r"下个?月|next month\b", lambda p, f: p.set_shift(_shift([(1, "mo")]))),
    (rf"(?:本月|这个?月)?{_NUM}[日号]", lambda p, f: p.set_days(day_of_month(_whole(f[1])))),
    (r"(?:the )?(\d{1,2})(?:st|nd|rd|th)\b", lambda p, f: p.set_days(day_of_month(int(f[1])))),
    (rf"(?:(这|本|下下|下)个?)?{_WEEK}([一二三四五六日天]|[1-7](?!\d|点|:))", _chinese_weekday),
    (r"(?:(这|本|下)个?)?周末", lambda p, f: p.set_days(weekday_of(5, _week_words(f)))),
    (r"(?:(this|next) )?(?:the )?weekend\b", lambda p, f: p.set_days(weekday_of(5, _week_words(f)))),
    (rf"下个?{_WEEK}初|(?:the )?(?:start|beginning) of next week\b", lambda p, f: p.set_days(weekday_of(0, 1))),
    (rf"下个?{_WEEK}中|(?:the )?middle of next week\b", lambda p, f: p.set_days(weekday_of(2, 1))),
    (r"week after next\b", _days(14)),
    (rf"(下下?)个?{_WEEK}", lambda p, f: p.set_days(days_ahead(7 * len(f[1])))),
    (r"next week\b", _days(7)),
    (rf"(?:(this|next)\s+|coming\s+)?{_WEEKDAY}", _english_weekday),
    (r"大后[天日]", _days(3)),
    (r"后[天日]|(?:the )?day after tomorrow\b", _days(2)),
    (r"明[天日]|明(?=[早晚])|(?:tomorrow|tmrw?)\b", _days(1)),
    (r"今[天日]|今(?=[早晚])|today\b", _days(0)),
    (r"tonight\b", _tonight),
    (r"this (?=morning|afternoon|evening)", _days(0)),
    # parts of the day
    (r"凌晨", _part("dawn")),
    (r"下班[之以]?后|after work\b", _at("evening", 18, 30)),
    (r"(?:午饭|午休|中饭)[之以]?后|after lunch\b", _at("noon", 13, 0)),
    (r"晚饭[之以]?后|after dinner\b", _at("evening", 19, 30)),
    (r"一早|一大早|first thing(?: in the morning)?\b|early(?: in the)? morning\b", _at("morning", 9, 0)),
    (_IN_A_WHILE, lambda p, f: p.set_shift(_shift([(30, "m")]))),
    (r"上午|早[上晨]?|清晨|morning\b", _part("morning")),
    (r"中午|正午|(?:12 )?noon\b|midday\b", _part("noon")),
    (r"下午|午后|afternoon\b", _part("afternoon")),
    (r"傍晚", _part("dusk")),
    (r"晚[上间]?|夜[里晚]|evening\b|night\b", _part("evening")),
    # times of day
    (_WINDOW_DASH, lambda p, _f: p.begin_window()),
    (_WINDOW_BEGIN, _window_hour),
    (r"from\b|between\b|从", lambda _p, _f: None),
    (r"(\d{1,2}):(\d{2})(?::\d{2})?(?!\d)\s*(?:([ap])\.?m\b\.?)?", _colon_clock),
    (r"(\d{1,2})\s*([ap])\.?m\b\.?", _am_pm),
    (_CLOCK, _chinese_clock),
    (rf"(half|quarter) (past|to) {_WORD_NUM}\b", _past_to),
    (r"(?:at )?(\d{1,2})(?= o'clock| in the|$)", lambda p, f: p.set_clock(int(f[1]))),
)  # fmt: skip
Patterns = tuple[tuple[re.Pattern[str], Callable[[Parts, re.Match[str]], None]], ...]
PATTERNS: Patterns = tuple((re.compile(pattern), fill) for pattern, fill in (*HOLIDAY_PATTERNS, *_PATTERNS))
FILLERS = re.compile(r"(?:[\s,。.、的在]|at\b|on\b|in the\b|the\b|about\b|around\b|左右|o'clock\b)+")
