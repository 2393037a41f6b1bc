"""Working days: every day of the published years, years nobody knows, other regions, and what a shop laid over them."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import settings as few
from hypothesis import strategies as st

from callbench import i18n
from callbench.config import Settings, ShopDays, load_settings
from callbench.errors import SettingsProblem
from callbench.rules.calendar import WorkCalendar, calendar_of
from callbench.rules.hours import Hours, calling_hours

SHANGHAI = ZoneInfo("Asia/Shanghai")
YEAR = timedelta(days=366)


def shop(days: ShopDays | None = None, **other: str) -> Settings:
    made = load_settings({f"CALLBENCH_{name.upper()}": value for name, value in other.items()})
    return made if days is None else replace(made, shop_days=days)


def china() -> WorkCalendar:
    return calendar_of(shop())


def test_every_day_from_2007_to_2025(reference: Callable[[str], Path]) -> None:
    with reference("06_calendar/china_holidays.csv").open(encoding="utf-8") as file:
        named = {date.fromisoformat(row["date"]): row["is_off_day"] == "True" for row in csv.DictReader(file)}
    calendar, day, wrong = china(), date(2007, 1, 1), []
    while day <= date(2025, 12, 31):
        off = named.get(day, day.weekday() >= 5)
        if calendar.day(day).kind != ("off" if off else "work") or calendar.is_workday(day) == off:
            wrong.append((day, off))
        day += timedelta(days=1)
    assert wrong == []


@pytest.mark.parametrize(
    ("day", "kind", "holiday"),
    [
        ("2026-01-01", "off", "New Year's Day"), ("2026-01-04", "work", "New Year's Day"), ("2026-01-05", "work", ""),
        ("2026-02-14", "work", "Spring Festival"), ("2026-02-15", "off", "Spring Festival"),
        ("2026-02-23", "off", "Spring Festival"), ("2026-02-24", "work", ""), ("2026-02-28", "work", "Spring Festival"),
        ("2026-04-06", "off", "Tomb-Sweeping Day"), ("2026-05-09", "work", "Labour Day"),
        ("2026-06-19", "off", "Dragon Boat Festival"), ("2026-09-20", "work", "National Day"),
        ("2026-09-25", "off", "Mid-Autumn Festival"), ("2026-10-07", "off", "National Day"),
        ("2026-10-10", "work", "National Day"), ("2026-10-11", "off", ""), ("2026-12-31", "work", ""),
        ("2027-01-01", "unknown", ""), ("2027-03-06", "unknown", ""), ("2006-12-30", "work", "New Year's Day"),
        ("2006-06-01", "unknown", ""), ("2025-10-06", "off", "National Day, Mid-Autumn Festival"),
    ],
)  # fmt: skip
def test_single_days(day: str, kind: str, holiday: str) -> None:
    found = china().day(date.fromisoformat(day))
    assert (found.kind, found.holiday) == (kind, holiday)


def test_a_year_that_was_not_announced_goes_by_the_weekday_and_says_so() -> None:
    calendar = china()
    assert not calendar.is_known(2027)
    assert all(calendar.is_known(year) for year in (2024, 2025, 2026))
    assert not calendar.is_known(2027)
    assert calendar.is_workday(date(2027, 1, 1))  # a Friday: nobody has said that it is a holiday
    assert not calendar.is_workday(date(2027, 1, 2))


def test_holidays_are_called_in_the_language_in_use() -> None:
    i18n.use_language("zh_CN")
    assert china().day(date(2026, 10, 1)).holiday == "国庆节"
    assert calendar_of(shop(shop_calendar="HK")).day(date(2026, 10, 1)).holiday == "国庆日"


def test_other_regions_come_from_the_library() -> None:
    california = calendar_of(shop(shop_calendar="us-ca"))
    assert california.name == "US-CA"
    assert california.day(date(2026, 7, 3)).kind == "off"
    assert california.day(date(2026, 11, 26)).holiday == "Thanksgiving Day"
    assert california.is_known(2027)
    assert not california.is_known(1700)
    germany = calendar_of(shop(shop_calendar="DE-BY"))
    assert germany.day(date(2026, 10, 3)).kind == "off"
    nothing = calendar_of(shop(shop_calendar="none"))
    assert nothing.is_known(2050)
    assert nothing.day(date(2026, 10, 1)).kind == "work"


def test_weekdays_of_the_shop() -> None:
    calendar = calendar_of(shop(shop_workdays="sat tue sun"))
    assert [calendar.is_workday(date(2026, 3, day)) for day in range(2, 9)] == [
        False,
        True,
        False,
        False,
        False,
        True,
        True,
    ]
    assert calendar.is_workday(date(2026, 10, 10))  # worked in place of a holiday
    assert not calendar.is_workday(date(2026, 10, 3))  # a Saturday, but a holiday


def test_what_the_shop_loaded_goes_before() -> None:
    loaded = ShopDays(
        {20270101: ("off", "元旦"), 20260305: ("off", "Stocktaking"), 20270102: ("work", "")}, frozenset({2027})
    )
    calendar = calendar_of(shop(loaded))
    assert calendar.day(date(2026, 3, 5)) == china().day(date(2026, 3, 7)).__class__("off", "Stocktaking")
    assert calendar.day(date(2027, 1, 1)).holiday == "元旦"
    assert calendar.is_workday(date(2027, 1, 2))
    assert calendar.day(date(2027, 10, 1)).kind == "work"  # known, and not named
    assert (calendar.is_known(2027), calendar.is_known(2028)) == (True, False)
    assert calendar_of(shop()).is_workday(date(2026, 3, 5))


@pytest.mark.parametrize(
    ("today", "key", "parts", "found"),
    [
        ("2026-09-28", "", (), "2026-10-01"), ("2026-10-03", "", (), "2026-10-03"), ("2026-09-22", "national", (), "2026-10-01"),
        ("2026-09-22", "", (), "2026-09-25"), ("2026-03-05", "spring", ("spring festival",), None),
        ("2026-03-05", "x", ("dragon boat",), "2026-06-19"),
    ],
)  # fmt: skip
def test_the_holiday_that_comes(today: str, key: str, parts: tuple[str, ...], found: str | None) -> None:
    day = china().holiday_ahead(date.fromisoformat(today), key, parts)
    assert (day and day.isoformat()) == found


@given(st.dates(date(2000, 1, 1), date(2040, 12, 31)), st.sampled_from(["CN", "none", "US-CA", "DE"]))
@few(max_examples=60, deadline=None)
def test_the_next_workday_is_the_first(day: date, name: str) -> None:
    calendar = calendar_of(shop(shop_calendar=name))
    found = calendar.next_workday(day)
    assert calendar.is_workday(found)
    assert not any(calendar.is_workday(day + timedelta(days=n)) for n in range((found - day).days))
    assert found - day < timedelta(days=12)
    kind = calendar.day(found).kind
    assert kind == "work" or (kind == "unknown" and not calendar.is_known(found.year))


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-09-30 21:00", "2026-10-08 09:00"),  # over the whole holiday
        ("2026-10-09 22:00", "2026-10-10 09:00"),  # a Saturday that is worked
        ("2026-03-06 21:00", "2026-03-09 09:00"),
        ("2026-12-31 21:00", "2027-01-01 09:00"),  # not announced yet: by the weekday
        ("2026-03-05 12:30", "2026-03-05 14:00"),
    ],
)
def test_calling_hours_pass_over_days_off_and_the_pause(moment: str, expected: str) -> None:
    hours = calling_hours(shop(shop_pause="12:00-14:00"), "Asia/Shanghai")
    start = datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)
    assert not hours.is_open(start)
    assert hours.next_open(start) == datetime.fromisoformat(expected).replace(tzinfo=SHANGHAI)


def test_a_shop_may_call_on_days_off() -> None:
    hours = calling_hours(shop(calls_on_days_off="yes"), "Asia/Shanghai")
    assert hours.is_open(datetime(2026, 10, 3, 10, tzinfo=SHANGHAI))


@pytest.mark.parametrize(
    "zone", ["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo"]
)
def test_a_pause_closes_and_opens(zone: str) -> None:
    hours = Hours(time(9), time(21), zone, (time(12), time(14)))
    noon = datetime(2026, 3, 5, 12, tzinfo=ZoneInfo(zone))
    assert hours.next_close(noon - timedelta(hours=1)) == noon
    assert hours.next_open(noon) == noon + timedelta(hours=2)
    assert hours.next_close(noon + timedelta(hours=2)) == noon + timedelta(hours=9)
    morning = hours.within(time(0), time(13))
    assert morning is not None
    assert (morning.closes, morning.pause) == (time(12), None)
    assert hours.within(time(12, 30), time(13)) is None
    late = hours.within(time(13), time(18))
    assert late is not None
    assert (late.opens, late.closes) == (time(14), time(18))


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ('[shop]\ncalendar = "XX"', ":2", "US-CA"), ('[shop]\ncalendar = "US-ZZ"', ":2", "US-CA"),
        ('[shop]\nname = "a"\nworkdays = []', ":3", "mon"), ('[shop]\nworkdays = ["mo"]', ":2", "mon"),
        ('[shop]\npause = "14:00-12:00"', ":2", "12:00-14:00"), ('[shop]\npause = "12:00-12:00"', ":2", "12:00-14:00"),
        ('[shop]\npause = "08:00-10:00"', ":2", "09:00"), ('[shop]\npause = "09:00-21:00"', ":2", "09:00"),
        ('[calls]\nfrom = "22:00"', ":2", "calls.until"), ('[calls]\nfrom = "09:00"\nuntil = "09:00"', ":3", "calls.from"),
        ('[shop]\nzone = "Asia/Peking"', ":2", "Asia/Shanghai"), ('[calls]\non_days_off = "maybe"', ":2", "true"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_where_it_stands(tmp_path: Path, text: str, place: str, said: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(SettingsProblem) as caught:
        load_settings({"CALLBENCH_CONFIG": str(path)})
    assert caught.value.where == f"{path}{place}"
    assert said in str(caught.value)
