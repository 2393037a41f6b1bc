"""Where an expression is counted: the values, the moment, and the node a path starts from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo
from typing import Protocol

from callbench.script.xpath.nodes import Node
from callbench.script.xpath.values import Nodes, Value


class Host(Protocol):
    """What functions ask of their surroundings."""

    def instance(self, name: str) -> Nodes:
        """The root of a named table: a choice list, or another instance of the document."""

    def choice_label(self, question: str, value: str) -> str:
        """The label of `value` among the choices of the question at path or name `question`."""

    def root(self) -> Node:
        """The root of the document, for absolute paths."""

    def live(self, index: int) -> Node:
        """The node of a place of the script."""


class Context:
    """One place of counting.

    values: of the script's nodes by index. own: the present value of the question an expression belongs to.
    row: the columns of the choice a filter looks at. position and size: within a predicate, from 1.
    """

    __slots__ = ("current", "host", "node", "now", "own", "position", "row", "size", "values", "zone")

    def __init__(self, values: list[str], now: datetime, host: Host, node: Node | None = None) -> None:
        self.values = values
        self.now = now
        self.zone: tzinfo = now.tzinfo or now.astimezone().tzinfo  # type: ignore[assignment]
        self.host = host
        self.node = node
        self.current = node
        self.own = ""
        self.row: Mapping[str, str] = {}
        self.position = 1
        self.size = 1

    def at(self, node: Node, position: int, size: int) -> Context:
        """The same, at another node."""
        other = Context.__new__(Context)
        other.values = self.values
        other.now = self.now
        other.zone = self.zone
        other.host = self.host
        other.current = self.current
        other.own = self.own
        other.row = self.row
        other.node = node
        other.position = position
        other.size = size
        return other


Rule = Callable[[Context], Value]
