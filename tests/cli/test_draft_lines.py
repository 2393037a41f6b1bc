"""A follow-up and a complaint kept with a call that was interrupted on the screens: plain lines offer and save them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from callbench.clock import clock_from
from callbench.config import load_settings
from callbench.desk.agents import find_agent
from callbench.desk.bench import open_bench
from callbench.desk.calling import item_in_hand, keep_complaint, keep_follow_up
from callbench.records.calls import ComplaintWish, FollowUpWish

AGENT = ("--agent", "wangmin")
DUE = datetime.fromisoformat("2026-03-06T15:00+08:00")


def rows(base: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(base)) as db:
        return db.execute(sql).fetchall()


def follow_ups(base: Path) -> list[tuple[object, ...]]:
    return rows(base, "SELECT substr(due_at, 1, 16), reason FROM follow_up WHERE state = 'open'")


def complaints(base: Path) -> list[tuple[object, ...]]:
    return rows(base, "SELECT kind, urgency, words FROM complaint")


@pytest.fixture
def interrupted(shop, base):
    """`shop` with a call in hand in which a time was agreed and a complaint raised, and which nobody ended."""
    shop("next", *AGENT)
    settings = load_settings({})
    with open_bench(base, settings, clock_from("2026-03-05T10:00", settings.zone)) as bench:
        call = item_in_hand(bench, find_agent(bench, "wangmin"))
        assert call
        keep_follow_up(bench, call.draft_id, FollowUpWish(DUE, "more about the facial"))
        keep_complaint(bench, call.draft_id, ComplaintWish("service", "urgent", "waited an hour"))
    return shop


def test_call_tells_them_again_and_enter_keeps_both(interrupted, base) -> None:
    done = interrupted("call", *AGENT, typed=".\n7\n\n")
    assert done.code == 0, done.out + done.err
    assert "2026-03-06 15:00" in done.out
    assert "waited an hour" in done.out
    assert "Callback agreed (Enter)" in done.out, "what was agreed proposes how the call ended"
    assert follow_ups(base) == [("2026-03-06 07:00", "more about the facial")]
    assert complaints(base) == [("service", "urgent", "waited an hour")]


def test_another_time_takes_its_place(interrupted, base) -> None:
    done = interrupted("call", *AGENT, typed=".\n7\nmon 10am\nthe price\n")
    assert done.code == 0, done.out + done.err
    assert follow_ups(base) == [("2026-03-09 02:00", "the price")]


def test_they_wait_while_nothing_is_saved(interrupted, base) -> None:
    assert interrupted("call", *AGENT, typed="5\n").code == 1
    assert "waited an hour" in interrupted("next", *AGENT).out
    assert (follow_ups(base), complaints(base)) == ([], [])
    assert interrupted("call", *AGENT, typed=".\n7\n\n").code == 0
    assert len(follow_ups(base)) == len(complaints(base)) == 1


def test_outcome_saves_both(interrupted, base) -> None:
    done = interrupted("outcome", "-", "callback_agreed", *AGENT)
    assert done.code == 0, done.err
    assert "2026-03-06 15:00" in done.out
    assert follow_ups(base) == [("2026-03-06 07:00", "more about the facial")]
    assert complaints(base) == [("service", "urgent", "waited an hour")]


def test_outcome_saves_what_is_said_instead(interrupted, base) -> None:
    said = ("--follow-up", "mon 10am", "--reason", "the price", "--complaint", "-")
    assert interrupted("outcome", "-", "callback_agreed", *said, *AGENT).code == 0
    assert follow_ups(base) == [("2026-03-09 02:00", "the price")]
    assert complaints(base) == []


def test_who_complained_was_reached(interrupted, base) -> None:
    done = interrupted("call", *AGENT, typed=".\nno_answer\n")
    assert done.code == 1
    assert "Type one of the keys or names above." in done.out
    assert rows(base, "SELECT count(*) FROM attempt") == [(0,)]
