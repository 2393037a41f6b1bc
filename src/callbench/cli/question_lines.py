"""A question in plain lines: how it is read out, and which of its answers typed words mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callbench.cli import cards
from callbench.i18n import _

if TYPE_CHECKING:
    from callbench.script.lines import Line


def question_lines(line: Line, *, hints: bool = False) -> list[str]:
    """A question as it is read out: what to say, what to ask, what can be chosen, what was answered."""
    asked = _("{question} (required)").format(question=line.label) if line.required else line.label
    instance = [line.section] if "[" in line.path else []  # which visit, which child: the words are the same
    lines = [*instance, *cards.fact(_("Say"), line.say), f"{line.number}. {asked}" if line.number else asked]
    if line.hint:
        lines.append("  " + line.hint)
    if line.kind == "range":
        lines.append("  " + " ".join(choice.value for choice in line.choices))
    else:
        lines += [f"  {choice.digit or choice.value}  {choice.label}" for choice in line.choices]
    if hints:
        lines += cards.fact(_("If they object"), line.objection)
    lines += cards.fact(_("No longer right"), line.problem)
    if line.state == "refused":
        lines.append(_("Answered: does not know or say"))
    elif line.state == "given":
        lines += cards.fact(_("Answered"), line.shown)
    return lines


def meant_by(line: Line, typed: str) -> str:
    """The value of the one choice whose label begins with what was typed, whatever the case; else what was typed."""
    if line.kind == "repeat":  # a digit is a key here, not how many there are
        return next((choice.value for choice in line.choices if typed in (choice.digit, choice.label)), typed)
    if any(typed in (choice.value, choice.digit, choice.label) for choice in line.choices):
        return typed
    begins = [choice for choice in line.choices if choice.label.casefold().startswith(typed.casefold())]
    return begins[0].value if len(begins) == 1 else typed
