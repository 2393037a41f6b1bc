"""A day's run of the shipped call plans over very many customers, and what it holds in memory, against the plain driver."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import uuid_utils

from base_people import START, ZONE, write_people, write_script
from base_script import SCRIPT
from callbench.desk.agents import add_agent
from callbench.desk.plan_edits import add_shipped
from callbench.desk.plans import run_plans
from calling import bench_on
from figures import Figure, figure, talk
from table_writer import TableWriter

TODAY = date(2026, 3, 5)
AGENTS = 20
_AT_ONCE = 500
_READ = (
    """SELECT c.id, c.customer_class, c.owner_id, c.zone, c.preferred_time, c.created_at,
    EXISTS (SELECT 1 FROM phone p WHERE p.customer_id = c.id AND p.state = 'valid' AND p.e164 <> '') FROM customer c
    WHERE c.id > ? ORDER BY c.id LIMIT ?""",
    "SELECT customer_id, on_day, item FROM service_record WHERE customer_id BETWEEN ? AND ? ORDER BY customer_id, on_day, nth, item",
    "SELECT customer_id, max(business_day) FROM attempt WHERE customer_id BETWEEN ? AND ? AND outcome = 'completed' GROUP BY 1",
    "SELECT customer_id, outcome, ended_at, e164 FROM attempt WHERE customer_id BETWEEN ? AND ? AND ended_at > '2026-02'",
    "SELECT customer_id, raised_at, closed_at FROM complaint WHERE customer_id BETWEEN ? AND ?",
    "SELECT id, customer_id, plan_id, anchor_on, state, agreed, attempts, ready_at, due_on, closed_on FROM queue_item "
    "WHERE customer_id BETWEEN ? AND ?",
)


def plan_run(n: int, customers: int, place: Path) -> list[Figure]:
    """plan_run, in seconds, and plan_run_memory, in MB: each run in a process of its own, on a copy of one base."""
    base = place / "plans.db"
    start = time.perf_counter()
    make_plan_base(base, customers)
    talk(f"{customers:,} customers and the shipped plans in {time.perf_counter() - start:.0f} s")
    took: list[float] = []
    memory: list[float] = []
    before: list[float] = []
    floors: list[float] = []
    for turn in range(n):
        for which in ("ours", "floor") if turn % 2 else ("floor", "ours"):
            copy = base.with_name("run.db")
            shutil.copyfile(base, copy)
            if which == "ours":
                told = json.loads(subprocess.check_output([sys.executable, __file__, str(copy)]))
                took.append(told["seconds"])
                memory.append(told["after"])
                before.append(told["before"])
                made = told["made"]
            else:
                floors.append(_floor(copy, customers * 2 // 5))
            copy.unlink()
    base.unlink()
    talk(f"{made:,} calls made")
    return [
        figure("plan_run", "s", took, floors, digits=2),
        figure("plan_run_memory", "MB", memory, before, digits=1),
    ]


def make_plan_base(path: Path, customers: int) -> None:
    """Customers with a number and up to three services each, and all shipped plans."""
    writer = TableWriter(path)
    draw = random.Random(customers)
    keys = sorted(bytes([1, *draw.randbytes(15)]) for _ in range(customers + AGENTS + 1))
    agents, people = keys[:AGENTS], keys[AGENTS + 1 :]
    write_people(writer, draw, lambda _n: draw.randbytes(16), agents, people, TODAY - timedelta(days=1))
    write_script(writer, keys[AGENTS])
    writer.finish()
    with bench_on(path) as bench:
        add_shipped(bench, add_agent(bench, "boss", "Boss", "supervisor"), SCRIPT.form_id)


def _floor(base: Path, items: int) -> float:
    """The same rows read, some hundred customers at a time, and as many items written as durably."""
    connection = sqlite3.connect(base, isolation_level=None)
    connection.execute("PRAGMA synchronous = FULL")
    campaign, pool = connection.execute("SELECT campaign_id, 1 FROM call_plan LIMIT 1").fetchone()
    connection.execute(
        "INSERT OR IGNORE INTO pool (id, campaign_id, zone, hours, skill) VALUES (1, ?, ?, '', '')", (campaign, ZONE)
    )
    add = (
        "INSERT INTO queue_item (id, campaign_id, customer_id, state, rule, reason, agreed, priority, attempts, ready_at, due_on, zone, "
        "last_outcome, closed_why, created_at, created_on, pool_id) VALUES (?, ?, ?, 'open', 'plan', '', 0, 5, 0, ?, 20260305, ?, '', "
        "'', ?, 20260305, ?)"
    )
    left, last = items, b""
    start = time.perf_counter()
    while found := connection.execute(_READ[0], (last, _AT_ONCE)).fetchall():
        for statement in _READ[1:]:
            connection.execute(statement, (found[0][0], found[-1][0])).fetchall()
        last = found[-1][0]
        rows = [
            (uuid_utils.uuid7().bytes, campaign, one[0], START, ZONE, START, pool) for one in found[: min(left, 200)]
        ]
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(add, rows)
        connection.execute("COMMIT")
        left -= len(rows)
    took = time.perf_counter() - start
    connection.close()
    return took


def _memory(name: str) -> float:
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith(name)) / 1024


def main(base: Path) -> dict[str, Any]:
    """Run the plans of a base once."""
    with bench_on(base) as bench:
        bench.outcomes  # noqa: B018 - read once
        before, start = _memory("VmRSS"), time.perf_counter()
        made = run_plans(bench).made
        took = time.perf_counter() - start
    return {"seconds": took, "before": before, "after": _memory("VmHWM"), "made": sum(made.values())}


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))
