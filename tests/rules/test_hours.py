"""Calling hours on the customer's own clock, at every kind of jump that clock can make."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from callbench.rules.hours import Hours, preferred_hours

# Clocks that jump at 01:00, 02:00, 24:00 and by half an hour; that never jump; that lost a whole day (2011-12-30).
ZONES = ("Asia/Shanghai", "Europe/London", "America/New_York", "America/Santiago", "Africa/Cairo", "Asia/Beirut",
         "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia", "America/Scoresbysund")  # fmt: skip
EDGES = [
    datetime(year, month, day, tzinfo=UTC)
    for year in range(2024, 2031)
    for month, day in ((3, 10), (3, 28), (3, 31), (4, 7), (4, 26), (9, 7), (10, 5), (10, 26), (10, 31), (11, 3))
]
zones = st.sampled_from(ZONES)
moments = st.one_of(
    st.datetimes(datetime(2024, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC)),
    st.builds(
        lambda edge, minutes: edge + timedelta(minutes=minutes), st.sampled_from(EDGES), st.integers(-2880, 2880)
    ),
    st.builds(lambda minutes: datetime(2011, 12, 29, tzinfo=UTC) + timedelta(minutes=minutes), st.integers(0, 4320)),
)
clocks = st.builds(lambda m: time(m // 60, m % 60), st.integers(0, 1439))


@st.composite
def hours(draw: st.DrawFn) -> Hours:
    first, last = draw(clocks), draw(clocks)
    if first == last:
        last = time.max
    return Hours(min(first, last), max(first, last), draw(zones))


@given(hours(), moments)
@example(Hours(time(2, 10), time(2, 50), "America/New_York"), datetime(2026, 3, 8, 5, 0, tzinfo=UTC))  # in the gap
@example(Hours(time(2, 30), time(5, 0), "America/New_York"), datetime(2026, 3, 8, 5, 0, tzinfo=UTC))  # opens in the gap
@example(Hours(time(1, 15), time(1, 30), "America/New_York"), datetime(2026, 11, 1, 5, 40, tzinfo=UTC))  # once more
@example(Hours(time(0, 30), time(1, 30), "America/New_York"), datetime(2026, 11, 1, 5, 40, tzinfo=UTC))  # again at 1:00
@example(
    Hours(time(0), time(1, 31), "Australia/Lord_Howe"), datetime(2029, 3, 31, 0, 0, tzinfo=UTC)
)  # jumps the day after
@settings(max_examples=150, deadline=None)
def test_the_next_opening_is_inside_and_nothing_before_it_is(hours: Hours, moment: datetime) -> None:
    found = hours.next_open(moment)
    assert found >= moment
    assert hours.is_open(found)
    assert found - moment < timedelta(days=4)
    step = timedelta(minutes=1)
    probe = moment
    while probe < found:  # minute by minute: nobody could have been called earlier
        assert not hours.is_open(probe), (probe, found)
        probe += step
    if found > moment:
        assert not hours.is_open(found - timedelta(seconds=1))


@pytest.mark.parametrize(
    ("zone", "moment", "expected"),
    [
        ("Asia/Shanghai", "2026-03-05T10:00+08:00", "2026-03-05T10:00+08:00"),
        ("Asia/Shanghai", "2026-03-05T20:59:59+08:00", "2026-03-05T20:59:59+08:00"),
        ("Asia/Shanghai", "2026-03-05T21:00+08:00", "2026-03-06T09:00+08:00"),
        ("Asia/Shanghai", "2026-03-05T08:59+08:00", "2026-03-05T09:00+08:00"),
        ("America/New_York", "2026-03-07T21:00-05:00", "2026-03-08T09:00-04:00"),  # 11 hours later, not 12
        ("America/New_York", "2026-10-31T21:00-04:00", "2026-11-01T09:00-05:00"),  # 13 hours later
        ("Pacific/Apia", "2011-12-29T21:30-10:00", "2011-12-31T09:00+14:00"),  # the 30th did not exist
    ],
)
def test_nine_to_nine(zone: str, moment: str, expected: str) -> None:
    found = Hours(time(9), time(21), zone).next_open(datetime.fromisoformat(moment))
    assert found == datetime.fromisoformat(expected)
    assert found.tzinfo == UTC


def test_monday_at_eight_is_meant_on_the_customers_clock() -> None:
    hours = Hours(time(8), time(20), "America/New_York")
    monday = datetime(2026, 3, 9, 8, 0, tzinfo=ZoneInfo("Asia/Shanghai"))  # Sunday evening over there
    assert not hours.is_open(monday)
    assert hours.next_open(monday) == datetime(2026, 3, 9, 8, 0, tzinfo=ZoneInfo("America/New_York"))


@given(zones, moments)
@settings(max_examples=150, deadline=None)
def test_the_next_day_is_the_first_moment_of_it(zone: str, moment: datetime) -> None:
    hours = Hours(time(9), time(21), zone)
    following = hours.next_day(moment)
    assert following > moment
    assert hours.day_of(following) > hours.day_of(moment)
    assert hours.day_of(following - timedelta(seconds=1)) == hours.day_of(moment) or zone == "Pacific/Apia"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("上午", (time(9), time(12))), ("morning", (time(9), time(12))), ("下午", (time(12), time(18))),
        ("晚上", (time(18), time(21))), ("14:00-16:30", (time(14), time(16, 30))), ("9:30~10:00", (time(9, 30), time(10))),
        ("20:00-24:00", (time(20), time(21))), ("06:00-08:00", None), ("16:00-14:00", None), ("whenever", None), ("", None), ("-", None),
    ],
)  # fmt: skip
def test_preferred_times_are_cut_to_the_hours(text: str, expected: tuple[time, time] | None) -> None:
    found = preferred_hours(Hours(time(9), time(21), "Asia/Shanghai"), text)
    assert (None if found is None else (found.opens, found.closes)) == expected
