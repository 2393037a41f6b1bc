"""From words to syntax: the whole grammar of XPath 1.0 (https://www.w3.org/TR/1999/REC-xpath-19991116/#exprlex) and `${name}`."""

from __future__ import annotations

from functools import lru_cache

from callbench.script.xpath.errors import ExprError
from callbench.script.xpath.nodes import AXES
from callbench.script.xpath.syntax import (
    Binary,
    Call,
    Filter,
    Literal,
    Negate,
    Number,
    Path,
    Ref,
    Step,
    Syntax,
    Test,
    Variable,
    children,
)
from callbench.script.xpath.tokens import Token, tokenise

DEEPEST = 50
"""How deep brackets may nest."""
TALLEST = 150
"""How many operations may wait for each other, long chains included; chains of `and` and of `or` count once."""

_NODE_TYPES = frozenset({"node", "text", "comment", "processing-instruction"})
_LEVEL = {
    "or": 0,
    "and": 1,
    "=": 2,
    "!=": 2,
    "<": 3,
    "<=": 3,
    ">": 3,
    ">=": 3,
    "+": 4,
    "-": 4,
    "*": 5,
    "div": 5,
    "mod": 5,
}
_ANY_NODE = Test("node")
_EVERYWHERE = Step("descendant-or-self", _ANY_NODE)


@lru_cache(maxsize=4096)
def parse(source: str) -> Syntax:
    """The syntax of `source`; ExprError with the offset of the first word that does not fit."""
    tokens = tokenise(source)
    found = _Parser(tokens).whole()
    if len(tokens) > TALLEST and _height(found) > TALLEST:
        raise ExprError("too-deep", limit=TALLEST)
    return found


def _height(root: Syntax) -> int:
    highest, todo = 0, [(root, 1)]
    while todo:
        node, height = todo.pop()
        highest = max(highest, height)
        for child in children(node):
            same_chain = isinstance(node, Binary) and isinstance(child, Binary) and node.op == child.op in ("and", "or")
            todo.append((child, height + (not same_chain)))
    return highest


_MEANT = {
    "and": "and", "or": "or", "或": "or", "或者": "or", "且": "and", "和": "and", "并且": "and", "与": "and", "is": "=",
    "equals": "=", "等于": "=", "为": "=", "是": "=",
}  # fmt: skip
"""Words people write between two values."""


def _meant(word: str) -> str:
    """What was probably meant by a word where an operator belongs, "" when it is one or nobody can tell."""
    meant = _MEANT.get(word.casefold(), "")
    return meant if meant != word else ""


