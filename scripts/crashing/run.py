"""Kill the bench in the middle of calls, N times, and look at what is left: scripts/crash_test."""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from hand import Hand, Plan
from ledger import Ledger
from player import Player
from program import Gone, Program, warm_up
from shop import AGENT, BEGINS, make_shop, read_shop

_COLD = 10  # every tenth start is the installed command, not a fork of what is loaded already
_HOW = {"kill": 80, "term": 10, "close": 10}
_WRONG = ("lost", "doubled", "elsewhere", "mixed", "other_call", "damaged", "stuck")
_KINDS = {
    "start": (10, 1.2), "answer": (30, 0.6), "note": (8, 0.25), "complaint": (12, 0.25), "follow_up": (8, 0.25),
    "save": (16, 0.12), "undo": (10, 0.12), "break": (6, 0.12),
}  # fmt: skip
"""What is under way when the kill comes: its weight, and the seconds from its key to the latest kill, when everything is
over on a machine that is busy."""
_NOT_OURS = ("CALLBENCH_", "TEXTUAL", "COLUMNS", "LINES", "NO_COLOR")
_UNDO = {"CALLBENCH_CALLS_UNDO_SECONDS": "600"}  # a busy machine must not be too slow to take a result back


def _world(folder: Path) -> dict[str, str]:
    """What the program is told by its environment; nothing of the person who runs this."""
    for name in [name for name in os.environ if name.startswith(_NOT_OURS)]:
        del os.environ[name]  # the size of somebody's window, too, by which the program would cut its lines
    homes = {f"XDG_{name}_HOME": str(folder / name.lower()) for name in ("CONFIG", "DATA", "STATE")}
    return _UNDO | homes | {"TERM": "xterm-256color", "LANG": "C.UTF-8", "COLORTERM": "truecolor"}


def crash_test(kills: int, seed: int, folder: Path) -> Ledger:
    """Play and kill; what was found."""
    draw, ledger, base = random.Random(seed), Ledger(), folder / "shop.db"
    make_shop(base, 3 * kills + 20)
    world = _world(folder)
    os.environ.update(world)
    warm_up()
    began, expected = time.monotonic(), ""
    for nth in range(1, kills + 1):
        plan = _plan(draw)
        now = (BEGINS + timedelta(hours=8, seconds=time.monotonic() - began)).strftime("from %Y-%m-%dT%H:%M:%S")
        cold = nth % _COLD == 0
        args = ["--db", str(base), "--lang", "en", "--agent", AGENT]
        program = Program(args, world | {"CALLBENCH_NOW": now}, cold=cold)
        try:
            Player(Hand(program, ledger, plan, draw, nth)).play(expected)
        except Gone:
            pass
        except TimeoutError as late:
            ledger.wrong("stuck", f"{late}")
        ended_by_itself = not program.killed
        try:
            took = program.bury()
        except RuntimeError as stays:
            ledger.wrong("stuck", f"{stays} ({plan})")
            took = 0.0
        if ended_by_itself:
            ledger.wrong("stuck", f"the program ended by itself:\n{program.text}")
        ledger.counts["longest_ms"] = max(ledger.counts["longest_ms"], round(took * 1000))
        ledger.counts[plan.how] += 1
        ledger.counts[f"in_{plan.kind}"] += 1
        expected = ledger.check(read_shop(base))
        for words in ledger.told:
            keys = " ".join(repr(key) for key in program.keys)
            print(f"kill {nth} ({plan}): {words}\n  last keys: {keys}", file=sys.stderr, flush=True)
        ledger.told.clear()
        if nth % 50 == 0:
            print(f"{nth} kills in {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    ledger.counts["attempts"] = sum(len(one.outcomes) for one in ledger.known.values())
    ledger.counts["answers_kept"] = sum(len(one.answers) for one in ledger.known.values())
    ledger.counts["seconds"] = round(time.monotonic() - began)
    return ledger


def _plan(draw: random.Random) -> Plan:
    """What is to be under way, and when the kill comes: early moments more often than late ones."""
    kind = draw.choices(list(_KINDS), [weight for weight, _latest in _KINDS.values()])[0]
    how = draw.choices(list(_HOW), list(_HOW.values()))[0]
    return Plan(kind, how, draw.random() ** 2 * _KINDS[kind][1])


def main() -> int:
    """Read the arguments, print the counts."""
    parser = argparse.ArgumentParser(prog="scripts/crash_test", description=__doc__)
    parser.add_argument("kills", nargs="?", type=int, default=500, metavar="N", help="how often to kill (500)")
    parser.add_argument(
        "--seed", type=int, default=1, help="repeats what is done; the moments differ a little each time"
    )
    given = parser.parse_args()
    # On the disk of the project: a temporary folder may be memory, where nothing is durable.
    place = Path(__file__).resolve().parents[2] / ".bench"
    place.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place) as folder:
        ledger = crash_test(given.kills, given.seed, Path(folder))
    counts = {name: ledger.counts[name] for name in _WRONG}
    more = {name: count for name, count in sorted(ledger.counts.items()) if name not in counts}
    print(json.dumps({"kills": given.kills, "seed": given.seed} | counts | more))
    return 1 if any(counts.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
