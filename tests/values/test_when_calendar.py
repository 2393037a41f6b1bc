"""Moments in words that need the shop's calendar: working days, before and after holidays; windows; what has two readings."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from callbench.config import load_settings
from callbench.rules.calendar import calendar_of
from callbench.values.problem import ValueProblem
from callbench.values.when import When, read_when

SHANGHAI = ZoneInfo("Asia/Shanghai")

PHRASES = """
# 2026-03-05 14:02
月初 | 04-01 10:00
月中 | 03-15 10:00
下月中旬 | 04-15 10:00
年底 | 12-31 10:00
下周初 | 03-09 10:00
下周中 | 03-11 10:00
下班后 | 03-05 18:30
明天下班后 | 03-06 18:30
午饭后 | 03-06 13:00
明天一早 | 03-06 09:00
晚饭后 | 03-05 19:30
稍后 | 03-05 14:32
过一会儿 | 03-05 14:32
下个工作日 | 03-06 10:00
下一个工作日上午 | 03-06 10:00
3个工作日后 | 03-10 10:00
五个工作日之后下午3点 | 03-12 15:00
节后 | 04-07 10:00
清明后 | 04-07 10:00
清明节前 | 04-03 10:00
五一后 | 05-06 10:00
劳动节假期后 | 05-06 10:00
端午节后上午 | 06-22 10:00
中秋前 | 09-24 10:00
国庆后 | 10-08 10:00
国庆节后下午3点 | 10-08 15:00
十一后 | 10-08 10:00
国庆长假之后 | 10-08 10:00
十一点 | 03-06 11:00
十一月十一日 | 11-11 10:00
明天3点到5点 | 03-06 15:00-17:00
明天下午3点-4点半 | 03-06 15:00-16:30
周五上午十点到十一点 | 03-06 10:00-11:00
明天10:00-12:00 | 03-06 10:00-12:00
下周三下午2点至4点 | 03-11 14:00-16:00
next working day | 03-06 10:00
in 3 business days | 03-10 10:00
after the holiday | 04-07 10:00
after labour day | 05-06 10:00
before national day | 09-30 10:00
after national day 3pm | 10-08 15:00
first thing tomorrow | 03-06 09:00
tomorrow after lunch | 03-06 13:00
after work | 03-05 18:30
later today | 03-05 14:32
in a bit | 03-05 14:32
mid-month | 03-15 10:00
start of next week | 03-09 10:00
middle of next week | 03-11 10:00
week after next | 03-19 10:00
end of year | 12-31 10:00
start of next month | 04-01 10:00
tomorrow 3pm-5pm | 03-06 15:00-17:00
tomorrow from 10 to 11am | 03-06 10:00-11:00
fri between 3 and 5pm | 03-06 15:00-17:00
tomorrow 15:00 to 17:00 | 03-06 15:00-17:00
# 2026-10-03 10:00
节后 | 10-08 10:00
国庆后 | 10-08 10:00
假期后上午 | 10-08 10:00
下个工作日 | 10-08 10:00
3个工作日后 | 10-10 10:00
after the holidays | 10-08 10:00
周一 | 10-05 10:00
# 2026-09-24 18:00
节后 | 09-28 10:00
中秋后 | 09-28 10:00
国庆前 | 09-30 10:00
明天 | 09-25 10:00
# 2026-02-13 16:00
年前 | 02-14 10:00
节前 | 02-14 10:00
过完年 | 02-24 10:00
春节假期后 | 02-24 10:00
下个工作日 | 02-14 10:00
年后上午10点 | 02-24 10:00
# 2026-12-28 09:00
下个工作日 | 12-29 10:00
年底 | 12-31 10:00
明天一早 | 12-29 09:00
# 2026-05-02 23:50
半小时后 | 05-03 00:20
节后 | 05-06 10:00
月底 | 05-31 10:00
"""
_NOWS = [block.split("\n", 1) for block in PHRASES.strip().removeprefix("# ").split("\n# ")]
CASES = [
    (now, *(part.strip() for part in line.split("|"))) for now, lines in _NOWS for line in lines.strip().splitlines()
]


def read(text: str, now: str, *, holidays: bool = True) -> When:
    calendar = calendar_of(load_settings({})) if holidays else None
    return read_when(text, datetime.fromisoformat(now).replace(tzinfo=SHANGHAI), calendar)


@pytest.mark.parametrize(("now", "text", "meant"), CASES)
def test_a_phrase_means_one_moment_or_window(now: str, text: str, meant: str) -> None:
    found = read(text, now)
    ends = "" if found.ends is None else f"-{found.ends:%H:%M}"
    assert f"{found.at:%m-%d %H:%M}{ends}" == meant
    assert found.at.year == 2026


@pytest.mark.parametrize(
    ("now", "text", "code", "said"),
    [
        ("2026-03-05 14:02", "明后天", "ambiguous", "明天"), ("2026-03-05 14:02", "国庆", "ambiguous", "国庆后"),
        ("2026-03-05 14:02", "五一期间", "ambiguous", "前"), ("2026-03-05 14:02", "national day", "ambiguous", "after"),
        ("2026-03-05 14:02", "改天", "vague", "改天"), ("2026-03-05 14:02", "过几天", "vague", "tomorrow"),
        ("2026-03-05 14:02", "有空的时候", "vague", "有空"), ("2026-03-05 14:02", "soon", "vague", "soon"),
        ("2026-03-05 14:02", "in a few days", "vague", "few"), ("2026-03-05 14:02", "asap", "vague", "asap"),
        ("2026-03-05 14:02", "later", "vague", "later"),
        ("2026-03-05 14:02", "春节后", "no_holiday", "2026-03-05"), ("2026-12-28 09:00", "节后", "no_holiday", "announced"),
        ("2026-12-28 09:00", "元旦后", "no_holiday", "announced"), ("2026-03-05 14:02", "after christmas", "no_holiday", "known"),
        ("2026-10-03 10:00", "国庆前", "past", "begun"), ("2026-03-05 14:02", "900个工作日后", "impossible", ""),
        ("2026-03-05 14:02", "in 300 working days", "too_far", "250"),
        ("2026-03-05 14:02", "明天5点到3点", "impossible", "ends"), ("2026-03-05 14:02", "明天3点到", "not_understood", ""),
    ],
)  # fmt: skip
def test_what_has_two_readings_or_none_is_refused(now: str, text: str, code: str, said: str) -> None:
    with pytest.raises(ValueProblem) as caught:
        read(text, now)
    if code != "impossible" or said:
        assert caught.value.code == code
    assert said in caught.value.message


def test_without_a_calendar_nothing_is_assumed() -> None:
    with pytest.raises(ValueProblem, match="not known") as caught:
        read("节后", "2026-03-05 14:02", holidays=False)
    assert caught.value.code == "no_calendar"


def test_a_window_is_read_back() -> None:
    assert read("明天3点到5点", "2026-03-05 14:02").understood == "Fri 2026-03-06 15:00-17:00"


def test_other_regions_have_their_own_holidays() -> None:
    calendar = calendar_of(load_settings({"CALLBENCH_SHOP_CALENDAR": "US"}))
    now = datetime(2026, 11, 1, 10, tzinfo=ZoneInfo("America/New_York"))
    assert read_when("after thanksgiving", now, calendar).at.date() == date(2026, 11, 27)
    assert read_when("before christmas", now, calendar).at.date() == date(2026, 12, 24)
    assert read_when("after new year's day", now, calendar).at.date() == date(2027, 1, 4)
