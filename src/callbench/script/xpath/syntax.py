"""What an expression is made of, as the parser finds it. at: offset in the source, for the caret."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Number:
    value: float
    at: int = 0


@dataclass(frozen=True, slots=True)
class Literal:
    text: str
    at: int = 0


@dataclass(frozen=True, slots=True)
class Ref:
    """`${name}`: a question or group by its name."""

    name: str
    at: int = 0


@dataclass(frozen=True, slots=True)
class Variable:
    """`$name`: XPath knows it, scripts do not."""

    name: str
    at: int = 0


@dataclass(frozen=True, slots=True)
class Negate:
    operand: Syntax
    at: int = 0


@dataclass(frozen=True, slots=True)
class Binary:
    """op: and or = != < <= > >= + - * div mod |"""

    op: str
    left: Syntax
    right: Syntax
    at: int = 0


@dataclass(frozen=True, slots=True)
class Call:
    name: str
    args: tuple[Syntax, ...]
    at: int = 0


@dataclass(frozen=True, slots=True)
class Test:
    """Which nodes a step takes. kind: name, node, text, comment, processing-instruction; name "*" takes all."""

    kind: str
    name: str = ""
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    axis: str
    test: Test
    predicates: tuple[Syntax, ...] = ()
    at: int = 0


@dataclass(frozen=True, slots=True)
class Path:
    """start: the expression it begins at, "/" for the root, "" for the context node."""

    start: Syntax | str
    steps: tuple[Step, ...]
    at: int = 0


@dataclass(frozen=True, slots=True)
class Filter:
    """An expression with predicates behind it."""

    base: Syntax
    predicates: tuple[Syntax, ...]
    at: int = 0


Syntax = Number | Literal | Ref | Variable | Negate | Binary | Call | Path | Filter


def children(node: Syntax) -> Iterator[Syntax]:
    """The expressions directly inside `node`."""
    match node:
        case Negate():
            yield node.operand
        case Binary():
            yield node.left
            yield node.right
        case Call():
            yield from node.args
        case Filter():
            yield node.base
            yield from node.predicates
        case Path():
            if not isinstance(node.start, str):
                yield node.start
            for step in node.steps:
                yield from step.predicates


def walk(node: Syntax) -> Iterator[Syntax]:
    """`node` and every expression inside it."""
    todo = [node]
    while todo:
        found = todo.pop()
        yield found
        todo.extend(children(found))
