"""A tree that paths can be walked in: the answers of an interview, the rows of a choice list, any XML document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator


class Node:
    """One node. kind: root, element, attribute, text, comment, processing-instruction.

    text: the own value of anything but a root or an element with children. order: place in the document.
    hidden: not relevant; paths do not lead to it.
    """

    __slots__ = ("attributes", "children", "hidden", "kind", "name", "order", "parent", "prefix", "text", "uri")

    def __init__(self, kind: str, name: str = "", text: str = "", *, prefix: str = "", uri: str = "") -> None:
        self.kind = kind
        self.name = name
        self.text = text
        self.prefix = prefix
        self.uri = uri
        self.parent: Node | None = None
        self.children: list[Node] = []
        self.attributes: list[Node] = []
        self.order = 0
        self.hidden = False

    def add(self, child: Node) -> Node:
        """Put `child` last and return it."""
        child.parent = self
        self.children.append(child)
        return child

    def attribute(self, name: str, text: str, *, prefix: str = "", uri: str = "") -> None:
        """Give this element an attribute."""
        made = Node("attribute", name, text, prefix=prefix, uri=uri)
        made.parent = self
        self.attributes.append(made)

    def value(self) -> str:
        """The string value: the own text, or all text inside."""
        if not self.children:
            return self.text
        return "".join(child.value() for child in self.children if child.kind in ("text", "element"))

    @property
    def qualified(self) -> str:
        """The name with its prefix."""
        return f"{self.prefix}:{self.name}" if self.prefix else self.name


def number_nodes(root: Node) -> None:
    """Number a finished tree in document order."""
    for order, node in enumerate(_with_attributes(root)):
        node.order = order


def _with_attributes(node: Node) -> Iterator[Node]:
    yield node
    yield from node.attributes
    for child in node.children:
        yield from _with_attributes(child)


def in_order(nodes: Iterable[Node]) -> list[Node]:
    """Each node once, in document order."""
    return sorted({id(node): node for node in nodes}.values(), key=lambda node: node.order)


def children(node: Node) -> list[Node]:
    """The child nodes; an element that holds its own text shows it as a text node."""
    if node.kind == "element" and node.text and not node.children:
        leaf = Node("text", "", node.text)
        leaf.parent, leaf.order = node, node.order
        return [leaf]
    return node.children


def descendants(node: Node) -> Iterator[Node]:
    """Everything below `node`, in document order."""
    for child in children(node):
        yield child
        yield from descendants(child)


def _ancestors(node: Node) -> Iterator[Node]:
    while node.parent is not None:
        node = node.parent
        yield node


def _siblings(node: Node) -> tuple[list[Node], int]:
    if node.parent is None or node.kind == "attribute":
        return [], 0
    family = node.parent.children
    for place, other in enumerate(family):
        if other is node:
            return family, place
    return [], 0


def _following_siblings(node: Node) -> Iterable[Node]:
    family, place = _siblings(node)
    return family[place + 1 :]


def _preceding_siblings(node: Node) -> Iterable[Node]:
    family, place = _siblings(node)
    return reversed(family[:place])


def _following(node: Node) -> Iterator[Node]:
    start = node
    if node.kind == "attribute" and node.parent is not None:
        yield from descendants(node.parent)
        start = node.parent
    for above in (start, *_ancestors(start)):
        for sibling in _following_siblings(above):
            yield sibling
            yield from descendants(sibling)


def _preceding(node: Node) -> Iterator[Node]:
    start = node.parent if node.kind == "attribute" and node.parent is not None else node
    for above in (start, *_ancestors(start)):
        for sibling in _preceding_siblings(above):
            yield from reversed([sibling, *descendants(sibling)])


AXES: dict[str, Callable[[Node], Iterable[Node]]] = {
    "child": children,
    "descendant": descendants,
    "parent": lambda node: () if node.parent is None else (node.parent,),
    "ancestor": _ancestors,
    "following-sibling": _following_siblings,
    "preceding-sibling": _preceding_siblings,
    "following": _following,
    "preceding": _preceding,
    "attribute": lambda node: node.attributes,
    "namespace": lambda node: (),
    "self": lambda node: (node,),
    "descendant-or-self": lambda node: (node, *descendants(node)),
    "ancestor-or-self": lambda node: (node, *_ancestors(node)),
}
"""Axis → the nodes on it, nearest first (XPath 1.0, 2.2); there are no namespace nodes."""
