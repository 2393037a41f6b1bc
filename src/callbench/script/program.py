"""A script made ready to run: its nodes numbered, its expressions compiled, its steps in the order they depend on each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from callbench.script.model import Group, Question, Script


@dataclass(frozen=True, slots=True)
class Node:
    """One question or group. parent: index of its group, 0 for the whole script. number: as shown, 0 for none."""

    index: int
    parent: int
    item: Question | Group | None
    number: int = 0

    @property
    def question(self) -> Question:
        assert isinstance(self.item, Question)
        return self.item


class Program:
    """The runnable form of a script, shared by all its interviews."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.nodes: list[Node] = [Node(0, 0, None)]
        self._number = 0
        self._lay_out(script.items, 0)
        self.questions = [node for node in self.nodes if isinstance(node.item, Question)]
        self.at = {node.item.path: node for node in self.nodes if node.item}
        self.order = self.nodes[1:]

    def _lay_out(self, items: Iterable[Question | Group], parent: int) -> None:
        for item in items:
            asked = isinstance(item, Question) and item.asked
            self._number += asked
            node = Node(len(self.nodes), parent, item, self._number if asked else 0)
            self.nodes.append(node)
            if isinstance(item, Group):
                self._lay_out(item.items, node.index)

    def first_value(self, node: Node, fields: Mapping[str, str], now: datetime) -> str:
        """What a question holds before anybody answered."""
        return fields.get(node.question.name, "") if node.question.kind == "hidden" else ""
