"""What a script lends to the expressions in it: the meaning of their names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from callbench.script.xpath.compiled import Compiled
from callbench.script.xpath.context import Context
from callbench.script.xpath.syntax import Call, Path, Syntax
from callbench.script.xpath.values import Nodes


class Names(Protocol):
    """What names mean in the script an expression belongs to."""

    def ref(self, name: str, at: int) -> Compiled:
        """`${name}`; ExprError when there is no such question."""

    def path(self, path: Path) -> Compiled | None:
        """A path that always leads to one question, None for any other."""

    def call(self, call: Call, compile_one: Callable[[Syntax], Compiled]) -> Compiled | None:
        """A call that means something of its own in this script, None for any other."""

    def here(self) -> Callable[[Context], Nodes] | None:
        """Where relative paths start, None when the context's own node is the place."""

    def inside(self) -> Names:
        """The names within a predicate, where relative paths start from changing nodes."""
