"""Where an expression is counted: the values, the moment, and the node a path starts from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Protocol

from callbench.script.xpath.errors import ExprError
from callbench.script.xpath.nodes import Node
from callbench.script.xpath.values import Nodes, Value

EFFORT = 100_000
"""Nodes one path may visit, those of its predicates included: paths in predicates of paths multiply."""


class Host(Protocol):
    """What functions ask of their surroundings."""

    def instance(self, name: str) -> Nodes:
        """The root of a named table: a choice list, or another instance of the document."""

    def choice_label(self, question: str, value: str) -> str:
        """The label of `value` among the choices of the question at path or name `question`."""

    def text_of_key(self, key: str) -> str:
        """The text a key stands for among the texts of the form, "" for none."""

    def root(self) -> Node:
        """The root of the document, for absolute paths."""

    def live(self, slot: int) -> Node:
        """The node of one place of the script in one instance."""

    def number_of(self, repeat: int, bases: tuple[int, ...]) -> int:
        """Which instance of a repeat this is, from 1."""

    def expand(self, index: int, around: tuple[int, ...], picks: Sequence[float | None] = ()) -> Nodes:
        """The relevant nodes of a place in every instance within `around`, or in those picked, one number a repeat."""


class Context:
    """One place of counting.

    values: of the script's nodes by slot. own: the present value of the question an expression belongs to.
    bases: where the instances of the repeats around it begin.
    row: the columns of the choice a filter looks at. position and size: within a predicate, from 1.
    left: nodes the path that is being walked may still visit, None outside of paths.
    """

    __slots__ = ("bases", "current", "host", "left", "node", "now", "own", "position", "row", "size", "values", "zone")

    def __init__(self, values: list[str], now: datetime, host: Host, node: Node | None = None) -> None:
        self.values = values
        self.now = now
        self.zone: tzinfo = now.tzinfo or now.astimezone().tzinfo  # type: ignore[assignment]
        self.host = host
        self.node = node
        self.current = node
        self.own = ""
        self.bases: tuple[int, ...] = ()
        self.row: Mapping[str, str] = {}
        self.position = 1
        self.size = 1
        self.left: list[int] | None = None

    def at(self, node: Node, position: int, size: int) -> Context:
        """The same, at another node."""
        other = Context.__new__(Context)
        other.values = self.values
        other.now = self.now
        other.zone = self.zone
        other.host = self.host
        other.current = self.current
        other.own = self.own
        other.bases = self.bases
        other.row = self.row
        other.node = node
        other.position = position
        other.size = size
        other.left = self.left
        return other

    def visit(self, nodes: int) -> None:
        """So many nodes were visited; ExprError when that is more than one path may."""
        if self.left is not None:
            self.left[0] -= nodes
            if self.left[0] < 0:
                raise ExprError("slow-path", limit=EFFORT)


Rule = Callable[[Context], Value]
