"""The live interview: what is asked now, what was answered, what is still missing. Pure; keeps nothing on disk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from callbench.i18n import _
from callbench.records.calls import AnswerGiven, CallInHand, DraftAnswer
from callbench.script.digits import digits_for, scale
from callbench.script.entry import read_entry
from callbench.script.layout import Place
from callbench.script.lines import Change, ChoiceLine, Line, Proposals
from callbench.script.model import Script, script_from_json
from callbench.script.parts import SHOWN, Choice, Question
from callbench.script.program import program_of
from callbench.script.results import answer_given, proposals_of, shown
from callbench.script.state import State
from callbench.script.wording import Wording
from callbench.values.problem import ValueProblem


class Interview:
    """One script being gone through with one customer.

    fields: customer fields by the names of the script's hidden questions. now: aware, in the shop's zone.
    language: zh_CN or en, may be set at any time. answers: those given before an interruption; unknown paths are left out.
    """

    def __init__(
        self,
        script: Script,
        *,
        fields: Mapping[str, str],
        now: datetime,
        language: str,
        answers: Iterable[DraftAnswer] = (),
    ) -> None:
        self.script = script
        self._program = program_of(script)
        self._wording = Wording(self._program, language)
        self._state = State(self._program, fields, now, self._choice_label)
        given = tuple(answers)
        for _each in range(2):  # the second time over what calculations just proposed
            self._restore(given)
            self._state.recompute()

    def _restore(self, answers: Iterable[DraftAnswer]) -> None:
        for answer in answers:
            place = self._program.layout.at.get(answer.path)
            if place is None or not isinstance(place.item, Question):
                continue
            if answer.state == "refused":
                self._state.refused.add(place.index)
            else:
                self._state.raw[place.index] = answer.text

    @property
    def language(self) -> str:
        return self._wording.language

    @language.setter
    def language(self, language: str) -> None:
        self._wording = Wording(self._program, language)
        self._state.recompute()  # names of choices may be part of calculated texts

    def lines(self) -> tuple[Line, ...]:
        """The relevant questions and notes an agent sees, in order."""
        return tuple(self._line(place) for place in self._visible())

    def line(self, path: str) -> Line:
        """One line by its path, also of a question that is not relevant now."""
        return self._line(self._place(path))

    def check(self, path: str, text: str) -> str:
        """What is wrong with the typed `text`, in words that say what would be right; "" when it would be accepted."""
        try:
            self._accepted(self._place(path), text)
        except ValueProblem as problem:
            return problem.message
        return ""

    def set(self, path: str, text: str) -> Change:
        """Answer a question with what was typed; blank text clears it. Raises ValueProblem and changes nothing then."""
        place = self._place(path)
        return self._after(place, self._accepted(place, text), refused=False)

    def refuse(self, path: str) -> Change:
        """Record that the customer does not know or does not want to say."""
        return self._after(self._place(path), "", refused=True)

    def clear(self, path: str) -> Change:
        """Take the answer back."""
        return self._after(self._place(path), "", refused=False)

    @property
    def gaps(self) -> tuple[str, ...]:
        """The questions to go back to, as paths: required and open, or answered wrongly."""
        return tuple(
            place.question.path
            for place in self._visible()
            if (self._required(place) and self._open(place)) or self._problem(place)
        )

    def first_gap(self) -> str | None:
        """The first question to go back to; None when there is none."""
        return next(iter(self.gaps), None)

    @property
    def is_complete(self) -> bool:
        """Nothing required is open and nothing is wrong."""
        return not self.gaps

    @property
    def progress(self) -> tuple[int, int]:
        """(answered or refused, asked) on the present path; what cannot be changed is not asked."""
        asked = [place for place in self._visible() if place.question.asked and not self._readonly(place)]
        return sum(1 for place in asked if not self._open(place)), len(asked)

    def answers(self) -> tuple[AnswerGiven, ...]:
        """What is saved: given, calculated, refused and skipped answers on the present path."""
        return tuple(
            answer_given(
                place.question,
                self._state.values[place.index],
                self._choices(place),
                refused=place.index in self._state.refused,
            )
            for place in self._program.layout.questions
            if self._state.relevant[place.index] and (place.question.asked or place.question.kind == "calculate")
        )

    def drafts(self) -> tuple[DraftAnswer, ...]:
        """Everything that was given, also what is not relevant now: enough to go on after an interruption."""
        found = []
        for place in self._program.layout.questions:
            if place.index in self._state.refused:
                found.append(DraftAnswer(place.question.path, "", "refused"))
            elif place.question.asked and self._state.raw[place.index]:
                found.append(DraftAnswer(place.question.path, self._state.raw[place.index]))
        return tuple(found)

    def profile(self) -> dict[str, str]:
        """Profile fields the answers supplement: field → answer."""
        return {
            place.question.profile: self._state.values[place.index]
            for place in self._program.layout.questions
            if place.question.profile and self._state.values[place.index]
        }

    def proposals(self) -> Proposals:
        """The outcome, complaint and follow-up the answers propose; a complete form without another proposes completed."""
        return proposals_of(self._program, self._state, complete=self.is_complete)

    def _place(self, path: str) -> Place:
        return self._program.layout.at[path]

    def _visible(self) -> list[Place]:
        relevant = self._state.relevant
        return [p for p in self._program.layout.questions if p.question.kind in SHOWN and relevant[p.index]]

    def _accepted(self, place: Place, typed: str) -> str:
        """The canonical text of what was typed. Raises ValueProblem, also for a constraint that would not hold."""
        text = read_entry(place.question, typed, self._choices(place), self._state.now)
        if not self._state.try_value(self._program.steps[place.index], text):
            raise ValueProblem("constraint", self._constraint_message(place))
        return text

    def _constraint_message(self, place: Place) -> str:
        own = self._wording.text(place, "constraint_message", self._state.values)
        return own or _("This answer is not allowed here.")

    def _after(self, place: Place, value: str, *, refused: bool) -> Change:
        state, steps = self._state, self._program.steps
        before, had = {p.index for p in self._visible()}, list(state.values)
        state.raw[place.index] = value
        (state.refused.add if refused else state.refused.discard)(place.index)
        state.recompute()
        after = {p.index for p in self._visible()}
        cleared = [
            index
            for index in sorted(before & after)
            if index != place.index
            and steps[index].offered is not None
            and set(had[index].split()) - set(state.values[index].split())
        ]
        return Change(
            gone=tuple(steps[index].place.question.path for index in sorted(before - after)),
            back=tuple(steps[index].place.question.path for index in sorted(after - before)),
            cleared=tuple(steps[index].place.question.path for index in cleared),
        )

    def _required(self, place: Place) -> bool:
        step = self._program.steps[place.index]
        return place.question.asked and not self._readonly(place) and self._state.holds(step.required)

    def _readonly(self, place: Place) -> bool:
        return self._state.holds(self._program.steps[place.index].readonly)

    def _open(self, place: Place) -> bool:
        return not self._state.values[place.index] and place.index not in self._state.refused

    def _problem(self, place: Place) -> str:
        """What is wrong with the answer that is kept, after others have changed."""
        step, text = self._program.steps[place.index], self._state.values[place.index]
        return "" if self._state.try_value(step, text) else self._constraint_message(place)

    def _choice_label(self, choice: Choice) -> str:
        return self._wording.choice(choice, self._state.values)

    def _choices(self, place: Place) -> tuple[ChoiceLine, ...]:
        question = place.question
        if question.kind == "range":
            points = scale(question)
            return tuple(ChoiceLine(p, p, d) for p, d in zip(points, digits_for(points), strict=True))
        if question.kind == "acknowledge":
            return (ChoiceLine("OK", _("Confirmed"), "1"),)
        if not question.choices:
            return ()
        offered = self._state.offered(self._program.steps[place.index])
        digits = digits_for([choice.value for choice in offered])
        return tuple(
            ChoiceLine(choice.value, self._choice_label(choice), digit, choice.proposes)
            for choice, digit in zip(offered, digits, strict=True)
        )

    def _line(self, place: Place) -> Line:
        question, values, wording = place.question, self._state.values, self._wording
        choices = self._choices(place)
        text = values[place.index]
        state = "refused" if place.index in self._state.refused else "given" if text else "open"
        return Line(
            path=question.path,
            number=place.number,
            kind=question.kind,
            label=wording.label(place, values),
            hint=wording.text(place, "hint", values),
            say=wording.text(place, "say", values),
            stage=question.stage,
            required=self._required(place),
            readonly=self._readonly(place),
            can_refuse=question.refuse,
            state=state,
            text=text,
            shown=_("Does not know or refuses") if state == "refused" else shown(question, text, choices),
            choices=choices,
            parameters=question.parameters,
            appearance=question.appearance,
            problem=self._problem(place),
            objection=wording.text(place, "objection", values),
            measure=question.measure,
            section=wording.section(place, values),
        )


def interview_of(call: CallInHand, now: datetime, language: str) -> Interview:
    """The live interview of a call in hand, with what was answered so far. now: aware, in the shop's zone."""
    script = script_from_json(call.script_json)
    return Interview(script, fields=call.fields, now=now, language=language, answers=call.answers)
