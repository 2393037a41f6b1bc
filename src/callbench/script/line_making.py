"""From the values of the moment to the lines an agent reads."""

from __future__ import annotations

from callbench.i18n import _
from callbench.script.digits import digits_for, scale
from callbench.script.instances import Spot
from callbench.script.lines import ChoiceLine, Line
from callbench.script.parts import Question
from callbench.script.results import shown
from callbench.script.state import State
from callbench.script.wording import Wording


class LineMaker:
    """Makes the lines of one interview. wording: replaced when the language changes."""

    def __init__(self, state: State, wording: Wording) -> None:
        self.state = state
        self.wording = wording

    def line(self, spot: Spot) -> Line:
        """The line of a question or a note, or the one that adds to a repeat."""
        if not isinstance(spot.place.item, Question):
            return self._adding(spot)
        place, question, wording, state = spot.place, spot.place.item, self.wording, self.state
        choices = self.choices(spot)
        text = state.values[spot.slot]
        given = "refused" if spot.slot in state.refused else "given" if text else "open"
        required, readonly, problem = self.required(spot), self.readonly(spot), self.problem(spot)
        c = state.context
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
        )

    def _adding(self, spot: Spot) -> Line:
        """How many instances of a repeat there are, to add one or take the last away."""
        number = self.number(spot)
        choices = [ChoiceLine("+", _("Add one"), "1")]
        if number:
            choices.append(ChoiceLine("-", _("Remove the last"), "2"))
        c = self.state.context
        c.bases = spot.bases
        return Line(
            path=spot.path,
            number=0,
            kind="repeat",
            label=_("Add another: {label}?").format(label=self.wording.heading(spot.place, c)),
            hint=_("So far: {n}").format(n=number),
            stage=getattr(spot.place.item, "stage", ""),
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
        """Whether it must be answered."""
        step = self.state.program.steps[spot.place.index]
        return spot.place.question.asked and not self.readonly(spot) and self.state.holds(step.required, spot.bases)

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
