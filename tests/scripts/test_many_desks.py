"""Many desks on one base, some killed: nothing is dealt twice, lost, called too often or untraced; and the reading would see it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from callbench.desk.bench import Bench
from callbench.records.calls import CallInHand, CallResult
from shopfloor import Shop

DESKS = Path(__file__).parents[2] / "scripts" / "desks"
PROGRAM = """
import sys, pathlib
sys.path.insert(0, {desks!r})
import crowd
counts, found = crowd.run(
    {address!r}, pathlib.Path({place!r}), items=300, programs=2, seats={seats}, calls=120, kills=2, speed=600.0, seed=5,
    patience=90,
)
print(counts)
print(*found, sep="\\n")
assert counts["calls"] > 60 and counts["killed"], counts
sys.exit(bool(found))
"""


def test_a_few_hundred_calls_of_desks_that_are_killed(address: str, tmp_path: Path) -> None:
    seats = 3 if "://" in address else 1
    program = PROGRAM.format(desks=str(DESKS), address=address, place=str(tmp_path), seats=seats)
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=200)
    assert said.returncode == 0, said.stdout + said.stderr


@pytest.fixture
def read(lite: Bench, clock, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """What the reading finds in a base of three calls after these statements, written past everything that refuses them."""
    monkeypatch.syspath_prepend(str(DESKS))
    import reading

    from callbench.desk import calling

    shop = Shop(lite)
    for _ in range(3):
        shop.item(minutes=-1)
        call = calling.take_next(lite, shop.agents["wang"])
        assert isinstance(call, CallInHand)
        clock.set(clock.now().replace(minute=clock.now().minute + 2))
        calling.save_result(lite, shop.agents["wang"], call.draft_id, CallResult("completed"))

    def found(*statements: str) -> list[str]:
        with lite.db.rebuilding() as c:
            for (name,) in c.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").all():
                c.exec_driver_sql(f"DROP TRIGGER {name}")
            for statement in statements:
                c.exec_driver_sql(statement)
        return list(reading.findings(reading.Raw(lite.db.address), 3))

    return found


FIRST, SECOND = (f"(SELECT rowid FROM attempt ORDER BY started_at LIMIT 1 OFFSET {n})" for n in range(2))
SAME = f"(SELECT {{0}} FROM attempt WHERE rowid = {FIRST})"


def test_a_base_that_is_right_has_no_findings(read: Any) -> None:
    assert read() == []


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (f"UPDATE attempt SET ended_at = '2026-03-05 02:03:00.000000' WHERE rowid = {FIRST}", "overlap"),
        (f"UPDATE attempt SET e164 = {SAME.format('e164')} WHERE rowid = {SECOND}", "called again after"),
        (f"UPDATE attempt SET customer_id = {SAME.format('customer_id')}", "was called 3 times on"),
        (f"DELETE FROM attempt WHERE rowid = {FIRST}", "saved and is gone"),
        ("DELETE FROM queue_item WHERE rowid = 1", "items are gone"),
        ("DELETE FROM event WHERE rowid = (SELECT max(rowid) FROM event)", "no event of its saving"),
        ("UPDATE queue_item SET attempts = 2", "counts 2 attempts"),
        ("UPDATE queue_item SET closed_why = ''", "without a reason"),
        ("UPDATE queue_tally SET n = n + 1", "4 items are counted as ('done', 20260305), there are 3"),
        ("UPDATE queue_item SET state = 'held', closed_at = NULL, pool_id = 1, held_by = (SELECT id FROM agent LIMIT 1) WHERE rowid = 1",
         "is held by"),
    ],
)  # fmt: skip
def test_what_must_not_be_is_found(read: Any, statement: str, said: str) -> None:
    found = read(statement)
    assert any(said in line for line in found), found
