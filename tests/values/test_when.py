"""Moments as people say them, at several "now"s; presets; nothing but ValueProblem, ever."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callbench import i18n
from callbench.values.problem import ValueProblem
from callbench.values.when import presets, read_when

SHANGHAI = ZoneInfo("Asia/Shanghai")
NEW_YORK = ZoneInfo("America/New_York")
THURSDAY = "2026-03-05 14:02"  # NOW of most phrases, in Shanghai

PHRASES = """
明天10点 | 03-06 10:00
明天１０：３０ | 03-06 10:30
明天 | 03-06 10:00
明天上午 | 03-06 10:00
明天中午 | 03-06 12:00
明天下午 | 03-06 15:00
明天傍晚 | 03-06 18:00
明天晚上 | 03-06 19:00
明早9点 | 03-06 09:00
明晚 | 03-06 19:00
明天凌晨3点 | 03-06 03:00
明天下午15点 | 03-06 15:00
明天三点零五 | 03-06 15:05
明天中午1点 | 03-06 13:00
明天中午11点半 | 03-06 11:30
明日十点整 | 03-06 10:00
后天 | 03-07 10:00
后天上午 | 03-07 10:00
后天下午3点半 | 03-07 15:30
大后天 | 03-08 10:00
大后天下午两点 | 03-08 14:00
今天 | 03-05 15:00
今天下午 | 03-05 15:00
今晚 | 03-05 19:00
今晚8点 | 03-05 20:00
今晚8pm | 03-05 20:00
tomorrow evening 8pm | 03-06 20:00
8pm tomorrow evening | 03-06 20:00
下午5点 | 03-05 17:00
下午两点 | 03-06 14:00
晚上七点半 | 03-05 19:30
晚上12点 | 03-06 00:00
上午 | 03-06 10:00
三点半 | 03-05 15:30
十点一刻 | 03-06 10:15
三点三刻 | 03-05 15:45
十二点 | 03-06 12:00
8点 | 03-05 20:00
3点15分 | 03-05 15:15
十点二十五分 | 03-06 10:25
15:30 | 03-05 15:30
13:00 | 03-06 13:00
03:30 | 03-06 03:30
3:30 | 03-05 15:30
24点 | 03-06 00:00
周五 | 03-06 10:00
周五下午3点 | 03-06 15:00
周五3点 | 03-06 15:00
星期五15:30 | 03-06 15:30
礼拜天晚上七点 | 03-08 19:00
周四 | 03-12 10:00
周四下午三点 | 03-05 15:00
周三 | 03-11 10:00
本周六上午十点 | 03-07 10:00
这周五 | 03-06 10:00
下周三上午 | 03-11 10:00
下周五 | 03-13 10:00
下个星期五 | 03-13 10:00
下下周一 | 03-16 10:00
下周 | 03-12 10:00
下周下午4点 | 03-12 16:00
周末 | 03-07 10:00
下周末 | 03-14 10:00
3天后 | 03-08 14:02
三天后上午 | 03-08 10:00
3天之后下午3点 | 03-08 15:00
两周后 | 03-19 14:02
2个星期后10点 | 03-19 10:00
一个月后 | 04-05 14:02
半个月后 | 03-20 14:02
2小时后 | 03-05 16:02
两个小时后 | 03-05 16:02
半小时后 | 03-05 14:32
一个半小时后 | 03-05 15:32
45分钟以后 | 03-05 14:47
1天2小时后 | 03-06 16:02
过2小时后 | 03-05 16:02
月底 | 03-31 10:00
本月底下午 | 03-31 15:00
下个月底 | 04-30 10:00
下月初 | 04-01 10:00
下个月5号 | 04-05 10:00
下个月 | 04-05 14:02
5号16点 | 03-05 16:00
4号 | 04-04 10:00
31号 | 03-31 10:00
3月6日 | 03-06 10:00
3月5日 15:00 | 03-05 15:00
三月二十日上午十一点 | 03-20 11:00
12月31日 | 12-31 10:00
明年3月5日 | 2027-03-05 10:00
2027年2月28日 9:30 | 2027-02-28 09:30
2026-03-06 14:00 | 03-06 14:00
2026-03-06T14:00 | 03-06 14:00
2026/3/6 下午2点 | 03-06 14:00
2026.3.6 | 03-06 10:00
3/6 | 03-06 10:00
3-7 10:00 | 03-07 10:00
周五,下午3点 | 03-06 15:00
下午3点，周五 | 03-06 15:00
tomorrow | 03-06 10:00
tomorrow 10am | 03-06 10:00
Tomorrow at 10 | 03-06 10:00
TOMORROW AT 3 | 03-06 15:00
tomorrow morning | 03-06 10:00
tomorrow afternoon | 03-06 15:00
tomorrow at noon | 03-06 12:00
tmr 9:30 | 03-06 09:30
10am tomorrow | 03-06 10:00
the day after tomorrow | 03-07 10:00
day after tomorrow 4 pm | 03-07 16:00
today 5pm | 03-05 17:00
tonight | 03-05 19:00
this evening | 03-05 19:00
5pm | 03-05 17:00
5:30 p.m. | 03-05 17:30
at 3 | 03-05 15:00
12pm | 03-06 12:00
12am | 03-06 00:00
noon | 03-06 12:00
half past 4 | 03-05 16:30
quarter to five | 03-05 16:45
quarter past 10 | 03-06 10:15
3 in the afternoon | 03-05 15:00
10 o'clock | 03-06 10:00
fri | 03-06 10:00
friday 15:30 | 03-06 15:30
on Friday at 3pm | 03-06 15:00
this sat | 03-07 10:00
next fri 10am | 03-13 10:00
next thursday | 03-12 10:00
next week | 03-12 10:00
next week 3pm | 03-12 15:00
next month | 04-05 14:02
weekend | 03-07 10:00
end of the month | 03-31 10:00
in 2 weeks | 03-19 14:02
in two weeks at 3pm | 03-19 15:00
2 weeks from now | 03-19 14:02
in 3 days | 03-08 14:02
3 days later morning | 03-08 10:00
in an hour | 03-05 15:02
in 1.5 hours | 03-05 15:32
in half an hour | 03-05 14:32
in 2 and a half hours | 03-05 16:32
in 90 minutes | 03-05 15:32
in an hour and 30 min | 03-05 15:32
in 2 days and 3 hours | 03-07 17:02
+3d | 03-08 14:02
+3d 10am | 03-08 10:00
+2h | 03-05 16:02
+90m | 03-05 15:32
+1w | 03-12 14:02
+1mo | 04-05 14:02
+1d2h | 03-06 16:02
mar 6 | 03-06 10:00
March 6th 3pm | 03-06 15:00
6 march 2027 10:30 | 2027-03-06 10:30
6th of April | 04-06 10:00
the 20th | 03-20 10:00
"""
CASES = [tuple(part.strip() for part in line.split("|")) for line in PHRASES.strip().splitlines()]


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def read(text: str, now: str = THURSDAY, zone: ZoneInfo = SHANGHAI) -> str:
    moment = read_when(text, at(now, zone)).at
    assert moment.tzinfo is zone
    return f"{moment:%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(("text", "meant"), CASES)
def test_a_phrase_means_one_moment(text: str, meant: str) -> None:
    assert read(text) == (meant if meant.startswith("20") else f"2026-{meant}")


def test_enough_phrases() -> None:
    assert len(CASES) >= 150
    assert len({text for text, _meant in CASES}) == len(CASES)


@pytest.mark.parametrize(
    ("now", "text", "meant"),
    [
        ("2026-03-08 09:30", "周日", "2026-03-08 10:00"),  # a Sunday: the week ends tonight
        ("2026-03-08 09:30", "下周一", "2026-03-09 10:00"),
        ("2026-03-08 09:30", "next mon", "2026-03-09 10:00"),
        ("2026-03-09 10:00", "周一", "2026-03-16 10:00"),  # now itself is not ahead
        ("2026-03-09 10:00", "下周一", "2026-03-16 10:00"),
        ("2026-01-31 10:00", "一个月后", "2026-02-28 10:00"),
        ("2026-01-31 10:00", "下个月", "2026-02-28 10:00"),
        ("2026-01-31 10:00", "明天", "2026-02-01 10:00"),
        ("2026-01-31 10:00", "月底下午", "2026-01-31 15:00"),
        ("2026-02-10 10:00", "31号", "2026-03-31 10:00"),  # February has none
        ("2027-12-31 23:59", "明天上午", "2028-01-01 10:00"),
        ("2028-02-28 12:00", "2月29日", "2028-02-29 10:00"),
        ("2026-12-20 12:00", "1月5日", "2027-01-05 10:00"),
        ("2026-03-05 10:30", "今天", "2026-03-05 15:00"),
        ("2026-03-05 10:30", "今天上午", "2026-03-05 11:00"),
        ("2026-03-05 19:30", "今晚", "2026-03-05 20:00"),
        ("2026-03-05 23:50", "半小时后", "2026-03-06 00:20"),
        ("2026-03-05 00:10", "今天", "2026-03-05 10:00"),
        ("2026-03-05 08:00", "8:30", "2026-03-05 08:30"),
    ],
)
def test_weeks_and_months_end(now: str, text: str, meant: str) -> None:
    assert read(text, now) == meant


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"), ("   ", "empty"), ("\u200b", "empty"),
        ("sometime", "vague"), ("明天吧唧", "not_understood"), ("3", "not_understood"),
        ("10.30", "not_understood"), ("凌晨", "not_understood"), ("十十点", "not_understood"),
        ("2月30日", "impossible"), ("2026-02-30", "impossible"), ("2月29日", "impossible"), ("13/5", "impossible"),
        ("32号", "impossible"), ("25:00", "impossible"), ("10:75", "impossible"), ("明天25点", "impossible"),
        ("24:30", "impossible"), ("明天上午13点", "impossible"), ("15am", "impossible"), ("4月31日", "impossible"),
        ("昨天", "past"), ("yesterday", "past"), ("上周五", "past"), ("last fri", "past"), ("3天前", "past"),
        ("2 days ago", "past"), ("今天10点半上午", "past"), ("2026-03-05 14:02", "past"), ("今天13:00", "past"),
        ("本周一", "past"), ("3月5日 14:00", "past"), ("2月20日", "past"),
        ("1月5日", "past"), ("+0m", "past"), ("2025-03-05", "past"),
        ("+99999d", "too_far"), ("2036-01-01", "too_far"), ("in 9999 years", "too_far"), ("9999-12-31 24:00", "impossible"),
        ("周五周六", "twice"), ("明天3天后", "twice"), ("10点 11点", "twice"), ("2小时后10点", "twice"),
        ("明天上午下午", "twice"),
    ],
)  # fmt: skip
def test_what_cannot_be_says_why(text: str, code: str) -> None:
    with pytest.raises(ValueProblem) as caught:
        read(text)
    assert caught.value.code == code
    assert caught.value.message


def test_what_would_be_right_is_named() -> None:
    for text, hint in [("2月30日", "28"), ("25:00", "23:59"), ("3月5日 14:00", "14:02"), ("blah", "tomorrow 10am")]:
        with pytest.raises(ValueProblem, match=hint):
            read(text)


def test_days_keep_the_clock_and_hours_are_exact_over_a_change() -> None:
    before = "2026-03-07 14:00"  # clocks go forward in New York at 02:00 on 8 March
    assert read("+1d", before, NEW_YORK) == "2026-03-08 14:00"
    assert read("+24h", before, NEW_YORK) == "2026-03-08 15:00"
    assert read("1天2小时后", before, NEW_YORK) == "2026-03-08 16:00"
    assert read("+1h", "2026-03-08 01:30", NEW_YORK) == "2026-03-08 03:30"


def test_a_time_the_clock_jumps_over_is_refused() -> None:
    with pytest.raises(ValueProblem, match="03:30") as caught:
        read("tomorrow 02:30", "2026-03-07 14:00", NEW_YORK)
    assert caught.value.code == "impossible"


def test_a_time_the_clock_shows_twice_says_which() -> None:
    first = read_when("01:30", at("2026-11-01 00:30", NEW_YORK))
    assert first.understood == "Sun 2026-11-01 01:30 -0400"
    assert first.at.utcoffset() == timedelta(hours=-4)
    second = read_when("01:30", at("2026-11-01 01:40", NEW_YORK))
    assert second.understood == "Sun 2026-11-01 01:30 -0500"
    assert second.at.fold == 1


def test_understood_speaks_the_language() -> None:
    assert read_when("周五3点", at(THURSDAY)).understood == "Fri 2026-03-06 15:00"
    i18n.use_language("zh_CN")
    assert read_when("fri 3pm", at(THURSDAY)).understood == "2026-03-06 周五 15:00"


WORDS = st.sampled_from(
    """明天 后 大后天 今 周五 下 周 半 小时 后 3 十 两 点 月 日 号 2月30日 25 : - / . + d h m mo in next this fri of sep may 31 st
    2026 99999 am pm noon half past to quarter 早 晚 凌晨 个 年 一刻 end month week the at o'clock 0 24""".split()  # noqa: SIM905
)


