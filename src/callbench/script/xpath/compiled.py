"""Closures with the kind of value they give, so that conversions are chosen once and not at each count."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from callbench.script.xpath.context import Context, Rule
from callbench.script.xpath.errors import ExprError
from callbench.script.xpath.values import (
    Nodes,
    Value,
    number_of_text,
    to_boolean,
    to_number,
    to_text,
)


@dataclass(frozen=True, slots=True)
class Compiled:
    """A closure. kind: text, number, boolean, moment, nodes, any. nodes: the same as a set of nodes, where it has one.

    constant: its value when it is always the same.
    """

    run: Rule
    kind: str
    nodes: Callable[[Context], Nodes] | None = None
    constant: Value | None = None


def constant(value: Value, kind: str) -> Compiled:
    """A closure that always gives `value`."""
    return Compiled(lambda c: value, kind, constant=value)


def as_text(found: Compiled) -> Callable[[Context], str]:
    """The closure's value as text."""
    if found.constant is not None:
        fixed = to_text(found.constant)
        return lambda c: fixed
    run = found.run
    if found.kind == "text":
        return run  # type: ignore[return-value]
    return lambda c: to_text(run(c))


def as_number(found: Compiled) -> Callable[[Context], float]:
    """The closure's value as number."""
    run = found.run
    if found.kind == "number":
        return run  # type: ignore[return-value]
    if found.kind == "text":
        return lambda c: number_of_text(run(c), c.zone)  # type: ignore[arg-type]
    return lambda c: to_number(run(c), c.zone)


def as_boolean(found: Compiled) -> Callable[[Context], bool]:
    """The closure's value as yes or no."""
    run = found.run
    if found.kind == "boolean":
        return run  # type: ignore[return-value]
    if found.kind == "text":
        return lambda c: run(c) != ""
    return lambda c: to_boolean(run(c))


def as_nodes(found: Compiled, at: int) -> Callable[[Context], Nodes]:
    """The closure's value as a set of nodes; ExprError when it never is one."""
    if found.nodes is not None:
        return found.nodes
    if found.kind == "nodes":
        return found.run  # type: ignore[return-value]
    if found.kind != "any":
        raise ExprError("not-nodes", at)
    run = found.run

    def nodes(c: Context) -> Nodes:
        value = run(c)
        if isinstance(value, list):
            return value
        raise ExprError("not-nodes", at)

    return nodes
