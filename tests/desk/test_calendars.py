"""The shop's own holidays from a file: what is taken in, what is refused with file, line and reason, and who sees it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from callbench.config import load_settings
from callbench.desk.agents import add_agent, list_agents
from callbench.desk.bench import Bench, open_bench
from callbench.desk.calendars import check_file, days_of_year, import_days, year_known, years_ahead
from callbench.errors import FileProblem, UsageProblem
from callbench.records.people import Agent
from callbench.rules.hours import calling_hours
from callbench.store import tables
from shopfloor import Shop

FILE = "日期,类型,名称\n2027-01-01,休,元旦\n2027/2/6,放假,春节\n2027-02-20,班,春节\n2027-10-01,off,国庆节\n"


def boss(bench: Bench) -> Agent:
    known = [one for one in list_agents(bench) if one.code == "boss"]
    return known[0] if known else add_agent(bench, "boss", "Boss", "supervisor")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "days.csv"
    file.write_text(FILE, "utf-8-sig")
    return file


def test_a_file_makes_a_year_known(bench: Bench, path: Path) -> None:
    assert [year.source for year in years_ahead(bench)] == ["shipped", ""]
    taken = import_days(bench, boss(bench), path)
    assert (taken.added, taken.changed, taken.same, taken.years, taken.unknown) == (4, 0, 0, (2027,), ())
    assert year_known(bench, 2027).source == "shop"
    assert [(day.day.isoformat(), day.kind, day.name, day.source) for day in days_of_year(bench, 2027)][:2] == [
        ("2027-01-01", "off", "元旦", "shop"), ("2027-02-06", "off", "春节", "shop"),
    ]  # fmt: skip
    assert import_days(bench, boss(bench), path).same == 4
    path.write_text(FILE.replace("2027-01-01,休,元旦\n", ""), "utf-8")
    again = import_days(bench, boss(bench), path)
    assert again.years == ()  # two months only: laid over what is there
    assert bench.calendar.day(date(2027, 1, 1)).kind == "off"


def test_a_new_file_takes_the_place_of_the_years_it_holds(bench: Bench, path: Path) -> None:
    import_days(bench, boss(bench), path)
    path.write_text(FILE.replace("2027-01-01,休,元旦\n", "2027-05-03,休,劳动节\n"), "utf-8")
    assert import_days(bench, boss(bench), path).added == 1
    assert bench.calendar.day(date(2027, 1, 1)).kind == "work"
    assert bench.calendar.day(date(2027, 5, 3)).kind == "off"


def test_single_days_are_laid_over_a_known_year(lite: Bench, path: Path) -> None:
    path.write_text("2026-03-05,off,盘点\n2026-10-03,work,\n", "utf-8")
    assert import_days(lite, boss(lite), path).years == ()
    hours = calling_hours(lite.settings, "Asia/Shanghai")
    assert not hours.is_open(lite.clock.now())
    assert hours.next_open(lite.clock.now()) == datetime(2026, 3, 6, 1, tzinfo=UTC)
    assert lite.calendar.is_workday(date(2026, 10, 3))
    assert not lite.calendar.is_workday(date(2026, 10, 2))


def test_another_program_sees_it_within_a_minute(lite: Bench, tmp_path: Path, path: Path, clock) -> None:
    with open_bench(tmp_path / "shop.db", load_settings({}), clock) as other:
        import_days(other, boss(other), path)
    assert not lite.calendar.is_known(2027)
    clock.set(clock.now() + timedelta(minutes=2))
    with lite.db.read() as connection:
        lite.learn_calendar(connection)
    assert lite.calendar.is_known(2027)
    with open_bench(tmp_path / "shop.db", load_settings({"CALLBENCH_SHOP_CALENDAR": "none"}), clock) as elsewhere:
        assert elsewhere.calendar.day(date(2027, 1, 1)).kind == "work"  # laid over another calendar


@pytest.mark.parametrize(
    ("text", "lines", "said"),
    [
        ("day,kind,name\n2027-02-30,off,x\n", [2], "2027-02-30"),
        ("2027-01-01,off\n2027-01-02,maybe,\n2027-01-01,work\n", [2, 3], "line 1"),
        ("2027-01-01,off\n\n1/2/2027,off,\n", [3], "1/2/2027"),
        ("2027-01-01\n", [1], "neither off nor work"),
        ("name,kind\nx,off\n", [1, 2], "name"),
    ],
)
def test_wrong_lines_are_told_and_nothing_is_taken(
    lite: Bench, path: Path, text: str, lines: list[int], said: str
) -> None:
    path.write_text(text, "utf-8")
    with pytest.raises(FileProblem) as caught:
        import_days(lite, boss(lite), path)
    assert caught.value.where == f"{path}:{lines[0]}"
    assert said in caught.value.what
    assert all(f"line {line}:" in caught.value.what for line in lines)
    assert [year.source for year in years_ahead(lite)] == ["shipped", ""]


def test_a_missing_year_is_said(path: Path) -> None:
    rows = [f"{year}-{month:02}-01,off,x" for year in (2027, 2029) for month in (1, 5, 10)]
    path.write_text("\n".join(rows), "utf-8")
    found = check_file(path)
    assert (found.years, found.missing) == ((2027, 2029), (2028,))


@pytest.mark.parametrize(
    "text", ["", "day,kind,name\n", "\n".join(f"{date(2027, 1, 1) + timedelta(days=n)},off," for n in range(300))]
)
def test_what_is_no_list_of_holidays_is_refused(lite: Bench, path: Path, text: str) -> None:
    path.write_text(text, "utf-8")
    with pytest.raises(FileProblem):
        import_days(lite, boss(lite), path)


def test_years_nobody_plans_for(lite: Bench) -> None:
    with pytest.raises(UsageProblem, match="1970"):
        days_of_year(lite, 9999)


def test_the_base_of_a_bench_is_asked_once_a_minute_only(lite: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr("callbench.desk.bench.calendars.read", lambda _connection, name: asked.append(name))
    with lite.db.read() as connection:
        for _n in range(5):
            lite.learn_calendar(connection)
    assert asked == []


def test_a_file_of_some_months_says_what_it_covers_and_completes_no_year(lite: Bench, path: Path) -> None:
    path.write_text("2026-12-31,off\n2027-04-05,off\n2027-05-01,off\n2027-06-09,off\n2027-09-15,off\n", "utf-8")
    taken = import_days(lite, boss(lite), path)
    assert (taken.years, taken.unknown) == ((), (2027,))
    assert taken.partly == ((date(2026, 12, 31), date(2026, 12, 31)), (date(2027, 4, 5), date(2027, 9, 15)))


def test_only_a_supervisor_changes_the_calendar_and_the_trace_names_them(bench: Bench, path: Path) -> None:
    shop = Shop(bench)
    with pytest.raises(UsageProblem) as caught:
        import_days(bench, shop.agents["wang"], path)
    assert caught.value.code == "not-allowed"
    assert [year.source for year in years_ahead(bench)] == ["shipped", ""]
    import_days(bench, boss(bench), path)
    assert [one.agent_id for one in shop.all(tables.Event) if one.kind == "calendar.imported"] == [boss(bench).id]
