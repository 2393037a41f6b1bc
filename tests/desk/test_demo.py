"""The demo shop: true to the rules at every hour, the same for a seed, its figures add up, its workbooks are the script's."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import phonenumbers
import pytest
from phonenumbers import geocoder
from sqlalchemy import text

from callbench.clock import FixedClock
from callbench.config import Settings
from callbench.demo.people import number
from callbench.demo.stories import STORIES, cast
from callbench.demo.words import MOST
from callbench.desk.agents import find_agent
from callbench.desk.bench import Bench, open_bench
from callbench.desk.blocking import do_not_call_list
from callbench.desk.calling import take_next
from callbench.desk.demo import fill_demo, is_demo, is_empty
from callbench.desk.followups import list_follow_ups
from callbench.desk.queue import queue_page
from callbench.desk.summary import summary
from callbench.errors import Conflict, UsageProblem
from callbench.records.calls import CallInHand
from callbench.rules.hours import calling_hours

SHANGHAI = ZoneInfo("Asia/Shanghai")
ROOT = Path(__file__).parents[2]


def rows(bench: Bench, statement: str) -> list[tuple]:
    with bench.db.read() as connection:
        return [tuple(row) for row in connection.execute(text(statement))]


def at(tmp_path: Path, settings: Settings, moment: str) -> Bench:
    now = datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)
    return open_bench(tmp_path / f"{moment[-5:-3]}.db", settings, FixedClock(now))


def test_an_empty_base_becomes_the_demo_shop(bench: Bench) -> None:
    assert is_empty(bench)
    assert not is_demo(bench)
    filled = fill_demo(bench)
    assert not is_empty(bench)
    assert is_demo(bench)
    assert filled.agents == 5
    assert filled.customers == 60
    assert filled.items >= 60
    assert filled.calls >= 40
    assert filled.answers >= 150
    assert find_agent(bench, "wangmin").name == "王敏"


def test_who_asks_never_to_be_called_stands_on_the_list(lite: Bench) -> None:
    fill_demo(lite)
    asked = {name for (name,) in rows(lite, "SELECT name FROM customer WHERE state = 'do_not_call'")}
    entries = do_not_call_list(lite)
    assert asked
    assert {entry.customer_name for entry in entries} == asked
    assert {entry.source for entry in entries} == {"outcome"}


def test_the_queue_holds_overdue_due_agreed_and_untouched(bench: Bench) -> None:
    fill_demo(bench)
    counts = queue_page(bench).counts
    assert min(counts.get(group, 0) for group in ("agreed", "overdue", "due", "untouched", "later", "done")) >= 1
    now = bench.clock.now()
    open_ones = list_follow_ups(bench)
    assert [booked.due_at > now for booked in open_ones].count(True) >= 3
    assert [booked.due_at > now for booked in open_ones].count(False) >= 3


def test_the_first_customer_can_be_taken_and_the_script_speaks(bench: Bench) -> None:
    fill_demo(bench)
    call = take_next(bench, find_agent(bench, "wangmin"))
    assert isinstance(call, CallInHand)
    assert call.why.rule == "agreed"
    assert call.history.services
    assert call.fields["customer_name"] == call.customer.name
    assert call.fields["service"]
    assert call.fields["shop"] in call.customer.branch


@pytest.mark.parametrize("seed", [1, 7, 241])
def test_no_call_asks_about_a_service_that_came_after_it(lite: Bench, seed: int) -> None:
    fill_demo(lite, seed=seed)
    days_ago = [number for (number,) in rows(lite, "SELECT number FROM answer WHERE path = 'days_ago'")]
    assert days_ago
    assert min(days_ago) >= 0


def test_the_summary_of_today_adds_up_and_says_something(bench: Bench) -> None:
    fill_demo(bench)
    day = summary(bench)
    assert all(check.holds for check in day.checks), [check for check in day.checks if not check.holds]
    assert day.measures["calls"].value >= 8
    assert day.outcomes["completed"] >= 4
    assert day.measures["follow_ups"].value >= 1
    assert {question.measure for question in day.questions} >= {"csat", "attitude", "efficiency", "effect"}
    assert day.measures["satisfaction"].value is not None
    assert day.measures["nps"].denominator >= 2
    assert sum(1 for line in day.agents if sum(line.outcomes.values())) >= 3
    month = summary(bench, 20260201, 20260305)
    assert all(check.holds for check in month.checks)
    assert month.measures["calls"].value > day.measures["calls"].value


@pytest.mark.parametrize("moment", ["2026-03-05T02:00", "2026-03-05T08:00", "2026-03-05T09:10", "2026-03-05T13:00", "2026-03-05T23:00"])  # fmt: skip
def test_true_to_the_rules_at_every_hour(tmp_path: Path, settings: Settings, moment: str) -> None:
    with at(tmp_path, settings, moment) as bench:
        fill_demo(bench, customers=120, seed=7)
        now = bench.clock.now()
        assert all(check.holds for check in summary(bench).checks)
        calls = rows(bench, "SELECT a.started_at, a.ended_at, a.outcome, c.zone, a.e164, hex(a.agent_id), hex(a.customer_id), a.item_id FROM attempt a JOIN customer c ON c.id = a.customer_id ORDER BY a.started_at")  # fmt: skip
        assert len(calls) > 70
        by_number: dict[str, datetime] = {}
        by_agent: dict[str, datetime] = {}
        a_day: Counter[tuple[str, object]] = Counter()
        for started_text, ended_text, _outcome, zone, e164, agent, customer, _item in calls:
            started, ended = (datetime.fromisoformat(t).replace(tzinfo=UTC) for t in (started_text, ended_text))
            hours = calling_hours(settings, zone)
            assert ended <= now
            assert hours.is_open(started)
            assert started >= by_agent.get(agent, started)
            assert started - by_number.get(e164, started - timedelta(hours=2)) >= timedelta(minutes=30)
            a_day[customer, hours.day_of(started)] += 1
            by_agent[agent], by_number[e164] = ended, ended
        assert max(a_day.values()) <= settings["calls.per_day"]
        assert all(calling_hours(settings, row.zone).is_open(row.due_at) for row in queue_page(bench, size=400).rows)


def test_the_same_seed_makes_the_same_shop(tmp_path: Path, settings: Settings, clock: FixedClock) -> None:
    def made(name: str, seed: int) -> list[list[tuple]]:
        with open_bench(tmp_path / name, settings, clock) as bench:
            fill_demo(bench, seed=seed)
            return [
                rows(bench, statement)
                for statement in (
                    "SELECT id, code, name, branch, birthday FROM customer ORDER BY id",
                    "SELECT customer_id, on_day, item, amount FROM service_record ORDER BY customer_id, on_day",
                    "SELECT id, state, rule, ready_at, last_outcome FROM queue_item ORDER BY id",
                    "SELECT attempt_id, path, text FROM answer ORDER BY attempt_id, path",
                )
            ]

    first = made("a.db", 1)
    assert first == made("b.db", 1)
    assert first != made("c.db", 2)


def test_a_filling_that_is_stopped_can_be_begun_again(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as stopped:
        stopped.setattr("callbench.store.demo.mark", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            fill_demo(bench, customers=5)
    assert is_empty(bench)
    assert fill_demo(bench, customers=5).customers == 5


def test_of_two_that_fill_one_base_the_later_is_refused(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    fill_demo(bench, customers=5)
    monkeypatch.setattr("callbench.desk.demo.is_empty", lambda _bench: True)  # as both have seen it
    with pytest.raises(Conflict, match="not empty"):
        fill_demo(bench, customers=5)
    assert rows(bench, "SELECT count(*) FROM customer") == [(5,)]


def test_only_an_empty_base_is_filled(lite: Bench) -> None:
    fill_demo(lite, customers=3)
    with pytest.raises(Conflict):
        fill_demo(lite, customers=3)
    assert rows(lite, "SELECT count(*) FROM customer") == [(3,)]


@pytest.mark.parametrize("customers", [0, -1, MOST + 1])
def test_a_size_that_cannot_be_is_refused(lite: Bench, customers: int) -> None:
    with pytest.raises(UsageProblem):
        fill_demo(lite, customers=customers)
    assert is_empty(lite)


def test_any_size_tells_every_customer_a_story() -> None:
    from random import Random

    for customers in (1, 2, 59, 60, 61, 1_000, 10_000):
        assert len(cast(customers, Random(1))) == customers
    assert {id(story) for story in cast(60, Random(1))} == {id(story) for story in STORIES}


def test_no_number_of_the_demo_rings_at_a_known_place() -> None:
    tried = {number(position) for position in range(0, MOST, 97)}
    assert len(tried) == len(range(0, MOST, 97))
    for e164 in tried:
        parsed = phonenumbers.parse(e164)
        assert phonenumbers.is_valid_number(parsed)
        assert geocoder.description_for_number(parsed, "en") in ("", "China")
