"""Which outcomes a script may name: those of the shop, or the shipped ones where no base was asked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from callbench.script.problems import Problems
from callbench.script.sheets.content import Cell
from callbench.text import nearest


@dataclass(frozen=True, slots=True)
class OutcomeKeys:
    """keys: none are checked when there are none. guessed: a shop may have others, so that another one is a warning."""

    keys: Collection[str] = ()
    guessed: bool = False

    def check(self, key: str, cell: Cell, problems: Problems, question: str = "") -> None:
        """Add a problem when `cell` names none of them."""
        if key and self.keys and key not in self.keys:
            code = "outcome-not-shipped" if self.guessed else "unknown-outcome"
            problems.add(code, cell, question=question, suggestion=nearest(key, self.keys), name=key)
