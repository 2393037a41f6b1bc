"""A demo shop on another day or at night: how old it is, by which clock it can be tried, and how it makes room for a new one."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from callbench.clock import FixedClock
from callbench.config import load_settings
from callbench.desk.agents import find_agent
from callbench.desk.bench import Bench, open_bench
from callbench.desk.calling import take_next
from callbench.desk.demo import fill_demo, is_demo, made_on, rehearsed_now, set_aside
from callbench.errors import Conflict
from callbench.records.calls import CallInHand
from callbench.store import events

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(path: Path, moment: str, **settings: str) -> Bench:
    when = datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)
    return open_bench(
        path, load_settings({f"CALLBENCH_{key.upper()}": value for key, value in settings.items()}), FixedClock(when)
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "shop.db"


def test_a_demo_knows_the_day_it_was_made_on(path: Path) -> None:
    with at(path, "2026-03-05T10:00") as bench:
        assert made_on(bench) is None
        fill_demo(bench, customers=6)
    with at(path, "2026-03-09T22:00") as bench:
        assert made_on(bench) == 20260305


@pytest.mark.parametrize(
    ("moment", "hours", "begins"),
    [
        ("2026-03-05T10:30", {}, None),
        ("2026-03-05T06:56", {}, "2026-03-05T10:00"),
        ("2026-03-05T21:00", {}, "2026-03-05T10:00"),
        ("2026-03-05T12:00", {"calls_from": "13:30"}, "2026-03-05T13:30"),
        (
            "2026-03-05T12:00",
            {"calls_from": "06:00", "calls_until": "09:00", "marketing_from": "06:00"},
            "2026-03-05T06:00",
        ),
    ],
)
def test_outside_calling_hours_a_demo_is_tried_inside_them(
    path: Path, moment: str, hours: dict[str, str], begins: str | None
) -> None:
    with at(path, moment, **hours) as bench:
        found = rehearsed_now(bench)
    assert found == (None if begins is None else datetime.fromisoformat(begins).replace(tzinfo=SHANGHAI))


@pytest.mark.parametrize("hour", range(24))
def test_a_demo_begun_at_any_hour_has_somebody_to_call(path: Path, hour: int) -> None:
    with at(path, f"2026-03-05T{hour:02d}:10") as bench:
        now = rehearsed_now(bench) or bench.clock.now()
    with open_bench(path, load_settings({}), FixedClock(now)) as bench:
        fill_demo(bench)
        assert isinstance(take_next(bench, find_agent(bench, "wangmin")), CallInHand)


@pytest.mark.parametrize(("day", "rehearsed"), [("2026-03-07", "2026-03-09"), ("2026-10-03", "2026-10-08")])
def test_on_a_day_off_the_next_working_day_is_tried(path: Path, day: str, rehearsed: str) -> None:
    with at(path, f"{day}T15:00") as bench:
        now = rehearsed_now(bench)
    assert now == datetime.fromisoformat(f"{rehearsed}T10:00").replace(tzinfo=SHANGHAI)
    with open_bench(path, load_settings({}), FixedClock(now)) as bench:
        fill_demo(bench)
        assert isinstance(take_next(bench, find_agent(bench, "wangmin")), CallInHand)


def test_a_rehearsal_goes_on_where_it_ended(path: Path) -> None:
    night = "2026-03-05T23:00"
    with at(path, night) as bench:
        first = rehearsed_now(bench)
    assert first is not None
    with open_bench(path, load_settings({}), FixedClock(first)) as bench:
        fill_demo(bench, customers=6)
    with (
        open_bench(path, load_settings({}), FixedClock(first + timedelta(minutes=25))) as bench,
        bench.db.write() as connection,
    ):
        events.record(connection, bench.clock.now(), None, "call.saved", "base", None, {})
    with at(path, night) as bench:
        assert rehearsed_now(bench) == first + timedelta(minutes=25)


def test_an_older_demo_is_kept_under_its_day_and_never_overwritten(path: Path) -> None:
    for day in ("2026-03-05", "2026-03-05", "2026-03-06"):
        with at(path, f"{day}T10:00") as bench:
            fill_demo(bench, customers=6)
            made = made_on(bench)
        assert made is not None
        kept = set_aside(path, made)
        assert kept.exists()
        assert not path.exists()
    assert sorted(found.name for found in path.parent.iterdir()) == [
        "shop-2026-03-05-2.db", "shop-2026-03-05.db", "shop-2026-03-06.db",
    ]  # fmt: skip
    with at(path.with_name("shop-2026-03-05.db"), "2026-03-07T10:00") as bench:
        assert is_demo(bench)


def test_a_demo_somebody_has_open_stays(path: Path) -> None:
    with at(path, "2026-03-05T10:00") as bench:
        fill_demo(bench, customers=6)
        with pytest.raises(Conflict, match="another window"):
            set_aside(path, 20260305)
        assert path.exists()
