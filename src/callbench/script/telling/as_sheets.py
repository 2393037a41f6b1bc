"""From a Script back to the sheets of a workbook: what they compile to is the same Script, to its hash."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from callbench.script.expressions import literal, proposal
from callbench.script.model import Script
from callbench.script.parts import Choice, Expr, Group, Question, Texts, flat
from callbench.script.sheets.content import Cell

_TEXTS: Final = (
    ("label", "label"), ("hint", "hint"), ("callbench::say", "say"), ("callbench::objection", "objection"),
    ("required_message", "required_message"), ("constraint_message", "constraint_message"),
)  # fmt: skip
"""Columns that may be translated, and the fields they come from."""
_PLAIN: Final = (
    "required", "relevant", "constraint", "calculation", "choice_filter", "default", "appearance", "parameters",
    "readonly", "repeat_count", "callbench::stage", "callbench::measure", "callbench::profile", "callbench::outcome",
    "callbench::complaint", "callbench::follow_up", "callbench::refuse",
)  # fmt: skip
_PROPOSED: Final = ("outcome", "complaint", "follow_up")
_QUOTED: Final = re.compile(r"'[^']*'|\"[^\"]*\"")
_PIECES: Final = re.compile(rf"concat\(((?:{_QUOTED.pattern})(?:, (?:{_QUOTED.pattern}))*)\)")
_PROPOSES: Final = re.compile(r"if\(\. != '', (.*), ''\)", re.DOTALL)

Table = list[list[str]]
"""Rows of one sheet, the header first."""


def as_sheets(script: Script) -> dict[str, Table]:
    """The sheets survey, choices and settings of a script, by name; columns that would be empty are left out."""
    texts = [f"{column}{_behind(language)}" for column, field in _TEXTS for language in _languages(script, field)]
    rows = list(_survey(script.items))
    others = sorted({name for row in rows for name in row} - {"type", "name", *texts, *_PLAIN})
    survey = _table(["type", "name", *texts, *_PLAIN, *others], rows, {"type", "name", *_labels(script)})
    choices = list(_choices(script))
    # One colon less than on the survey sheet: other engines stumble over two here.
    head = ["list_name", "name", *_labels(script), *(f"callbench_{kind}" for kind in _PROPOSED)]
    others = sorted({name for row in choices for name in row} - set(head))
    return {
        "survey": survey,
        "choices": _table([*head, *others], choices, {"list_name", "name"}),
        "settings": _settings(script),
    }


def _table(columns: Iterable[str], rows: list[dict[str, str]], kept: set[str]) -> Table:
    used = kept.union(*(row.keys() for row in rows))
    header = [column for column in dict.fromkeys(columns) if column in used]
    return [header, *([row.get(column, "") for column in header] for row in rows)]


def _behind(language: str) -> str:
    return f"::{language}" if language else ""


def _labels(script: Script) -> list[str]:
    return [f"label{_behind(language)}" for language in script.languages]


def _languages(script: Script, field: str) -> list[str]:
    """The script's languages in their order, and those only this field has."""
    found = dict.fromkeys(script.languages)
    for item, _depth in flat(script.items):
        found |= dict.fromkeys(getattr(item, field, {}))
    return list(found)


def _survey(items: Iterable[Question | Group]) -> Iterator[dict[str, str]]:
    for item in items:
        if isinstance(item, Question):
            yield _filled(_question(item))
            continue
        kind = "repeat" if item.repeat else "group"
        yield _filled(
            {
                "type": f"begin_{kind}", "name": item.name, **_texts("label", item.label),
                "relevant": _source(item.relevant), "repeat_count": _source(item.count),
                "appearance": item.appearance, "callbench::stage": item.stage, **item.columns,
            }
        )  # fmt: skip
        yield from _survey(item.items)
        yield {"type": f"end_{kind}"}


def _question(question: Question) -> dict[str, str]:
    kind = question.meta if question.kind == "meta" else f"{question.kind} {question.choices}".strip()
    row = {"type": kind, "name": question.name}
    for column, field in _TEXTS:
        row |= _texts(column, getattr(question, field))
    for column in ("relevant", "constraint", "calculation", "choice_filter"):
        row[column] = _source(getattr(question, column))
    for column in ("required", "readonly"):
        row[column] = _yes_or(getattr(question, column))
    row["default"] = _typed(question.default, literal)
    row["appearance"] = question.appearance
    row["parameters"] = " ".join(f"{key}={value}" for key, value in sorted(question.parameters.items()))
    for column in ("stage", "measure", "profile"):
        row[f"callbench::{column}"] = getattr(question, column)
    for column in _PROPOSED:
        row[f"callbench::{column}"] = _proposed(getattr(question, column))
    row["callbench::refuse"] = "yes" if question.refuse else ""
    return {**row, **question.columns}


def _choices(script: Script) -> Iterator[dict[str, str]]:
    for name, found in script.lists.items():
        for choice in found.choices:
            yield _filled(_choice(name, choice))


def _choice(list_name: str, choice: Choice) -> dict[str, str]:
    row = {"list_name": list_name, "name": choice.value, **_texts("label", choice.label), **choice.columns}
    return row | {f"callbench_{kind}": getattr(choice, kind) for kind in _PROPOSED}


def _settings(script: Script) -> Table:
    row = {"form_id": script.form_id, "version": script.version}
    row |= {f"callbench::title::{name}" if name else "form_title": text for name, text in script.titles.items()}
    row["default_language"] = script.languages[0] if script.languages else ""
    row["name"] = script.root if script.root != "data" else ""
    filled = _filled(row | dict(sorted(script.settings.items())))
    return [list(filled), list(filled.values())]


def _filled(row: Mapping[str, str]) -> dict[str, str]:
    return {column: text for column, text in row.items() if text}


def _texts(column: str, texts: Texts) -> dict[str, str]:
    return {f"{column}{_behind(language)}": text for language, text in texts.items()}


def _source(expr: Expr | None) -> str:
    return expr.source if expr else ""


def _yes_or(expr: Expr | None) -> str:
    return "yes" if expr and expr.source == "true()" else _source(expr)


def _proposed(expr: Expr | None) -> str:
    match = _PROPOSES.fullmatch(_source(expr))
    return _typed(expr, lambda cell: proposal(cell)[0], [_unquoted(match[1])] if match else [])


def _typed(expr: Expr | None, read: Callable[[Cell], Expr | None], more: Iterable[str] = ()) -> str:
    """What somebody has typed to get this expression: plain words, or the expression itself."""
    if expr is None:
        return ""
    for words in (*more, _unquoted(expr.source)):
        if words and read(Cell("", 0, 0, words)) == expr:
            return words
    return expr.source


def _unquoted(source: str) -> str:
    """The text of a literal, or of several put together because both kinds of quotes are in them; else ""."""
    pieces = _PIECES.fullmatch(source)
    if pieces:
        return "".join(piece[1:-1] for piece in _QUOTED.findall(pieces[1]))
    return source[1:-1] if _QUOTED.fullmatch(source) else ""
