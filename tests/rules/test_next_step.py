"""What becomes of an item after an attempt: by example for each outcome, and for any history."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from callbench.config import SETTINGS as KNOWN
from callbench.config import Settings
from callbench.rules.brakes import MONTH, Person, earliest
from callbench.rules.hours import calling_hours
from callbench.rules.next_step import Made, Step, next_step
from callbench.rules.outcomes import OUTCOMES, SHIPPED

SETTINGS = Settings({setting.key: setting.default for setting in KNOWN}, {}, Path())
SHANGHAI = "Asia/Shanghai"


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-03-{text}+08:00").astimezone(UTC)


def step(*outcomes: str, now: str = "05T10:00", times: tuple[str, ...] = (), called: tuple[str, ...] | None = None,
         agreed_for: str = "", promised: str = "", preferred: str = "", max_attempts: int = 6, has_number: bool = True,
         number_called: str | None = None) -> Step:  # fmt: skip
    """The step after the last of `outcomes`, made now; `times` are those of the earlier ones."""
    moment = at(now)
    made_at = (*(at(t) for t in times), moment)
    made = Made(
        len(outcomes),
        outcomes,
        made_at,
        max_attempts,
        at(agreed_for) if agreed_for else None,
        at(promised) if promised else None,
    )
    last = moment if number_called is None else at(number_called)
    everything = made_at if called is None else tuple(at(t) for t in called)
    return next_step(made, Person(SHANGHAI, preferred, everything, last, has_number), SETTINGS, moment)


@pytest.mark.parametrize(
    ("outcome", "now", "expected"),
    [
        ("no_answer", "05T10:00", "05T13:00"),  # +3 h, and another part of the day
        ("no_answer", "05T13:00", "05T18:00"),  # 16:00 is still the afternoon: the evening
        ("no_answer", "05T19:00", "06T09:00"),  # not at 22:00
        ("answering_machine", "05T10:00", "05T13:00"),
        ("busy", "05T10:00", "05T11:00"),  # after 30 minutes, but the number needs its hour
        ("switched_off", "05T10:00", "06T12:00"),  # next day, another part of it
        ("rejected", "05T15:00", "06T09:00"),
        ("callback_any", "05T09:30", "05T12:30"),
        ("refused_now", "05T10:00", "12T12:00"),
        ("partial", "05T10:00", "05T13:00"),
        ("broke_off", "05T10:00", "06T12:00"),
    ],
)
def test_when_an_item_comes_back(outcome: str, now: str, expected: str) -> None:
    found = step(outcome, now=now)
    assert found.state == "open"
    assert found.ready_at == at(expected)
    assert not found.agreed


def test_a_callback_agreed_comes_back_at_its_time_whatever_the_caps_say() -> None:
    found = step("no_answer", "callback_agreed", times=("05T09:00",), agreed_for="05T10:20")
    assert (found.ready_at, found.agreed, found.released_at) == (at("05T10:20"), True, at("05T10:35"))


@pytest.mark.parametrize("outcome", [o.key for o in OUTCOMES if o.final])
def test_final_outcomes_close_the_item(outcome: str) -> None:
    assert step(outcome) == Step("done", "outcome")


@pytest.mark.parametrize("outcome", ["refused_now", "broke_off"])
def test_what_may_be_tried_once_more_is_closed_the_second_time(outcome: str) -> None:
    assert step(outcome, "no_answer", times=("01T10:00",), now="05T10:00").state == "open"
    assert step(outcome, outcome, times=("01T10:00",), now="05T10:00") == Step("done", "outcome")


def test_an_unfinished_interview_stays_its_agents_for_a_day() -> None:
    found = step("partial")
    assert found.same_agent
    assert found.released_at == at("06T10:00")
    late = step("partial", now="05T20:30")
    assert (late.ready_at, late.released_at) == (at("06T09:00"), at("06T20:30"))


def test_the_third_attempt_of_a_day_waits_for_the_next() -> None:
    found = step("no_answer", "no_answer", times=("05T09:30",), now="05T13:00")
    assert found.ready_at == at("06T18:00")  # and then in the part of the day not tried yet


def test_never_the_same_part_of_the_day_twice_running_even_if_it_was_tried_least() -> None:
    times = ("01T13:00", "02T13:00", "03T19:00", "04T19:00")  # and now the morning, for the first time
    assert step(*("no_answer",) * 5, times=times, now="05T10:00", called=()).ready_at == at("05T13:00")


def test_four_attempts_in_thirty_days_are_enough() -> None:
    found = step("rejected", now="20T10:00", called=("01T10:00", "04T10:00", "09T10:00", "20T10:00"))
    assert found.ready_at == at("31T12:00")  # the first of them is 30 days old at 10:00; then another part of the day


def test_attempts_end_and_an_agreed_callback_may_exceed_them_by_one() -> None:
    tried = ("no_answer",) * 5
    times = (*(f"0{n}T10:00" for n in range(1, 5)), "05T09:00")
    assert step(*tried, "no_answer", times=times) == Step("done", "attempts")
    agreed = step(*tried, "callback_agreed", times=times, agreed_for="05T15:00")
    assert agreed.ready_at == at("05T15:00")
    again = (*tried, "callback_agreed", "callback_agreed")
    assert step(*again, times=(*times, "05T09:10"), agreed_for="05T15:00") == Step("done", "attempts")


def test_a_promise_still_to_come_is_not_lost_when_nobody_answers_early() -> None:
    found = step("callback_agreed", "no_answer", times=("04T10:00",), promised="05T15:00")
    assert (found.ready_at, found.agreed) == (at("05T15:00"), True)


def test_a_bad_number_gives_way_to_the_next_one_at_once_and_to_nobody_when_there_is_none() -> None:
    assert step("wrong_number", number_called="01T10:00").ready_at == at("05T10:00")
    assert step("wrong_person", number_called="05T09:30").ready_at == at("05T10:30")
    assert step("wrong_number", has_number=False) == Step("parked", "no_phone")


def test_a_preferred_time_goes_before_spreading() -> None:
    assert step("no_answer", preferred="上午").ready_at == at("06T09:00")
    assert step("no_answer", preferred="14:30-16:00").ready_at == at("05T14:30")


def test_silence_after_a_refusal_for_good_holds_over_all_campaigns() -> None:
    person = Person(SHANGHAI, silent_until=at("30T12:00"))
    assert earliest(at("05T10:00"), person, SETTINGS) == at("30T12:00")


ZONES = ("Asia/Shanghai", "America/New_York", "Europe/London", "Australia/Lord_Howe", "Africa/Cairo")
moments = st.datetimes(datetime(2024, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC))


@st.composite
def histories(draw: st.DrawFn) -> tuple[Made, Person, datetime]:
    now = draw(moments)
    n = draw(st.integers(1, 8))
    times = (*sorted(now - timedelta(hours=draw(st.integers(1, 24 * 40))) for _ in range(n - 1)), now)
    outcomes = tuple(draw(st.sampled_from(list(SHIPPED))) for _ in range(n))
    agreed = now + timedelta(minutes=draw(st.integers(1, 20_000))) if SHIPPED[outcomes[-1]].needs_time else None
    elsewhere = [now - timedelta(hours=draw(st.integers(1, 24 * 40))) for _ in range(draw(st.integers(0, 5)))]
    person = Person(
        draw(st.sampled_from(ZONES)), draw(st.sampled_from(["", "上午", "evening", "14:00-15:00"])),
        tuple(sorted([*times, *elsewhere])), draw(st.sampled_from([None, now])), draw(st.booleans()),
    )  # fmt: skip
    promised = draw(st.none() | st.builds(lambda m: now + timedelta(minutes=m), st.integers(-600, 600)))
    return Made(n, outcomes, times, draw(st.integers(1, 7)), agreed, promised), person, now


@given(histories())
@settings(max_examples=400, deadline=None)
def test_every_item_ends_or_has_a_next_time_at_which_the_person_may_be_called(found) -> None:
    made, person, now = found
    result = next_step(made, person, SETTINGS, now)
    if result.state != "open":
        assert result.state in ("done", "parked")
        assert result.why
        assert result.ready_at is None
        return
    assert result.ready_at is not None
    assert result.ready_at >= now
    assert len(made.outcomes) < made.max_attempts + (1 if result.agreed else 0)
    if result.agreed:
        assert result.ready_at in (made.agreed_for, made.promised)
        return
    hours = calling_hours(SETTINGS, person.zone)
    assert hours.is_open(result.ready_at)
    day = hours.day_of(result.ready_at)
    assert sum(hours.day_of(past) == day for past in person.called) < SETTINGS["calls.per_day"]
    assert sum(result.ready_at - MONTH < past for past in person.called) < SETTINGS["calls.per_month"]
    if person.number_called:
        assert result.ready_at >= person.number_called + timedelta(minutes=SETTINGS["calls.gap_minutes"])
    if result.same_agent:
        assert result.released_at is not None
        assert result.released_at > result.ready_at


@given(histories())
@settings(max_examples=100, deadline=None)
def test_the_earliest_moment_is_allowed_and_asking_again_from_there_changes_nothing(found) -> None:
    _made, person, now = found
    first = earliest(now, person, SETTINGS)
    assert earliest(first, person, SETTINGS) == first
    assume(first > now)
    assert earliest(first - timedelta(microseconds=1), person, SETTINGS) >= first - timedelta(microseconds=1)
    assert earliest(now + (first - now) / 2, person, SETTINGS) == first  # nothing allowed lies before it
