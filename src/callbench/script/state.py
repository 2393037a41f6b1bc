"""The values behind an interview: every answer, what is relevant, what is calculated, all recomputed after each change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from callbench.script.program import Program


class State:
    """The live values of one script; indexes are those of the program's nodes.

    raw: what was given or calculated, kept while not relevant. values: the same, "" where not relevant.
    """

    def __init__(self, program: Program, fields: Mapping[str, str], now: datetime) -> None:
        self.program = program
        self.fields = fields
        self.now = now
        self.raw = [""] * len(program.nodes)
        self.values = [""] * len(program.nodes)
        self.relevant = [True] * len(program.nodes)
        self.refused: set[int] = set()
        for node in program.questions:
            self.raw[node.index] = program.first_value(node, fields, now)
        self.recompute()

    def recompute(self) -> tuple[int, ...]:
        """Bring everything up to date; the nodes whose answer was cleared because their filter no longer offers it."""
        for node in self.program.order:
            self.relevant[node.index] = self.relevant[node.parent]
            self.values[node.index] = self.raw[node.index] if self.relevant[node.index] else ""
        return ()
