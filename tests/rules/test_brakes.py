"""What keeps a person from being called, and when nothing does any more: one agrees with the other."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from callbench.config import load_settings
from callbench.rules.brakes import FOR_GOOD, Person, earliest, held_back
from callbench.rules.words import HELD_BACK

SETTINGS = load_settings({})
NOW = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)  # Thursday, 10:00 in Shanghai
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SHANGHAI = "Asia/Shanghai"


@pytest.mark.parametrize(
    ("more", "at", "code", "until"),
    [
        ({}, NOW, "", NOW),
        ({"listed": True}, NOW, "do_not_call", NOW),
        ({"listed_until": NOW + 3 * DAY + HOUR}, NOW, "do_not_call", NOW + 4 * DAY - HOUR),  # a Sunday: from Monday on
        ({"consents": False}, NOW, "consent", NOW),
        ({"silent_until": NOW + HOUR}, NOW, "silence", NOW + HOUR),
        ({}, NOW - 2 * HOUR, "hours", NOW - HOUR),
        ({"marketing": True}, NOW - HOUR / 2, "marketing", NOW),
        ({"marketing": True}, NOW + 10 * HOUR, "marketing", NOW + DAY),
        ({"called": (NOW - HOUR, NOW - 2 * HOUR)}, NOW, "day", NOW + DAY - HOUR),
        ({"called": tuple(NOW - n * DAY for n in (1, 8, 15, 22))}, NOW, "month", NOW + 8 * DAY),
        ({"number_called": NOW - HOUR / 2}, NOW, "gap", NOW + HOUR / 2),
    ],
)
def test_by_example(more, at, code, until) -> None:
    person = Person(SHANGHAI, **more)
    assert held_back(person, SETTINGS, at) == code
    assert earliest(at, person, SETTINGS) == until


def test_the_first_brake_is_told() -> None:
    everything = {
        "listed": True, "consents": False, "silent_until": NOW + DAY, "called": (NOW,) * 5, "number_called": NOW,
        "marketing": True,
    }  # fmt: skip
    night = NOW + 13 * HOUR
    told = []
    for name, value in (
        ("listed", False), ("consents", True), ("silent_until", None), ("", None), ("marketing", False), ("called", ()),
        ("number_called", None),
    ):  # fmt: skip
        told.append(
            held_back(
                Person(SHANGHAI, **everything),
                SETTINGS,
                night if name in ("listed", "consents", "silent_until", "") else NOW,
            )
        )
        everything |= {name: value} if name else {}
    assert told == ["do_not_call", "consent", "silence", "hours", "day", "day", "gap"]


ZONES = st.sampled_from([SHANGHAI, "Europe/Berlin", "America/New_York", "Pacific/Apia", "UTC"])
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2029, 12, 31)).map(lambda moment: moment.replace(tzinfo=UTC))


@st.composite
def people(draw) -> tuple[Person, datetime]:
    now = draw(MOMENTS)

    def near() -> datetime:
        return now + timedelta(minutes=draw(st.integers(-45 * 1440, 1440)))

    maybe = draw(st.lists(st.booleans(), min_size=6, max_size=6))
    return Person(
        draw(ZONES), called=tuple(sorted(min(near(), now) for _ in range(draw(st.integers(0, 6))))),
        number_called=min(near(), now) if maybe[0] else None, silent_until=near() if maybe[1] else None,
        listed=maybe[2] and maybe[3], listed_until=near() if maybe[3] else None, consents=maybe[4], marketing=maybe[5],
    ), now  # fmt: skip


@given(found=people(), wait=st.integers(0, 20_000))
@hypothesis_settings(max_examples=150, deadline=None)
def test_the_first_moment_is_the_first_at_which_nothing_holds(found, wait) -> None:
    person, now = found
    first = earliest(now, person, SETTINGS)
    assert first >= now
    assert held_back(person, SETTINGS, first) in ("", *FOR_GOOD)
    assert earliest(first, person, SETTINGS) == first, "once it may be, it is the first moment from there on"
    assert earliest(now + timedelta(minutes=wait), person, SETTINGS) >= first, "who waits is not called sooner"
    before = now + (first - now) * 0.999
    if before < first:
        assert held_back(person, SETTINGS, before) in HELD_BACK
