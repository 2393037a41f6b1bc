"""Words that say how often something comes again: what they mean, by example, and back in words."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from callbench.rules.recurring import occurrences, read_rule
from callbench.rules.series_words import names_series, read_series, rule_words
from callbench.values.problem import ValueProblem

NOW = datetime(2026, 3, 5, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Thursday
EXAMPLES = [
    ("every month", "2026-04-05 10:00", "FREQ=MONTHLY;BYMONTHDAY=5", "every month on day 5"),
    ("monthly", "2026-04-05 10:00", "FREQ=MONTHLY;BYMONTHDAY=5", "every month on day 5"),
    ("每月5号", "2026-04-05 10:00", "FREQ=MONTHLY;BYMONTHDAY=5", "every month on day 5"),
    ("每月5号15点", "2026-03-05 15:00", "FREQ=MONTHLY;BYMONTHDAY=5", "every month on day 5"),
    ("every month on the 5th 3pm", "2026-03-05 15:00", "FREQ=MONTHLY;BYMONTHDAY=5", "every month on day 5"),
    ("every 5th", "2026-04-05 10:00", "FREQ=MONTHLY;BYMONTHDAY=5", "every month on day 5"),
    ("每月31号", "2026-03-31 10:00", "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1", "every month on day 31"),
    ("every 2 weeks", "2026-03-19 10:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", "every 2 weeks on Thu"),
    ("every 2 weeks fri 3pm", "2026-03-06 15:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "every 2 weeks on Fri"),
    ("每两周周五", "2026-03-06 10:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "every 2 weeks on Fri"),
    ("每周五下午3点", "2026-03-06 15:00", "FREQ=WEEKLY;BYDAY=FR", "every Fri"),
    ("every monday 10am", "2026-03-09 10:00", "FREQ=WEEKLY;BYDAY=MO", "every Mon"),
    ("tomorrow 10am every week", "2026-03-06 10:00", "FREQ=WEEKLY;BYDAY=FR", "every Fri"),
    ("每天9点", "2026-03-06 09:00", "FREQ=DAILY", "every day"),
    ("每3天", "2026-03-08 10:00", "FREQ=DAILY;INTERVAL=3", "every 3 days"),
    ("每个工作日下午3点", "2026-03-05 15:00", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "every working day"),
    ("every quarter", "2026-06-05 10:00", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=5", "every 3 months on day 5"),
    ("每半年", "2026-09-05 10:00", "FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=5", "every 6 months on day 5"),
    ("每年", "2027-03-05 10:00", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=5", "every year"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "first", "rule", "told"), EXAMPLES, ids=[each[0] for each in EXAMPLES])
def test_what_is_said_is_what_is_booked(words: str, first: str, rule: str, told: str) -> None:
    assert names_series(words)
    found = read_series(words, NOW)
    assert (f"{found.first.at:%Y-%m-%d %H:%M}", found.rule) == (first, rule)
    assert read_rule(found.rule) == rule, "it is a rule of RFC 5545"
    assert rule_words(rule) == told
    start = found.first.at.replace(tzinfo=None)
    assert next(iter(occurrences(rule, start))) == start, "the first one is of the series"


@pytest.mark.parametrize("words", ["tomorrow 10am", "周五下午3点", "+3d", "15:30", "每", "every", "", "daytime"])
def test_one_time_is_no_series(words: str) -> None:
    assert not names_series(words)


@pytest.mark.parametrize("words", ["every month gibberish", "每月15", "every week yesterday"])
def test_what_stands_beside_is_read_as_any_time_is(words: str) -> None:
    with pytest.raises(ValueProblem):
        read_series(words, NOW)


@pytest.mark.parametrize(
    "rule", ["FREQ=MONTHLY;BYDAY=1FR", "FREQ=WEEKLY;COUNT=4", "FREQ=MONTHLY;BYMONTHDAY=1,15", "RDATE"]
)
def test_a_rule_that_words_do_not_make_clearer_stands_as_it_is(rule: str) -> None:
    assert rule_words(rule) == rule


def test_in_months_without_such_a_day_it_is_the_last() -> None:
    rule = read_series("每月31号", NOW).rule
    days = [day for _n, day in zip(range(4), occurrences(rule, datetime(2026, 1, 31, 10)), strict=False)]
    assert [(day.month, day.day) for day in days] == [(1, 31), (2, 28), (3, 31), (4, 30)]


@pytest.mark.parametrize("words", ["every 0 weeks", "每0天 下午三点", "every 0 months on the 5th"])
def test_every_none_is_refused_with_what_would_do(words: str) -> None:
    assert names_series(words)
    with pytest.raises(ValueProblem, match="every 2 weeks") as caught:
        read_series(words, NOW)
    assert caught.value.code == "rule-none"
