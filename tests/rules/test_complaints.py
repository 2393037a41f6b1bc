"""Until when a complaint must be answered and solved, on the clock of the shop's working hours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbench import i18n
from callbench.config import Settings, load_settings
from callbench.rules.complaints import KINDS, URGENCIES, deadlines, in_words
from callbench.rules.hours import shop_hours

SHANGHAI = ZoneInfo("Asia/Shanghai")


def shop(**other: str) -> Settings:
    return load_settings({f"CALLBENCH_{name.upper()}": value for name, value in other.items()})


def clock(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("urgency", "raised", "answer", "solve"),
    [
        ("urgent", "2026-03-05 10:00", "2026-03-05 12:00", "2026-03-06 21:00"),
        ("urgent", "2026-03-05 20:30", "2026-03-06 10:30", "2026-03-06 21:00"),  # half an hour today, the rest tomorrow
        (
            "urgent",
            "2026-03-05 23:00",
            "2026-03-06 11:00",
            "2026-03-09 21:00",
        ),  # raised at night: begins in the morning; then comes a weekend
        ("urgent", "2026-03-05 07:00", "2026-03-05 11:00", "2026-03-06 21:00"),
        ("normal", "2026-03-05 10:00", "2026-03-05 21:00", "2026-03-10 21:00"),
        # Friday before a make-up Saturday, the last before nine days off
        ("urgent", "2026-02-13 20:00", "2026-02-14 10:00", "2026-02-14 21:00"),
        ("urgent", "2026-02-14 20:00", "2026-02-21 20:00", "2026-02-21 20:00"),  # the final limit is in the holiday
        ("normal", "2026-03-05 21:00", "2026-03-06 21:00", "2026-03-11 21:00"),  # the moment of closing is closed
    ],
)
def test_deadlines_by_urgency(urgency: str, raised: str, answer: str, solve: str) -> None:
    found = deadlines(shop(), urgency, clock(raised))
    assert found.answer_by == clock(answer)
    assert found.solve_by == clock(solve)
    assert found.final_by == clock(raised) + timedelta(days=7)


def test_the_final_limit_cuts_longer_deadlines() -> None:
    found = deadlines(shop(complaints_normal_solve_days="30"), "normal", clock("2026-03-05 10:00"))
    assert found.solve_by == found.final_by == clock("2026-03-12 10:00")


@given(
    st.sampled_from(sorted(URGENCIES)),
    st.datetimes(datetime(2024, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC)),
    st.sampled_from(["Asia/Shanghai", "Europe/London", "America/New_York", "Australia/Lord_Howe"]),
    st.integers(1, 72),
)
def test_deadlines_are_ordered_and_inside_working_hours(urgency: str, raised: datetime, zone: str, hours: int) -> None:
    settings = shop(shop_zone=zone, complaints_urgent_answer_hours=str(hours))
    found = deadlines(settings, urgency, raised)
    assert raised < found.answer_by <= found.final_by
    assert raised < found.solve_by <= found.final_by
    open_hours = shop_hours(settings)
    for due in (found.answer_by, found.solve_by):
        assert due == found.final_by or open_hours.is_open(due - timedelta(seconds=1))


def test_a_pause_of_the_shop_does_not_count() -> None:
    found = deadlines(shop(shop_pause="12:00-14:00"), "urgent", clock("2026-03-05 11:30"))
    assert found.answer_by == clock("2026-03-05 15:30")
    assert deadlines(shop(shop_pause="12:00-14:00"), "urgent", clock("2026-03-05 12:30")).answer_by == clock(
        "2026-03-05 16:00"
    )


def test_kinds_are_told_as_they_are_called_and_other_words_as_they_are() -> None:
    assert in_words("product; Late again") == "Product quality, Late again"
    assert in_words("") == ""
    i18n.use_language("zh_CN")
    assert in_words("product; service") == "产品质量、服务"
    assert all(in_words(kind) != kind for kind in KINDS)
