"""`or_other` behind a type: one more choice, and a question that asks what it is."""

from __future__ import annotations

from dataclasses import replace

from callbench.script.parts import ChoiceList, Expr, Question

_ASKING = {"(zh)": "请说明其他"}
_CHOICE = {"(zh)": "其他"}


def with_other(known: ChoiceList) -> ChoiceList:
    """The list with the choice `other` at its end, unless it has one or is empty."""
    if not known.choices or any(choice.value == "other" for choice in known.choices):
        return known
    first = known.choices[0]
    label = {language: _CHOICE.get(language[-4:], "Other") for language in first.label}
    other = replace(first, value="other", label=label, columns={}, outcome="", complaint="", follow_up="")
    return ChoiceList(known.name, (*known.choices, other))


def asking_other(question: Question, path: str) -> Question:
    """The question for the words of the choice `other`, at `path`."""
    label = {language: _ASKING.get(language[-4:], "Specify other.") for language in question.label}
    relevant = Expr(f"selected(${{{question.name}}}, 'other')")
    name = path.rpartition("/")[2]
    return Question(name, "text", path, label=label, relevant=relevant, stage=question.stage, row=question.row)
