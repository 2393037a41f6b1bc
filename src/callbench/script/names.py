"""What names mean inside a script's expressions: questions of the same instance, of all instances, columns of a list."""

from __future__ import annotations

from collections.abc import Callable, Collection

from callbench.script.layout import Layout, Place
from callbench.script.parts import Group, Question
from callbench.script.reach import Reach
from callbench.script.xpath.compiled import Compiled, as_number
from callbench.script.xpath.context import Context
from callbench.script.xpath.errors import ExprError
from callbench.script.xpath.syntax import Call, Path, Ref, Syntax
from callbench.script.xpath.values import Nodes


class ScriptNames:
    """Names for the expressions of one place. used: collects the indexes of the places they read.

    A name means the question of the own instance, as far as both lie in the same repeats; from outside, those of all
    instances. So does an absolute path, as JavaRosa has it. Relative paths mean what they say.
    around: the expression belongs to the instance around a repeat, as its number of instances does.
    """

    def __init__(self, layout: Layout, own: Place, *, around: bool = False) -> None:
        self.layout = layout
        self.own = own
        self.chain = layout.chains[own.index][:-1] if around else layout.chains[own.index]
        self.used: set[int] = set()

    def ref(self, name: str, at: int) -> Compiled:
        return self.value_of(self.layout.named(name, at))

    def value_of(self, place: Place, reach: tuple[int, ...] | None = None) -> Compiled:
        """The value of a question, the node of a group, the nodes of all instances.

        reach: the repeats whose own instance is meant as far as `place` lies in them; None for those of a name.
        """
        chain = self.layout.chains[place.index]
        if reach is None:
            reach = chain[:-1] if _repeats(place) else chain
        bound = self.layout.shared(self.chain, reach)
        self._reads(place)
        index = place.index
        if bound < len(chain):
            return Compiled(lambda c: c.host.expand(index, c.bases[:bound]), "nodes")
        node = _live(index, chain)
        if not isinstance(place.item, Question):
            return Compiled(node, "nodes")
        shown = _relevant(index, chain)
        if not chain:
            return Compiled(lambda c: c.values[index], "text", shown)
        level, offset = len(chain) - 1, index - chain[-1]
        return Compiled(lambda c: c.values[c.bases[level] + offset], "text", shown)

    def _reads(self, place: Place) -> None:
        """A place is read, and all a group holds; of a repeat only which instances there are."""
        self.used.add(place.index)
        if not isinstance(place.item, Question) and not _repeats(place):
            below = {other.index for other in self.layout.below(place)}
            if self.own.index not in below:
                self.used |= below

    def path(self, path: Path) -> Compiled | None:
        start: Place | None = self.own
        plain = True
        if path.start == "/":
            start = None
        elif isinstance(path.start, Ref):
            start = self.layout.named(path.start.name, path.start.at)
        elif isinstance(path.start, Call):
            plain = path.start.name == "current" and not path.start.args
        else:
            plain = path.start == ""
        place, highest = self.layout.trace(start, path) or (None, None) if plain else (None, None)
        if place is None:
            self._wander(path)
            return None
        if path.start == "/":
            return self.value_of(place)
        reach = self.layout.chains[highest.index] if highest else ()
        if isinstance(path.start, Ref) and highest is start and start is not None and _repeats(start):
            reach = reach[:-1]
        return self.value_of(place, reach)

    def _wander(self, path: Path) -> None:
        """Note what a path with axes or predicates may read; the place itself is another instance's then."""
        reach = Reach(self.layout, self.own.index)
        reach.path(path)
        for index in reach.read - {self.own.index, -1}:
            self._reads(self.layout.places[index])
        self.used.discard(self.own.index)

    def call(self, call: Call, compile_one: Callable[[Syntax], Compiled]) -> Compiled | None:
        """Calls about instances: position of the own one, a question of a chosen one."""
        if call.name == "position" and len(call.args) == 1 and (place := self._around(call.args[0])) is not None:
            self.used |= {place.index} - {self.own.index}
            index, depth = place.index, len(self.layout.chains[place.index])
            return Compiled(lambda c: float(c.host.number_of(index, c.bases[:depth])), "number")
        if call.name == "indexed-repeat" and len(call.args) in (3, 5, 7):
            return self._indexed(call, compile_one)
        return None

    def _indexed(self, call: Call, compile_one: Callable[[Syntax], Compiled]) -> Compiled | None:
        """A question in the n-th instance; the repeats around it that are not named are the own ones."""
        places = [self._plainly(arg) for arg in (call.args[0], *call.args[1::2])]
        if any(place is None for place in places):
            return None
        target, *repeats = [place for place in places if place is not None]
        chain = self.layout.chains[target.index]
        chosen = {}
        for repeat, named, number in zip(repeats, call.args[1::2], call.args[2::2], strict=True):
            if repeat.index not in chain or repeat.index == target.index:
                names = {"name": getattr(target.item, "name", ""), "repeat": getattr(repeat.item, "name", "")}
                raise ExprError("not-in-repeat", named.at, **names)
            chosen[repeat.index] = as_number(compile_one(number))
        bound = min(self.layout.shared(self.chain, chain), *(chain.index(index) for index in chosen))
        self.used |= {target.index, *chosen} - {self.own.index}
        picks = [chosen.get(index) for index in chain[bound:]]
        index = target.index

        def pick(c: Context) -> Nodes:
            return c.host.expand(index, c.bases[:bound], [number and number(c) for number in picks])

        return Compiled(pick, "nodes")

    def _around(self, node: Syntax) -> Place | None:
        """The repeat around the own place that `node` means, by its name or by steps upwards."""
        if isinstance(node, Path) and node.start == "":
            walked = self.layout.trace(self.own, node)
            place = walked[0] if walked and walked[0] is walked[1] else None
        else:
            place = self.layout.named(node.name, node.at) if isinstance(node, Ref) else None
        return place if place is not None and place.index in self.chain else None

    def _plainly(self, node: Syntax) -> Place | None:
        if isinstance(node, Ref):
            return self.layout.named(node.name, node.at)
        if isinstance(node, Path) and node.start in ("/", ""):
            return self.layout.walk(None if node.start == "/" else self.own, node)
        return None

    def here(self) -> Callable[[Context], Nodes] | None:
        return _live(self.own.index, self.chain)

    def inside(self) -> InnerNames:
        return InnerNames(self)


