"""The choices sheet: lists of choices in their order."""

from __future__ import annotations

from callbench.script.compiling.columns import Row, headers, rows
from callbench.script.compiling.outcome_keys import OutcomeKeys
from callbench.script.parts import Choice, ChoiceList
from callbench.script.problems import Problems
from callbench.script.sheets.content import Cell, Sheet

_FIELDS = frozenset({"list_name", "name"})


def read_lists(
    sheet: Sheet | None, problems: Problems, outcomes: OutcomeKeys, *, doubles: bool = False
) -> tuple[dict[str, ChoiceList], dict[str, Cell], list[str]]:
    """The lists by name, where each begins, and the languages of their labels in the order of the columns.

    doubles: a list may hold a name twice, for filters to choose from (XLSForm's allow_choice_duplicates).
    """
    if sheet is None or not sheet.header:
        return {}, {}, []
    columns = headers(sheet, _FIELDS, problems)
    fields = {header.field for header in columns.values()}
    for needed in _FIELDS - fields:
        problems.add("no-column", None, sheet=sheet.name, column=needed)
    if _FIELDS - fields:
        return {}, {}, []
    found: dict[str, list[Choice]] = {}
    where: dict[str, Cell] = {}
    labels: set[tuple[str, str, str]] = set()
    names: set[tuple[str, str]] = set()
    for row in rows(sheet, columns, problems):
        name = row.text("list_name")
        if not name:
            continue
        where.setdefault(name, row.cells["list_name"])
        cell = row.cells.get("name")
        if cell is None:
            problems.add("no-choice-name", row.cells["list_name"])
            continue
        choices = found.setdefault(name, [])
        if not doubles and (name, cell.text) in names:
            problems.add("double-choice", cell, name=cell.text, list=name)
            continue
        names.add((name, cell.text))
        choices.append(_choice(row, cell.text, problems, outcomes))
        for language, label in row.texts.get("label", {}).items():
            key = (name, language, label.text)
            if key in labels:
                problems.add("double-label", label, label=label.text, list=name)
            labels.add(key)
    languages = [header.language for header in columns.values() if header.field == "label"]
    return {name: ChoiceList(name, tuple(choices)) for name, choices in found.items()}, where, languages


def _choice(row: Row, value: str, problems: Problems, outcomes: OutcomeKeys) -> Choice:
    outcome = row.text("callbench::outcome")
    if outcome:
        outcomes.check(outcome, row.cells["callbench::outcome"], problems)
    return Choice(
        value,
        {language: cell.text for language, cell in row.texts.get("label", {}).items()},
        {name: cell.text for name, cell in row.others.items()},
        outcome,
        row.text("callbench::complaint"),
        row.text("callbench::follow_up"),
    )
