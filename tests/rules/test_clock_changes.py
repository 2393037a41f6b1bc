"""Calling hours at every change of every clock of the world from 2024 to 2030, and on days whose clock was turned."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

import pytest

from callbench.config import load_settings
from callbench.rules.calendar import calendar_of
from callbench.rules.hours import Hours

YEARS = range(2024, 2031)
CALENDAR = calendar_of(load_settings({}))
HOURS = [
    (time(9), time(21), None), (time(0), time(23, 59), None), (time(1, 15), time(2, 45), None), (time(0), time(2, 30), (time(1), time(2))),
    (time(9), time(21), (time(12), time(14))),
]  # fmt: skip


@cache
def changes() -> dict[str, tuple[datetime, ...]]:
    """One zone for each way its clock changes: the moments, to the minute, after which the distance from UTC is another."""
    found: dict[tuple[tuple[datetime, timedelta | None], ...], str] = {}
    for name in sorted(available_timezones()):
        zone = ZoneInfo(name)
        edges: list[tuple[datetime, timedelta | None]] = []
        day, before = datetime(2024, 1, 1, tzinfo=UTC), None
        while day.year in YEARS:  # two changes lie a week apart at least
            offset = day.astimezone(zone).utcoffset()
            if before is not None and offset != before:
                low, high = day - timedelta(days=7), day
                while high - low > timedelta(minutes=1):
                    middle = (low + (high - low) / 2).replace(second=0, microsecond=0)
                    low, high = (middle, high) if middle.astimezone(zone).utcoffset() == before else (low, middle)
                edges.append((high, offset))
            before, day = offset, day + timedelta(days=7)
        if edges:
            found.setdefault(tuple(edges), name)
    return {name: tuple(edge for edge, _offset in edges) for edges, name in found.items()}


def test_there_are_many() -> None:
    assert len(changes()) > 25
    assert {"America/New_York", "Australia/Lord_Howe", "Europe/London"} & set(changes()) or "Africa/Cairo" in changes()


@pytest.mark.parametrize(("opens", "closes", "pause"), HOURS, ids=str)
def test_nobody_is_called_outside_and_nobody_waits_longer_than_needed(
    opens: time, closes: time, pause: tuple[time, time] | None
) -> None:
    step = timedelta(minutes=15)
    for name, edges in changes().items():
        hours = Hours(opens, closes, name, pause)
        for edge in edges:
            probe, end = edge - timedelta(hours=4), edge + timedelta(hours=4)
            while probe < end:
                found = hours.next_open(probe)
                local = found.astimezone(ZoneInfo(name))
                assert found >= probe
                assert opens <= local.time() < closes, (name, probe)
                assert pause is None or not pause[0] <= local.time() < pause[1], (name, probe)
                between = probe
                while between < min(found, end):
                    assert not hours.is_open(between), (name, probe, found)
                    between += step
                if hours.is_open(probe):
                    assert hours.is_open(hours.next_close(probe) - timedelta(seconds=1)), (name, probe)
                    assert not hours.is_open(hours.next_close(probe)), (name, probe)
                probe = max(probe + step, min(found, end)) if found > probe else probe + step


def test_at_every_change_days_off_stay_days_off() -> None:
    for name, edges in changes().items():
        hours = Hours(time(9), time(21), name, None, CALENDAR)
        for edge in edges:
            for ahead in range(-12, 13, 4):
                found = hours.next_open(edge + timedelta(hours=ahead))
                day = found.astimezone(ZoneInfo(name)).date()
                assert CALENDAR.is_workday(day)
                first = (edge + timedelta(hours=ahead)).astimezone(ZoneInfo(name)).date()
                skipped = [first + timedelta(days=n) for n in range((day - first).days)]
                assert not any(CALENDAR.is_workday(each) for each in skipped[1:]), (name, edge)


def test_a_day_that_was_left_out_is_passed_over() -> None:
    apia = Hours(
        time(9), time(21), "Pacific/Apia", None, calendar_of(load_settings({"CALLBENCH_SHOP_CALENDAR": "none"}))
    )
    assert apia.local(apia.next_open(datetime(2011, 12, 30, 8, tzinfo=UTC))).date() == date(2012, 1, 2)