class InnerNames:
    """Names within a predicate: relative paths start from changing nodes, the rest means the same."""

    def __init__(self, outer: ScriptNames) -> None:
        self.outer = outer

    def ref(self, name: str, at: int) -> Compiled:
        return self.outer.ref(name, at)

    def path(self, path: Path) -> Compiled | None:
        return None if path.start == "" else self.outer.path(path)

    def call(self, call: Call, compile_one: Callable[[Syntax], Compiled]) -> Compiled | None:
        return self.outer.call(call, compile_one) if all(isinstance(arg, Ref) for arg in call.args[:1]) else None

    def here(self) -> None:
        return None

    def inside(self) -> InnerNames:
        return self


class FilterNames(ScriptNames):
    """Names of a choice filter: a plain name is a column of the choice list, blank where there is none such.

    strange: names that are no column, with their offsets. inner: columns that are questions of the repeat chosen from.
    """

    def __init__(
        self, layout: Layout, own: Place, list_name: str, columns: Collection[str], *, inner: Collection[int] = ()
    ) -> None:
        super().__init__(layout, own)
        self.list_name = list_name
        self.columns = columns
        self.inner = inner
        self.strange: list[tuple[str, int]] = []

    def ref(self, name: str, at: int) -> Compiled:
        place = self.layout.named(name, at)
        if place.index not in self.inner:
            return super().ref(name, at)
        self.used.add(place.index)
        return Compiled(lambda c: c.row.get(name, ""), "text")

    def path(self, path: Path) -> Compiled | None:
        if path.start == "" and len(path.steps) == 1 and path.steps[0].axis == "child":
            name = path.steps[0].test.name
            if name == "null" and name not in self.columns:
                raise ExprError("null", path.at, "''")
            if name not in self.columns:
                self.strange.append((name, path.at))
                return Compiled(lambda c: [], "nodes")
            return Compiled(lambda c: c.row.get(name, ""), "text")
        return super().path(path)


def _repeats(place: Place) -> bool:
    return isinstance(place.item, Group) and place.item.repeat


def _slot(index: int, chain: tuple[int, ...]) -> Callable[[Context], int]:
    if not chain:
        return lambda c: index
    level, offset = len(chain) - 1, index - chain[-1]
    return lambda c: c.bases[level] + offset


def _live(index: int, chain: tuple[int, ...]) -> Callable[[Context], Nodes]:
    if not chain:
        return lambda c: [c.host.live(index)]
    slot = _slot(index, chain)
    return lambda c: [c.host.live(slot(c))]


def _relevant(index: int, chain: tuple[int, ...]) -> Callable[[Context], Nodes]:
    """The node as far as it is relevant: what is not is passed by (JavaRosa)."""
    live = _live(index, chain)
    return lambda c: [node for node in live(c) if not node.hidden]
