"""What decides which questions are asked: the answers that conditions read, and the few of them that make a difference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from datetime import UTC, datetime
from itertools import combinations
from typing import Any

from callbench.script.digits import scale
from callbench.script.layout import Layout, Place
from callbench.script.model import Script
from callbench.script.names import FilterNames, ScriptNames
from callbench.script.parts import Expr, Group, Question
from callbench.script.program import Program
from callbench.script.state import State
from callbench.script.tables import column_names
from callbench.script.xpath.compiled import as_boolean
from callbench.script.xpath.compiler import compile_syntax
from callbench.script.xpath.errors import ExprError
from callbench.script.xpath.parser import parse
from callbench.script.xpath.syntax import Binary, Call, Filter, Literal, Number, Path, Ref, Syntax, walk
from callbench.script.xpath.values import text_of_number

_STEADY = frozenset({
    "if", "coalesce", "selected", "selected-at", "count-selected", "concat", "join", "string", "string-length",
    "substr", "substring", "substring-before", "substring-after", "contains", "starts-with", "ends-with",
    "translate", "normalize-space", "regex", "number", "int", "round", "abs", "floor", "ceiling", "pow", "true",
    "false", "not", "boolean", "boolean-from-string", "checklist", "weighted-checklist",
})  # fmt: skip
"""Functions whose value follows from the answers they are given, and from nothing else."""
_COMPARES = frozenset({"=", "!=", "<", "<=", ">", ">="})
_MOST_CHOICES = 60
_MOST_TOGETHER = 6  # choices of a select_multiple whose combinations are all tried
_CHANCE = Expr("random()")
_EVERY_DAY = datetime(2026, 1, 1, tzinfo=UTC)  # no steady condition reads the clock


class Steering:
    """The questions that conditions read, each with the values that make a difference.

    values: of a question, without the blank one, by the index of its place; one stands for all that mean the same.
    needs: of every place the questions its being asked depends on. loose: places whose condition depends on what cannot
    be tried out (a date, a free text, another day); they count as asked. state: to try values in, loose conditions left out.
    Repeats count as groups that are gone through once.
    """

    def __init__(self, script: Script) -> None:
        script = replace(script, items=tuple(_once(item) for item in script.items))
        self.script = script
        self.program = Program(script)
        self.layout: Layout = self.program.layout
        self.state = State(self.program, {}, _EVERY_DAY)
        self._sources: dict[int, list[_Source]] = {}
        self._filters: dict[int, _Source] = {}
        self._calculations: dict[int, _Source] = {}
        for place in self.layout.places[1:]:
            self._collect(place)
        self.values: dict[int, tuple[str, ...]] = {}
        self.unsure = False
        self.loose = frozenset(self._settle())
        self.needs = self._all_needs()

    def _collect(self, place: Place) -> None:
        item = place.item
        if item is None:
            return
        if item.relevant:
            self._sources.setdefault(place.index, []).append(_Source(self.layout, place, item.relevant))
        if isinstance(item, Question):
            if item.calculation:
                self._calculations[place.index] = _Source(self.layout, place, item.calculation)
            if item.choice_filter:
                columns = column_names(self.script, item.choices)
                self._filters[place.index] = _Source(self.layout, place, item.choice_filter, columns)

    def _settle(self) -> Iterator[int]:
        """Find the values of every question that is read, in the order in which they are counted; yield loose places."""
        uses = [each for sources in self._sources.values() for each in sources]
        uses += [*self._calculations.values(), *self._filters.values()]
        read = {index for source in uses for index in source.reads}
        known: set[int] = set()
        for step in self.program.order:
            index = step.index
            if any(not source.steady or source.reads - known for source in self._sources.get(index, ())):
                step.relevant = None
                yield index
            if index in self._filters and (not self._filters[index].steady or self._filters[index].reads - known):
                step.offered = None
                self.unsure = True
                del self._filters[index]
            if index not in read or not isinstance(step.place.item, Question):
                continue
            if step.always and (calculation := self._calculations.get(index)):
                if calculation.steady and not calculation.reads - known:
                    known.add(index)
            elif (found := self._values(step.place, uses)) is not None:
                self.values[index] = found
                known.add(index)

    def _values(self, place: Place, uses: list[_Source]) -> tuple[str, ...] | None:
        """The values to try for a question, None when they cannot be told."""
        question = place.question
        if question.calculation or question.readonly:
            return None
        mine = [source for source in uses if place.index in source.reads]
        found = _listed(self.script, question)
        if found is None:
            found = _compared(question, place.index, mine)
        if found is None:
            return None
        return self._distinct(place, self._allowed(place, found), mine)

    def _allowed(self, place: Place, values: Iterable[str]) -> list[str]:
        """Those of `values` the question's own constraint accepts."""
        step, question = self.program.steps[place.index], place.question
        if question.constraint is None:
            return list(values)
        source = _Source(self.layout, place, question.constraint)
        if not source.steady or source.reads - {place.index}:
            self.unsure = True
            return list(values)
        return [value for value in values if self.state.try_value(step, value)]

    def _distinct(self, place: Place, values: list[str], uses: list[_Source]) -> tuple[str, ...]:
        """One value for each set of values that every condition treats alike."""
        tests = []
        for source in uses:
            if source.place.index in self._calculations or source.columns is not None:
                return tuple(values)
            for part in _parts(source.syntax):
                names = ScriptNames(self.layout, source.place)
                made = compile_syntax(part, names)
                if place.index in names.used:
                    if names.used != {place.index}:
                        return tuple(values)
                    tests.append(as_boolean(made))
        kept: dict[tuple[bool, ...], str] = {}
        context = self.state.context
        for value in values:
            context.values[place.index] = value
            kept.setdefault(tuple(_holds(test, context) for test in tests), value)
        context.values[place.index] = ""
        return tuple(kept.values())

    def _all_needs(self) -> list[frozenset[int]]:
        found: dict[int, frozenset[int]] = {}
        for step in self.program.order:  # each behind everything it reads
            index = step.index
            used: set[int] = set(found[step.parent]) if index else set()
            sources = [] if index in self.loose else list(self._sources.get(index, ()))
            for kind in (self._filters, self._calculations):
                if index in kind:
                    sources.append(kind[index])
            for source in sources:
                for other in source.reads - {index}:
                    used |= found.get(other, frozenset()) | ({other} & self.values.keys())
            found[index] = frozenset(used)
        return [found[place.index] for place in self.layout.places]


