"""Damaged workbooks end in a script, in problems or in a refusal: a small part of what `scripts/fuzz workbooks` runs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "scripts" / "fuzzing"


def test_damaged_workbooks_never_end_in_a_traceback() -> None:
    said = subprocess.run(
        [sys.executable, FOLDER / "workbooks.py", "150", "--seed", "2026"], capture_output=True, text=True, check=False
    )
    assert said.returncode == 0, said.stderr
    found = json.loads(said.stdout)
    assert (found["cases"], found["failed"]) == (150, 0)
    assert {"script", "problems", "file-damaged"} <= found["ends"].keys(), "the damage is neither too slight nor total"
    assert found["slowest_s"] < 5
    assert found["peak_mb"] < 500


def test_a_case_is_repeated_by_its_seed_and_number() -> None:
    sys.path.insert(0, str(FOLDER))
    try:
        import damage
    finally:
        sys.path.remove(str(FOLDER))
    for number in range(25):
        assert damage.case(number, 7) == damage.case(number, 7)
    assert damage.case(1, 7) != damage.case(1, 8)
