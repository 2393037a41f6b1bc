"""A few hundred of the expressions that `scripts/fuzz expressions` throws at the script room; the whole run is that script's."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

FUZZ = Path(__file__).parents[2] / "scripts" / "fuzzing" / "expressions.py"


def run(*words: str) -> dict[str, object]:
    said = subprocess.run([sys.executable, FUZZ, *words], capture_output=True, text=True, check=False, timeout=300)
    assert said.returncode == 0, said.stderr[-4000:]
    found: dict[str, object] = json.loads(said.stdout)
    return found


def test_random_expressions_end_in_values_or_in_problems() -> None:
    found = run("400", "--seed", "5")
    ends = found["ends"]
    assert isinstance(ends, dict)
    assert (found["cases"], found["failed"], sum(ends.values())) == (400, 0, 400)
    for kind in ("grown", "spoilt", "edge", "pattern", "deep", "long"):
        assert ends[f"{kind}: problems"], kind
        assert ends[f"{kind}: values"], kind


def test_a_case_can_be_repeated_by_its_number() -> None:
    assert run("--only", "7", "--seed", "5")["cases"] == 1
