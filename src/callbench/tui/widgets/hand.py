"""What is picked, pointed at and wrong at the live question before anything counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from callbench.script.lines import ChoiceLine, Line


@dataclass
class Hand:
    """picked: values of several; pointed: the value under the cursor; problem: what is wrong, in words."""

    picked: set[str] = field(default_factory=set)
    pointed: str = ""
    problem: str = ""

    def empty(self) -> None:
        """Nothing yet: another question is live, or its answer was taken back."""
        self.picked, self.pointed, self.problem = set(), "", ""

    def point(self, choices: Sequence[ChoiceLine], by: int) -> None:
        """Point at the choice `by` places on, round and round."""
        values = [choice.value for choice in choices]
        at = values.index(self.pointed) if self.pointed in values else min(-by, 0)
        self.pointed = values[(at + by) % len(values)]

    def in_order(self, live: Line) -> str:
        """What is picked, as an answer: values in the order of the choices."""
        return " ".join(choice.value for choice in live.choices if choice.value in self.picked)
