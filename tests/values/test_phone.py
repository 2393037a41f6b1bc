"""Phone numbers as shops write them: the reference cases, and what must hold for any cell."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callbench.values import phone
from callbench.values.phone import mask_phone, read_phones, show_phone

MEANS = {  # the reference's word: (kinds of the numbers read, codes of problems)
    "mobile": (["mobile"], []),
    "MO mobile": (["mobile"], []),
    "IP prefix": (["mobile"], []),
    "two numbers": (["mobile", "mobile"], []),
    "fixed": (["fixed"], []),
    "fixed+ext": (["fixed"], []),
    "shared cost": (["other"], []),
    "US": (["unknown"], []),
    "reject-or-ask": (["mobile"], ["phone-scientific"]),
    "invalid": ([], ["phone-invalid"]),
    "local-only": ([], ["phone-local-only"]),
    "short code": ([], ["phone-short-code"]),
    "short code or prefix": ([], ["phone-short-code"]),
    "emergency": ([], ["phone-emergency"]),
    "expanded emergency": ([], ["phone-emergency"]),
    "sms port": ([], ["phone-sms-only"]),
    "masked": ([], ["phone-masked"]),
    "text": ([], []),
}


def test_every_expectation_of_the_reference_is_met(reference: Callable[[str], Path]) -> None:
    with reference("05_phone/china_cases.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 40
    for row in rows:
        read = read_phones(row["input"])
        found = ([one.kind for one in read.phones], [problem.code for problem in read.problems])
        assert found == MEANS[row["our_expectation"]], row["input"]
        if row["libphonenumber_valid"] == "1" and row["our_expectation"] != "short code":
            assert read.phones[0].e164 == row["libphonenumber_e164"].partition(";")[0]


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("13812345678.0", ["+8613812345678"]),
        ("电话：13812345678 分机：22", ["+8613812345678/22"]),
        ("021-58888888转801", ["+862158888888/801"]),
        ("010-88888888-801", ["+861088888888/801"]),
        ("400-800-1234转5", ["+864008001234/5"]),
        ("13812345678 13912345678", ["+8613812345678", "+8613912345678"]),
        ("1381234567813912345678", ["+8613812345678", "+8613912345678"]),
        ("13812345678、13812345678", ["+8613812345678"]),
        ("张三13812345678李四13912345678", ["+8613812345678", "+8613912345678"]),
        ("13812345678(2号机)", ["+8613812345678"]),
        ("１３８－１２３４－５６７８", ["+8613812345678"]),
        ("\u200e13812345678\u202c", ["+8613812345678"]),
        ("138\u00a01234\u00a05678", ["+8613812345678"]),
        ("+86 (21) 5888 8888", ["+862158888888"]),
        ("1259313812345678", ["+8613812345678"]),
    ],
)
def test_numbers_are_found_among_what_people_write_around_them(cell: str, numbers: list[str]) -> None:
    read = read_phones(cell)
    assert [one.e164 + (f"/{one.ext}" if one.ext else "") for one in read.phones] == numbers
    assert read.problems == ()


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("1.38E+10", ["phone-digits-lost"]),
        ("13812345678、120", ["phone-emergency"]),
        ("138****5678;13912345678", ["phone-masked"]),
        ("微信", ["phone-text"]),
        ("1" * 2_000, ["phone-too-long"]),
        ("13812345678,1234", ["phone-invalid"]),
    ],
)
def test_what_cannot_be_called_is_named(cell: str, codes: list[str]) -> None:
    read = read_phones(cell)
    assert [problem.code for problem in read.problems] == codes
    assert all(problem.message for problem in read.problems)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="0123456789 -+/()转*xe.、13８", max_size=30))
def test_any_cell_gives_only_numbers_that_may_be_called(cell: str) -> None:
    read = read_phones(cell)
    for one in read.phones:
        assert phonenumbers.is_valid_number(phonenumbers.parse(one.e164))
        assert one.original
        again = read_phones(one.e164)
        assert [(other.e164, other.kind) for other in again.phones] == [(one.e164, one.kind)]


@settings(max_examples=200, deadline=None)
@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_the_short_way_for_mobiles_agrees_with_the_library(digits: str) -> None:
    number = phonenumbers.parse(digits, "CN")
    mobile = phonenumbers.is_valid_number(number) and phonenumbers.number_type(number) == 1
    plain = phonenumbers.format_number(number, 0) == f"+86{digits}"
    assert bool(phone._national_mobile(digits, "CN")) == (mobile and plain)


def test_shown_as_people_read_it() -> None:
    assert show_phone("+8613812345678") == "138 1234 5678"
    assert show_phone("+862158888888", "801") == "021 5888 8888 ext. 801"
    assert show_phone("+14155552671") == "+1 415-555-2671"
    assert show_phone("") == ""
    assert mask_phone("+8613812345678") == "138 **** 5678"


@pytest.mark.parametrize("number", ["+86120", "+86110", "+8695588", "120", "", "+86138", "+1911"])
def test_emergency_and_short_numbers_are_never_called(number: str) -> None:
    assert read_phones(number).phones == ()
