"""What was answered to each question of the scripts, told in the order and the words of the script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from callbench.i18n import language
from callbench.records.summary import QuestionDay
from callbench.script.layout import plain_path
from callbench.script.model import Script, script_from_json
from callbench.script.parts import RANGE, Question
from callbench.script.wording import REFERENCE, without_markup
from callbench.store.summary import AnswerCount

_NUMBERS = ("integer", "decimal")


@dataclass
class _Answers:
    """What was given to one question; states and values counted."""

    states: Counter[str] = field(default_factory=Counter)
    values: Counter[str] = field(default_factory=Counter)
    numbers: Counter[float] = field(default_factory=Counter)
    measure: str = ""


def questions(rows: Iterable[AnswerCount], scripts: Mapping[UUID, str]) -> tuple[QuestionDay, ...]:
    """One record a question, by script and in the script's order. scripts: canonical JSON, the newest first.

    Versions of one script are taken together: the same path and kind is the same question, in the newest one's words;
    so are the instances of a repeat.
    What a script only calculates is left out unless it is a measure; of a call taken up again only the last answers count.
    """
    versions = {script_id: script_from_json(canonical) for script_id, canonical in scripts.items()}
    found: dict[tuple[str, str, str], _Answers] = {}
    for row in rows:
        if row.state == "resumed" or (row.state == "calculated" and not row.measure):
            continue
        key = (versions[row.script_id].form_id, plain_path(row.path), row.kind)
        if (answers := found.get(key)) is None:
            answers = found[key] = _Answers()
        answers.states[row.state] += row.n
        answers.measure = answers.measure or row.measure
        if row.state in ("given", "calculated"):
            for value in row.text.split() if row.kind == "choices" else [row.text]:
                answers.values[value] += row.n
            if row.number is not None and (row.kind in _NUMBERS or row.measure):
                answers.numbers[row.number] += row.n
    described = [_described(key, answers, list(versions.values())) for key, answers in found.items()]
    return tuple(day for _place, day in sorted(described, key=lambda pair: pair[0]))


def _described(
    key: tuple[str, str, str], answers: _Answers, versions: Sequence[Script]
) -> tuple[tuple[str, int, str, str], QuestionDay]:
    form_id, path, kind = key
    place, question, script = _find(form_id, path, versions)
    taken = sum(answers.numbers.values())
    return (form_id, place, path, kind), QuestionDay(
        script=form_id,
        path=path,
        label=REFERENCE.sub("…", without_markup(script.text(question.label, language()))) or question.name
        if question
        else path,
        kind=kind,
        measure=answers.measure,
        answered=answers.states["given"] + answers.states["calculated"],
        refused=answers.states["refused"],
        unanswered=answers.states["skipped"],
        mean=sum(value * n for value, n in answers.numbers.items()) / taken if taken else None,
        distribution=_distribution(kind, answers.values, question, script),
    )


def _find(form_id: str, path: str, versions: Sequence[Script]) -> tuple[int, Question | None, Script]:
    """Where the question stands in the newest version that has it."""
    own = [script for script in versions if script.form_id == form_id]
    for script in own:
        for place, question in enumerate(script.questions()):
            if question.path == path:
                return place, question, script
    return 1_000_000, None, own[0]


def _distribution(
    kind: str, values: Counter[str], question: Question | None, script: Script
) -> tuple[tuple[str, str, int], ...]:
    """(value, label, count): choices in the order of their list, the ones nobody gave too; others by value."""
    if kind == "text":
        return ()
    listed: list[tuple[str, str]] = []
    if question and question.choices in script.lists:
        choices = script.lists[question.choices].choices
        listed = [(choice.value, script.text(choice.label, language()) or choice.value) for choice in choices]
    elif question and question.kind == "range":
        listed = [(value, value) for value in _steps(question.parameters)]
    known = {value for value, _label in listed}
    others = sorted((value for value in values if value not in known), key=_by_number)
    return tuple((value, label, values[value]) for value, label in [*listed, *((value, value) for value in others)])


def _steps(parameters: Mapping[str, str]) -> Iterable[str]:
    """The values of a scale in whole steps; nothing for others."""
    try:
        start, end, step = (int((RANGE | dict(parameters))[name]) for name in RANGE)
    except ValueError:
        return ()
    return (str(value) for value in range(start, end + 1, max(step, 1)))


def _by_number(value: str) -> tuple[float, str]:
    try:
        return float(value), value
    except ValueError:
        return float("inf"), value
