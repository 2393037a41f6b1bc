"""Taking a call, saving its result and the daily summary against the plain driver, on one generated base."""

from __future__ import annotations

import shutil
import sqlite3
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from base_script import FIVE, SCRIPT
from callbench.clock import FixedClock
from callbench.config import load_settings
from callbench.desk.agents import list_agents
from callbench.desk.bench import Bench, open_bench
from callbench.desk.calling import save_result, take_next
from callbench.desk.summary import summary
from callbench.records.calls import AnswerGiven, CallInHand, CallResult
from callbench.records.people import Agent
from figures import Figure, figure, in_turns
from raw_calls import RawCalls
from raw_summary import read_day

NOW = datetime(2026, 3, 5, 6, 30, tzinfo=UTC)  # the generated base breaks off at 14:00 in Shanghai; it is half past
SETTINGS = ("journal_mode", "synchronous", "foreign_keys", "temp_store", "cache_size", "journal_size_limit")


def answers() -> tuple[AnswerGiven, ...]:
    """Eight answers."""
    given = []
    for question in SCRIPT.questions():
        if question.choices == "five":
            given.append(
                AnswerGiven(question.path, question.name, "choice", "5", 5.0, FIVE[4], "given", question.measure)
            )
        else:
            given.append(AnswerGiven(question.path, question.name, "text", "好的", None, "好的", "given", ""))
    return tuple(given)


def bench_on(base: Path) -> Bench:
    """A bench half an hour after the base breaks off."""
    return open_bench(base, load_settings({"CALLBENCH_SHOP_ZONE": "Asia/Shanghai"}), FixedClock(NOW))


def first_in_queue(base: Path) -> tuple[str, str]:
    """An agent's code, and the name of the first customer of the queue as they see it."""
    from callbench.desk.queue import queue_page

    with bench_on(base) as bench:
        agent = list_agents(bench)[0]
        return agent.code, queue_page(bench, agent, size=1).rows[0].customer_name


def calls(n: int, base: Path, place: Path) -> list[Figure]:
    """take_next and save_result, in turns on two copies of the base; both must deal the same items."""
    mine, theirs = place / "ours.db", place / "floor.db"
    for copy in (mine, theirs):
        shutil.copyfile(base, copy)
    taken: dict[str, list[float]] = {"take": [], "floor take": [], "save": [], "floor save": []}
    with bench_on(mine) as bench:
        agent = list_agents(bench)[0]
        raw = RawCalls(theirs, agent.id.bytes, NOW, NOW - timedelta(minutes=30), 20260305, _settings(bench))
        given = answers()
        result = CallResult("completed", given)
        items: list[list[bytes]] = [[], []]
        for turn in range(-5, n):  # the first rounds do not count
            for which in (0, 1) if turn % 2 else (1, 0):
                times = _ours(bench, agent, result, items[0]) if which == 0 else _floor(raw, given, items[1])
                for name, took in zip(("take", "save"), times, strict=True):
                    if turn >= 0:
                        taken[name if which == 0 else f"floor {name}"].append(took * 1000)
        assert items[0] == items[1], "the floor dealt other items"
        raw.connection.close()
    for copy in (mine, theirs):
        copy.unlink()
    return [
        figure("take_next", "ms", taken["take"], taken["floor take"]),
        figure("save_result", "ms", taken["save"], taken["floor save"]),
    ]


def _ours(bench: Bench, agent: Agent, result: CallResult, items: list[bytes]) -> tuple[float, float]:
    start = time.perf_counter()
    call = take_next(bench, agent)
    between = time.perf_counter()
    assert isinstance(call, CallInHand)
    items.append(call.item_id.bytes)
    again = time.perf_counter()
    save_result(bench, agent, call.draft_id, result)
    return between - start, time.perf_counter() - again


def _floor(raw: RawCalls, given: tuple[AnswerGiven, ...], items: list[bytes]) -> tuple[float, float]:
    start = time.perf_counter()
    items.append(raw.take())
    between = time.perf_counter()
    raw.save("completed", given)
    return between - start, time.perf_counter() - between


def _settings(bench: Bench) -> dict[str, int | str]:
    """The PRAGMAs our own connections have."""
    with bench.db.read() as connection:
        return {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in SETTINGS}


def day_summary(n: int, base: Path) -> list[Figure]:
    """The whole team's last day."""
    with bench_on(base) as bench:
        raw = sqlite3.connect(base, isolation_level=None)
        for name, value in _settings(bench).items():
            raw.execute(f"PRAGMA {name} = {value}")

        def ours() -> float:
            start = time.perf_counter()
            found = summary(bench)
            took = time.perf_counter() - start
            assert all(check.holds for check in found.checks)
            return took * 1000

        def floor() -> float:
            start = time.perf_counter()
            counted = read_day(raw, 20260305)
            took = time.perf_counter() - start
            assert counted
            return took * 1000

        values, floors = in_turns(n, ours, floor)
        raw.close()
    return [figure("day_summary", "ms", values, floors, digits=2)]
