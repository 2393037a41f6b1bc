"""The parameters column: `start=1 end=5 step=1`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from callbench.script.compiling.columns import Row
from callbench.script.parts import RANGE
from callbench.script.problems import Problems

_KNOWN = {"range": frozenset(RANGE), "text": frozenset({"rows"})}
_PARAMETER = re.compile(r"([\w\-]+)\s*=\s*([^\s;,]+)")


def read_parameters(row: Row, name: str, kind: str, problems: Problems) -> Mapping[str, str]:
    """The parameters of a question of this kind by name; a range has all three of its own."""
    cell = row.cells.get("parameters")
    found = {key.casefold(): value for key, value in _PARAMETER.findall(cell.text)} if cell else {}
    if cell and not found:
        problems.add("bad-parameters", cell, question=name, text=cell.text)
    for unknown in sorted(found.keys() - _KNOWN.get(kind, frozenset())):
        problems.add("unknown-parameter", cell, question=name, parameter=unknown)
    if kind != "range":
        return found
    full = RANGE | found
    try:
        start, end, step = float(full["start"]), float(full["end"]), float(full["step"])
        fits = start < end and 0 < step <= end - start
    except ValueError:
        fits = False
    if not fits:
        problems.add("bad-range", cell or row.cells["type"], question=name)
    return full
