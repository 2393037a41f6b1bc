"""What an interview shows: one line a question, in the agent's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ChoiceLine:
    """One thing that can be answered with one key.

    digit: the key shown before it. Up to ten choices carry 1 … 9 and then 0; longer lists carry none ("").
    A rating carries its own number; a recommendation scale 0 … 10 carries 0 … 9 and "-" for 10.
    proposes: outcome, complaint or follow_up when choosing it proposes one, else "".
    """

    value: str
    label: str
    digit: str
    proposes: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One visible question or note.

    number: its place among the script's questions, from 1, the same whatever was answered; 0 for a note or a repeat.
    kind: text, integer, decimal, date, time, dateTime, select_one, select_multiple, range, acknowledge, note, or repeat:
    the line behind the last instance of a repeat, with the choices `+` and `-`; text and shown are how many there are,
    its state is always open and it never has to be answered.
    path: with the numbers of the instances it lies in, `visits[2]/effect`.
    label, hint, say, objection: plain text with the customer's values filled in. required_message: what is said when it
    must be answered and is left open, "" for nothing of the script's own.
    state: open, given or refused. text: canonical answer; shown: the same as a person reads it (`5 非常满意`).
    problem: what is wrong with the kept answer, "" when nothing is. section: heading of its group.
    parameters of a range: start, end, step.
    """

    path: str
    number: int
    kind: str
    label: str
    hint: str = ""
    say: str = ""
    stage: str = ""
    required: bool = False
    readonly: bool = False
    can_refuse: bool = False
    state: str = "open"
    text: str = ""
    shown: str = ""
    choices: tuple[ChoiceLine, ...] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)
    appearance: str = ""
    problem: str = ""
    objection: str = ""
    measure: str = ""
    section: str = ""
    required_message: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What an answer did to other questions, as paths.

    gone: lines that disappeared. back: lines that appeared. cleared: answers their choice filter no longer offers.
    """

    gone: tuple[str, ...] = ()
    back: tuple[str, ...] = ()
    cleared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposals:
    """What the answers propose. outcome: an outcome's key; complaint: what it is about; follow_up: when, in words."""

    outcome: str = ""
    complaint: str = ""
    follow_up: str = ""
