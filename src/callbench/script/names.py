"""What names mean inside a script's expressions: questions by index, columns of the list that is filtered."""

from __future__ import annotations

from collections.abc import Callable, Collection

from callbench.script.layout import Layout, Place
from callbench.script.parts import Question
from callbench.script.xpath.compiled import Compiled
from callbench.script.xpath.context import Context
from callbench.script.xpath.errors import ExprError
from callbench.script.xpath.syntax import Call, Path, Ref
from callbench.script.xpath.values import Nodes
from callbench.text import nearest


class ScriptNames:
    """Names for the expressions of one place. used: collects the indexes of the places they read."""

    def __init__(self, layout: Layout, own: Place) -> None:
        self.layout = layout
        self.own = own
        self.used: set[int] = set()

    def ref(self, name: str, at: int) -> Compiled:
        return self.value_of(self.layout.named(name, at))

    def value_of(self, place: Place) -> Compiled:
        """The value of a question, the node of a group."""
        index = place.index
        if isinstance(place.item, Question):
            self.used.add(index)
            return Compiled(lambda c: c.values[index], "text", _live(index))
        self.used.update(other.index for other in self.layout.below(place))
        return Compiled(_live(index), "nodes")

    def path(self, path: Path) -> Compiled | None:
        start: Place | None = self.own
        if path.start == "/":
            start = None
        elif isinstance(path.start, Ref):
            start = self.layout.named(path.start.name, path.start.at)
        elif isinstance(path.start, Call):
            if path.start.name != "current" or path.start.args:
                return None
        elif path.start != "":
            return None
        place = self.layout.walk(start, path)
        if place is not None:
            return self.value_of(place)
        if path.start == "/" or path.start == "":
            self.used.update(self._reach(path))
        return None

    def here(self) -> Callable[[Context], Nodes] | None:
        return _live(self.own.index)

    def inside(self) -> InnerNames:
        return InnerNames(self)

    def _reach(self, path: Path) -> set[int]:
        """What a path with axes or predicates may read: everything but the place itself."""
        return {place.index for place in self.layout.places[1:]} - {self.own.index}


class InnerNames:
    """Names within a predicate: relative paths start from changing nodes, the rest means the same."""

    def __init__(self, outer: ScriptNames) -> None:
        self.outer = outer

    def ref(self, name: str, at: int) -> Compiled:
        return self.outer.ref(name, at)

    def path(self, path: Path) -> Compiled | None:
        return None if path.start == "" else self.outer.path(path)

    def here(self) -> None:
        return None

    def inside(self) -> InnerNames:
        return self


class FilterNames(ScriptNames):
    """Names of a choice filter: a plain name is a column of the choice list."""

    def __init__(self, layout: Layout, own: Place, list_name: str, columns: Collection[str]) -> None:
        super().__init__(layout, own)
        self.list_name = list_name
        self.columns = columns

    def path(self, path: Path) -> Compiled | None:
        if path.start == "" and len(path.steps) == 1 and path.steps[0].axis == "child":
            name = path.steps[0].test.name
            if name == "null" and name not in self.columns:
                raise ExprError("null", path.at, "''")
            if name not in self.columns:
                raise ExprError("no-such-column", path.at, nearest(name, self.columns), name=name, list=self.list_name)
            return Compiled(lambda c: c.row.get(name, ""), "text")
        return super().path(path)


def _live(index: int) -> Callable[[Context], Nodes]:
    return lambda c: [c.host.live(index)]
