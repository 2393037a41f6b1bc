"""Whose clock a number from abroad means, and how a time zone may be written."""

from __future__ import annotations

import pytest

from callbench.values.phone import mask_phone
from callbench.values.problem import ValueProblem
from callbench.values.zone import read_zone, zone_abroad


@pytest.mark.parametrize(
    ("number", "zone"),
    [
        ("+8613812345678", ""), ("+862158888888", ""), ("", ""), ("+881612345678", ""),  # at home; a satellite
        ("+14155552671", "America/Los_Angeles"), ("+12125551234", "America/New_York"),
        ("+18005551234", "America/New_York"), ("+447911123456", "Europe/London"), ("+442071234567", "Europe/London"),
        ("+85291234567", "Asia/Hong_Kong"), ("+61412345678", "Australia/Sydney"), ("+79161234567", "Europe/Moscow"),
        ("+77011234567", "Asia/Almaty"), ("+33612345678", "Europe/Paris"), ("+62811234567", "Asia/Jakarta"),
    ],
)  # fmt: skip
def test_a_number_from_abroad_tells_its_clock(number: str, zone: str) -> None:
    assert zone_abroad(number, "CN") == zone


def test_a_country_code_shared_by_regions_is_looked_at() -> None:
    assert zone_abroad("+14165551234", "US") == "America/Toronto"
    assert zone_abroad("+14155552671", "US") == ""


def test_a_zone_is_written_in_any_case() -> None:
    assert read_zone(" america/new york ") == "America/New_York"
    assert read_zone("Asia/Shanghai") == "Asia/Shanghai"
    for wrong in ("", "Mars/Base", "+8"):
        with pytest.raises(ValueProblem, match="Asia/Shanghai"):
            read_zone(wrong)


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+14155552671", "+1 **** 2671"), ("+85291234567", "+852 **** 4567"), ("+447911123456", "+44 **** 3456"),
        ("+8613812345678", "138 **** 5678"), ("+862158888888", "021 **** 8888"),
    ],
)  # fmt: skip
def test_a_masked_number_from_abroad_keeps_its_country_and_its_end(number: str, shown: str) -> None:
    assert mask_phone(number, "CN") == shown
