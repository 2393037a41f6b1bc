"""Some days of a salon are played through with nothing amiss, the same again for the same seed; and what is amiss would be seen."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

PLAYING = Path(__file__).parents[2] / "scripts" / "playing"


def world(place: Path) -> dict[str, str]:
    """Nothing of the person who runs this."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CALLBENCH_")}
    return kept | {f"XDG_{kind}_HOME": str(place / kind) for kind in ("CONFIG", "DATA", "STATE")}


def play(place: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """A part of a week, its base kept in `place`."""
    folder = place / "base"
    folder.mkdir()
    command = [sys.executable, str(PLAYING / "week.py"), "--keep", str(folder), *more]
    return subprocess.run(command, capture_output=True, text=True, timeout=500, env=world(place))


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[subprocess.CompletedProcess[str], Path]:
    """The last day off of the National Day holiday, two working days, and the Saturday worked instead."""
    place = tmp_path_factory.mktemp("week")
    return play(place, "--customers", "60", "--first", "2026-10-07", "--days", "4"), place / "base" / "salon.db"


def test_days_of_a_salon_are_played_with_nothing_amiss(played) -> None:
    said, _base = played
    assert said.returncode == 0, said.stdout + said.stderr
    lines = said.stdout.splitlines()
    assert "Findings: 0" in lines
    head, off, *working = (line.split() for line in lines[:5])
    assert head[0] == "day"
    assert off[:2] == ["2026-10-07", "off"]
    assert off[3:5] == ["0", "0"]  # nobody is dealt, nobody called
    assert [line[1] for line in working] == ["work", "work", "make-up"]
    assert all(int(line[-12]) > 5 for line in working), said.stdout
    for happened in ("is ill", "is published", "is paused", "is closed", "by an override", "was killed in the call"):
        assert happened in said.stdout
    for looked in ("whys", "nobody now", "promises looked at", "plan calls looked at"):
        assert looked in said.stdout


TWICE = """
import sys, pathlib
from datetime import date, time
sys.path.insert(0, {playing!r})
import counting, week
told = []
for name in ("a", "b"):
    place = pathlib.Path({place!r}) / name
    place.mkdir()
    told.append(counting.table(week.play(place, date(2026, 10, 10), 1, 25, 3, time(10, 30)).days))
print(*told[0], sep="\\n")
sys.exit(told[0] != told[1])
"""


def test_the_same_seed_plays_the_same_day(tmp_path: Path) -> None:
    program = TWICE.format(playing=str(PLAYING), place=str(tmp_path))
    said = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=500, env=world(tmp_path)
    )
    assert said.returncode == 0, said.stdout + said.stderr
    assert "make-up day" in said.stdout


LOOSE = """
import sys, pathlib
from datetime import date, time
sys.path.insert(0, {playing!r})
import salon, week
from callbench.config import load_settings
from callbench.rules import pools
LOOSE = dict(CALLS_ON_DAYS_OFF="yes", CALLS_PER_DAY="9", CALLS_PER_MONTH="99", CALLS_GAP_MINUTES="1", RETRY_NO_ANSWER_MINUTES="5", RETRY_BUSY_MINUTES="5")
salon.load_settings = lambda _world: load_settings({{f"CALLBENCH_{{name}}": value for name, value in LOOSE.items()}})
pools.Staff.may_call_for = lambda self, agent, whose: True
played = week.play(pathlib.Path({place!r}), date(2026, 10, 9), 2, 30, 3, time(13))
print(*played.wrong, sep="\\n")
"""


def test_a_shop_that_goes_by_other_rules_is_found_out(tmp_path: Path) -> None:
    """Other limits in the settings, everybody's customers dealt to anybody: seen at each call, and in the tables afterwards."""
    program = LOOSE.format(playing=str(PLAYING), place=str(tmp_path))
    said = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=500, env=world(tmp_path)
    )
    assert said.returncode == 0, said.stderr
    for wrong in ("who is owner", "times today", "after the call before", "time on a day"):
        assert wrong in said.stdout, wrong + said.stdout


@pytest.fixture
def read(played, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[str]]:
    """What is found in the base of the days played after a statement, written past everything that refuses it."""
    _said, base = played
    shutil.copy(base, tmp_path / "salon.db")
    monkeypatch.syspath_prepend(str(PLAYING))
    import ending
    import raw

    def found(statement: str) -> list[str]:
        path = tmp_path / "salon.db"
        with sqlite3.connect(path) as changed:
            for (name,) in changed.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                changed.execute(f"DROP TRIGGER {name}")
            for name, index in changed.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index'").fetchall():
                if index and "UNIQUE" in index:
                    changed.execute(f"DROP INDEX {name}")
            changed.execute("PRAGMA ignore_check_constraints = 1")
            changed.execute(statement)
        changed.close()
        rows = raw.Raw(path)
        try:
            return list(ending.findings(SimpleNamespace(raw=rows, agreed=set(), overridden=set())))
        finally:
            rows.close()

    return found


FIRST = "(SELECT rowid FROM attempt ORDER BY started_at LIMIT 1)"


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (f"UPDATE attempt SET started_at = '2026-10-07 02:00:00.000000' WHERE rowid = {FIRST}", "a day off"),
        (f"UPDATE attempt SET started_at = '2026-10-08 14:00:00.000000' WHERE rowid = {FIRST}", "on their clock"),
        ("UPDATE attempt SET e164 = '+8613800000001'", "after the call before"),
        ("UPDATE attempt SET customer_id = (SELECT min(id) FROM customer)", "time on a day"),
        ("UPDATE queue_item SET attempts = attempts + 1", "the item counts"),
        ("UPDATE campaign SET max_attempts = 0", "attempts of 0"),
        ("UPDATE queue_item SET closed_why = '' WHERE state = 'done'", "is done without a reason"),
        ("UPDATE queue_item SET state = 'held', held_by = (SELECT min(id) FROM agent) WHERE state = 'open'", "in the hand of one"),
        ("UPDATE queue_item SET customer_id = (SELECT min(id) FROM customer)", "times in one campaign"),
        ("UPDATE campaign SET state = 'closed', closed_at = '2026-10-08 02:00:00.000000'", "in a campaign that is closed"),
        ("UPDATE follow_up SET state = 'open', item_id = (SELECT min(item_id) FROM follow_up)", "promises open on one item"),
        ("UPDATE follow_up SET state = 'kept', made_at = '2026-10-20 02:00:00.000000'", "kept without a call"),
        ("UPDATE queue_item SET agreed = 1 WHERE state = 'open'", "waits as agreed, nothing is booked"),
        ("UPDATE queue_item SET (plan_id, customer_id, anchor_on) = (SELECT plan_id, customer_id, anchor_on FROM queue_item "
         "WHERE plan_id IS NOT NULL LIMIT 1)", "calls of the plan"),
        (f"DELETE FROM event WHERE kind = 'call.saved' AND subject_id = (SELECT id FROM attempt WHERE rowid = {FIRST})", "was saved 0 times"),
        (f"DELETE FROM attempt WHERE rowid = {FIRST}", "and is not there"),
    ],
)  # fmt: skip
def test_what_must_not_be_is_found(read, statement: str, said: str) -> None:
    found = read(statement)
    assert any(said in line for line in found), found
