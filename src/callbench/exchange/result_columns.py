"""Which columns a table of interviews has: one a question, and in repeats one for each instance that was asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from callbench.i18n import language
from callbench.script.layout import numbers_of, plain_path
from callbench.script.model import Script
from callbench.script.parts import Group, Question


@dataclass(frozen=True, slots=True)
class QuestionColumn:
    """A column of answers. name: of the question; its path, or behind `form_id.`, where names are not enough.

    labelled: tables have a second column, `name (label)`, because what was shown says more than the value.
    label, kind: the question in the reader's language, and the kind of answer as XLSForm names it.
    """

    form_id: str
    path: str
    name: str
    labelled: bool = False
    label: str = ""
    kind: str = ""


def question_columns(
    scripts: Iterable[Script], taken: Collection[str], asked: Iterable[tuple[str, str]] = ()
) -> tuple[QuestionColumn, ...]:
    """A column for every question whose answers are kept, in the order of the scripts; versions of a form share them.

    taken: names no question's column may have. asked: (form_id, path) of answers in repeats, `visits[2]/effect`: each
    gets a column of that name, instance by instance.
    """
    names: dict[tuple[str, str], str] = {}
    labelled: set[tuple[str, str]] = set()
    texts: dict[tuple[str, str], tuple[str, str]] = {}
    instances: dict[str, list[str]] = {}
    for form_id, path in asked:
        instances.setdefault(form_id, []).append(path)
    for script in scripts:
        for path, question in _in_order(script, instances.get(script.form_id, [])):
            if question.asked or question.kind == "calculate":
                key = script.form_id, path
                names.setdefault(key, path if "[" in path else question.name)
                texts[key] = script.text(question.label, language()), question.kind  # the newest wording
                if _says_more(script, question):
                    labelled.add(key)
    within = Counter((form_id, name) for (form_id, _path), name in names.items())
    across = Counter(name for _form_id, name in within)
    columns = []
    for (form_id, path), name in names.items():
        short = path if within[form_id, name] > 1 else name
        clashes = across[name] > 1 or name in taken
        whole = f"{form_id}.{short}" if clashes else short
        columns.append(QuestionColumn(form_id, path, whole, (form_id, path) in labelled, *texts[form_id, path]))
    return tuple(columns)


def _in_order(script: Script, paths: Iterable[str]) -> Iterator[tuple[str, Question]]:
    """Every question with its path; those of a repeat by instance, once for each of `paths` that is theirs."""
    if not script.repeats:
        yield from ((question.path, question) for question in script.questions())
        return
    places = {item.path: place for place, item in enumerate(_items(script.items))}
    questions = {question.path: question for question in script.questions()}
    repeated = {
        question.path
        for item in _items(script.items)
        if isinstance(item, Group) and item.repeat
        for question in _items(item.items)
    }

    def key(path: str) -> list[tuple[int, int]]:
        found, so_far = [], ""
        for part in path.split("/"):
            so_far = f"{so_far}/{plain_path(part)}".strip("/")
            found.append((places[so_far], next(iter(numbers_of(part)), 0)))
        return found

    there = [path for path in paths if plain_path(path) in repeated and plain_path(path) in questions]
    for path in sorted([*(path for path in questions if path not in repeated), *there], key=key):
        yield path, questions[plain_path(path)]


def _items(items: Iterable[Question | Group]) -> Iterator[Question | Group]:
    for item in items:
        yield item
        if isinstance(item, Group):
            yield from _items(item.items)


def _says_more(script: Script, question: Question) -> bool:
    """Whether a choice is shown as something else than its value."""
    offered = script.lists.get(question.choices)
    return offered is not None and any(
        label and label != choice.value for choice in offered.choices for label in choice.label.values()
    )
