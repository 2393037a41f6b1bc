"""What comes out of an interview: answers to keep, as a person reads them, and what they propose."""

from __future__ import annotations

import re

from callbench.i18n import _
from callbench.records.calls import AnswerGiven
from callbench.script.lines import ChoiceLine, Proposals
from callbench.script.parts import Question
from callbench.script.state import State

_KINDS = {"select_one": "choice", "select_multiple": "choices", "acknowledge": "boolean"}
_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,9})?")


def shown(question: Question, text: str, choices: tuple[ChoiceLine, ...]) -> str:
    """An answer as a person reads it: `5 非常满意`, `送货慢, 有破损`, `2026-03-05 14:00`."""
    if not text:
        return ""
    if question.kind == "dateTime":
        return text[:16].replace("T", " ")
    if question.kind == "time":
        return text[:5]
    if not choices:
        return text
    labels = {choice.value: choice.label for choice in choices}
    values = text.split() if question.kind == "select_multiple" else [text]
    return _(", ").join(_named(value, labels.get(value, value)) for value in values)


def _named(value: str, label: str) -> str:
    """The label, after its number where the value is one."""
    return f"{value} {label}" if _NUMBER.fullmatch(value) and not label.startswith(value) else label


def answer_given(
    question: Question, path: str, text: str, choices: tuple[ChoiceLine, ...], *, refused: bool
) -> AnswerGiven:
    """The answer as it is saved. path: with the numbers of the instances it lies in."""
    kind = _KINDS.get(question.kind, question.kind)
    if question.kind == "range":
        kind = "integer" if "." not in text else "decimal"
    if question.kind == "calculate":
        kind, state = "text", "calculated"
    else:
        state = "refused" if refused else "given" if text else "skipped"
    return AnswerGiven(
        path=path,
        question=question.name,
        kind=kind,
        text=text,
        number=float(text) if _NUMBER.fullmatch(text) else None,
        label=shown(question, text, choices),
        state=state,
        measure=question.measure,
    )


def proposals_of(state: State, *, complete: bool) -> Proposals:
    """The first outcome and follow-up and every complaint the answers propose, in the script's order."""
    found: dict[str, list[str]] = {"outcome": [], "complaint": [], "follow_up": []}
    program = state.program
    for spot in state.shown:
        item = spot.place.item
        if not isinstance(item, Question) or not state.relevant[spot.slot]:
            continue
        chosen = set(state.values[spot.slot].split())
        for choice, _columns in program.rows.get(item.choices, ()) if chosen else ():
            if choice.value in chosen:
                for name, texts in found.items():
                    texts += [getattr(choice, name)] if getattr(choice, name) else []
        for name, rule in program.steps[spot.place.index].proposals:
            state.context.bases = spot.bases
            if proposed := state.text_of(rule):
                found[name].append(proposed)
    outcome = found["outcome"][0] if found["outcome"] else "completed" if complete else ""
    return Proposals(outcome, "; ".join(dict.fromkeys(found["complaint"])), next(iter(found["follow_up"]), ""))
