"""Replays a folder of recorded cases: `python -m conformance [DIR]`, the reference data without one.

One JSON line a suite on stdout, the first failures and every exception with its reason on stderr; exit 1 when a case in scope fails.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from conformance import expressions, forms, states

ROOT = Path(__file__).resolve().parents[3]
SHOWN = 5


def tallies(folder: Path) -> Iterator[expressions.Tally]:
    """Every suite found in `folder`."""
    for name, run in (
        ("webforms_xpath.jsonl", expressions.webforms),
        ("javarosa_eval.json", expressions.javarosa_eval),
        ("javarosa_parse.json", expressions.javarosa_parse),
    ):
        if (file := folder / "expressions" / name).exists():
            yield run(file)
    if (folder / "forms").is_dir():
        yield forms.load_all(folder / "forms")
    for recording in sorted(folder.glob("form_states*/*/*.jsonl.gz")):
        seed, engine = recording.name.split(".")[:2]
        yield states.replay(recording.parent, seed, engine)


def main() -> int:
    data = Path(os.environ.get("CALLBENCH_REFERENCE_DATA", ROOT.parent / "shared" / "data"))
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else data / "10_xlsform"
    if not folder.is_dir():
        print(f"no such folder: {folder}", file=sys.stderr)
        return 2
    failed = 0
    exceptions: list[str] = []
    for tally in tallies(folder):
        print(json.dumps(tally.line()), flush=True)
        failed += tally.failed
        exceptions += [f"  {tally.suite}: {case}\n    {reason}" for case, reason in tally.exceptions]
        for case, expected, found in tally.failures[:SHOWN]:
            print(f"  {tally.suite}: {case}\n    expected {expected}\n    found    {found}", file=sys.stderr)
    print(f"{len(exceptions)} exceptions, counted as out of scope:", *exceptions, sep="\n", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
