"""Real workbooks: each compiles, or is refused with problems that name the cell, and never crashes."""

from __future__ import annotations

from pathlib import Path

from callbench.errors import FileProblem
from callbench.script.compile import compile_script
from callbench.script.source import read_source

from .expressions import Tally


def load_all(folder: Path) -> Tally:
    """Every workbook below `folder`."""
    tally = Tally("forms")
    for file in sorted(folder.rglob("*.xls*")):
        try:
            found = compile_script(read_source(file.read_bytes(), file.name))
        except FileProblem as problem:
            tally.note(bool(problem.todo), file.name, "what to do", problem)
            continue
        errors = [problem for problem in found.problems if problem.severity == "error"]
        told = all(problem.cell for problem in errors)
        tally.note(
            told and (found.script is None) == bool(errors), file.name, "a script, or problems with cells", errors
        )
    return tally
