"""Choice lists as tables, as `instance('name')` and pulldata() see them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from callbench.script.model import Script
from callbench.script.names import FilterNames, ScriptNames
from callbench.script.parts import Choice
from callbench.script.xpath.nodes import Node, number_nodes
from callbench.script.xpath.syntax import Call, Literal, Path, Syntax, children, walk

_ALWAYS = frozenset({"name", "value", "label", "itextId"})


def columns_of(choice: Choice) -> dict[str, str]:
    """A choice's row as filters and lookups see it."""
    label = next(iter(choice.label.values()), "")
    return {**choice.columns, "name": choice.value, "value": choice.value, "label": label}


def column_names(script: Script, list_name: str) -> set[str]:
    """Columns a filter of this list may name."""
    found = script.lists.get(list_name)
    return {"name", "value", "label"}.union(*(choice.columns for choice in (found.choices if found else ())))


def table_of(name: str, rows: Collection[dict[str, str]]) -> Node:
    """root/item/(name, label, columns), with the key each label has among the texts (`itextId`, for jr:itext)."""
    top = Node("root")
    root = top.add(Node("element", "root"))
    for place, columns in enumerate(rows):
        item = root.add(Node("element", "item"))
        for column, text in {**columns, "itextId": f"{name}-{place}"}.items():
            item.add(Node("element", column, text))
    number_nodes(top)
    return top


def strange_columns(
    syntax: Syntax, names: ScriptNames, script: Script
) -> Iterator[tuple[str, int, Collection[str], str]]:
    """Names that are no column of the list they are looked for in: (name, offset, its columns, the list)."""
    if isinstance(names, FilterNames):
        for name, at in names.strange:
            yield name, at, names.columns, names.list_name
    for node in walk(syntax):
        if isinstance(node, Path) and isinstance(node.start, Call) and node.start.name == "instance":
            table = node.start.args[0]
            if isinstance(table, Literal):
                columns = column_names(script, table.text) | _ALWAYS
                yield from ((name, at, columns, table.text) for name, at in _looked_for(node) if name not in columns)
        elif isinstance(node, Call) and node.name == "pulldata" and isinstance(node.args[0], Literal):
            columns = column_names(script, node.args[0].text)
            for arg in node.args[1:3]:
                if isinstance(arg, Literal) and arg.text not in columns:
                    yield arg.text, arg.at, columns, node.args[0].text


def _looked_for(path: Path) -> Iterator[tuple[str, int]]:
    """The columns a path root/item[…]/column names, and those in its conditions."""
    if [step.test.name for step in path.steps[:2]] != ["root", "item"]:
        return
    if len(path.steps) > 2 and path.steps[2].axis == "child" and path.steps[2].test.kind == "name":
        yield path.steps[2].test.name, path.steps[2].at
    for predicate in path.steps[1].predicates:
        todo = [predicate]
        while todo:
            part = todo.pop()
            if isinstance(part, Path) and part.start == "" and len(part.steps) == 1:
                step = part.steps[0]
                if step.axis == "child" and step.test.kind == "name" and step.test.name != "*":
                    yield step.test.name, part.at
            todo += children(part)
