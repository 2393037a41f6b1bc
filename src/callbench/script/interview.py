"""The live interview: what is asked now, what was answered, what is still missing. Pure; keeps nothing on disk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from callbench.i18n import _
from callbench.records.calls import AnswerGiven, CallInHand, DraftAnswer
from callbench.script.entry import read_entry, read_number
from callbench.script.instances import Spot
from callbench.script.line_making import LineMaker
from callbench.script.lines import Change, Line, Proposals
from callbench.script.model import Script, script_from_json
from callbench.script.parts import CHOSEN, SHOWN, Choice, Question
from callbench.script.program import program_of
from callbench.script.restoring import restore
from callbench.script.results import answer_given, proposals_of
from callbench.script.state import State
from callbench.script.wording import Wording
from callbench.values.problem import ValueProblem
from callbench.values.profile_words import CODED

Accepts = Callable[[str, str], str]
"""(profile field, answer) → what is wrong with it, "" when nothing is."""


class Interview:
    """One script being gone through with one customer.

    fields: customer fields by the names of the script's hidden questions. now: aware, in the shop's zone.
    language: zh_CN or en, may be set at any time. answers: those given before an interruption; unknown paths are left out.
    region: that of phone numbers without a country code, two letters. accepts: says what is wrong with a typed answer
    that is to go into the profile.
    A question in a repeat has a path for each instance, `visits[2]/effect`; the repeat's own path, `visits`, is that of
    the line behind its last instance, which is answered with `+`, `-` or how many there are.
    """

    def __init__(
        self,
        script: Script,
        *,
        fields: Mapping[str, str],
        now: datetime,
        language: str,
        answers: Iterable[DraftAnswer] = (),
        region: str = "CN",
        accepts: Accepts | None = None,
    ) -> None:
        self.script = script
        self._accepts = accepts
        self._region = region
        self._program = program_of(script)
        self._wording = Wording(self._program, language)
        self._state = State(self._program, fields, now, self._choice_label)
        self._lines = LineMaker(self._state, self._wording)
        restore(self._state, answers)

    @property
    def language(self) -> str:
        return self._wording.language

    @language.setter
    def language(self, language: str) -> None:
        self._wording = Wording(self._program, language)
        self._lines = LineMaker(self._state, self._wording)
        self._state.recompute()  # names of choices may be part of calculated texts

    def lines(self) -> tuple[Line, ...]:
        """The relevant questions and notes an agent sees, in order."""
        return tuple(self._lines.line(spot) for spot in self._visible())

    def line(self, path: str) -> Line:
        """One line by its path, also of a question that is not relevant now."""
        return self._lines.line(self._spot(path))

    def check(self, path: str, text: str) -> str:
        """What is wrong with the typed `text`, in words that say what would be right; "" when it would be accepted."""
        return self.understood(path, text)[0]

    def understood(self, path: str, text: str) -> tuple[str, str]:
        """As `check`, and what would be kept: ("", canonical text), or (what is wrong, "")."""
        try:
            return "", self._accepted(self._spot(path), text)
        except ValueProblem as problem:
            return problem.message, ""

    def set(self, path: str, text: str) -> Change:
        """Answer a question with what was typed; blank text clears it. Raises ValueProblem and changes nothing then.

        A repeat's own path takes `+`, `-`, or how many instances there are to be; those taken away keep their answers
        aside until the call is saved.
        """
        spot = self._spot(path)
        return self._after(spot, self._accepted(spot, text), refused=False)

    def refuse(self, path: str) -> Change:
        """Record that the customer does not know or does not want to say."""
        return self._after(self._spot(path), "", refused=True)

    def clear(self, path: str) -> Change:
        """Take the answer back."""
        return self._after(self._spot(path), "", refused=False)

    def learn(self, fields: Mapping[str, str]) -> Change:
        """The customer's fields are these from now on, as another number is called; hidden questions follow."""
        before = self._before()
        self._state.learn(fields)
        self._state.recompute()
        return self._change(*before)

    @property
    def gaps(self) -> tuple[str, ...]:
        """The questions to go back to, as paths: required and open, or answered wrongly."""
        lines = self._lines
        return tuple(
            spot.path for spot in self._asked() if (lines.open(spot) and lines.required(spot)) or lines.problem(spot)
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
        asked = [spot for spot in self._asked() if spot.place.question.asked and not self._lines.readonly(spot)]
        return sum(1 for spot in asked if not self._lines.open(spot)), len(asked)

    def answers(self) -> tuple[AnswerGiven, ...]:
        """What is saved: given, calculated, refused and skipped answers on the present path."""
        state = self._state
        return tuple(
            answer_given(
                question,
                spot.path,
                state.values[spot.slot],
                self._lines.choices(spot),
                refused=spot.slot in state.refused,
            )
            for spot in state.shown
            if isinstance(question := spot.place.item, Question)
            and state.relevant[spot.slot]
            and (question.asked or question.kind == "calculate")
        )

    def drafts(self) -> tuple[DraftAnswer, ...]:
        """Everything that was given, also what is not relevant now: enough to go on after an interruption.

        A default or result that was taken out is a blank answer; a number of instances is the answer of its repeat.
        """
        state, found = self._state, []
        repeats = bool(self._program.layout.sizes)
        for spot in state.instances.in_order(every=True) if repeats else state.shown:
            if not isinstance(item := spot.place.item, Question):
                number = state.instances.numbers.get((spot.place.index, spot.bases[-1] if spot.bases else 0))
                if number is not None and self._state.agent_adds(spot):
                    found.append(DraftAnswer(spot.path, str(number)))
            elif spot.slot in state.refused:
                found.append(DraftAnswer(spot.path, "", "refused"))
            elif item.asked and (state.raw[spot.slot] or state.emptied(spot.slot)):
                found.append(DraftAnswer(spot.path, state.raw[spot.slot]))
        return tuple(found)

    def profile(self) -> dict[str, str]:
        """Profile fields the answers supplement: field → answer; of several instances the last one's.

        What was chosen stands as it is called, except in fields that hold codes.
        """
        found = {}
        for spot in self._state.shown:
            item, said = spot.place.item, self._state.values[spot.slot]
            if not isinstance(item, Question) or not item.profile or not said:
                continue
            if item.kind.startswith("select") and item.profile not in CODED:
                labels = {choice.value: choice.label for choice in self._lines.choices(spot)}
                said = _(", ").join(labels.get(value, value) for value in said.split())
            found[item.profile] = said
        return found

    def proposals(self) -> Proposals:
        """The outcome, complaint and follow-up the answers propose; a complete form without another proposes completed."""
        return proposals_of(self._state, complete=self.is_complete)

    def _spot(self, path: str) -> Spot:
        found = self._state.instances.find(path)
        if found is None or not (isinstance(found.place.item, Question) or self._state.agent_adds(found)):
            raise KeyError(path)
        return found

    def _visible(self) -> list[Spot]:
        state = self._state
        return [
            spot
            for spot in state.shown
            if (
                spot.place.item.kind in SHOWN and state.relevant[spot.slot]
                if isinstance(spot.place.item, Question)
                else self._may_add(spot)
            )
        ]

    def _may_add(self, spot: Spot) -> bool:
        """Whether a repeat is relevant and its number is the agent's; its condition is tried in its first instance."""
        if not self._state.agent_adds(spot) or not self._state.relevant[spot.parent]:
            return False
        test = self._program.steps[spot.place.index].relevant
        return test is None or self._state.holds(test, (*spot.bases, spot.slot))

    def _asked(self) -> list[Spot]:
        return [spot for spot in self._visible() if isinstance(spot.place.item, Question)]

    def _accepted(self, spot: Spot, typed: str) -> str:
        """The canonical text of what was typed. Raises ValueProblem, also for a constraint that would not hold."""
        if not isinstance(spot.place.item, Question):
            return read_number(typed, self._lines.number(spot))
        text = read_entry(spot.place.item, typed, self._lines.choices(spot), self._state.now, self._region)
        if not self._lines.fits(spot, text):
            raise ValueProblem("constraint", self._lines.constraint_message(spot))
        if wrong := self._no_profile(spot.place.item, text):
            raise ValueProblem("profile", wrong)
        return text

    def _no_profile(self, question: Question, text: str) -> str:
        """Why a typed answer cannot go into the profile; a choice is never refused: the agent has no better one."""
        if not text or not question.profile or question.kind in CHOSEN or self._accepts is None:
            return ""
        return self._accepts(question.profile, text)

    def _after(self, spot: Spot, value: str, *, refused: bool) -> Change:
        state = self._state
        before = self._before()
        if not isinstance(spot.place.item, Question):
            state.set_number(spot.place.index, spot.bases, int(value) if value else None, said=bool(value))
        else:
            state.raw[spot.slot] = value
            (state.refused.add if refused else state.refused.discard)(spot.slot)
        state.recompute()
        return self._change(*before, given=spot.slot)

    def _before(self) -> tuple[dict[int, Spot], dict[int, str]]:
        asked = {each.slot: each for each in self._asked()}
        return asked, {slot: self._state.values[slot] for slot in asked}

    def _change(self, before: dict[int, Spot], had: dict[int, str], given: int = -1) -> Change:
        """What is asked otherwise than before. given: the slot that was answered itself."""
        state, steps = self._state, self._program.steps
        after = {each.slot: each for each in self._asked()}
        return Change(
            gone=tuple(each.path for slot, each in before.items() if slot not in after),
            back=tuple(each.path for slot, each in after.items() if slot not in before),
            cleared=tuple(
                each.path
                for slot, each in after.items()
                if slot in before
                and slot != given
                and steps[each.place.index].sifts is not None
                and set(had[slot].split()) - set(state.values[slot].split())
            ),
        )

    def _choice_label(self, choice: Choice) -> str:
        return self._wording.choice(choice, self._state.context)


def interview_of(
    call: CallInHand, now: datetime, language: str, region: str = "CN", accepts: Accepts | None = None
) -> Interview:
    """The live interview of a call in hand, with what was answered so far. now: aware, in the shop's zone."""
    script, answers = script_from_json(call.script_json), call.answers
    return Interview(
        script, fields=call.fields, now=now, language=language, answers=answers, region=region, accepts=accepts
    )
