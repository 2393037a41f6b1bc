"""A script to look over: every question and group in order, its choices, and its conditions in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from callbench.script.model import Script
from callbench.script.parts import Choice, Expr, Group, Question, flat
from callbench.script.telling.authored import authored, plain_word
from callbench.script.telling.explain import Explainer
from callbench.script.telling.told import one_line, plain

CONDITIONS = ("relevant", "required", "readonly", "constraint", "choice_filter", "count")
VALUES = ("calculation", "default", "outcome", "complaint", "follow_up")


@dataclass(frozen=True, slots=True)
class OutlineChoice:
    """A choice as it is shown. outcome, complaint, follow_up: what choosing it proposes, "" for nothing."""

    value: str
    label: str
    outcome: str = ""
    complaint: str = ""
    follow_up: str = ""


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """One question or group. depth: groups around it. number: as the agent sees it, 0 for none.

    kind: that of a question, else group or repeat. texts: label, hint, say and objection that are there, in one line,
    with `${name}` where a value is filled in.
    words: conditions and values in words, by field; expressions: the same as they were written.
    """

    path: str
    name: str
    kind: str
    depth: int
    number: int
    stage: str
    texts: Mapping[str, str]
    words: Mapping[str, str] = field(default_factory=dict)
    expressions: Mapping[str, str] = field(default_factory=dict)
    choices: tuple[OutlineChoice, ...] = ()
    list_name: str = ""
    measure: str = ""
    profile: str = ""
    appearance: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    can_refuse: bool = False


def outline(script: Script, language: str) -> tuple[OutlineEntry, ...]:
    """All of a script, in `language` (zh_CN, en), which is also the language in use."""
    explainer = Explainer(script, language)
    return tuple(_entry(explainer, item, depth) for item, depth in flat(script.items))


def _entry(explainer: Explainer, item: Question | Group, depth: int) -> OutlineEntry:
    script, language = explainer.script, explainer.language
    texts = {}
    for name in ("label", "hint", "say", "objection"):
        if words := one_line(script.text(getattr(item, name, {}), language)):
            texts[name] = words
    conditions = {name: made for name in (*CONDITIONS, *VALUES) if (made := getattr(item, name, None)) is not None}
    found = OutlineEntry(
        path=item.path,
        name=item.name,
        kind=item.kind if isinstance(item, Question) else "repeat" if item.repeat else "group",
        depth=depth,
        number=explainer.layout.at[item.path].number,
        stage=item.stage,
        texts=texts,
        words={name: _words(explainer, item.path, name, made) for name, made in conditions.items()},
        expressions={name: authored(made) if name in VALUES else made.source for name, made in conditions.items()},
        appearance=item.appearance,
    )
    if isinstance(item, Group):
        return found
    known = script.lists.get(item.choices)
    return replace(
        found,
        choices=tuple(_choice(explainer, choice) for choice in known.choices) if known else (),
        list_name=item.choices,
        measure=item.measure,
        profile=item.profile,
        parameters=item.parameters,
        can_refuse=item.refuse,
    )


def _words(explainer: Explainer, path: str, name: str, made: Expr) -> str:
    if name in CONDITIONS:
        if name == "count":
            return explainer.value(made, path)
        return explainer.condition(made, path, filters=name == "choice_filter")
    word = plain_word(made)
    return explainer.value(made, path) if word is None else plain(word)


def _choice(explainer: Explainer, choice: Choice) -> OutlineChoice:
    label = plain(explainer.script.text(choice.label, explainer.language)) or choice.value
    return OutlineChoice(choice.value, label, choice.outcome, choice.complaint, choice.follow_up)
