"""The figures of the script room: what stands beside them gives the same values, and each prints its line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

BENCH = Path(__file__).parents[2] / "scripts" / "benchmarks" / "bench.py"
FIGURES = (
    "reevaluate_20", "reevaluate_228", "reevaluate_1000", "reevaluate_growth", "reevaluate_elementpath", "lines_228", "load_228",
    "canonical_228", "repeat_10", "repeat_50",
)  # fmt: skip


def test_the_script_room_is_measured_beside_engines_that_give_the_same() -> None:
    said = subprocess.run(
        [sys.executable, BENCH, "--repeat", "3", *FIGURES], capture_output=True, text=True, check=False, timeout=300
    )
    assert said.returncode == 0, said.stderr[-3000:]
    found = {line["figure"]: line for line in map(json.loads, said.stdout.splitlines())}
    assert tuple(found) == FIGURES
    assert found["reevaluate_elementpath"]["ratio"] < 0.5, "many times as fast as the library"
    assert "100.0 ms" in said.stderr