class _Source:
    """A condition with what it reads. columns: those of the choice list, for a filter. steady: its value follows from that."""

    def __init__(self, layout: Layout, place: Place, expr: Expr, columns: set[str] | None = None) -> None:
        self.place = place
        self.columns = columns
        self.syntax = parse(expr.source)
        names = self._names(layout)
        try:
            compile_syntax(self.syntax, names)
            self.steady = all(self._is_steady(node, layout) for node in walk(self.syntax))
        except ExprError:
            self.steady = False
        self.reads = frozenset(names.used)
        self.steady = self.steady and all(isinstance(layout.places[each].item, Question) for each in self.reads)
        self.at = {id(node): self._index(node, layout) for node in walk(self.syntax) if isinstance(node, Ref | Path)}

    def _names(self, layout: Layout) -> ScriptNames:
        if self.columns is None:
            return ScriptNames(layout, self.place)
        return FilterNames(layout, self.place, self.place.question.choices, self.columns)

    def _is_steady(self, node: Syntax, layout: Layout) -> bool:
        match node:
            case Call():
                return node.name in _STEADY
            case Ref():
                return isinstance(layout.named(node.name).item, Question)
            case Path():
                return self._names(layout).path(node) is not None
            case Filter():
                return False
            case _:
                return True

    def _index(self, node: Ref | Path, layout: Layout) -> int | None:
        """The one question a reference leads to."""
        names = self._names(layout)
        try:
            names.ref(node.name, 0) if isinstance(node, Ref) else names.path(node)
        except ExprError:
            return None
        return next(iter(names.used)) if len(names.used) == 1 else None


def _once(item: Question | Group) -> Question | Group:
    """The item without repeats; chance stands for what looks into a certain instance, which cannot be tried out."""
    looking: dict[str, Any] = {
        each.name: _CHANCE
        for each in fields(item)
        if isinstance(made := getattr(item, each.name), Expr) and "indexed-repeat" in made.source
    }
    item = replace(item, **looking)
    if isinstance(item, Question):
        return item
    return replace(item, items=tuple(_once(each) for each in item.items), repeat=False, count=None)


def _holds(test: object, context: object) -> bool:
    try:
        return bool(test(context))  # type: ignore[operator]
    except (ExprError, ArithmeticError):
        return False


def _parts(syntax: Syntax) -> Iterator[Syntax]:
    """What `and`, `or` and not() join."""
    match syntax:
        case Binary(op="and" | "or"):
            yield from _parts(syntax.left)
            yield from _parts(syntax.right)
        case Call(name="not"):
            yield from _parts(syntax.args[0])
        case _:
            yield syntax


def _listed(script: Script, question: Question) -> tuple[str, ...] | None:
    """The answers of a question that has a list of them."""
    if question.kind == "acknowledge":
        return ("OK",)
    if question.kind == "range":
        return scale(question) or None
    if question.choices not in script.lists:
        return None
    values = [choice.value for choice in script.lists[question.choices].choices]
    if question.kind == "select_one":
        return tuple(dict.fromkeys(values)) if len(values) <= _MOST_CHOICES else None
    if len(values) > _MOST_TOGETHER:
        return None
    return tuple(" ".join(some) for size in range(1, len(values) + 1) for some in combinations(values, size))


def _compared(question: Question, index: int, uses: list[_Source]) -> tuple[str, ...] | None:
    """Answers around everything a question is compared with; None when it is used in another way too."""
    if question.kind in ("date", "time", "dateTime", "select_one", "select_multiple"):
        return None
    found: list[str] = []
    for source in uses:
        simple = 0
        for node in walk(source.syntax):
            if isinstance(node, Binary) and node.op in _COMPARES:
                for one, other in ((node.left, node.right), (node.right, node.left)):
                    if source.at.get(id(one)) == index and isinstance(other, Literal | Number):
                        around = _around(question, other, node.op)
                        if around is None:
                            return None
                        found += around
                        simple += 1
        if simple != sum(1 for place in source.at.values() if place == index):
            return None
    return tuple(dict.fromkeys(value for value in found if value))


def _around(question: Question, with_what: Literal | Number, op: str) -> list[str] | None:
    if isinstance(with_what, Literal):
        try:
            number = float(with_what.text)
        except ValueError:
            numeric = question.kind in ("integer", "decimal", "range") or op not in ("=", "!=")
            return None if numeric else [with_what.text, with_what.text + "?"]
    else:
        number = with_what.value
    step = 1.0 if question.kind == "integer" and number == int(number) else 0.5
    return [text_of_number(each) for each in (number - step, number, number + step)]
