"""Killed in the middle of calls, again and again: nothing that was shown as given is lost; and the harness would see it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.pty,
    pytest.mark.xdist_group("pty"),
    pytest.mark.skipif(
        "CALLBENCH_TEST_CRASH" not in os.environ, reason="takes minutes: set CALLBENCH_TEST_CRASH to run it"
    ),
]
SCRIPTS = Path(__file__).parents[2] / "scripts" / "crashing"
WRONG = ("lost", "doubled", "elsewhere", "mixed", "other_call", "damaged", "stuck")


def run(*args: str) -> tuple[int, dict[str, int], str]:
    said = subprocess.run(
        [sys.executable, *args], capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=300
    )
    assert said.stdout, said.stderr
    return said.returncode, json.loads(said.stdout), said.stderr


def test_ten_kills_lose_nothing() -> None:
    code, counts, said = run(str(SCRIPTS / "run.py"), "10", "--seed", "3")
    assert {name: counts[name] for name in WRONG} == dict.fromkeys(WRONG, 0), said
    assert code == 0
    assert counts["kill"] + counts.get("term", 0) + counts.get("close", 0) == 10
    assert counts["answers_shown"] > 10


# A program that says "kept" and keeps nothing, and one that keeps it elsewhere: a slip in the process whose forks are killed.
SLIPS = {
    "lost": "calling.keep_answer = lambda *given, **more: None",
    "elsewhere": """
keep = calling.keep_answer
calling.keep_answer = lambda bench, draft_id, path, text, state: keep(bench, draft_id, 'q' + str(int(path[1:]) % 9 + 1), text, state)
""",
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_noticed(slip: str) -> None:
    program = f"""
import sys
sys.path.insert(0, {str(SCRIPTS)!r})
import run, player, program
from callbench.desk import calling
{SLIPS[slip]}
run._COLD = 1000
player.KINDS = {{"answer": 1}}
sys.argv = ["run", "2"]
sys.exit(run.main())
"""
    code, counts, said = run("-c", program)
    assert code == 1
    assert counts[slip] > 0, said