class _Parser:
    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.place = 0
        self.depth = 0

    @property
    def now(self) -> Token:
        return self.tokens[self.place]

    def whole(self) -> Syntax:
        if self.now.kind == "end":
            raise ExprError("empty")
        found = self.binary(0)
        if self.now.kind != "end":
            raise self.unexpected()
        return found

    def unexpected(self) -> ExprError:
        token = self.now
        if token.kind == "end":
            return ExprError("unfinished", token.at)
        if token.text == "=" and self.place and self.tokens[self.place - 1].text == "=":
            return ExprError("other-sign", token.at - 1, "=", sign="==", meant="=")
        word = f"${{{token.text}}}" if token.kind == "ref" else token.text
        return ExprError("unexpected", token.at, _meant(word), word=word)

    def is_op(self, *texts: str) -> bool:
        return self.now.kind == "op" and self.now.text in texts

    def take(self, text: str = "") -> Token:
        token = self.now
        if text and not self.is_op(text):
            raise self.unexpected()
        self.place += 1
        return token

    def nest(self) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ExprError("too-deep", self.now.at, limit=DEEPEST)

    def binary(self, weakest: int) -> Syntax:
        """Operands joined by operators that bind at least as strongly as level `weakest`."""
        found = self.unary()
        while self.now.kind == "op" and (level := _LEVEL.get(self.now.text, -1)) >= weakest:
            op = self.take()
            found = Binary(op.text, found, self.binary(level + 1), op.at)
        return found

    def unary(self) -> Syntax:
        if not self.is_op("-"):
            return self.union()
        at = self.take().at
        self.nest()
        operand = self.unary()
        self.depth -= 1
        return Negate(operand, at)

    def union(self) -> Syntax:
        found = self.path()
        while self.is_op("|"):
            at = self.take().at
            found = Binary("|", found, self.path(), at)
        return found

    def path(self) -> Syntax:
        at = self.now.at
        if self.is_op("/", "//"):
            return self.absolute(at)
        if self.starts_step():
            return Path("", tuple(self.steps()), at)
        base = self.filtered()
        if not self.is_op("/", "//"):
            return base
        steps = [_EVERYWHERE] if self.take().text == "//" else []
        return Path(base, (*steps, *self.steps()), at)

    def absolute(self, at: int) -> Syntax:
        if self.take().text == "//":
            return Path("/", (_EVERYWHERE, *self.steps()), at)
        return Path("/", tuple(self.steps()) if self.starts_step() else (), at)

    def starts_step(self) -> bool:
        token = self.now
        if token.kind == "name":
            after = self.tokens[self.place + 1]
            return not (after.kind == "op" and after.text == "(") or token.text in _NODE_TYPES
        return token.kind == "star" or self.is_op(".", "..", "@")

    def steps(self) -> list[Step]:
        found = [self.step()]
        while self.is_op("/", "//"):
            if self.take().text == "//":
                found.append(_EVERYWHERE)
            found.append(self.step())
        return found

    def step(self) -> Step:
        at = self.now.at
        if not self.starts_step():
            raise self.unexpected()
        if self.is_op(".", ".."):
            return Step("self" if self.take().text == "." else "parent", _ANY_NODE, (), at)
        axis = "child"
        if self.is_op("@"):
            self.take()
            axis = "attribute"
        elif (
            self.now.kind == "name"
            and self.tokens[self.place + 1].text == "::"
            and self.tokens[self.place + 1].kind == "op"
        ):
            axis = self.take().text
            self.take("::")
            if axis not in AXES:
                raise ExprError("unknown-axis", at, axis=axis)
        return Step(axis, self.test(), self.predicates(), at)

    def test(self) -> Test:
        if self.now.kind == "star":
            self.take()
            return Test("name", "*")
        if self.now.kind != "name":
            raise self.unexpected()
        name = self.take().text
        if name in _NODE_TYPES and self.is_op("("):
            self.take()
            target = ""
            if name == "processing-instruction" and self.now.kind == "literal":
                target = self.take().text
            self.take(")")
            return Test(name, target)
        prefix, _colon, local = name.rpartition(":")
        return Test("name", local, prefix)

    def predicates(self) -> tuple[Syntax, ...]:
        found = []
        while self.is_op("["):
            self.take()
            found.append(self.inner())
            self.take("]")
        return tuple(found)

    def inner(self) -> Syntax:
        self.nest()
        found = self.binary(0)
        self.depth -= 1
        return found

    def filtered(self) -> Syntax:
        at = self.now.at
        base = self.primary()
        predicates = self.predicates()
        return Filter(base, predicates, at) if predicates else base

    def primary(self) -> Syntax:
        token = self.now
        match token.kind:
            case "number":
                self.take()
                return Number(float(token.text), token.at)
            case "literal":
                self.take()
                return Literal(token.text, token.at)
            case "ref":
                self.take()
                return Ref(token.text, token.at)
            case "variable":
                self.take()
                return Variable(token.text, token.at)
            case "name":
                return self.call()
        if self.is_op("("):
            self.take()
            found = self.inner()
            self.take(")")
            return found
        raise self.unexpected()

    def call(self) -> Syntax:
        name = self.take()
        self.take("(")
        args: list[Syntax] = []
        while not self.is_op(")"):
            if args:
                self.take(",")
            args.append(self.inner())
        self.take(")")
        return Call(name.text, tuple(args), name.at)
