"""Pace and what is left of a day: what counts as work, who comes first, and that more is never done sooner."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbench import i18n
from callbench.records.pace import Pace
from callbench.rules.pace import IDLE, LEAST, Called, Left, day_left, pace, pace_of_day
from callbench.rules.pace_words import left_line, left_parts

NINE = datetime(2026, 3, 5, 1, tzinfo=UTC)
TEN = Pace(timedelta(minutes=10), 20)


def at(minutes: float) -> datetime:
    return NINE + timedelta(minutes=minutes)


def calls(*spans: tuple[float, float]) -> list[Called]:
    return [Called(n, at(first), at(last)) for n, (first, last) in enumerate(spans)]


def test_pace_is_calls_with_the_time_between_them() -> None:
    found = pace_of_day(calls((0, 3), (5, 8), (10, 13), (15, 18), (20, 23)))
    assert found == Pace(timedelta(minutes=23) / 5, 5)


def test_a_customer_called_twice_is_one() -> None:
    made = calls((0, 5), (5, 10), (10, 15), (15, 20), (20, 25))
    again = Called(0, at(25), at(30))
    assert pace_of_day([*made, again]) == Pace(timedelta(minutes=6), 5)


def test_breaks_and_long_silences_are_no_work() -> None:
    made = calls((0, 5), (5, 10), (40, 45), (45, 50), (110, 115))
    whole = timedelta(minutes=25)
    assert pace_of_day(made) == Pace((whole + 2 * IDLE) / 5, 5)
    with_breaks = pace_of_day(made, [(at(10), at(38)), (at(50), at(110))])
    assert with_breaks == Pace((whole + timedelta(minutes=2)) / 5, 5)


def test_too_few_calls_have_no_pace_and_earlier_days_stand_in() -> None:
    assert pace_of_day(calls(*[(n, n + 1) for n in range(LEAST - 1)])) is None
    days = [Pace(timedelta(minutes=n), 10) for n in (4, 30, 6)]
    assert pace(None, [days[0], None, *days[1:]]) == Pace(timedelta(minutes=6), 30, 3)
    assert pace(TEN, days) is TEN
    assert pace(None, [None]) is None


def test_what_is_left_ends_when_the_work_is_done() -> None:
    found = day_left([Left(12, NINE, at(300))], TEN, NINE)
    assert (found.left, found.undone, found.ends_at, found.closes_at) == (12, 0, at(120), at(300))
    assert left_line(found, lambda moment: f"{moment:%H:%M}") == "12 left, about 03:00, hours end 06:00"


def test_nothing_is_done_in_the_pause_nor_before_they_may_be_called() -> None:
    noon = (at(30), at(90))
    assert day_left([Left(6, NINE, at(600))], TEN, NINE, shut=[noon]).ends_at == at(120)
    assert day_left([Left(1, at(200), at(600))], TEN, NINE).ends_at == at(210)


def test_what_closes_first_is_called_first_and_the_rest_is_not_done() -> None:
    found = day_left([Left(10, NINE, at(600)), Left(5, NINE, at(30))], TEN, NINE)
    assert (found.undone, found.ends_at) == (2, None)
    assert "2 will not be done today" in left_line(found, str)


def test_of_anybodys_the_agent_has_a_part() -> None:
    found = day_left([Left(4, NINE, at(600)), Left(9, NINE, at(600), shared=True)], TEN, NINE, sharers=3)
    assert (found.own, found.shared, found.left, found.ends_at) == (4, 9, 7, at(70))


def test_without_a_pace_only_the_number_is_told() -> None:
    found = day_left([Left(3, NINE, at(60))], None, NINE)
    assert (found.left, found.ends_at, found.undone) == (3, None, 0)
    assert left_line(found, str).startswith("3 left, too few calls yet")


def test_hours_that_are_over_leave_what_waits_undone() -> None:
    found = day_left([Left(3, NINE, NINE)], TEN, NINE)
    assert (found.left, found.undone, found.unreachable, found.closes_at) == (3, 3, 3, None)
    assert left_line(found, str) == "3 left, calling hours are over"
    assert left_line(day_left([], TEN, NINE), str) == "nobody left for today"


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_parts_say_whose_and_how_fast(language: str) -> None:
    i18n.use_language(language)
    found = day_left([Left(4, NINE, at(600)), Left(9, NINE, at(600), shared=True)], TEN, NINE, sharers=3)
    told = " ".join(left_parts(found, lambda moment: f"{moment:%H:%M}"))
    for word in ("4", "9", "3", "10.0", "20", "11:00"):
        assert word in told


def test_what_is_left_is_calls_and_one_day_has_no_median() -> None:
    found = day_left([Left(4, NINE, at(600))], Pace(timedelta(minutes=10), 20, 1), NINE)
    assert "as on the last day with calls enough" in " ".join(left_parts(found, str))
    i18n.use_language("zh_CN")
    told = " ".join(left_parts(found, str))
    assert "中位数" not in told
    assert "自己名下：4 条" in told
    assert left_line(found, str).startswith("还剩 4 条")
    found = day_left([Left(4, NINE, at(600))], Pace(timedelta(minutes=10), 20, 3), NINE)
    assert "取最近 3 天的中位数" in " ".join(left_parts(found, str))


kinds = st.builds(
    lambda n, opens, long, shared: Left(n, at(opens), at(opens + long), shared),
    st.integers(0, 30), st.integers(-60, 500), st.integers(0, 300), st.booleans(),
)  # fmt: skip


@given(st.lists(kinds, max_size=6), kinds, st.integers(1, 4), st.integers(1, 40))
def test_more_left_never_ends_sooner_nor_leaves_less_undone(found, one, sharers, minutes) -> None:
    slow = Pace(timedelta(minutes=minutes), 9)
    shut = [(at(120), at(180))]
    before = day_left(found, slow, NINE, sharers=sharers, shut=shut)
    after = day_left([*found, one], slow, NINE, sharers=sharers, shut=shut)
    assert after.left >= before.left
    assert after.undone >= before.undone
    if after.ends_at is not None and before.ends_at is not None:
        assert after.ends_at >= before.ends_at - timedelta(seconds=1)
    assert after.undone <= after.left
    assert after.ends_at is None or (after.closes_at is not None and NINE <= after.ends_at <= after.closes_at)


@given(st.lists(kinds, min_size=1, max_size=6), st.integers(1, 20), st.integers(1, 20))
def test_who_is_faster_is_never_done_later(found, minutes, more) -> None:
    fast, slow = (day_left(found, Pace(timedelta(minutes=each), 9), NINE) for each in (minutes, minutes + more))
    assert fast.undone <= slow.undone
    if fast.ends_at is not None and slow.ends_at is not None:
        assert fast.ends_at <= slow.ends_at + timedelta(seconds=1)
