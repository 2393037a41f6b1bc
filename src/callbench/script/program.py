"""A script made ready to run: expressions compiled, steps in the order they depend on each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from callbench.script.layout import Layout, Place
from callbench.script.model import Script, script_from_json
from callbench.script.names import FilterNames, ScriptNames
from callbench.script.order import Needs, in_dependency_order
from callbench.script.parts import Expr, Group, Question
from callbench.script.tables import column_names, columns_of, table_of
from callbench.script.xpath.compiled import Compiled, as_boolean
from callbench.script.xpath.compiler import compile_syntax
from callbench.script.xpath.context import Context, Rule
from callbench.script.xpath.nodes import Node
from callbench.script.xpath.parser import parse

Test = Callable[[Context], bool]


@dataclass(slots=True)
class Step:
    """What is counted for one place. None: always (relevant), nothing (calculation), every choice (offered, sifts).

    offered: which choices are shown. sifts: the same where it also takes back what it no longer offers.
    source: the question of a repeat whose answers are the choices. columns: the questions beside it, by name.
    """

    place: Place
    index: int
    parent: int
    relevant: Test | None = None
    calculation: Rule | None = None
    always: bool = False  # a calculate: nobody else sets its value
    offered: Test | None = None
    sifts: Test | None = None
    source: int = 0
    columns: tuple[tuple[str, int], ...] = ()
    constraint: Test | None = None
    required: Test | None = None
    readonly: Test | None = None
    default: Rule | None = None
    proposals: tuple[tuple[str, Rule], ...] = ()


class Program:
    """The runnable form of a script, shared by all its interviews. Raises ExprError for a script that was never compiled.

    steps: by index. order: the same as they are counted. sequence: their indexes, with -n for the number of instances
    of repeat n, which counts[n] counts. late: those repeats whose number starts from nothing each time.
    """

    def __init__(self, script: Script) -> None:
        self.script = script
        self.layout = Layout(script.items, script.root)
        self._needs = Needs()
        self.counts: dict[int, Rule] = {}
        self.steps = [self._step(place) for place in self.layout.places]
        order = in_dependency_order(self.layout.places, self._needs)
        self.sequence, self.late = order.indexes, order.late
        self.order = [self.steps[index] for index in self.sequence if index >= 0]
        for index in order.loose:
            self.steps[index].sifts = None
        self.rows = {
            name: [(choice, columns_of(choice)) for choice in found.choices] for name, found in script.lists.items()
        }
        self._tables: dict[str, Node] = {}

    def _step(self, place: Place) -> Step:
        step = Step(place, place.index, place.parent)
        item = place.item
        used = self._needs.reads.setdefault(place.index, set())
        if item is None:
            return step
        step.relevant = _test(self._made(item.relevant, ScriptNames(self.layout, place), used))
        if isinstance(item, Group):
            if item.count:
                names = ScriptNames(self.layout, place, around=True)
                made = self._made(item.count, names, self._needs.counts.setdefault(place.index, set()))
                assert made is not None
                self.counts[place.index] = made.run
            return step
        later: set[int] = set()
        names = ScriptNames(self.layout, place)
        calculation = self._made(item.calculation, names, used)
        step.calculation = calculation.run if calculation else None
        step.always = item.kind == "calculate"
        step.source = source_of(item, self.layout)
        if step.source or item.choice_filter:
            self._filter(step, item)
        step.constraint = _test(self._made(item.constraint, names, later))
        step.required = _test(self._made(item.required, names, later))
        step.readonly = _test(self._made(item.readonly, names, later))
        default = self._made(item.default, names, later)
        step.default = default.run if default else None
        step.proposals = tuple(
            (name, made.run)
            for name in ("outcome", "complaint", "follow_up")
            if (made := self._made(getattr(item, name), names, later))
        )
        return step

    def _filter(self, step: Step, item: Question) -> None:
        used = self._needs.filters.setdefault(step.index, set())
        if item.choice_filter:
            names = filter_names(self.script, self.layout, step.place)
            step.offered = as_boolean(compile_syntax(parse(item.choice_filter.source), names))
            used |= names.used - {step.index}
        else:
            step.offered = lambda c: True
        used |= {step.source} - {0, step.index}
        step.columns = beside(step.source, self.layout)
        step.sifts = step.offered

    def _made(self, expr: Expr | None, names: ScriptNames, used: set[int]) -> Compiled | None:
        if expr is None:
            return None
        names.used = set()
        made = compile_syntax(parse(expr.source), names)
        used |= names.used
        return made

    def table(self, name: str) -> Node | None:
        """A choice list as `instance('name')` sees it: root/item/(name, label, columns)."""
        if name not in self._tables and name in self.rows:
            self._tables[name] = table_of(name, [columns for _choice, columns in self.rows[name]])
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


def source_of(question: Question, layout: Layout) -> int:
    """The question of a repeat whose answers are the choices of this one, 0 for a list."""
    return layout.named(question.choices[2:-1]).index if question.choices.startswith("${") else 0


def filter_names(script: Script, layout: Layout, place: Place) -> FilterNames:
    """The names of a question's choice filter: columns of its list, or questions of the repeat it chooses from."""
    question = place.question
    if not (source := source_of(question, layout)):
        return FilterNames(layout, place, question.choices, column_names(script, question.choices))
    names = dict(beside(source, layout))
    return FilterNames(layout, place, question.choices, names.keys(), inner=names.values())


def beside(source: int, layout: Layout) -> tuple[tuple[str, int], ...]:
    """The questions in the same repeat as `source`, by name, itself included."""
    chain = layout.chains[source]
    if not source:
        return ()
    return tuple((each.question.name, each.index) for each in layout.questions if layout.chains[each.index] == chain)


def _test(made: Compiled | None) -> Test | None:
    if made is None or made.constant is False:
        return None if made is None else lambda c: False
    return as_boolean(made)
