"""Days and amounts as shops write them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callbench.values.amount import read_amount, show_amount
from callbench.values.day import read_birthday, read_day
from callbench.values.names import name_key, whole_name
from callbench.values.problem import ValueProblem

FIFTH = date(2026, 3, 5)


@pytest.mark.parametrize(
    "cell",
    [
        "2026/3/5", "26年3月5日", "2026.3.5", "20260305", 20260305, "46086", 46086, 46086.75, "2026年3月5日 下午3点",
        "2026-03-05 10:00:00", "2026-03-05T10:00:00Z", "2026-3-5 (周四)", "5 Mar 2026", "March 5th, 2026",
        "２０２６年３月５日", datetime(2026, 3, 5, 23, 59), date(2026, 3, 5), " '2026-03-05 ",
    ],
)  # fmt: skip
def test_one_day_in_many_writings(cell: object) -> None:
    assert read_day(cell) == FIFTH


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("3/5/2026", "date-ambiguous"),
        ("2026-02-30", "date-impossible"),
        ("3月5日", "date-no-year"),
        ("农历三月初五", "date-lunar"),
        ("0026-01-01", "date-out-of-range"),
        ("soon", "date-not-understood"),
        ("", "date-not-understood"),
        (60, "date-not-understood"),
        (True, "date-not-understood"),
        (0.5, "date-not-understood"),
    ],
)
def test_what_is_no_day_or_two_is_refused(cell: object, code: str) -> None:
    with pytest.raises(ValueProblem) as found:
        read_day(cell)
    assert found.value.code == code


@settings(max_examples=100, deadline=None)
@given(st.dates(date(1900, 3, 1), date(2199, 12, 31)))
def test_day_numbers_and_texts_agree(day: date) -> None:
    assert read_day((day - date(1899, 12, 30)).days) == day
    assert read_day((day - date(1904, 1, 1)).days, date1904=True) == day if day.year > 1904 else True
    assert read_day(f"{day.year}/{day.month}/{day.day}") == day
    assert read_day(day.strftime("%d %B %Y")) == day
    assert read_birthday(f"{day.month}月{day.day}日") == f"--{day.month:02}-{day.day:02}"


def test_thirteenth_month_tells_the_order() -> None:
    assert read_day("25/3/2026") == FIFTH + timedelta(days=20)
    assert read_day("3/25/2026") == FIFTH + timedelta(days=20)


@pytest.mark.parametrize(
    ("cell", "minor"),
    [
        ("¥1,280.00", 128_000), ("1280元", 128_000), ("1.2万", 1_200_000), ("(88.8)", -8_880), ("-88.8", -8_880),
        ("88.80-", -8_880), ("￥142.28", 14_228), ("155.65 ", 15_565), ("169.0", 16_900), (102.17, 10_217),
        (88.805, 8_881), (32, 3_200), ("$32.50", 3_250), ("RMB 5 元", 500), ("1，280", 128_000), ("¥-5", -500),
        ("(¥5.5)", -550), ("1.280,50", 128_050), ("88,80", 8_880), ("1.2345万", 1_234_500), ("'88.80", 8_880),
    ],
)  # fmt: skip
def test_amounts(cell: object, minor: int) -> None:
    assert read_amount(cell) == minor


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("1.234", "amount-decimals"), ("1,28,00", "amount-not-understood"), ("1E+5", "amount-digits-lost"),
        ("1,2800", "amount-not-understood"), ("", "amount-not-understood"), (float("nan"), "amount-not-understood"),
        (True, "amount-not-understood"), ("9" * 20, "amount-too-large"), ("12 or 13", "amount-not-understood"),
    ],
)  # fmt: skip
def test_no_amount_is_guessed(cell: object, code: str) -> None:
    with pytest.raises(ValueProblem) as found:
        read_amount(cell)
    assert found.value.code == code


@settings(max_examples=100, deadline=None)
@given(st.integers(-(10**11), 10**11))
def test_a_shown_amount_reads_back(minor: int) -> None:
    assert read_amount(show_amount(minor, "zh_CN")) == minor


def test_amounts_say_whose_money_it_is() -> None:
    assert show_amount(128_000, "zh_CN") == "¥1,280"
    assert show_amount(-8_880, "en") == "-CN¥88.80"


def test_names() -> None:
    assert whole_name("Brion", "Stark") == "Brion Stark"
    assert whole_name("芳", "王") == "王芳"
    assert name_key("Anna  Müller") == name_key("anna müller") == name_key("Ａnna Müller")
    assert name_key("王芳") != name_key("王方")
