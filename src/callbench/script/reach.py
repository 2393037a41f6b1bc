"""Which places a path with axes, predicates or wildcards may lead to, before any answer is known."""

from __future__ import annotations

from collections.abc import Iterator

from callbench.script.layout import Layout
from callbench.script.parts import Group
from callbench.script.xpath.syntax import Call, Filter, Path, Ref, Step, Syntax, children

_TOP = -1
"""Above the root, where absolute paths begin."""


class Reach:
    """Follows paths through the layout. own: the index relative paths start from. read: everything met on the way.

    Raises ExprError for a step to a name that is nowhere there.
    """

    def __init__(self, layout: Layout, own: int) -> None:
        self.layout = layout
        self.own = own
        self.read: set[int] = set()

    def path(self, path: Path, here: set[int] | None = None) -> set[int]:
        """Where `path` leads from `here`, the own place without it; paths into tables lead nowhere."""
        found = self._start(path.start, {self.own} if here is None else here)
        for step in path.steps:
            if not found:
                break
            found = self._step(step, found)
        self.read |= found
        return found

    def _start(self, start: Syntax | str, here: set[int]) -> set[int]:
        match start:
            case "/":
                return {_TOP}
            case "":
                return here
            case Ref():
                return {self.layout.named(start.name, start.at).index}
            case Filter():
                found = self._start(start.base, here)
                for predicate in start.predicates:
                    self._inside(predicate, found)
                return found
            case Path():
                return self.path(start, here)
            case Call(name="current"):
                return {self.own}
            case _:
                return set()

    def _step(self, step: Step, here: set[int]) -> set[int]:
        on_axis = {each for index in here for each in self._axis(step.axis, index)}
        name = step.test.name
        if step.test.kind == "node":
            found = on_axis
        elif step.test.kind != "name":
            found = set()
        else:
            found = {index for index in on_axis if name == "*" or self._name(index) == name}
            if not found and step.axis == "child" and name != "*" and here != {_TOP}:
                raise self.layout.unknown(step, {self._name(index) for index in on_axis})
        for predicate in step.predicates:
            self._inside(predicate, found)
        return found

    def _inside(self, predicate: Syntax, here: set[int]) -> None:
        """What relative paths of a predicate read, where it is tried at `here`."""
        if not here:
            return
        if isinstance(predicate, Path):
            self.path(predicate, here)
            return
        for part in children(predicate):
            self._inside(part, here)

    def _name(self, index: int) -> str:
        item = self.layout.places[index].item if index >= 0 else None
        return item.name if item else self.layout.root if index == 0 else ""

    def _axis(self, axis: str, index: int) -> Iterator[int]:
        if axis in ("self", "ancestor-or-self", "descendant-or-self"):
            yield index
        if axis == "child":
            yield from self._children(index)
        elif axis.startswith("descendant"):
            for child in self._children(index):
                yield from self._axis("descendant-or-self", child)
        elif axis in ("parent", "ancestor", "ancestor-or-self") and index >= 0:
            above = self._parent(index)
            yield from self._axis("ancestor-or-self", above) if axis != "parent" else (above,)
        elif axis.endswith("-sibling"):
            yield from self._children(self._parent(index)) if index > 0 else ()
        elif axis in ("following", "preceding"):
            yield from range(1, len(self.layout.places))

    def _parent(self, index: int) -> int:
        return self.layout.places[index].parent if index > 0 else _TOP

    def _children(self, index: int) -> Iterator[int]:
        if index == _TOP:
            yield 0
        elif index == 0 or isinstance(self.layout.places[index].item, Group):
            yield from self.layout.inside(index).values()
