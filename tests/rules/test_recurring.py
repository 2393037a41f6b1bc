"""Recurring follow-ups: the published examples of RFC 5545, words for rules, days off, and clocks that jump."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import settings as few
from hypothesis import strategies as st

from callbench.config import load_settings
from callbench.rules.hours import calling_hours
from callbench.rules.recurring import next_of_series, occurrences, read_rule
from callbench.values.problem import ValueProblem

SETTINGS = load_settings({})


def hours(zone: str = "Asia/Shanghai"):
    return calling_hours(SETTINGS, zone)


def test_the_published_examples(reference: Callable[[str], Path]) -> None:
    examples = json.loads(reference("06_calendar/rrule_rfc5545_examples.json").read_text("utf-8"))
    seen = 0
    for example in examples:
        if example["ical"] is None:
            continue
        first, rule = example["ical"].split("\n")
        start = datetime.strptime(first.removeprefix("DTSTART:"), "%Y%m%dT%H%M%S")  # noqa: DTZ007 - a wall clock
        rule = rule.removeprefix("RRULE:")
        found = [at.isoformat() for at in islice(occurrences(rule, start), example["n"] + 1)]
        assert found == example["full_expansion"], example["title"]
        assert set(example["published_dates"]) <= set(found)
        if "HOURLY" not in rule and "MINUTELY" not in rule:
            assert read_rule("RRULE:" + rule) == rule
        else:
            with pytest.raises(ValueProblem, match="after a day"):
                read_rule(rule)
        seen += 1
    assert seen >= 35


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("每天", "FREQ=DAILY"), ("每周", "FREQ=WEEKLY"), ("每个月", "FREQ=MONTHLY"), ("每两周", "FREQ=WEEKLY;INTERVAL=2"),
        ("每3个月", "FREQ=MONTHLY;INTERVAL=3"), ("每季度", "FREQ=MONTHLY;INTERVAL=3"), ("每半年", "FREQ=MONTHLY;INTERVAL=6"),
        ("monthly", "FREQ=MONTHLY"), ("Every 2 Weeks", "FREQ=WEEKLY;INTERVAL=2"), ("every working day", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("rrule:freq=yearly", "FREQ=YEARLY"), ("FREQ=YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=29",) * 2,
    ],
)  # fmt: skip
def test_words_for_rules(words: str, rule: str) -> None:
    assert read_rule(words) == rule


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("", "rule-empty"), ("now and then", "rule-wrong"), ("FREQ=DAILY;FREQ=WEEKLY", "rule-wrong"), ("COUNT=3", "rule-wrong"),
        ("FREQ=DAILY;EXRULE=1", "rule-wrong"), ("FREQ=DAILY;BYDAY=99XX", "rule-wrong"), ("FREQ=SECONDLY", "rule-often"),
        ("FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30", "rule-never"), ("FREQ=DAILY;INTERVAL=0", "rule-never"),
        ("FREQ=DAILY;COUNT=0", "rule-never"), ("FREQ=DAILY;BYSETPOS=40;BYDAY=MO", "rule-never"),
        ("FREQ=YEARLY;BYYEARDAY=400", "rule-never"), ("FREQ=DAILY;" + "BYDAY=MO;" * 40, "rule-wrong"),
        ("every 0 weeks", "rule-none"), ("每0天", "rule-none"),
    ],
)  # fmt: skip
def test_rules_that_cannot_be(words: str, code: str) -> None:
    with pytest.raises(ValueProblem) as caught:
        read_rule(words)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("rule", "first", "after", "planned", "at"),
    [
        (
            "FREQ=MONTHLY",
            "2026-03-05T10:00",
            "2026-03-05T10:00",
            "2026-04-05T10:00",
            "2026-04-07T10:00",
        ),  # over a holiday
        ("FREQ=WEEKLY", "2026-03-05T10:00", "2026-03-05T10:00", "2026-03-12T10:00", "2026-03-12T10:00"),
        (
            "FREQ=DAILY",
            "2026-03-06T20:30",
            "2026-03-06T20:30",
            "2026-03-07T20:30",
            "2026-03-09T20:30",
        ),  # over a weekend
        (
            "FREQ=WEEKLY",
            "2026-03-05T10:00",
            "2026-04-20T10:00",
            "2026-04-23T10:00",
            "2026-04-23T10:00",
        ),  # some were left out
    ],
)
def test_the_next_one_is_kept_off_days_off(rule: str, first: str, after: str, planned: str, at: str) -> None:
    zone = ZoneInfo("Asia/Shanghai")
    found = next_of_series(
        rule, *(datetime.fromisoformat(text).replace(tzinfo=zone) for text in (first, after)), hours()
    )
    assert found is not None
    assert found.planned == datetime.fromisoformat(planned).replace(tzinfo=zone)
    assert found.at == datetime.fromisoformat(at).replace(tzinfo=zone)
    assert found.is_moved == (planned != at)


def test_a_series_ends() -> None:
    first = datetime(2026, 3, 5, 2, tzinfo=UTC)
    assert next_of_series("FREQ=DAILY;COUNT=1", first, first, hours()) is None
    assert next_of_series("FREQ=DAILY;UNTIL=20260306T000000", first, first, hours()) is None


@given(
    st.sampled_from(["FREQ=DAILY", "FREQ=WEEKLY;BYDAY=SU", "FREQ=MONTHLY", "FREQ=MONTHLY;BYDAY=-1FR"]),
    st.datetimes(datetime(2024, 1, 1), datetime(2030, 6, 1), timezones=st.just(UTC)),
    st.sampled_from(
        [
            "Asia/Shanghai",
            "Europe/Berlin",
            "America/New_York",
            "Australia/Lord_Howe",
            "Africa/Cairo",
            "America/Santiago",
        ]
    ),
    st.integers(0, 90),
)
@few(max_examples=80, deadline=None)
def test_the_clocks_face_stays_and_the_next_is_open(rule: str, moment: datetime, zone: str, days: int) -> None:
    there = hours(zone)
    first = there.next_open(moment.replace(microsecond=0))
    after = first + timedelta(days=days)
    found = next_of_series(rule, first, after, there)
    assert found is not None
    assert found.planned > after
    assert there.is_open(found.at)
    assert found.at >= found.planned
    assert there.local(found.planned).time() == there.local(first).time().replace(
        fold=0
    )  # nine to nine: no clock jumps there
