"""From syntax to closures."""

from __future__ import annotations

import math
from collections.abc import Callable

from callbench.script.xpath.compiled import Compiled, as_boolean, as_nodes, as_number, as_text, constant
from callbench.script.xpath.context import Context
from callbench.script.xpath.errors import ExprError
from callbench.script.xpath.library import FUNCTIONS
from callbench.script.xpath.meaning import Names
from callbench.script.xpath.nodes import in_order
from callbench.script.xpath.paths import compile_filter, compile_path
from callbench.script.xpath.syntax import (
    Binary,
    Call,
    Filter,
    Literal,
    Negate,
    Number,
    Path,
    Ref,
    Syntax,
    Variable,
)
from callbench.script.xpath.values import NUMERIC, compare
from callbench.text import nearest


def compile_syntax(node: Syntax, names: Names) -> Compiled:
    """The closure of `node`. Raises ExprError for unknown names; unknown functions raise when they are counted."""
    match node:
        case Number():
            return constant(node.value, "number")
        case Literal():
            return constant(node.text, "text")
        case Ref():
            return names.ref(node.name, node.at)
        case Variable():
            raise ExprError("variable", node.at, f"${{{node.name}}}", name=node.name)
        case Negate():
            return _negate(compile_syntax(node.operand, names))
        case Binary():
            return _binary(node, names)
        case Call():
            return _call(node, names)
        case Path():
            return names.path(node) or compile_path(node, names, compile_syntax)
        case Filter():
            return compile_filter(node, names, compile_syntax)


def _negate(found: Compiled) -> Compiled:
    number = as_number(found)
    return Compiled(lambda c: -number(c), "number")


def _call(node: Call, names: Names) -> Compiled:
    function = FUNCTIONS.get(node.name)
    problem = None
    if function is None:
        problem = ExprError("unknown-function", node.at, nearest(node.name, FUNCTIONS), name=node.name)
    elif not function.accepts(len(node.args)):
        problem = ExprError("arguments", node.at, name=node.name, takes=function.takes, given=len(node.args))
    if problem is not None:
        return _failing(problem)
    assert function is not None
    if own := names.call(node, lambda part: compile_syntax(part, names)):
        return own
    return function.build(node, [compile_syntax(arg, names) for arg in node.args])


def _failing(problem: ExprError) -> Compiled:
    """A call that cannot be made fails when it is reached, so that `true() or f()` holds (XPath 1.0, 3.4)."""

    def fail(c: Context) -> bool:
        raise problem

    return Compiled(fail, "any")


def _binary(node: Binary, names: Names) -> Compiled:
    if node.op in ("and", "or"):
        return _junction(node, names)
    left, right = compile_syntax(node.left, names), compile_syntax(node.right, names)
    if node.op == "|":
        one, two = as_nodes(left, node.left.at), as_nodes(right, node.right.at)
        return Compiled(lambda c: in_order([*one(c), *two(c)]), "nodes")
    if node.op in NUMERIC:
        return Compiled(_comparison(node.op, left, right), "boolean")
    return Compiled(_ARITHMETIC[node.op](as_number(left), as_number(right)), "number")


def _junction(node: Binary, names: Names) -> Compiled:
    parts: list[Syntax] = []
    todo: list[Syntax] = [node]
    while todo:  # a chain of the same operator becomes one closure, however long
        part = todo.pop()
        if isinstance(part, Binary) and part.op == node.op:
            todo += [part.right, part.left]
        else:
            parts.append(part)
    tests = tuple(as_boolean(compile_syntax(part, names)) for part in parts)
    if len(tests) == 2:
        one, two = tests
        if node.op == "and":
            return Compiled(lambda c: one(c) and two(c), "boolean")
        return Compiled(lambda c: one(c) or two(c), "boolean")
    stop = node.op == "or"

    def chain(c: Context) -> bool:
        for test in tests:
            if test(c) == stop:
                return stop
        return not stop

    return Compiled(chain, "boolean")


def _comparison(op: str, left: Compiled, right: Compiled) -> Callable[[Context], bool]:
    if left.kind == right.kind == "text" and op in ("=", "!="):
        return _same_text(left, right, op == "=")
    if {left.kind, right.kind} <= {"text", "number", "moment"}:
        return _numeric(op, as_number(left), as_number(right))
    one, two = left.run, right.run
    return lambda c: compare(op, one(c), two(c), c.zone)


def _same_text(left: Compiled, right: Compiled, same: bool) -> Callable[[Context], bool]:
    if left.constant is not None:
        left, right = right, left
    one, two = as_text(left), as_text(right)
    if right.constant is not None:
        fixed = right.constant
        return (lambda c: one(c) == fixed) if same else (lambda c: one(c) != fixed)
    return (lambda c: one(c) == two(c)) if same else (lambda c: one(c) != two(c))


def _numeric(op: str, one: Callable[[Context], float], two: Callable[[Context], float]) -> Callable[[Context], bool]:
    match op:
        case "<":
            return lambda c: one(c) < two(c)
        case "<=":
            return lambda c: one(c) <= two(c)
        case ">":
            return lambda c: one(c) > two(c)
        case ">=":
            return lambda c: one(c) >= two(c)
        case _:
            test = NUMERIC[op]
            return lambda c: test(one(c), two(c))


_Number = Callable[[Context], float]


def _divide(one: _Number, two: _Number) -> _Number:
    def divide(c: Context) -> float:
        above, below = one(c), two(c)
        if below:
            return above / below
        if above != above or below != below or above == 0:
            return math.nan
        return math.copysign(math.inf, above) * math.copysign(1.0, below)

    return divide


def _modulo(one: _Number, two: _Number) -> _Number:
    def modulo(c: Context) -> float:
        above, below = one(c), two(c)
        if not below or math.isinf(above) or above != above or below != below:
            return math.nan
        return math.fmod(above, below)

    return modulo


_ARITHMETIC: dict[str, Callable[[_Number, _Number], _Number]] = {
    "+": lambda one, two: lambda c: one(c) + two(c),
    "-": lambda one, two: lambda c: one(c) - two(c),
    "*": lambda one, two: lambda c: one(c) * two(c),
    "div": _divide,
    "mod": _modulo,
}
