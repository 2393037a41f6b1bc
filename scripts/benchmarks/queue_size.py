"""Taking, giving back and listing with 10,000, 100,000 and 1,000,000 open items, against the plain driver."""

from __future__ import annotations

import shutil
import sqlite3
import time
from datetime import timedelta
from pathlib import Path

from callbench.desk.agents import find_agent
from callbench.desk.bench import Bench
from callbench.desk.calling import give_back, take_next
from callbench.desk.queue import queue_page
from callbench.records.calls import CallInHand
from callbench.records.people import Agent
from calling import NOW, SETTINGS, bench_on
from figures import Figure, figure, in_turns, talk
from queue_base import make_queue_base
from raw_calls import RawCalls

SIZES = {"10k": 10_000, "100k": 100_000, "1m": 1_000_000}


def sizes(n: int, place: Path, names: tuple[str, ...] = tuple(SIZES)) -> list[Figure]:
    """take_<size> and return_<size> (median and 99th of 100), the growth from the least to the largest, and the queue's page."""
    found: list[Figure] = []
    taken: dict[str, list[float]] = {}
    for name in names:
        base = place / f"queue_{name}.db"
        start = time.perf_counter()
        agent = make_queue_base(base, SIZES[name])
        talk(f"a queue of {SIZES[name]:,} items in {time.perf_counter() - start:.0f} s")
        found += _taking(name, n, base, agent, taken)
        if name == "1m":
            found += _listing(max(3, n // 10), base)
        base.unlink()
    if len(names) > 1:
        found.append(figure("take_growth", "ms", taken[names[-1]], taken[names[0]]))
    return found


def _taking(name: str, n: int, base: Path, agent: bytes, taken: dict[str, list[float]]) -> list[Figure]:
    """Take and give back, in turns on two copies of the base; both must deal the same items."""
    floor = base.with_name("floor.db")
    shutil.copyfile(base, floor)
    times: dict[str, list[float]] = {key: [] for key in ("take", "return", "floor take", "floor return")}
    items: list[list[bytes]] = [[], []]
    with bench_on(base) as bench:
        who = find_agent(bench, "agent1")
        assert who.id.bytes == agent
        with bench.db.read() as connection:
            settings = {key: connection.exec_driver_sql(f"PRAGMA {key}").scalar_one() for key in SETTINGS}
        raw = RawCalls(floor, agent, NOW, NOW - timedelta(minutes=30), 20260305, settings)
        for turn in range(-5, n):  # the first rounds do not count
            for which in (0, 1) if turn % 2 else (1, 0):
                both = _ours(bench, who, items[0]) if which == 0 else _floor(raw, items[1])
                for key, took in zip(("take", "return"), both, strict=True):
                    if turn >= 0:
                        times[key if which == 0 else f"floor {key}"].append(took * 1000)
        raw.connection.close()
    assert items[0] == items[1], "the floor dealt other items"
    floor.unlink()
    taken[name] = times["take"]
    return [
        figure(f"{key}_{name}{end}", "ms", times[key], times[f"floor {key}"], share=share)
        for key in ("take", "return")
        for end, share in (("", 0.5), ("_p99", 0.99))
    ]


def _ours(bench: Bench, agent: Agent, items: list[bytes]) -> tuple[float, float]:
    start = time.perf_counter()
    call = take_next(bench, agent)
    between = time.perf_counter()
    assert isinstance(call, CallInHand)
    items.append(call.item_id.bytes)
    again = time.perf_counter()
    give_back(bench, agent, call.item_id)
    return between - start, time.perf_counter() - again


def _floor(raw: RawCalls, items: list[bytes]) -> tuple[float, float]:
    start = time.perf_counter()
    items.append(raw.take())
    between = time.perf_counter()
    raw.give_back(NOW + timedelta(minutes=15))
    return between - start, time.perf_counter() - between


def _listing(n: int, base: Path) -> list[Figure]:
    """A page of 200 with the counts of every group; its floor: counting the whole by state."""
    with bench_on(base) as bench:
        raw = sqlite3.connect(base, isolation_level=None)
        agent = find_agent(bench, "agent1")

        def ours() -> float:
            start = time.perf_counter()
            assert len(queue_page(bench, agent, size=200).rows) == 200
            return (time.perf_counter() - start) * 1000

        def floor() -> float:
            start = time.perf_counter()
            assert raw.execute(_COUNTS).fetchall()
            return (time.perf_counter() - start) * 1000

        values, floors = in_turns(n, ours, floor)
        raw.close()
    return [figure("queue_page_1m", "ms", values, floors)]


_COUNTS = "SELECT state, count(*) FROM queue_item GROUP BY state"
