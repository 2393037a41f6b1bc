"""The functions an expression may call, by name, with what they take."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from callbench.script.xpath.compiled import Compiled, as_boolean, as_nodes, as_number, as_text
from callbench.script.xpath.context import Context
from callbench.script.xpath.syntax import Call
from callbench.script.xpath.values import Nodes, Value, to_text

Build = Callable[[Call, Sequence[Compiled]], Compiled]


@dataclass(frozen=True, slots=True)
class Function:
    """One function. least, most: number of arguments, most None without limit."""

    name: str
    least: int
    most: int | None
    build: Build

    def accepts(self, count: int) -> bool:
        return self.least <= count and (self.most is None or count <= self.most)

    @property
    def takes(self) -> str:
        """How many arguments, as `2`, `1-3` or `2+`."""
        if self.most is None:
            return f"{self.least}+"
        return str(self.least) if self.least == self.most else f"{self.least}-{self.most}"


FUNCTIONS: dict[str, Function] = {}


def special(name: str, least: int, most: int | None) -> Callable[[Build], Build]:
    """Declare a function that makes its own closure (lazy arguments, the node it stands at)."""

    def declare(build: Build) -> Build:
        FUNCTIONS[name] = Function(name, least, most, build)
        return build

    return declare


def function(
    name: str, takes: str, gives: str, *, context: bool = False
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare a plain function of values.

    takes: one letter an argument: t text, n number, b boolean, v any value, s a set of nodes, l a list of texts (nodes
    opened); those behind `?` may be left out, a last `*` repeats its letter. gives: the kind of its value.
    context: the function gets the Context first.
    """
    letters = takes.replace("?", "").rstrip("*")
    endless = takes.endswith("*")
    least = len(takes.split("?")[0].rstrip("*"))
    if endless and "?" not in takes:
        least -= 1  # the repeated one may come never

    def declare(run: Callable[..., Any]) -> Callable[..., Any]:
        def build(call: Call, args: Sequence[Compiled]) -> Compiled:
            kinds = letters + letters[-1:] * (len(args) - len(letters))
            made = [_AS[kind](arg, call.at) for kind, arg in zip(kinds, args, strict=False)]
            return Compiled(_closure(run, made, context), gives)

        FUNCTIONS[name] = Function(name, least, None if endless else len(letters), build)
        return run

    return declare


def _closure(
    run: Callable[..., Any], args: list[Callable[[Context], Any]], context: bool
) -> Callable[[Context], Value]:
    if context:
        return lambda c: run(c, *[arg(c) for arg in args])
    match args:
        case []:
            return lambda c: run()
        case [one]:
            return lambda c: run(one(c))
        case [one, two]:
            return lambda c: run(one(c), two(c))
        case _:
            return lambda c: run(*[arg(c) for arg in args])


def _texts(found: Compiled, at: int) -> Callable[[Context], list[str]]:
    run = found.run

    def texts(c: Context) -> list[str]:
        value = run(c)
        return [node.value() for node in value] if isinstance(value, list) else [to_text(value)]

    return texts


def _any(found: Compiled, at: int) -> Callable[[Context], Value | Nodes]:
    return found.run


_AS: dict[str, Callable[[Compiled, int], Callable[[Context], Any]]] = {
    "t": lambda found, at: as_text(found),
    "n": lambda found, at: as_number(found),
    "b": lambda found, at: as_boolean(found),
    "s": as_nodes,
    "l": _texts,
    "v": _any,
}
