"""Location paths and predicates over node trees (XPath 1.0, 2)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from callbench.script.xpath.compiled import Compiled, as_nodes
from callbench.script.xpath.context import EFFORT, Context, Rule
from callbench.script.xpath.errors import ExprError
from callbench.script.xpath.meaning import Names
from callbench.script.xpath.nodes import AXES, Node, in_order
from callbench.script.xpath.syntax import Filter, Path, Step, Syntax, Test
from callbench.script.xpath.values import Nodes, to_boolean

Compile = Callable[[Syntax, Names], Compiled]
_Walk = Callable[[Node, Context], Nodes]
_ORDERED = frozenset(
    {"child", "attribute", "self", "descendant", "descendant-or-self", "following-sibling", "following"}
)
_ELEMENT_AXES = {"attribute": "attribute"}


def compile_path(path: Path, names: Names, compile_one: Compile) -> Compiled:
    """A path as a set of nodes in document order."""
    start = _start(path, names, compile_one)
    steps = [_step(step, names, compile_one) for step in path.steps]

    def walk(c: Context) -> Nodes:
        found = start(c)
        for step in steps:
            if len(found) == 1:
                found = step(found[0], c)
            else:
                found = in_order(each for node in found for each in step(node, c))
        return [node for node in found if not node.hidden]

    return Compiled(_bounded(walk), "nodes")


def compile_filter(found: Filter, names: Names, compile_one: Compile) -> Compiled:
    """An expression with predicates: the nodes for which they hold."""
    base = as_nodes(compile_one(found.base, names), found.at)
    tests = [_predicate(each, names, compile_one) for each in found.predicates]

    def kept(c: Context) -> Nodes:
        nodes = base(c)
        for test in tests:
            nodes = test(nodes, c)
        return nodes

    return Compiled(_bounded(kept), "nodes")


def _bounded(run: Callable[[Context], Nodes]) -> Callable[[Context], Nodes]:
    """The same, ended by ExprError when it and the paths inside it visit too many nodes together."""

    def bounded(c: Context) -> Nodes:
        if c.left is not None:
            return run(c)
        c.left = [EFFORT]
        try:
            return run(c)
        finally:
            c.left = None

    return bounded


def _start(path: Path, names: Names, compile_one: Compile) -> Callable[[Context], Nodes]:
    if path.start == "/":
        return lambda c: [c.host.root()]
    if isinstance(path.start, str):
        if (fixed := names.here()) is not None:
            return fixed

        def here(c: Context) -> Nodes:
            if c.node is None:
                raise ExprError("no-node", path.at)
            return [c.node]

        return here
    return as_nodes(compile_one(path.start, names), path.at)


def _step(step: Step, names: Names, compile_one: Compile) -> _Walk:
    axis = AXES[step.axis]
    fits = _test(step.test, _ELEMENT_AXES.get(step.axis, "element"))
    ordered = step.axis in _ORDERED
    tests = [_predicate(each, names, compile_one) for each in step.predicates]

    def walk(node: Node, c: Context) -> Nodes:
        near = list(axis(node))
        c.visit(1 + len(near))
        found = [each for each in near if fits(each)]
        for test in tests:
            found = test(found, c)
        return found if ordered else in_order(found)

    return walk


def _test(test: Test, principal: str) -> Callable[[Node], bool]:
    kind, name, prefix = test.kind, test.name, test.prefix
    if kind == "node":
        return lambda node: True
    if kind == "processing-instruction" and name:
        return lambda node: node.kind == kind and node.name == name
    if kind != "name":
        return lambda node: node.kind == kind
    if name == "*":
        return lambda node: node.kind == principal and (not prefix or node.prefix == prefix)
    if prefix:
        return lambda node: node.kind == principal and node.name == name and _same_prefix(node, prefix)
    return lambda node: node.name == name and node.kind == principal


def _same_prefix(node: Node, prefix: str) -> bool:
    """Whether `prefix` may mean the node's namespace: its own prefix, or the last part of the address (…/1999/xhtml)."""
    return node.prefix == prefix or node.uri.rstrip("/").endswith("/" + prefix)


def _predicate(syntax: Syntax, names: Names, compile_one: Compile) -> Callable[[Nodes, Context], Nodes]:
    found = compile_one(syntax, names.inside())
    run: Rule = found.run
    if isinstance(found.constant, float):
        place = found.constant
        return lambda nodes, c: [node for position, node in enumerate(nodes, 1) if position == place]

    def holds(nodes: Sequence[Node], c: Context) -> Nodes:
        size = len(nodes)
        c.visit(size)
        kept = []
        for position, node in enumerate(nodes, 1):
            value = run(c.at(node, position, size))
            if value == position if isinstance(value, float) else to_boolean(value):
                kept.append(node)
        return kept

    return holds
