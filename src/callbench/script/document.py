"""What expressions see around them: the answers as a tree, the choice lists as tables, the texts of the form."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from callbench.script.instances import Bases, Instances
from callbench.script.parts import Choice, Group
from callbench.script.program import Program
from callbench.script.xpath.nodes import Node, number_nodes
from callbench.script.xpath.values import Nodes


class Document:
    """The surroundings of a state's expressions.

    values, relevant: the state's own, by slot. tree: the node of each slot, made when a path first asks for it, kept up
    to date by the state, and empty again when instances come or go. label_of: how a choice is called at the moment.
    """

    def __init__(
        self,
        program: Program,
        instances: Instances,
        values: list[str],
        relevant: list[bool],
        label_of: Callable[[Choice], str] | None,
    ) -> None:
        self.program = program
        self.instances = instances
        self.values = values
        self.relevant = relevant
        self.label_of = label_of
        self.tree: list[Node] = []

    def live(self, slot: int) -> Node:
        """The node of a place in one instance, for paths."""
        return self._nodes()[slot]

    def expand(self, index: int, around: Bases, picks: Sequence[float | None] = ()) -> Nodes:
        """The relevant nodes of a place in its instances."""
        nodes, relevant = self._nodes(), self.relevant
        return [nodes[slot] for slot in self.instances.slots(index, around, picks) if relevant[slot]]

    def number_of(self, repeat: int, bases: Bases) -> int:
        """Which instance this is, from 1."""
        return self.instances.nth(repeat, bases)

    def root(self) -> Node:
        """The node above the script's root."""
        top = self._nodes()[0].parent
        assert top is not None
        return top

    def _nodes(self) -> list[Node]:
        if not self.tree:
            layout = self.program.layout
            self.tree = [Node("element")] * self.instances.size  # one for all that are not there
            top = Node("root")
            self.tree[0] = top.add(Node("element", layout.root))
            for spot in self.instances.spots(range(1, len(layout.places))):
                item = spot.place.item
                node = Node("element", item.name if item else "")
                self.tree[spot.slot] = self.tree[spot.parent].add(node)
                node.hidden = not self.relevant[spot.slot]
                if not isinstance(item, Group):
                    node.text = self.values[spot.slot]
            number_nodes(top)
        return self.tree

    def instance(self, name: str) -> Nodes:
        """A choice list as a tree."""
        table = self.program.table(name)
        return [table] if table else []

    def text_of_key(self, key: str) -> str:
        """The label of a choice by the name of its list and its place in it, `cities-0`."""
        name, _dash, place = key.rpartition("-")
        rows = self.program.rows.get(name, ())
        if not (place.isdecimal() and place.isascii()) or int(place) >= len(rows):
            return ""
        return self._label(rows[int(place)][0])

    def choice_label(self, question: str, value: str) -> str:
        """The label of a choice, "" when it is none."""
        found = self.program.question(question)
        if found is None or not value:
            return ""
        if found.choices.startswith("${"):
            return value
        for choice, _columns in self.program.rows.get(found.choices, ()):
            if choice.value == value:
                return self._label(choice)
        return ""

    def _label(self, choice: Choice) -> str:
        return self.label_of(choice) if self.label_of else choice.value
