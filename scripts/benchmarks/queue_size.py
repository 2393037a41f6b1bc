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
from callbench.store import tally
from calling import NOW, SETTINGS, bench_on
from figures import Figure, figure, in_turns, talk
from queue_base import make_queue_base
from raw_calls import RawCalls

SIZES = {"10k": 10_000, "100k": 100_000, "1m": 1_000_000}


def sizes(n: int, place: Path, names: tuple[str, ...] = tuple(SIZES)) -> list[Figure]:
    """take_<size> and return_<size> (median and 99th of 100), the growth from the least to the largest (both), the queue's
    page and its counts.
    """
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
        for end, share in (("", 0.5), ("_p99", 0.99)):
            found.append(figure(f"take_growth{end}", "ms", taken[names[-1]], taken[names[0]], share=share))
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
    """A page of 200 with the counts of every group, and the counts alone; their floors: the same by plain `sqlite3`."""
    with bench_on(base) as bench:
        raw = sqlite3.connect(base, isolation_level=None)
        agent, today = find_agent(bench, "agent1"), bench.today()
        tens = int(NOW.timestamp()) // 600

        def page() -> float:
            start = time.perf_counter()
            assert len(queue_page(bench, agent, size=200).rows) == 200
            return (time.perf_counter() - start) * 1000

        def page_floor() -> float:
            start = time.perf_counter()
            assert raw.execute(KEPT, (tens, today, tens, today)).fetchall()
            assert len(raw.execute(PAGE, (NOW_TEXT,)).fetchall()) == 200
            return (time.perf_counter() - start) * 1000

        def counts() -> float:
            start = time.perf_counter()
            with bench.db.read() as connection:
                assert sum(tally.counts(connection, NOW, today).values()) >= SIZES["1m"]
            return (time.perf_counter() - start) * 1000

        def counts_floor() -> float:
            start = time.perf_counter()
            assert raw.execute(KEPT, (tens, today, tens, today)).fetchall()
            return (time.perf_counter() - start) * 1000

        pages, counted = in_turns(n, page, page_floor), in_turns(n * 5, counts, counts_floor)
        raw.close()
    return [figure("queue_page_1m", "ms", *pages), figure("queue_counts_1m", "ms", *counted)]


NOW_TEXT = NOW.strftime("%Y-%m-%d %H:%M:%S.%f")
KEPT = """
SELECT kind, ready <= ?, day < ?, touched, sum(n) FROM queue_tally WHERE kind <> 'done' GROUP BY kind, ready <= ?, day < ?, touched
"""
PAGE = """
SELECT i.id, c.id, c.name, c.customer_class, (
  SELECT p.e164 FROM phone p WHERE p.customer_id = c.id AND p.state = 'valid' ORDER BY p.position LIMIT 1
), k.name, i.reason, i.ready_at, i.priority, i.attempts, k.max_attempts, i.last_outcome, a.name, i.zone, i.due_on, f.reason, f.due_at
FROM queue_item i JOIN customer c ON c.id = i.customer_id JOIN campaign k ON k.id = i.campaign_id
LEFT JOIN agent a ON a.id = i.held_by LEFT JOIN follow_up f ON f.item_id = i.id AND f.state = 'open'
WHERE i.state = 'open' AND NOT i.agreed AND i.ready_at <= ? ORDER BY i.priority, i.attempts, i.ready_at, i.id LIMIT 200
"""