@settings(max_examples=400, deadline=None)
@given(
    text=st.text(max_size=40) | st.lists(WORDS, max_size=7).map("".join) | st.lists(WORDS, max_size=7).map(" ".join),
    now=st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2037, 12, 31)),
    zone=st.sampled_from([SHANGHAI, NEW_YORK, ZoneInfo("Australia/Lord_Howe"), ZoneInfo("UTC")]),
)
def test_anything_else_is_a_value_problem(text: str, now: datetime, zone: ZoneInfo) -> None:
    moment = now.replace(tzinfo=ZoneInfo("UTC")).astimezone(zone)
    try:
        found = read_when(text, moment)
    except ValueProblem:
        return
    assert 0 < found.at.timestamp() - moment.timestamp() < 740 * 86_400
    assert found.at.tzinfo is zone
    assert found.understood


@settings(max_examples=200, deadline=None)
@given(
    now=st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2037, 12, 31)),
    zone=st.sampled_from([SHANGHAI, NEW_YORK, ZoneInfo("Australia/Lord_Howe")]),
    opens=st.integers(0, 20),
    length=st.integers(1, 12),
)
def test_presets_lie_ahead_and_inside_the_hours(now: datetime, zone: ZoneInfo, opens: int, length: int) -> None:
    moment = now.replace(tzinfo=ZoneInfo("UTC"))
    first, last = time(opens), time(min(23, opens + length))
    offered = presets(moment, zone, opens=first, closes=last)
    for key, label, chosen in offered:
        assert label
        assert key.isdecimal()
        assert chosen.timestamp() > moment.timestamp()
        assert first <= chosen.time() < last
    assert len({key for key, _label, _at in offered}) == len(offered)
    assert {"5", "7", "8"} <= {key for key, _label, _at in offered}


def test_presets_of_a_usual_afternoon() -> None:
    offered = {key: f"{chosen:%m-%d %H:%M}" for key, _label, chosen in presets(at(THURSDAY), SHANGHAI)}
    assert offered == {
        "1": "03-05 14:35", "2": "03-05 17:05", "3": "03-05 15:00", "4": "03-05 19:00",
        "5": "03-06 10:00", "6": "03-06 15:00", "7": "03-08 10:00", "8": "03-12 10:00",
    }  # fmt: skip
    late = {key for key, _label, _at in presets(at("2026-03-05 20:40"), SHANGHAI)}
    assert late == {"5", "6", "7", "8"}
