"""Random expressions: `scripts/fuzz expressions [N] [--seed S] [--only NUMBER]`.

Each stands in some cell of a small script, which is compiled and, when that succeeds, gone through with answers. It must
end in values or in problems, within SECONDS and MEGABYTES; anything else is a failure, printed with its seed and number.
One JSON line on stdout.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import traceback
from collections import Counter
from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

import grammar
from limits import TooSlow, limited, peak

from callbench.script.compile import compile_script
from callbench.script.interview import Interview
from callbench.script.model import Script, script_from_json
from callbench.script.sheets.content import Cell, ScriptSource, Sheet

NOW = datetime(2026, 3, 5, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
COLUMNS = (
    "relevant",
    "calculation",
    "constraint",
    "choice_filter",
    "default",
    "required",
    "readonly",
    "callbench::outcome",
    "label",
)
HEADER = ("type", "name", *COLUMNS)
SURVEY = (
    ("hidden", "customer_name"), ("select_one yn", "ok"), ("begin_group", "g"), ("text", "why"), ("integer", "times"), ("end_group", ""),
    ("date", "when"), ("calculate", "many", "", "concat(${why}, ${why})"),
)  # fmt: skip
UNDER_TEST = (
    "text",
    "select_one c",
    "select_multiple c",
    "integer",
    "decimal",
    "date",
    "calculate",
    "note",
    "begin_group",
    "begin_repeat",
)
CHOICES = (
    ("list_name", "name", "label", "prov"),
    ("yn", "y", "Yes", ""),
    ("yn", "n", "No", ""),
    ("c", "hz", "H", "zj"),
    ("c", "gz", "G", "gd"),
)
ANSWERS = {"ok": "n", "g/why": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "g/times": "3", "when": "2026-03-01"}
ORDER = ("ok", "g/why", "x", "g/times", "city", "when")


def sheet(name: str, rows: tuple[tuple[str, ...], ...]) -> Sheet:
    """Rows of text as a sheet, the first one its header."""
    cells = [
        {n: Cell(name, line, n, text) for n, text in enumerate(row, 1) if text} for line, row in enumerate(rows, 1)
    ]
    return Sheet(name, tuple(cells[0].values()), tuple(cells[1:]))


def source(text: str, luck: Random) -> ScriptSource:
    """A script that holds the expression once."""
    kind, column = luck.choice(UNDER_TEST), luck.choice(COLUMNS)
    name = "g2" if kind.startswith("begin") else "x"
    row = [kind, name, *("X" if each == "label" else "" for each in COLUMNS)]
    row[HEADER.index(column)] = f"{text} ${{{text}}}" if column == "label" else text
    rows = [*SURVEY, tuple(row)]
    if kind.startswith("begin"):
        rows += [("text", "x"), ("end_" + kind.removeprefix("begin_"), "")]
    rows += [
        ("begin_repeat", "visits"),
        ("text", "visit_note"),
        ("end_repeat", ""),
        ("select_multiple c", "city", "${ok} = 'n'"),
    ]
    whole = tuple(tuple(each) + ("",) * (len(HEADER) - len(each)) for each in rows)
    labelled = tuple((*each[:-1], each[-1] or "L") for each in whole)
    settings = sheet("settings", (("form_id", "version"), ("fuzz", "1")))
    return ScriptSource(
        "fuzz.xlsx",
        {"survey": sheet("survey", (HEADER, *labelled)), "choices": sheet("choices", CHOICES), "settings": settings},
    )


def outcome(text: str, luck: Random) -> str:
    """Compile and go through it: `values` or `problems`. Whatever else is raised is a defect."""
    found = compile_script(source(text, luck))
    for problem in found.problems:
        assert str(problem)
    if found.script is None:
        assert any(problem.severity == "error" for problem in found.problems)
        return "problems"
    again = script_from_json(found.script.canonical())
    assert again.hash == found.script.hash
    go_through(again, luck)
    return "values"


def go_through(script: Script, luck: Random) -> None:
    """Answer what can be answered, some of it twice, and read everything that is read of an interview."""
    talk = Interview(script, fields={"customer_name": "李女士"}, now=NOW, language="zh_CN")
    for path in (*ORDER, *luck.sample(ORDER, 2)):
        shown = {line.path: line for line in talk.lines()}
        if path not in shown:
            continue
        choices = shown[path].choices
        text = ANSWERS.get(path) or (choices[-1].value if choices else luck.choice(("3", "2026-03-05", "aaaaaaaa")))
        if not talk.check(path, text):
            talk.set(path, text)
        if luck.random() < 0.2:
            talk.refuse(path)
    assert talk.lines() == talk.lines() or "random" in script.canonical() or "uuid" in script.canonical()
    assert talk.is_complete == (talk.first_gap() is None)
    talk.answers(), talk.progress, talk.proposals(), talk.profile()
    Interview(script, fields={}, now=NOW, language="en", answers=talk.drafts()).lines()


def main() -> int:
    words = argparse.ArgumentParser(prog="scripts/fuzz expressions", description=__doc__)
    words.add_argument("count", nargs="?", type=int, default=20_000, metavar="N")
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--only", type=int)
    said = words.parse_args()
    found: Counter[str] = Counter()
    slowest, slowest_case, failed = 0.0, "", 0
    numbers = range(said.count) if said.only is None else [said.only]
    began = time.perf_counter()
    for number in numbers:
        kind, text = grammar.expression(number, said.seed)
        started = time.process_time()
        try:
            with limited():
                end = outcome(text, Random(number))
        except (Exception, TooSlow):
            end = "failed"
            failed += 1
            print(f"--seed {said.seed} --only {number} ({kind}): {text[:300]!r}", file=sys.stderr)
            traceback.print_exc(limit=-6)
        took = time.process_time() - started
        found[f"{kind}: {end}"] += 1
        if took > slowest:
            slowest, slowest_case = took, f"--seed {said.seed} --only {number}"
    print(json.dumps({
        "suite": "expressions", "cases": len(numbers), "failed": failed, "ends": dict(sorted(found.items())),
        "slowest_s": round(slowest, 3), "slowest": slowest_case, "peak_mb": round(peak()), "seconds": round(time.perf_counter() - began),
    }))  # fmt: skip
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
