"""What a desk does all day on a base with a very long past, beside the plain driver on the same base.

Take and return write to it; everything else only reads.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from callbench.desk.agents import find_agent
from callbench.desk.calling import give_back, take_next
from callbench.desk.customers import history
from callbench.desk.queue import queue_page
from callbench.desk.why import why
from callbench.records.calls import CallInHand
from callbench.store import tally
from calling import NOW, SETTINGS, bench_on
from figures import Figure, figure, in_turns, talk
from queue_base import make_queue_base
from queue_size import KEPT, NOW_TEXT, PAGE
from raw_calls import CARD, RawCalls

ITEMS, ATTEMPTS = 1_000_000, 10_000_000


def long_past(n: int, place: Path, given: Path | None) -> list[Figure]:
    """past_take, past_return (median and 99th), past_queue_page, past_queue_counts, past_why, past_card."""
    base = given or place / "past.db"
    if given is None:
        start = time.perf_counter()
        make_queue_base(base, ITEMS, ATTEMPTS)
        talk(f"{ATTEMPTS:,} attempts in {time.perf_counter() - start:.0f} s, {base.stat().st_size / 1e9:.1f} GB")
    times: dict[str, tuple[list[float], list[float]]] = {}
    with bench_on(base) as bench:
        agent, today = find_agent(bench, "agent1"), bench.today()
        with bench.db.read() as connection:
            settings = {key: connection.exec_driver_sql(f"PRAGMA {key}").scalar_one() for key in SETTINGS}
        raw = RawCalls(base, agent.id.bytes, NOW, NOW - timedelta(minutes=30), today, settings)
        taken: list[UUID] = []
        given_back: list[float] = []
        floor_back: list[float] = []

        def take() -> float:
            start = time.perf_counter()
            call = take_next(bench, agent)
            between = time.perf_counter()
            assert isinstance(call, CallInHand)
            taken.append(call.customer.id)
            again = time.perf_counter()
            give_back(bench, agent, call.item_id)
            given_back.append((time.perf_counter() - again) * 1000)
            return (between - start) * 1000

        def take_floor() -> float:
            start = time.perf_counter()
            raw.take()
            between = time.perf_counter()
            raw.give_back(NOW + timedelta(minutes=15))
            floor_back.append((time.perf_counter() - between) * 1000)
            return (between - start) * 1000

        times["take"] = in_turns(n, take, take_floor)
        times["return"] = given_back[1:], floor_back[1:]
        raw.connection.close()
        plain = sqlite3.connect(base, isolation_level=None)
        tens = int(NOW.timestamp()) // 600

        def kept() -> None:
            assert plain.execute(KEPT, (tens, today, tens, today)).fetchall()

        def page() -> None:
            kept()
            assert len(plain.execute(PAGE, (NOW_TEXT,)).fetchall()) == 200

        def counts() -> None:
            with bench.db.read() as connection:
                tally.counts(connection, NOW, today)

        def card() -> None:
            about = {"customer": taken[len(taken) % 7].bytes}
            for statement in CARD[1:-1]:
                plain.execute(statement, about).fetchall()

        reads: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
            "queue_page": (lambda: queue_page(bench, agent, size=200), page), "queue_counts": (counts, kept),
            "why": (lambda: why(bench, agent, taken[-1]), card), "card": (lambda: history(bench, taken[-1]), card),
        }  # fmt: skip
        for name, (ours, floor) in reads.items():
            times[name] = in_turns(max(5, n // 5), _timed(ours), _timed(floor))
        plain.close()
    found = [figure(f"past_{name}", "ms", *both) for name, both in times.items()]
    return found + [figure(f"past_{name}_p99", "ms", *times[name], share=0.99) for name in ("take", "return")]


def _timed(run: Callable[[], object]) -> Callable[[], float]:
    def timed() -> float:
        start = time.perf_counter()
        run()
        return (time.perf_counter() - start) * 1000

    return timed
