"""Functions that choose, and functions of questions, groups and tables (XPath 1.0, 4.1; ODK XForms)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from callbench.script.xpath.compiled import Compiled, as_boolean, as_nodes, as_number, as_text
from callbench.script.xpath.context import Context
from callbench.script.xpath.functions import function, special
from callbench.script.xpath.nodes import Node, descendants, in_order
from callbench.script.xpath.syntax import Call
from callbench.script.xpath.text_functions import own_text
from callbench.script.xpath.values import Nodes, Value, to_text


@special("if", 3, 3)
def _if(call: Call, args: Sequence[Compiled]) -> Compiled:
    test, yes, no = as_boolean(args[0]), args[1].run, args[2].run
    kind = args[1].kind if args[1].kind == args[2].kind else "any"
    return Compiled(lambda c: yes(c) if test(c) else no(c), kind)


@special("coalesce", 1, None)
def _coalesce(call: Call, args: Sequence[Compiled]) -> Compiled:
    runs = [arg.run for arg in args]
    kinds = {arg.kind for arg in args}

    def first(c: Context) -> Value:
        value: Value = ""
        for run in runs:
            value = run(c)
            if to_text(value) and value == value:  # no number (NaN) counts as blank
                return value
        return value

    return Compiled(first, kinds.pop() if len(kinds) == 1 else "any")


@special("once", 1, 1)
def _once(call: Call, args: Sequence[Compiled]) -> Compiled:
    """The value it already has; the argument only for the first time."""
    text = as_text(args[0])
    return Compiled(lambda c: own_text(c) or text(c), "text")


@special("position", 0, 1)
def _position(call: Call, args: Sequence[Compiled]) -> Compiled:
    if not args:
        return Compiled(lambda c: float(c.position), "number")
    nodes = as_nodes(args[0], call.at)

    def place(c: Context) -> float:
        found = nodes(c)
        return float(_place(found[0])) if found else 0.0

    return Compiled(place, "number")


def _place(node: Node) -> int:
    """Which one of its name it is under its parent, from 1."""
    if node.parent is None:
        return 1
    return [other for other in node.parent.children if other.kind == node.kind and other.name == node.name].index(
        node
    ) + 1


@special("last", 0, 0)
def _last(call: Call, args: Sequence[Compiled]) -> Compiled:
    return Compiled(lambda c: float(c.size), "number")


@special("current", 0, 0)
def _current(call: Call, args: Sequence[Compiled]) -> Compiled:
    return Compiled(lambda c: [c.current] if c.current is not None else [], "nodes")


@function("count", "s", "number")
def _count(nodes: Nodes) -> float:
    return float(len(nodes))


@function("count-non-empty", "s", "number")
def _count_non_empty(nodes: Nodes) -> float:
    return float(sum(1 for node in nodes if node.value()))


@special("instance", 1, 1)
def _instance(call: Call, args: Sequence[Compiled]) -> Compiled:
    name = as_text(args[0])
    return Compiled(lambda c: c.host.instance(name(c)), "nodes")


@special("jr:choice-name", 2, 2)
def _choice_name(call: Call, args: Sequence[Compiled]) -> Compiled:
    value, question = as_text(args[0]), as_text(args[1])
    return Compiled(lambda c: c.host.choice_label(question(c), value(c)), "text")


@special("jr:itext", 1, 1)
def _itext(call: Call, args: Sequence[Compiled]) -> Compiled:
    """The text of a key as items of a choice list carry it (`itextId`)."""
    key = as_text(args[0])
    return Compiled(lambda c: c.host.text_of_key(key(c)), "text")


@special("pulldata", 4, 4)
def _pulldata(call: Call, args: Sequence[Compiled]) -> Compiled:
    """The cell in `column` of the row of a table whose `key` column holds the value; blank when there is none."""
    table, column, key, value = (as_text(arg) for arg in args)

    def pull(c: Context) -> str:
        wanted, holding, asked = value(c), key(c), column(c)
        for root in c.host.instance(table(c)):
            for row in descendants(root):
                c.visit(1)
                cells = {cell.name: cell.text for cell in row.children}
                if wanted and cells.get(holding) == wanted:
                    return cells.get(asked, "")
        return ""

    return Compiled(pull, "text")


@special("indexed-repeat", 3, 7)
def _indexed_repeat(call: Call, args: Sequence[Compiled]) -> Compiled:
    """The question inside the n-th of a repeat (and the m-th of one inside that …)."""
    wanted = as_nodes(args[0], call.at)
    levels: list[tuple[Callable[[Context], Nodes], Callable[[Context], float]]] = [
        (as_nodes(group, call.at), as_number(place)) for group, place in zip(args[1::2], args[2::2], strict=False)
    ]

    def pick(c: Context) -> Nodes:
        found = wanted(c)
        for groups, place in levels:
            number = place(c)
            chosen = {id(node) for node in groups(c) if _place(node) == number}
            found = [node for node in found if any(id(above) in chosen for above in _upwards(node))]
        return found

    return Compiled(pick, "nodes")


def _upwards(node: Node | None) -> list[Node]:
    found = []
    while node is not None:
        found.append(node)
        node = node.parent
    return found


@special("id", 1, 1)
def _id(call: Call, args: Sequence[Compiled]) -> Compiled:
    run = args[0].run

    def find(c: Context) -> Nodes:
        value = run(c)
        texts = [node.value() for node in value] if isinstance(value, list) else [to_text(value)]
        wanted = {word for text in texts for word in text.split()}
        return in_order(
            node
            for node in descendants(c.host.root())
            if any(a.name == "id" and a.text in wanted for a in node.attributes)
        )

    return Compiled(find, "nodes")


def _naming(name: str, of: Callable[[Node], str]) -> None:
    @special(name, 0, 1)
    def build(call: Call, args: Sequence[Compiled]) -> Compiled:
        nodes = as_nodes(args[0], call.at) if args else lambda c: [c.node] if c.node is not None else []

        def named(c: Context) -> str:
            found = nodes(c)
            return of(found[0]) if found else ""

        return Compiled(named, "text")


_naming("name", lambda node: node.qualified)
_naming("local-name", lambda node: node.name)
_naming("namespace-uri", lambda node: node.uri)


@special("lang", 1, 1)
def _lang(call: Call, args: Sequence[Compiled]) -> Compiled:
    text = as_text(args[0])

    def speaks(c: Context) -> bool:
        wanted = text(c).lower()
        for node in _upwards(c.node):
            for attribute in node.attributes:
                if attribute.name == "lang" and attribute.prefix == "xml":
                    found = attribute.text.lower()
                    return found == wanted or found.startswith(wanted + "-")
        return False

    return Compiled(speaks, "boolean")
