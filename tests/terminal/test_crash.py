"""Killed in the middle of calls, again and again: nothing that was shown as given is lost; and the harness would see it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.pty, pytest.mark.xdist_group("pty")]
SCRIPTS = Path(__file__).parents[2] / "scripts" / "crashing"
WRONG = ("lost", "doubled", "elsewhere", "mixed", "other_call", "damaged", "stuck")
KINDS = ("start", "answer", "note", "complaint", "follow_up", "save", "undo", "break")
BEGIN = f"""
import sys
sys.path.insert(0, {str(SCRIPTS)!r})
import hand, player, run
from callbench.desk import calling
"""


def run(lines: str, kills: int) -> tuple[int, dict[str, int], str]:
    """The harness, changed by these lines; its exit code, its counts and what went wrong."""
    program = f"{BEGIN}{lines}\nsys.argv = ['run', '{kills}']\nsys.exit(run.main())"
    said = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=1200
    )
    assert said.stdout, said.stderr
    return said.returncode, json.loads(said.stdout), said.stderr


def test_killed_in_everything_that_is_done_in_a_call(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")  # somebody's window, which is not the one the program is played in
    lines = f"""
kinds = iter({KINDS!r})
def in_turn(draw):
    kind = next(kinds)
    return hand.Plan(kind, 'kill' if kind != 'note' else 'close', draw.random() * run._KINDS[kind][1])
run._plan, run._COLD = in_turn, {len(KINDS)}
"""
    code, counts, said = run(lines, len(KINDS))
    assert {name: counts[name] for name in WRONG} == dict.fromkeys(WRONG, 0), said
    assert code == 0
    assert {kind: counts[f"in_{kind}"] for kind in KINDS} == dict.fromkeys(KINDS, 1)
    assert counts["answers_shown"] > 0


# A program that says "kept" and keeps nothing, or elsewhere: a slip in the process whose forks are killed, and at what.
SLIPS = {
    "lost": ("answer", "calling.keep_answer = lambda *given, **more: None"),
    "elsewhere": (
        "answer",
        """
keep = calling.keep_answer
calling.keep_answer = lambda bench, draft_id, path, text, state: keep(bench, draft_id, 'q' + str(int(path[1:]) % 9 + 1), text, state)
""",
    ),
    "lost complaint": ("follow_up", "calling.keep_complaint = lambda *given, **more: None"),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_noticed(slip: str) -> None:
    kind, change = SLIPS[slip]
    lines = f"{change}\nrun._KINDS, player._SOMETIMES = {{{kind!r}: (1, 0.0)}}, 1.0"
    code, counts, said = run(lines, 1)
    assert code == 1
    assert counts[slip.split()[0]] > 0, said
    assert ("complaint: the base has ''" in said) == (slip == "lost complaint"), said
