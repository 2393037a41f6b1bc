"""A script made ready to run: expressions compiled, steps in the order they depend on each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from callbench.script.layout import Layout, Place
from callbench.script.model import Script, script_from_json
from callbench.script.names import FilterNames, ScriptNames
from callbench.script.order import in_dependency_order
from callbench.script.parts import Choice, Expr, Group, Question
from callbench.script.xpath.compiled import Compiled, as_boolean
from callbench.script.xpath.compiler import compile_syntax
from callbench.script.xpath.context import Context, Rule
from callbench.script.xpath.nodes import Node, number_nodes
from callbench.script.xpath.parser import parse

Test = Callable[[Context], bool]


@dataclass(slots=True)
class Step:
    """What is counted for one place. None: always (relevant), nothing (calculation), every choice (offered)."""

    place: Place
    index: int
    parent: int
    relevant: Test | None = None
    calculation: Rule | None = None
    always: bool = False  # a calculate: nobody else sets its value
    offered: Test | None = None
    constraint: Test | None = None
    required: Test | None = None
    readonly: Test | None = None
    default: Rule | None = None
    proposals: tuple[tuple[str, Rule], ...] = ()


class Program:
    """The runnable form of a script, shared by all its interviews. Raises ExprError for a script that was never compiled."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.layout = Layout(script.items, script.root)
        reads: dict[int, set[int]] = {}
        self.steps = [self._step(place, reads) for place in self.layout.places]
        self.order = [self.steps[index] for index in in_dependency_order(self.layout.places, reads)]
        self.rows = {
            name: [(choice, columns_of(choice)) for choice in found.choices] for name, found in script.lists.items()
        }
        self._tables: dict[str, Node] = {}

    def _step(self, place: Place, reads: dict[int, set[int]]) -> Step:
        step = Step(place, place.index, place.parent)
        item = place.item
        used = reads.setdefault(place.index, set())
        if item is None:
            return step
        step.relevant = _test(self._made(item.relevant, place, used))
        if isinstance(item, Group):
            return step
        later: set[int] = set()
        calculation = self._made(item.calculation, place, used)
        step.calculation = calculation.run if calculation else None
        step.always = item.kind == "calculate"
        if item.choice_filter:
            names = FilterNames(self.layout, place, item.choices, column_names(self.script, item.choices))
            step.offered = as_boolean(compile_syntax(parse(item.choice_filter.source), names))
            used |= names.used - {place.index}
        step.constraint = _test(self._made(item.constraint, place, later))
        step.required = _test(self._made(item.required, place, later))
        step.readonly = _test(self._made(item.readonly, place, later))
        default = self._made(item.default, place, later)
        step.default = default.run if default else None
        step.proposals = tuple(
            (name, made.run)
            for name in ("outcome", "complaint", "follow_up")
            if (made := self._made(getattr(item, name), place, later))
        )
        return step

    def _made(self, expr: Expr | None, place: Place, used: set[int]) -> Compiled | None:
        if expr is None:
            return None
        names = ScriptNames(self.layout, place)
        made = compile_syntax(parse(expr.source), names)
        used |= names.used
        return made

    def table(self, name: str) -> Node | None:
        """A choice list as `instance('name')` sees it: root/item/(name, label, columns)."""
        if name not in self._tables and name in self.rows:
            self._tables[name] = _table(self.rows[name])
        return self._tables.get(name)

    def question(self, name: str) -> Question | None:
        """A question by `${name}`, name or path, as jr:choice-name is given it."""
        plain = (
            name.strip().removeprefix("${").removesuffix("}").strip().strip("/").removeprefix(self.layout.root + "/")
        )
        place = self.layout.at.get(plain)
        if place is None:
            place = next(
                (each for each in self.layout.questions if each.question.name == plain.rpartition("/")[2]), None
            )
        return place.item if place and isinstance(place.item, Question) else None


@lru_cache(maxsize=16)
def _program_of(text: str) -> Program:
    return Program(script_from_json(text))


def program_of(script: Script) -> Program:
    """The program of `script`, made once for equal scripts."""
    return _program_of(script.canonical())


def columns_of(choice: Choice) -> Mapping[str, str]:
    """A choice's row as filters and lookups see it."""
    label = next(iter(choice.label.values()), "")
    return {**choice.columns, "name": choice.value, "value": choice.value, "label": label}


def column_names(script: Script, list_name: str) -> set[str]:
    """Columns a filter of this list may name."""
    found = script.lists.get(list_name)
    return {"name", "value", "label"}.union(*(choice.columns for choice in (found.choices if found else ())))


def _test(made: Compiled | None) -> Test | None:
    if made is None or made.constant is False:
        return None if made is None else lambda c: False
    return as_boolean(made)


def _table(rows: list[tuple[Choice, Mapping[str, str]]]) -> Node:
    top = Node("root")
    root = top.add(Node("element", "root"))
    for _choice, columns in rows:
        item = root.add(Node("element", "item"))
        for name, text in columns.items():
            item.add(Node("element", name, text))
    number_nodes(top)
    return top
