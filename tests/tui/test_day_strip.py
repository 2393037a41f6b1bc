"""The calendar strip of the follow-up panel, and what cannot be booked: said in place, with the next moment that can."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from call_shop import in_call, rows
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from callbench.desk import followups
from callbench.errors import StoreBusy
from callbench.rules.booking import FARTHEST, next_possible, refused
from callbench.rules.hours import Hours
from callbench.store import followups as kept
from callbench.tui.screens.panels.day_strip import KEYS, DayStrip
from callbench.tui.screens.panels.follow_up import FollowUpPanel
from callbench.tui.widgets.when_field import WhenField

SIZES = [(80, 24), (120, 36), (200, 60)]
NINE_TO_NINE = Hours(time(9), time(21), "Asia/Shanghai")
ZONES = st.sampled_from(["Asia/Shanghai", "America/New_York", "Asia/Kolkata", "Europe/Berlin", "Pacific/Auckland"])
NOWS = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31)).map(lambda at: at.replace(tzinfo=UTC))


@pytest.fixture
def base(tmp_path):
    return tmp_path / "shop.db"


@given(NOWS, ZONES, st.lists(st.sampled_from(sorted(KEYS)), max_size=12))
def test_arrows_stay_ahead_within_a_year_and_inside_the_hours(now, zone, keys) -> None:
    hours = Hours(time(9, 30), time(21), zone)
    strip, today = DayStrip(hours), hours.local(now).date()
    strip.mark(None, today)
    for key in keys:
        at = strip.moved(key, now)
        strip.mark(at, today)
        assert strip.first <= hours.local(at).date() < strip.first + timedelta(days=strip.days)
        assert today <= hours.local(at).date()
        assert refused(at, now, hours) in ("", "past"), "only the hours of today that are over"
        assert len({row.cell_length for row in strip.rows(now, ZoneInfo("Asia/Shanghai"))}) == 1


@given(NOWS, ZONES, st.timedeltas(timedelta(days=-3), timedelta(days=500)))
def test_what_is_offered_instead_can_be_booked(now, zone, ahead) -> None:
    hours = Hours(time(9), time(21), zone)
    wrong = refused(now + ahead, now, hours)
    assert (wrong == "past") == (ahead <= timedelta(0))
    assert (wrong == "far") == (ahead > FARTHEST)
    if wrong in ("past", "closed"):
        found = next_possible(now + ahead, now, hours)
        assert found >= now + ahead
        assert refused(found, now, hours) in ("", "far")


def test_right_at_the_end_of_a_day_comes_the_next_morning() -> None:
    now = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)
    strip = DayStrip(NINE_TO_NINE)
    strip.mark(datetime(2026, 3, 5, 12, 0, tzinfo=UTC), date(2026, 3, 5))
    assert f"{strip.moved('right', now):%m-%d %H:%M}" == "03-06 09:00"
    assert f"{strip.moved('left', now):%m-%d %H:%M}" == "03-05 19:00"
    assert f"{strip.moved('pagedown', now):%m-%d %H:%M}" == "03-12 20:00"


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_the_strip_tells_how_many_are_booked_and_arrows_move_in_it(
    stage, base, size, language, monkeypatch
) -> None:
    two_pm = datetime(2026, 3, 6, 6, 30, tzinfo=UTC)
    monkeypatch.setattr(followups.followups, "due_between", lambda *_args: [two_pm] * 3)
    async with in_call(stage, size=size, language=language) as s:
        await s.press("f3")
        await s.rest()
        day = next(line for line in s.lines if ("周五 明天" if language == "zh_CN" else "Fri tomorrow") in line)
        assert day.split().count("3") == 1
        await s.press("down", "down", "right")
        assert "2026-03-06" in s.text
        assert "12:00" in s.text
        assert "[" in next(line for line in s.lines if ("周五 明天" if language == "zh_CN" else "Fri tomorrow") in line)
        assert all(cell_len(line) == size[0] for line in s.lines)
        assert s.app.screen.query_one(".sheet").region.bottom <= size[1]
        await s.press("enter", "enter")
    assert rows(base, "SELECT due_at FROM follow_up WHERE due_at LIKE '%04:00%'") == ["2026-03-06 04:00:00.000000"]


async def test_both_clocks_stand_over_the_hours_where_they_differ(stage) -> None:
    async with in_call(stage, zone="Asia/Tokyo", size=(80, 24), language="en") as s:
        await s.press("f3")
        theirs = next(line for line in s.lines if "customer's clock" in line and " 9 " in line)
        mine = next(line for line in s.lines if "your clock" in line)
        assert theirs.index(" 10 ") == mine.index("  9 ")


@pytest.mark.parametrize(
    ("typed", "zh", "offer"),
    [
        ("昨天", "", False), ("3月4日10点", "过", False), ("明天23点", "不在可拨时段", True), ("400天后", "超出一年", False),
    ],
)  # fmt: skip
async def test_what_cannot_be_booked_is_refused_in_place(stage, base, typed, zh, offer) -> None:
    async with in_call(stage, size=(80, 24)) as s:
        shown = await s.press("f3", "tab", "shift+tab", *typed)
        assert zh in shown
        assert ("最近可约" in shown) is offer
        await s.press("enter")
        assert isinstance(s.app.screen, FollowUpPanel)
    assert rows(base, "SELECT * FROM follow_up") == []


async def test_an_hour_of_today_that_is_over_is_refused_with_the_next(stage, base) -> None:
    async with in_call(stage, language="en", size=(80, 24)) as s:
        shown = await s.press("f3", "down", "left", "left")
        assert "has passed" in shown
        assert "next time that would do" in shown
        await s.press("enter", "enter")
        assert not isinstance(s.app.screen, FollowUpPanel)


@pytest.mark.parametrize(
    ("keys", "stands"),
    [
        ("fri", "fri"),
        ("2", ""),
        ("3", ""),
        (" 3pm", "+1d 3pm"),
        (("backspace", "w"), "+1w"),
        (("left", "left", "0"), "+01d"),
    ],
)
async def test_words_that_were_offered_give_way_to_others_unless_they_are_edited(stage, base, keys, stands) -> None:
    async with in_call(stage, language="en", size=(80, 24)) as s:
        s.app.push_screen(FollowUpPanel("Asia/Shanghai", words="+1d"))
        await s.rest()
        await s.press(*("space" if key == " " else key for key in keys))
        assert s.app.screen.query_one(WhenField).value == stands


async def test_a_load_that_cannot_be_read_stops_nobody(stage, base, monkeypatch) -> None:
    def busy(*_args):
        raise StoreBusy("busy")

    async with in_call(stage) as s:
        monkeypatch.setattr(followups.followups, "due_between", busy)
        assert "?" in await s.press("f3")
        await s.press("6", "enter", "enter")
        assert "王芳" in s.text
    assert kept.due_between is busy
