"""The benchmarks run and print what they promise; a generated base is a real one, whose sums hold."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest

from callbench.clock import FixedClock
from callbench.config import Settings
from callbench.desk.bench import open_bench
from callbench.desk.summary import summary

FOLDER = Path(__file__).parents[2] / "scripts" / "benchmarks"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small generated base, made by the command."""
    path = tmp_path_factory.mktemp("bench") / "base.db"
    said = subprocess.run(
        [sys.executable, FOLDER / "make_base.py", path, "--customers", "300", "--calls", "3000", "--calls-a-day", "500"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert said.stdout == ""
    assert "rows a second" in said.stderr
    return path


def test_a_generated_base_adds_up(base: Path, settings: Settings):
    with open_bench(base, settings, FixedClock(datetime(2026, 3, 5, 6, 30, tzinfo=UTC))) as bench:
        day, all_days = summary(bench), summary(bench, 20200101, 20260305)
        for found in (day, all_days, summary(bench, 20260304)):
            assert [check for check in found.checks if not check.holds] == []
        assert day.measures["calls"].value == 500
        assert all_days.measures["calls"].value == 3000
        assert all_days.measures["nps"].denominator > 100
        assert [question.path for question in day.questions][:2] == ["satisfied", "manner"]
        with bench.db.read() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
            assert connection.exec_driver_sql("PRAGMA integrity_check").all() == [("ok",)]
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"


def test_the_same_arguments_make_the_same_base(tmp_path: Path, base: Path):
    import sqlite3

    again = tmp_path / "again.db"
    subprocess.run(
        [sys.executable, FOLDER / "make_base.py", again, "--customers", "300", "--calls", "3000", "--calls-a-day", "500"],
        capture_output=True, check=True,
    )  # fmt: skip
    rows = [sqlite3.connect(path).execute("SELECT * FROM attempt ORDER BY id").fetchall() for path in (base, again)]
    assert rows[0] == rows[1]
    assert len(rows[0]) == 3000


def test_a_base_that_is_there_is_not_touched(base: Path):
    before = base.stat().st_mtime_ns
    said = subprocess.run([sys.executable, FOLDER / "make_base.py", base], capture_output=True, text=True, check=False)
    assert said.returncode == 2
    assert "exists already" in said.stderr
    assert base.stat().st_mtime_ns == before


def test_the_bench_prints_one_line_a_figure(base: Path):
    said = subprocess.run(
        [sys.executable, FOLDER / "bench.py", "--base", base, "--repeat", "3", "take_next", "save_result", "day_summary"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    lines = [json.loads(line) for line in said.stdout.splitlines()]
    assert [line["figure"] for line in lines] == ["take_next", "save_result", "day_summary"]
    for line in lines:
        assert list(line) == ["figure", "value", "unit", "floor", "ratio", "n"]
        assert line["unit"] == "ms"
        assert line["n"] == 3
        assert line["ratio"] == pytest.approx(line["value"] / line["floor"], rel=0.02)
    assert "aim" in said.stderr


def test_an_unknown_figure_is_refused():
    said = subprocess.run([sys.executable, FOLDER / "bench.py", "speed"], capture_output=True, text=True, check=False)
    assert said.returncode == 2
    assert said.stdout == ""
    assert "take_next" in said.stderr


@pytest.fixture
def figures() -> ModuleType:
    spec = importlib.util.spec_from_file_location("figures", FOLDER / "figures.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["figures"] = module
    spec.loader.exec_module(module)
    return module


def test_both_sides_are_measured_in_turns(figures: ModuleType):
    order: list[str] = []

    def side(name: str, took: float):
        def run() -> float:
            order.append(name)
            return took

        return run

    values, floors = figures.in_turns(3, side("a", 2.0), side("b", 1.0))
    assert "".join(order) == "ababbaab"  # the first pair does not count
    found = figures.figure("x", "ms", values, floors)
    assert (found.value, found.floor, found.ratio, found.n) == (2.0, 1.0, 2.0, 3)
