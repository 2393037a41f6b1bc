"""The live interview: what is asked now, what was answered, what is still missing. Pure; keeps nothing on disk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from callbench.i18n import _
from callbench.records.calls import AnswerGiven, DraftAnswer
from callbench.script.digits import digits_for, scale
from callbench.script.entry import read_entry
from callbench.script.lines import Change, ChoiceLine, Line, Proposals
from callbench.script.model import SHOWN, Choice, Group, Question, Script
from callbench.script.program import Node, Program
from callbench.script.state import State
from callbench.values.problem import ValueProblem

__all__ = ["Change", "ChoiceLine", "Interview", "Line", "Proposals"]

_KINDS = {"select_one": "choice", "select_multiple": "choices", "range": "decimal", "acknowledge": "boolean"}


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
        self.language = language
        self._program = Program(script)
        self._state = State(self._program, fields, now)
        for answer in answers:
            if node := self._program.at.get(answer.path):
                if answer.state == "refused":
                    self._state.refused.add(node.index)
                else:
                    self._state.raw[node.index] = answer.text
        self._state.recompute()

    def lines(self) -> tuple[Line, ...]:
        """The relevant questions and notes an agent sees, in order."""
        return tuple(self._line(node) for node in self._visible())

    def check(self, path: str, text: str) -> str:
        """What is wrong with the typed `text`, in words that say what would be right; "" when it would be accepted."""
        node = self._node(path)
        try:
            read_entry(node.question, text, self._choices(node), self._state.now)
        except ValueProblem as problem:
            return problem.message
        return ""

    def set(self, path: str, text: str) -> Change:
        """Answer a question with what was typed; blank text clears it. Raises ValueProblem and changes nothing then."""
        node = self._node(path)
        value = read_entry(node.question, text, self._choices(node), self._state.now)
        return self._after(node, value, refused=False)

    def refuse(self, path: str) -> Change:
        """Record that the customer does not know or does not want to say."""
        return self._after(self._node(path), "", refused=True)

    def clear(self, path: str) -> Change:
        """Take the answer back."""
        return self._after(self._node(path), "", refused=False)

    @property
    def required_left(self) -> int:
        """How many required questions on the present path are still open."""
        return sum(1 for line in self.lines() if line.required and line.state == "open")

    def first_gap(self) -> str | None:
        """The first question to go back to: required and open, or answered wrongly; None when there is none."""
        for line in self.lines():
            if line.problem or (line.required and line.state == "open"):
                return line.path
        return None

    @property
    def is_complete(self) -> bool:
        """Nothing required is open and nothing is wrong."""
        return self.first_gap() is None

    @property
    def progress(self) -> tuple[int, int]:
        """(answered or refused, asked) on the present path."""
        asked = [line for line in self.lines() if line.kind != "note"]
        return sum(1 for line in asked if line.state != "open"), len(asked)

    def answers(self) -> tuple[AnswerGiven, ...]:
        """What is saved: given, calculated, refused and skipped answers on the present path."""
        return tuple(self._answer(node) for node in self._program.questions if self._state.relevant[node.index])

    def drafts(self) -> tuple[DraftAnswer, ...]:
        """Everything that was given, also what is not relevant now: enough to go on after an interruption."""
        found = []
        for node in self._program.questions:
            if node.index in self._state.refused:
                found.append(DraftAnswer(node.question.path, "", "refused"))
            elif node.question.asked and self._state.raw[node.index]:
                found.append(DraftAnswer(node.question.path, self._state.raw[node.index]))
        return tuple(found)

    def proposals(self) -> Proposals:
        """The outcome, complaint and follow-up the answers propose."""
        return Proposals(outcome="completed" if self.is_complete else "")

    def _node(self, path: str) -> Node:
        return self._program.at[path]

    def _visible(self) -> list[Node]:
        return [
            node
            for node in self._program.questions
            if node.question.kind in SHOWN and self._state.relevant[node.index] and self._label(node)
        ]

    def _after(self, node: Node, value: str, *, refused: bool) -> Change:
        before = {n.question.path for n in self._visible()}
        self._state.raw[node.index] = value
        (self._state.refused.add if refused else self._state.refused.discard)(node.index)
        cleared = self._state.recompute()
        after = {n.question.path for n in self._visible()}
        paths = [n.question.path for n in self._program.questions]
        return Change(
            gone=tuple(p for p in paths if p in before - after),
            back=tuple(p for p in paths if p in after - before),
            cleared=tuple(self._program.nodes[i].question.path for i in cleared),
        )

    def _label(self, node: Node) -> str:
        return self.script.text(node.question.label, self.language) or node.question.name

    def _choices(self, node: Node) -> tuple[ChoiceLine, ...]:
        question = node.question
        if question.kind == "range":
            points = scale(question)
            return tuple(ChoiceLine(p, p, d) for p, d in zip(points, digits_for(points), strict=True))
        if question.kind == "acknowledge":
            return (ChoiceLine("OK", _("Confirmed"), "1"),)
        offered: list[Choice] = list(self.script.lists[question.choices].choices) if question.choices else []
        digits = digits_for([choice.value for choice in offered])
        return tuple(
            ChoiceLine(
                choice.value,
                self.script.text(choice.label, self.language) or choice.value,
                digit,
                next((name for name in ("outcome", "complaint", "follow_up") if getattr(choice, name)), ""),
            )
            for choice, digit in zip(offered, digits, strict=True)
        )

    def _line(self, node: Node) -> Line:
        question = node.question
        choices = self._choices(node)
        text = self._state.values[node.index]
        refused = node.index in self._state.refused
        parent = self._program.nodes[node.parent].item
        return Line(
            path=question.path,
            number=node.number,
            kind=question.kind,
            label=self._label(node),
            hint=self.script.text(question.hint, self.language),
            say=self.script.text(question.say, self.language),
            stage=question.stage,
            required=question.required is not None and question.asked,
            readonly=question.readonly is not None,
            can_refuse=question.refuse,
            state="refused" if refused else "given" if text else "open",
            text=text,
            shown=_shown(question, text, choices),
            choices=choices,
            parameters=question.parameters,
            appearance=question.appearance,
            objection=self.script.text(question.objection, self.language),
            measure=question.measure,
            section=self.script.text(parent.label, self.language) if isinstance(parent, Group) else "",
        )

    def _answer(self, node: Node) -> AnswerGiven:
        question, text = node.question, self._state.values[node.index]
        state = "calculated" if not question.asked else "given" if text else "skipped"
        return AnswerGiven(
            path=question.path,
            question=question.name,
            kind=_KINDS.get(question.kind, question.kind if question.asked else "text"),
            text=text,
            label=_shown(question, text, self._choices(node)),
            state="refused" if node.index in self._state.refused else state,
            measure=question.measure,
        )


def _shown(question: Question, text: str, choices: tuple[ChoiceLine, ...]) -> str:
    """The answer as a person reads it."""
    if not text or not choices:
        return text.replace("T", " ") if question.kind == "dateTime" else text
    by_value = {c.value: c for c in choices}
    names = []
    for value in text.split():
        label = by_value[value].label if value in by_value else value
        names.append(f"{value} {label}" if value.lstrip("-").isdecimal() and label != value else label)
    return ", ".join(names)
