"""The values behind an interview: every answer, what is relevant, what is calculated, all recomputed after each change."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import datetime

from callbench.script.parts import Choice, Group
from callbench.script.program import Program, Step
from callbench.script.xpath.context import Context
from callbench.script.xpath.errors import ExprError
from callbench.script.xpath.moments import Moment
from callbench.script.xpath.nodes import Node, number_nodes
from callbench.script.xpath.values import Nodes, Value, to_text

_FAILS = (ExprError, ArithmeticError)
"""What counting may end in for odd values; the result is then blank, not relevant, or not fulfilled."""


class State:
    """The live values of one script; indexes are those of the layout.

    raw: what was given or calculated, kept while it does not count. values: what counts: "" where not relevant, without
    choices their filter does not offer. What counts does not depend on the order in which answers were given, except
    that a corrected calculation holds until what it is calculated from changes.
    fields: customer fields by name. now: aware, in the zone of the wall clock.
    label_of: how a choice is called, in the language of the moment.
    """

    def __init__(
        self,
        program: Program,
        fields: Mapping[str, str],
        now: datetime,
        label_of: Callable[[Choice], str] | None = None,
    ) -> None:
        self.program = program
        self.now = now
        self.label_of = label_of
        size = len(program.steps)
        self.raw = [""] * size
        self.values = [""] * size
        self.relevant = [True] * size
        self.refused: set[int] = set()
        self._calculated: dict[int, str] = {}
        self._tree: list[Node] = []
        self.context = Context(self.values, now, self)
        for place in program.layout.questions:
            self.raw[place.index] = self._first(program.steps[place.index], fields)
            self.values[place.index] = self.raw[place.index]
        self.recompute()

    def _first(self, step: Step, fields: Mapping[str, str]) -> str:
        """What a question holds before anybody answered: the customer's field, the meta value, the default."""
        question = step.place.question
        if question.kind in ("hidden", "meta") and question.name in fields:
            return fields[question.name]
        if question.meta in ("start", "today"):
            return (
                self.now.isoformat(timespec="milliseconds") if question.meta == "start" else self.now.date().isoformat()
            )
        if question.meta:
            return fields.get(question.meta, "")
        return self.text_of(step.default)

    def recompute(self) -> None:
        """Bring everything up to date."""
        raw, values, relevant, c = self.raw, self.values, self.relevant, self.context
        for step in self.program.order:
            index = step.index
            holds = relevant[step.parent]
            if holds and step.relevant is not None:
                try:
                    holds = step.relevant(c)
                except _FAILS:
                    holds = False
            relevant[index] = holds
            if not holds:
                values[index] = ""
                if self._tree:
                    self._tree[index].text = ""
                continue
            if step.calculation is not None:
                self._calculate(step)
            value = raw[index]
            if step.offered is not None and value:
                value = self._still_offered(step, value)
            values[index] = value
            if self._tree:
                self._tree[index].text = value

    def _calculate(self, step: Step) -> None:
        """A calculate always takes its result; any other question when the result changes, so that it can be corrected."""
        index = step.index
        self.context.own = self.raw[index]
        text = self.text_of(step.calculation)
        if step.always or self._calculated.get(index) != text:
            self._calculated[index] = text
            self.raw[index] = text

    def text_of(self, rule: Callable[[Context], Value] | None) -> str:
        """What `rule` gives now as an answer: no rule, no number and what is no date are blank."""
        try:
            value = rule(self.context) if rule else ""
        except _FAILS:
            return ""
        number = value.days if isinstance(value, Moment) else value
        if isinstance(number, float) and not math.isfinite(number):
            return ""
        text = to_text(value)
        return "" if isinstance(value, Moment) and text == "Invalid Date" else text

    def holds(self, test: Callable[[Context], bool] | None) -> bool:
        """Whether `test` holds now; False without one, and for one that cannot be counted."""
        try:
            return test is not None and test(self.context)
        except _FAILS:
            return False

    def _still_offered(self, step: Step, text: str) -> str:
        """The chosen values the filter offers; the others are kept aside until it offers them again."""
        offered = {choice.value for choice in self.offered(step)}
        return " ".join(value for value in text.split() if value in offered)

    def offered(self, step: Step) -> list[Choice]:
        """The choices offered now, in order."""
        rows = self.program.rows.get(step.place.question.choices, [])
        if step.offered is None:
            return [choice for choice, _columns in rows]
        c = self.context
        found = []
        for choice, columns in rows:
            c.row = columns
            if self.holds(step.offered):
                found.append(choice)
        return found

    def try_value(self, step: Step, text: str) -> bool:
        """Whether the constraint would hold with `text` as the answer; a blank answer always passes."""
        if step.constraint is None or not text:
            return True
        kept = self.values[step.index]
        self.values[step.index] = text
        if self._tree:
            self._tree[step.index].text = text
        try:
            return self.holds(step.constraint)
        finally:
            self.values[step.index] = kept
            if self._tree:
                self._tree[step.index].text = kept

    # What functions ask of their surroundings.

    def live(self, index: int) -> Node:
        """The node of a place, for paths."""
        return self._nodes()[index]

    def root(self) -> Node:
        """The node above the script's root."""
        top = self._nodes()[0].parent
        assert top is not None
        return top

    def _nodes(self) -> list[Node]:
        if not self._tree:
            layout = self.program.layout
            self._tree = [Node("element", place.item.name if place.item else layout.root) for place in layout.places]
            top = Node("root")
            top.add(self._tree[0])
            for place, node in zip(layout.places[1:], self._tree[1:], strict=True):
                self._tree[place.parent].add(node)
                if not isinstance(place.item, Group):
                    node.text = self.values[place.index]
            number_nodes(top)
        return self._tree

    def instance(self, name: str) -> Nodes:
        """A choice list as a tree."""
        table = self.program.table(name)
        return [table] if table else []

    def choice_label(self, question: str, value: str) -> str:
        """The label of a choice, "" when it is none."""
        found = self.program.question(question)
        if found is None or not value:
            return ""
        for choice, _columns in self.program.rows.get(found.choices, ()):
            if choice.value == value:
                return self.label_of(choice) if self.label_of else value
        return ""
