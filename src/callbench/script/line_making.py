"""From the values of the moment to the lines an agent reads."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from callbench.i18n import _
from callbench.script.digits import digits_for, scale
from callbench.script.instances import Spot
from callbench.script.layout import Place
from callbench.script.lines import ChoiceLine, Line
from callbench.script.parts import Group, Question
from callbench.script.results import shown
from callbench.script.state import State
from callbench.script.wording import Wording
from callbench.script.xpath.context import Context

_TEXTS = ("hint", "say", "objection", "required_message")
_Read = Callable[[Place, Context], str]


class LineMaker:
    """Makes the lines of one interview in one language.

    A line is made anew only when something in it has changed: after most answers that is one line of many.
    """

    def __init__(self, state: State, wording: Wording) -> None:
        self.state = state
        self.wording = wording
        self._kept: dict[int, tuple[tuple[object, ...], Line]] = {}  # by slot: what it was made from, the line
        self._moving: dict[int, tuple[_Read, ...]] = {}  # by place: its texts that hold values of the moment
        self._fixed: dict[int, tuple[ChoiceLine, ...]] = {}  # by place: choices that are always the same

    def line(self, spot: Spot) -> Line:
        """The line of a question or a note, or the one that adds to a repeat."""
        if not isinstance(spot.place.item, Question):
            return self._adding(spot)
        state, slot, index = self.state, spot.slot, spot.place.index
        step, text = state.program.steps[index], state.values[slot]
        given = "refused" if slot in state.refused else "given" if text else "open"
        readonly = step.readonly is not None and self.readonly(spot)
        required = step.required is not None and not readonly and self.required(spot)
        problem = self.problem(spot) if text and step.constraint is not None else ""
        choices = self._fixed[index] if index in self._fixed else self.choices(spot)
        texts = self._texts_of_now(spot) if self._moving.get(index) != () else ()
        made_from = (text, given, readonly, required, problem, choices, texts)
        kept = self._kept.get(slot)
        if kept is None or kept[0] != made_from:
            line = self._made(spot, spot.place.item, text, given, readonly, required, problem, choices)
            self._kept[slot] = kept = (made_from, line)
        return kept[1]

    def _texts_of_now(self, spot: Spot) -> tuple[str, ...]:
        """Those texts of a line that may change without its answer."""
        place, wording = spot.place, self.wording
        moving = self._moving.get(place.index)
        if moving is None:
            found: list[_Read] = [wording.label] if wording.moving(place.question.label) else []
            found += [partial(self._text, name) for name in _TEXTS if wording.moving(getattr(place.question, name))]
            above = self.state.program.layout.places[place.parent]
            while isinstance(above.item, Group):
                if wording.moving(above.item.label):
                    found.append(wording.section)
                above = self.state.program.layout.places[above.parent]
            moving = self._moving[place.index] = tuple(found)
        if not moving:
            return ()
        c = self.state.context
        c.bases = spot.bases
        return tuple(read(place, c) for read in moving)

    def _text(self, field: str, place: Place, c: Context) -> str:
        return self.wording.text(place, field, c)

    def _made(
        self,
        spot: Spot,
        question: Question,
        text: str,
        given: str,
        readonly: bool,
        required: bool,
        problem: str,
        choices: tuple[ChoiceLine, ...],
    ) -> Line:
        place, wording, c = spot.place, self.wording, self.state.context
        c.bases = spot.bases
        return Line(
            path=spot.path,
            number=place.number,
            kind=question.kind,
            label=wording.label(place, c),
            hint=wording.text(place, "hint", c),
            say=wording.text(place, "say", c),
            stage=question.stage,
            required=required,
            readonly=readonly,
            can_refuse=question.refuse,
            state=given,
            text=text,
            shown=_("Does not know or refuses") if given == "refused" else shown(question, text, choices),
            choices=choices,
            parameters=question.parameters,
            appearance=question.appearance,
            problem=problem,
            objection=wording.text(place, "objection", c),
            measure=question.measure,
            section=wording.section(place, c),
            required_message=wording.text(place, "required_message", c) if required else "",
        )

    def _adding(self, spot: Spot) -> Line:
        """How many instances of a repeat there are, to add one or take the last away."""
        number = self.number(spot)
        choices = [ChoiceLine("+", _("Add one"), "1")]
        if number:
            choices.append(ChoiceLine("-", _("Remove the last"), "2"))
        c, instances, repeat = self.state.context, self.state.instances, spot.place.index
        there = instances.here(repeat, spot.bases)
        c.bases = (*spot.bases, *there[-1:])  # its label may name what is asked inside
        item = spot.place.item
        assert isinstance(item, Group)
        heading = self.wording.heading(spot.place, c) if there or not self.wording.moving(item.label) else item.name
        return Line(
            path=spot.path,
            number=0,
            kind="repeat",
            label=_("Add another: {label}?").format(label=heading),
            hint=_("So far: {n}").format(n=number),
            stage=item.stage,
            state="open",
            text=str(number),
            shown=str(number),
            choices=tuple(choices),
            section=self.wording.section(spot.place, c),
        )

    def number(self, spot: Spot) -> int:
        """How many instances there are of a repeat."""
        return self.state.instances.how_many(spot.place.index, spot.bases)

    def choices(self, spot: Spot) -> tuple[ChoiceLine, ...]:
        """What can be chosen now, with its keys."""
        if (fixed := self._fixed.get(spot.place.index)) is not None:
            return fixed
        found = self._chosen_from(spot)
        step = self.state.program.steps[spot.place.index]
        rows = self.state.program.rows.get(spot.place.question.choices, ())
        if not step.source and step.offered is None and not any(self.wording.moving(row.label) for row, _cells in rows):
            self._fixed[spot.place.index] = found
        return found

    def _chosen_from(self, spot: Spot) -> tuple[ChoiceLine, ...]:
        question = spot.place.question
        if question.kind == "range":
            points = scale(question)
            return tuple(ChoiceLine(p, p, d) for p, d in zip(points, digits_for(points), strict=True))
        if question.kind == "acknowledge":
            return (ChoiceLine("OK", _("Confirmed"), "1"),)
        if not question.choices:
            return ()
        step = self.state.program.steps[spot.place.index]
        offered = self.state.offered(step, spot.bases)
        digits = digits_for([choice.value for choice in offered])
        if step.source:  # the labels are answers, and no part of the script
            return tuple(ChoiceLine(one.value, one.value, digit) for one, digit in zip(offered, digits, strict=True))
        c = self.state.context
        c.bases = spot.bases
        return tuple(
            ChoiceLine(choice.value, self.wording.choice(choice, c, spot.place), digit, choice.proposes)
            for choice, digit in zip(offered, digits, strict=True)
        )

    def required(self, spot: Spot) -> bool:
        """Whether it must be answered; where nothing is left to choose from, nobody can."""
        question, step = spot.place.question, self.state.program.steps[spot.place.index]
        wanted = question.asked and not self.readonly(spot) and self.state.holds(step.required, spot.bases)
        return wanted and (not question.kind.startswith("select") or bool(self.choices(spot)))

    def readonly(self, spot: Spot) -> bool:
        """Whether it is only shown."""
        return self.state.holds(self.state.program.steps[spot.place.index].readonly, spot.bases)

    def open(self, spot: Spot) -> bool:
        """Neither answered nor refused."""
        return not self.state.values[spot.slot] and spot.slot not in self.state.refused

    def fits(self, spot: Spot, text: str) -> bool:
        """Whether the constraint holds with `text`."""
        return self.state.try_value(self.state.program.steps[spot.place.index], text, spot.slot, spot.bases)

    def problem(self, spot: Spot) -> str:
        """What is wrong with the answer that is kept, after others have changed."""
        return "" if self.fits(spot, self.state.values[spot.slot]) else self.constraint_message(spot)

    def constraint_message(self, spot: Spot) -> str:
        """Why an answer is not allowed."""
        c = self.state.context
        c.bases = spot.bases
        return self.wording.text(spot.place, "constraint_message", c) or _("This answer is not allowed here.")
