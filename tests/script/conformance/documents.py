"""XML documents of the cases as trees our paths can walk; their expressions belong to no script."""

from __future__ import annotations

from collections.abc import Callable
from xml.dom import Node as Dom
from xml.dom import minidom

from callbench.script.xpath.compiled import Compiled
from callbench.script.xpath.errors import ExprError
from callbench.script.xpath.nodes import Node, number_nodes
from callbench.script.xpath.syntax import Call, Path, Syntax

_KINDS = {
    Dom.TEXT_NODE: "text",
    Dom.CDATA_SECTION_NODE: "text",
    Dom.COMMENT_NODE: "comment",
    Dom.DOCUMENT_TYPE_NODE: "doctype",
}


class Document:
    """A parsed document. at(path): the node at `/2/4/@id`, counting children from 1."""

    def __init__(self, xml: str) -> None:
        self.root = Node("root")
        for child in minidom.parseString(xml.encode()).childNodes:
            self.root.add(_node(child))
        number_nodes(self.root)

    def at(self, path: str) -> Node:
        node = self.root
        for part in path.strip("/").split("/"):
            if part.startswith("@"):
                node = next(a for a in node.attributes if a.qualified == part[1:])
            elif part:
                node = node.children[int(part) - 1]
        return node

    def where(self, node: Node) -> str:
        if node.parent is None:
            return "/"
        above = self.where(node.parent).rstrip("/")
        if node.kind == "attribute":
            return f"{above}/@{node.qualified}"
        family = [*node.parent.children]
        return f"{above}/{next((i for i, other in enumerate(family, 1) if other is node), 1)}"


def _node(dom: minidom.Node) -> Node:
    if dom.nodeType == Dom.ELEMENT_NODE:
        node = Node("element", dom.localName or dom.tagName, prefix=dom.prefix or "", uri=dom.namespaceURI or "")
        for attribute in dom.attributes.values():
            if attribute.name != "xmlns" and not attribute.name.startswith("xmlns:"):
                prefix, _colon, name = attribute.name.rpartition(":")
                node.attribute(name, attribute.value, prefix=prefix, uri=attribute.namespaceURI or "")
        for child in dom.childNodes:
            node.add(_node(child))
        return node
    if dom.nodeType == Dom.PROCESSING_INSTRUCTION_NODE:
        return Node("processing-instruction", dom.target, dom.data)
    return Node(_KINDS[dom.nodeType], "", getattr(dom, "data", "") or "")


class DocumentHost:
    """What functions ask of their surroundings, answered from a document."""

    def __init__(self, document: Document, root: str = "/") -> None:
        self.document = document
        self._root = document.at(root)

    def instance(self, name: str) -> list[Node]:
        from callbench.script.xpath.nodes import descendants

        for node in descendants(self.document.root):
            if node.name == "instance" and any(a.name == "id" and a.text == name for a in node.attributes):
                return [node]
        return []

    def choice_label(self, question: str, value: str) -> str:
        return value

    def root(self) -> Node:
        return self._root

    def live(self, index: int) -> Node:
        raise NotImplementedError("a document has no places of a script")


class NoNames:
    """Names of an expression that belongs to no script."""

    def ref(self, name: str, at: int) -> Compiled:
        raise ExprError("no-such-question", at, name=name)

    def path(self, path: Path) -> Compiled | None:
        return None

    def call(self, call: Call, compile_one: Callable[[Syntax], Compiled]) -> Compiled | None:
        return None

    def here(self) -> None:
        return None

    def inside(self) -> NoNames:
        return self
