"""The values behind an interview: every answer, what is relevant, what is calculated, all recomputed after each change."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import datetime

from callbench.script.document import Document
from callbench.script.instances import MOST, Bases, Instances, Spot
from callbench.script.parts import Choice, Question
from callbench.script.program import Program, Step
from callbench.script.xpath.context import Context, Rule
from callbench.script.xpath.errors import ExprError
from callbench.script.xpath.moments import Moment
from callbench.script.xpath.values import to_number, to_text

_FAILS = (ExprError, ArithmeticError)
"""What counting may end in for odd values; the result is then blank, not relevant, or not fulfilled."""
LONGEST = 20_000
"""Characters of a calculated answer; what is longer is cut, or a text that reads itself by a path would grow for ever."""
_PASSES = 2 * MOST
"""How often everything is counted anew because a number of instances changed."""
_Todo = tuple[Step, int, int, Bases, Rule | None]


class State:
    """The live values of one script, by slot: the place of the layout, or one further instance of it (see Instances).

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
        self.fields = fields
        self.instances = Instances(program.layout)
        size = self.instances.size
        self.raw = [""] * size
        self.values = [""] * size
        self.relevant = [True] * size
        self.refused: set[int] = set()
        self._calculated: dict[int, str] = {}
        self._begun: dict[int, str] = {}
        self._todo: list[_Todo] = []
        self.shown: list[Spot] = []
        self.document = Document(program, self.instances, self.values, self.relevant, label_of)
        self.context = Context(self.values, now, self.document)
        self._reshape()
        for place in program.layout.questions:
            self._begin(program.steps[place.index], program.layout.chains[place.index])
        self.recompute()

    def _reshape(self) -> None:
        """Lay out anew what is counted and shown; instances have come or gone."""
        program, instances = self.program, self.instances
        self.document.tree = []
        self._todo = [
            (program.steps[spot.place.index], spot.slot, spot.parent, spot.bases, self._count_of(spot))
            for spot in instances.spots(program.sequence)
        ]
        self.shown = instances.in_order()

    def agent_adds(self, spot: Spot) -> bool:
        """Whether this is the line an agent adds instances of a repeat with; of some, a calculation says the number."""
        return spot.adds and spot.place.index not in self.program.counts

    def _count_of(self, spot: Spot) -> Rule | None:
        return self.program.counts[spot.place.index] if spot.adds else None

    def _begin(self, step: Step, bases: Bases) -> None:
        """Give a question in one instance what it holds before anybody answered."""
        self.context.bases = bases
        slot = bases[-1] + step.index - self.program.layout.chains[step.index][-1] if bases else step.index
        self.raw[slot] = self.values[slot] = begun = self._first(step)
        if begun:
            self._begun[slot] = begun

    def learn(self, fields: Mapping[str, str]) -> None:
        """The customer's fields are these from now on; what began with another one holds the new one. recompute() must follow."""
        self.fields = fields
        for spot in self.instances.in_order(every=True):
            place = spot.place
            if isinstance(place.item, Question) and place.item.kind in ("hidden", "meta") and place.item.name in fields:
                self._calculated.pop(spot.slot, None)
                self._begin(self.program.steps[place.index], spot.bases)

    def emptied(self, slot: int) -> bool:
        """Whether what stood there without anybody's answer, a default or a result, was taken out."""
        return not self.raw[slot] and bool(self._calculated.get(slot) or self._begun.get(slot))

    def _first(self, step: Step) -> str:
        """The customer's field, the meta value, the default."""
        question, fields = step.place.question, self.fields
        if question.kind in ("hidden", "meta") and question.name in fields:
            return fields[question.name]
        if question.meta in ("start", "today"):
            return (
                self.now.isoformat(timespec="milliseconds") if question.meta == "start" else self.now.date().isoformat()
            )
        if question.meta:
            return fields.get(question.meta, "")
        return self.text_of(step.default)

    def set_number(self, repeat: int, around: Bases, number: int | None, *, said: bool = False) -> None:
        """Have `number` instances of a repeat (None: as it begins); new ones hold their defaults. recompute() must follow."""
        number = self.instances.begins_with(repeat) if number is None else number
        new = self.instances.make(repeat, around, number)
        self.instances.set_number(repeat, around, number, said=said)
        self._fill(repeat, new)

    def make(self, repeat: int, around: Bases, number: int) -> None:
        """Have room for `number` instances, for answers that wait until they are there."""
        if new := self.instances.make(repeat, around, number):
            self._fill(repeat, new)

    def _fill(self, repeat: int, new: list[Bases]) -> None:
        layout = self.program.layout
        more = self.instances.size - len(self.raw)
        self.raw += [""] * more
        self.values += [""] * more
        self.relevant += [True] * more
        self._reshape()
        for bases in new:
            for index in range(repeat, repeat + layout.sizes[repeat]):
                if isinstance(layout.places[index].item, Question):
                    inner = layout.chains[index][len(bases) :]
                    self._begin(self.program.steps[index], (*bases, *(bases[-1] + each - repeat for each in inner)))

    def recompute(self) -> None:
        """Bring everything up to date."""
        numbers = self.instances.numbers
        if stale := [key for key in numbers if key[0] in self.program.late]:
            for key in stale:
                del numbers[key]
            self._reshape()
        for _pass in range(_PASSES):
            if self._count_all():
                break

    def _count_all(self) -> bool:
        """Count everything once; False as soon as a number of instances has changed."""
        raw, values, relevant, c, document = self.raw, self.values, self.relevant, self.context, self.document
        for step, slot, parent, bases, count in self._todo:
            c.bases = bases
            holds = relevant[parent]
            if count is not None:
                if holds and self._recount(step.index, bases, count):
                    return False
                continue
            if holds and step.relevant is not None:
                try:
                    holds = step.relevant(c)
                except _FAILS:
                    holds = False
            relevant[slot] = holds
            if not holds:
                values[slot] = ""
                if document.tree:
                    document.tree[slot].text = ""
                    document.tree[slot].hidden = True
                continue
            if step.calculation is not None:
                self._calculate(step, slot)
            value = raw[slot]
            if step.sifts is not None and value:
                values[slot] = value
                value = self._still_offered(step, bases, value)
            values[slot] = value
            if document.tree:
                document.tree[slot].text = value
                document.tree[slot].hidden = False
        return True

    def _recount(self, repeat: int, around: Bases, count: Rule) -> bool:
        """Bring the number of instances up to date; whether it changed. What is no number is none."""
        try:
            number = to_number(count(self.context), self.context.zone)
        except _FAILS:
            number = 0.0
        whole = int(min(max(number, 0), MOST)) if number == number else 0
        had = self.instances.how_many(repeat, around)
        if whole != had:
            self.set_number(repeat, around, whole)
        return self.instances.how_many(repeat, around) != had

    def _calculate(self, step: Step, slot: int) -> None:
        """A calculate always takes its result; any other question when the result changes, so that it can be corrected."""
        self.context.own = self.raw[slot]
        text = self.text_of(step.calculation)
        if step.always or self._calculated.get(slot) != text:
            self._calculated[slot] = text
            self.raw[slot] = text

    def text_of(self, rule: Rule | None) -> str:
        """What `rule` gives now as an answer: no rule, no number and what is no date are blank."""
        try:
            value = rule(self.context) if rule else ""
        except _FAILS:
            return ""
        number = value.days if isinstance(value, Moment) else value
        if isinstance(number, float) and not math.isfinite(number):
            return ""
        text = to_text(value)[:LONGEST]
        return "" if isinstance(value, Moment) and text == "Invalid Date" else text

    def holds(self, test: Callable[[Context], bool] | None, bases: Bases = ()) -> bool:
        """Whether `test` holds now; False without one, and for one that cannot be counted."""
        self.context.bases = bases
        try:
            return test is not None and test(self.context)
        except _FAILS:
            return False

    def _still_offered(self, step: Step, bases: Bases, text: str) -> str:
        """The chosen values the filter offers; the others are kept aside until it offers them again."""
        offered = {choice.value for choice in self.offered(step, bases)}
        chosen = text.split() if step.place.question.kind == "select_multiple" else [text]
        return " ".join(value for value in chosen if value in offered)

    def offered(self, step: Step, bases: Bases = ()) -> list[Choice]:
        """The choices offered now, in order."""
        rows = self._candidates(step, bases) if step.source else self.program.rows.get(step.place.question.choices, [])
        if step.offered is None:
            return [choice for choice, _columns in rows]
        c = self.context
        found = []
        for choice, columns in rows:
            c.row = columns
            if self.holds(step.offered, bases):
                found.append(choice)
        return found

    def _candidates(self, step: Step, bases: Bases) -> list[tuple[Choice, Mapping[str, str]]]:
        """What was answered in the instances of a repeat, each answer once, with the answers beside it."""
        layout, values = self.program.layout, self.values
        chain = layout.chains[step.source]
        bound = min(layout.shared(layout.chains[step.index], chain), len(chain) - 1)
        found: dict[str, tuple[Choice, Mapping[str, str]]] = {}
        for inner in self.instances.all_bases(chain, bases[:bound]):
            start = inner[-1] - chain[-1]
            if text := values[start + step.source]:
                columns = {name: values[start + index] for name, index in step.columns}
                found.setdefault(text, (Choice(text, {"": text}), columns))
        return list(found.values())

    def try_value(self, step: Step, text: str, slot: int | None = None, bases: Bases = ()) -> bool:
        """Whether the constraint would hold with `text` as the answer; a blank answer always passes."""
        if step.constraint is None or not text:
            return True
        slot = step.index if slot is None else slot
        kept = self.values[slot]
        self.values[slot] = text
        if self.document.tree:
            self.document.tree[slot].text = text
        try:
            return self.holds(step.constraint, bases)
        finally:
            self.values[slot] = kept
            if self.document.tree:  # it may have grown while the constraint was counted
                self.document.tree[slot].text = kept
