"""Make each slip in a copy of the source, run the tests of the script room there, tell which test noticed it."""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from slips import SLIPS, Slip

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 240
"""Seconds the tests may take before a slip counts as noticed by never ending."""
FAILED = re.compile(
    r"^(?:FAILED|ERROR) (?:tests/script/)?(.+?)(?: - [\w.]*(?:Error|Exception|Problem|assert|Failed).*)?$", re.M
)
FIRST = ("dialect", "functions", "rules", "interview", "repeats", "lines")
"""Test files that notice most within a second; the properties come last, as they look for the smallest example."""


def order(file: Path) -> tuple[int, str]:
    """Quick files first."""
    place = next((n for n, word in enumerate(FIRST) if word in file.name), len(FIRST))
    return place + (100 if "properties" in file.name or "fuzz" in file.name else 0), file.name


def copy_of(slip: Slip, folder: Path) -> None:
    """The source with the slip in it, the tests beside it; compiled modules come along, but not the changed one's."""
    package = folder / "src" / "callbench"
    shutil.copytree(ROOT / "src" / "callbench", package)
    changed = package / "script" / slip.file
    for compiled in (changed.parent / "__pycache__").glob(f"{changed.stem}.*.pyc"):
        compiled.unlink()
    changed.write_text(slip.made(changed.read_text("utf-8")), "utf-8")
    shutil.copytree(
        ROOT / "tests" / "script", folder / "tests" / "script", ignore=shutil.ignore_patterns("__pycache__")
    )
    for beside in ("docs", "scripts"):  # the guide and the makers of scripts are tested with them
        shutil.copytree(ROOT / beside, folder / beside, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "tests" / "conftest.py", folder / "tests")
    shutil.copy(ROOT / "pyproject.toml", folder)


def noticed(slip: Slip | None) -> str:
    """The test that failed first, "" when none did. None: the source as it is."""
    with tempfile.TemporaryDirectory(prefix="callbench-slip-") as name:
        folder = Path(name)
        copy_of(slip or Slip("", "__init__.py", "", ""), folder)
        files = [file.name for file in sorted((folder / "tests" / "script").glob("test_*.py"), key=order)]
        files = [file for file in files if "conformance" not in file]
        quick = [file for file in files if any(word in file for word in FIRST) and "properties" not in file]
        return failing(folder, quick) or failing(folder, [file for file in files if file not in quick])


def failing(folder: Path, files: list[str]) -> str:
    """The first test of these files that fails in the copy, "" when all hold."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "--tb=no", "-p", "no:cacheprovider", "--hypothesis-seed=0"]
    surroundings = os.environ | {
        "PYTHONPATH": str(folder / "src"),
        "CALLBENCH_REFERENCE_DATA": str(folder / "none"),
    }
    try:
        found = subprocess.run(
            [*command, *(f"tests/script/{file}" for file in files)],
            cwd=folder,
            env=surroundings,
            capture_output=True,
            text=True,
            timeout=LONGEST,
        )
    except subprocess.TimeoutExpired:
        return "never ends"
    failed = FAILED.search(found.stdout)
    if found.returncode == 0 or (failed is None and found.returncode != 2):
        return ""
    return failed[1] if failed else "does not start"


def told(slip: Slip) -> dict[str, object]:
    """One line about a slip."""
    start = time.perf_counter()
    if not slip.fits((ROOT / "src" / "callbench" / "script" / slip.file).read_text("utf-8")):
        return {"mutant": slip.name, "file": slip.file, "state": "does not fit"}
    test = noticed(slip)
    seconds = round(time.perf_counter() - start, 1)
    return {
        "mutant": slip.name,
        "file": slip.file,
        "state": "killed" if test else "survived",
        "test": test,
        "seconds": seconds,
    }


def main() -> int:
    """Run the slips whose name or file holds one of the words, all without one."""
    parser = argparse.ArgumentParser(prog="scripts/mutants", description=__doc__)
    parser.add_argument("words", nargs="*", metavar="WORD")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    given = parser.parse_args()
    wanted = [slip for slip in SLIPS if not given.words or any(w in slip.name + slip.file for w in given.words)]
    if not wanted:
        parser.error("no such mutant")
    if test := noticed(None):
        print(f"The tests already fail without a mutant: {test}", file=sys.stderr)
        return 2
    start, lost = time.perf_counter(), 0
    with ThreadPoolExecutor(given.jobs) as pool:
        for line in pool.map(told, wanted):
            lost += line["state"] != "killed"
            print(json.dumps(line, ensure_ascii=False), flush=True)
    seconds = time.perf_counter() - start
    print(f"{len(wanted) - lost} of {len(wanted)} killed in {seconds:.0f} s", file=sys.stderr)
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
