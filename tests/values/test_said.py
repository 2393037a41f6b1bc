"""Days, moments and times of day as they are said in an interview: past ones too, and nothing but ValueProblem, ever."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbench.values.problem import ValueProblem
from callbench.values.said import read_said_day, read_said_moment, read_said_time

THURSDAY = datetime(2026, 3, 5, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY = THURSDAY.date()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("昨天", "2026-03-04"), ("大前天", "2026-03-02"), ("上周五", "2026-02-27"), ("上上周一", "2026-02-16"),
        ("3天前", "2026-03-02"), ("两周前", "2026-02-19"), ("１个月前", "2026-02-05"), ("last fri", "2026-02-27"),
        ("a week ago", "2026-02-26"), ("Yesterday", "2026-03-04"), ("the day before yesterday", "2026-03-03"),
        ("明天", "2026-03-06"), ("next fri", "2026-03-13"), ("下周三", "2026-03-11"), ("3月5日", "2026-03-05"),
        ("2000年1月1日", "2000-01-01"), ("1990-5-20", "1990-05-20"), ("in 2 weeks", "2026-03-19"),
    ],
)  # fmt: skip
def test_a_day_is_read_as_it_is_said(text, day) -> None:
    assert read_said_day(text, TODAY).isoformat() == day


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2月30日", "ends on day 28"), ("2026-02-30", "no day"), ("13月1日", "no month 13"), ("明天3点", "leave the time out"),
        ("abc", "tomorrow or last fri"), ("12", "is no day"), ("3/5/2026", "two days"), ("9999年前", "year"),
        ("明天后天", "name one"),
    ],
)  # fmt: skip
def test_a_day_that_is_none_is_refused_with_what_would_be_right(text, words) -> None:
    with pytest.raises(ValueProblem) as refused:
        read_said_day(text, TODAY)
    assert words in refused.value.message


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("明天下午3点", "03-06 15:00"), ("next fri 10am", "03-13 10:00"), ("昨天下午3点", "03-04 15:00"),
        ("昨晚8点", "03-04 20:00"), ("last night 9pm", "03-04 21:00"), ("上周五 15:30", "02-27 15:30"),
        ("今天上午8点", "03-05 08:00"), ("3月1日 10:00", "03-01 10:00"), ("3天前 15:30", "03-02 15:30"),
    ],
)  # fmt: skip
def test_a_moment_may_be_past(text, moment) -> None:
    assert f"{read_said_moment(text, THURSDAY):%m-%d %H:%M}" == moment


@pytest.mark.parametrize("text", ["昨天", "3小时前", "2月30日 10点", "昨天25点", "whenever", ""])
def test_a_moment_that_is_none_is_refused(text) -> None:
    with pytest.raises(ValueProblem):
        read_said_moment(text, THURSDAY)


@pytest.mark.parametrize(
    ("text", "clock"),
    [("下午3点半", time(15, 30)), ("3pm", time(15)), ("half past two", time(2, 30)), ("3点半", time(3, 30)), ("晚上12点", time(0))],
)  # fmt: skip
def test_a_time_of_day_is_read_as_it_is_said(text, clock) -> None:
    assert read_said_time(text) == clock


@pytest.mark.parametrize("text", ["明天3点", "25:00", "abc", "12", "noon", "下午", "10:00 11:00", "上午20点"])
def test_a_time_that_is_none_is_refused(text) -> None:
    with pytest.raises(ValueProblem):
        read_said_time(text)


@given(st.dates(date(1901, 1, 1), date(2198, 12, 31)))
def test_every_day_in_full_is_itself(day) -> None:
    assert read_said_day(day.isoformat(), TODAY) == day


@given(st.integers(0, 400))
def test_so_many_days_ago_are_so_many_days_ago(days) -> None:
    assert (
        read_said_day(f"{days} days ago", TODAY) == read_said_day(f"{days}天前", TODAY) == TODAY - timedelta(days=days)
    )


_WORDS = st.lists(
    st.sampled_from(
        (
            "昨天",
            "上周五",
            "3天前",
            "last",
            "fri",
            "明天",
            "下午",
            "3点",
            "15:30",
            "9pm",
            "9999年前",
            "2月30日",
            "noon",
            "8号",
            "+",
            "半",
            "ago",
        )
    ),
    max_size=4,
).map(" ".join)
READERS = (lambda text: read_said_day(text, TODAY), lambda text: read_said_moment(text, THURSDAY), read_said_time)


@pytest.mark.parametrize("read", READERS)
@given(text=st.one_of(_WORDS, st.text(max_size=30)))
def test_whatever_is_typed_is_read_or_refused(read, text) -> None:
    try:
        read(text)
    except ValueProblem as problem:
        said = problem.message
    else:
        said = "read"
    assert said
