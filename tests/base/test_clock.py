"""The one clock: rehearsal moments and the shop's business day."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbench.clock import FixedClock, RealClock, ShiftedClock, business_day, clock_from
from callbench.errors import SettingsProblem

SHANGHAI = ZoneInfo("Asia/Shanghai")


def test_no_variable_is_the_real_clock() -> None:
    clock = clock_from("", SHANGHAI)
    assert isinstance(clock, RealClock)
    assert clock.note == ""
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_a_moment_stands_still_on_the_shops_clock() -> None:
    clock = clock_from("2026-03-05T14:00", SHANGHAI)
    assert isinstance(clock, FixedClock)
    assert clock.now() == clock.now() == datetime(2026, 3, 5, 6, 0, tzinfo=UTC)
    assert clock.note


def test_a_moment_with_an_offset_means_itself() -> None:
    assert clock_from("2026-03-05T14:00+01:00", SHANGHAI).now() == datetime(2026, 3, 5, 13, 0, tzinfo=UTC)


def test_from_runs_on() -> None:
    clock = clock_from("from 2026-03-05T14:00", SHANGHAI)
    assert isinstance(clock, ShiftedClock)
    first = clock.now()
    assert timedelta() <= first - datetime(2026, 3, 5, 6, 0, tzinfo=UTC) < timedelta(seconds=5)
    assert clock.now() > first


@pytest.mark.parametrize(
    ("text", "shift"),
    [("+3d", timedelta(days=3)), ("-90m", timedelta(minutes=-90)), ("+1d2h3m4s", timedelta(1, 7384))],
)
def test_shifts(text: str, shift: timedelta) -> None:
    clock = clock_from(text, SHANGHAI)
    assert isinstance(clock, ShiftedClock)
    assert clock.shift == shift


@pytest.mark.parametrize(
    "text",
    [
        "tomorrow", "+", "+3", "2026-02-30T10:00", "from", "+3x", "１",
        "+999999999999d", "-3000000d", f"+{'9' * 5000}d", "0001-01-01T00:00", "9999-12-31T23:59-14:00", "from 1969-12-31",
    ],
)  # fmt: skip
def test_anything_else_is_said(text: str) -> None:
    with pytest.raises(SettingsProblem) as caught:
        clock_from(text, SHANGHAI)
    assert caught.value.where == "CALLBENCH_NOW"
    assert "2026-03-05T14:00" in caught.value.todo


def test_the_day_begins_when_the_shop_says() -> None:
    starts = time(4)
    assert business_day(datetime(2026, 3, 5, 19, 59, tzinfo=UTC), SHANGHAI, starts) == 20260305  # 03:59 local
    assert business_day(datetime(2026, 3, 5, 20, 0, tzinfo=UTC), SHANGHAI, starts) == 20260306  # 04:00 local


@given(
    st.datetimes(datetime(2024, 1, 1), datetime(2031, 1, 1)),
    st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"]),
    st.sampled_from([time(0), time(4), time(6)]),
)
def test_days_never_run_backwards_but_in_a_repeated_hour(moment: datetime, zone: str, starts: time) -> None:
    at = moment.replace(tzinfo=UTC)
    days = [business_day(at + timedelta(hours=h), ZoneInfo(zone), starts) for h in (0, 2, 30)]
    assert days[2] > days[0]
    if starts == time(4):  # no zone here sets its clocks at four
        assert days == sorted(days)
