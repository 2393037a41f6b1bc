"""Damaged workbooks: `scripts/fuzz workbooks [N] [--seed S] [--only NUMBER] [--monsters] [--keep FOLDER]`.

Each must end in a Script, in problems or in a FileProblem, within SECONDS and MEGABYTES; anything else is a failure,
which is printed with its seed and number. `--monsters` reads the huge files too. One JSON line on stdout.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import damage
import monsters
from limits import TooSlow, forget_peak, limited, peak

from callbench.errors import FileProblem
from callbench.script.compile import compile_script
from callbench.script.model import script_from_json
from callbench.script.source import read_source


def outcome(data: bytes, name: str) -> str:
    """Read and compile: `script`, `problems`, or the code of the refusal. Whatever else is raised is a defect."""
    try:
        found = compile_script(read_source(data, name))
    except FileProblem as refusal:
        return refusal.code if refusal.what and refusal.where else "a refusal without words"
    for problem in found.problems:
        assert str(problem)
    if found.script is None:
        assert any(problem.severity == "error" for problem in found.problems)
        return "problems"
    assert script_from_json(found.script.canonical()).hash == found.script.hash
    return "script"


def cases(count: int, seed: int, only: int | None, *, huge: bool) -> Iterator[tuple[str, str, bytes]]:
    """What it is called, the file's name, its bytes."""
    for number in range(count) if only is None else [only]:
        name, data = damage.case(number, seed)
        yield f"--seed {seed} --only {number}", name, data
    for monster in monsters.MONSTERS if huge else ():
        yield monster.__name__, f"{monster.__name__}.bin", monster()


def main() -> int:
    words = argparse.ArgumentParser(prog="scripts/fuzz workbooks", description=__doc__)
    words.add_argument("count", nargs="?", type=int, default=2_000, metavar="N")
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--only", type=int)
    words.add_argument("--monsters", action="store_true")
    words.add_argument("--keep", type=Path)
    said = words.parse_args()
    found: Counter[str] = Counter()
    slowest, slowest_case, most, failed, ran = 0.0, "", 0.0, 0, 0
    for label, name, data in cases(said.count, said.seed, said.only, huge=said.monsters):
        ran += 1
        forget_peak()
        started = time.process_time()
        try:
            with limited():
                end = outcome(data, name)
        except (Exception, TooSlow):
            end = "failed"
            failed += 1
            print(f"{label} {name}", file=sys.stderr)
            traceback.print_exc()
            if said.keep:
                said.keep.mkdir(parents=True, exist_ok=True)
                (said.keep / f"{failed}-{name}").write_bytes(data)
        took = time.process_time() - started
        found[end] += 1
        most = max(most, held := peak())
        if took > slowest:
            slowest, slowest_case = took, f"{label} {name}"
        if not label.startswith("--"):
            print(f"{label}: {end}, {len(data) / 1e6:.1f} MB, {took:.2f} s, peak {held:.0f} MB", file=sys.stderr)
    print(json.dumps({
        "suite": "workbooks", "cases": ran, "failed": failed, "ends": dict(found.most_common()),
        "slowest_s": round(slowest, 3), "slowest": slowest_case, "peak_mb": round(most),
    }))  # fmt: skip
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
