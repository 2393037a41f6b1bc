"""From a script file's cells to a Script, or to everything that is wrong with it, each with its cell."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import PurePath

from callbench.i18n import LANGUAGES
from callbench.script.compiling.checks import check_expressions, check_sources, check_texts
from callbench.script.compiling.columns import OWN, SETTINGS, SURVEY, TEXTS, Row, headers, rows
from callbench.script.compiling.lists import read_lists
from callbench.script.compiling.outcome_keys import OutcomeKeys
from callbench.script.compiling.survey import SurveyReader
from callbench.script.expressions import flag
from callbench.script.layout import Layout
from callbench.script.model import CONSENT, MARKETING, Script, speaks
from callbench.script.problems import EnoughProblems, Problems, ScriptProblem
from callbench.script.sheets.content import Cell, ScriptSource
from callbench.script.sheets.grid import SHEETS
from callbench.text import nearest

_NOT_A_NAME = re.compile(r"[^\w.\-]+")
_IN_CHINESE = {
    "类型": "type", "题型": "type", "名称": "name", "问题": "label", "题目": "label", "提示": "hint", "必答": "required",
    "必填": "required", "条件": "relevant", "限制": "constraint", "计算": "calculation", "默认": "default", "默认值": "default",
}  # fmt: skip
"""Headings people write in Chinese, and the columns they mean."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """What became of a script file. script: None when any problem is an error."""

    script: Script | None
    problems: tuple[ScriptProblem, ...]


def compile_script(source: ScriptSource, *, outcomes: Collection[str] = (), guessed: bool = False) -> Compiled:
    """The Script of `source`, with every problem at once.

    outcomes: keys that callbench::outcome may name; none are checked when it is empty. guessed: there may be others.
    """
    problems = Problems()
    script = None
    with suppress(EnoughProblems):
        script = _compiled(source, problems, OutcomeKeys(outcomes, guessed))
    for remark in source.remarks:
        problems.add_remark(remark)
    found = tuple(sorted(problems.found, key=_by_place))
    return Compiled(None if problems.any_error else script, found)


def _compiled(source: ScriptSource, problems: Problems, outcomes: OutcomeKeys) -> Script:
    """The script as far as it can be made."""
    survey = source.sheets["survey"]
    columns = headers(survey, SURVEY, problems)
    for needed in ("type", "name"):
        if needed not in {header.field for header in columns.values()}:
            problems.add("no-column", None, sheet="survey", column=needed)
    settings = _settings(source, problems)
    doubles = flag(settings.others.get("allow_choice_duplicates"), None)
    lists, where, choice_languages = read_lists(source.sheets.get("choices"), problems, outcomes, doubles=doubles)
    reader = SurveyReader(problems, lists, outcomes)
    items = reader.read(rows(survey, columns, problems))
    if not items and not problems.any_error:
        problems.add("no-questions", None, sheet="survey")
    for name in [name for name in lists if name not in reader.used_lists]:
        problems.add("unused-list", where[name], list=name)
    texts = sorted((each for each in columns.values() if each.field in TEXTS), key=lambda each: each.field != "label")
    languages = [each.language for each in texts] + choice_languages
    script = _whole(source, settings, Script("", "", {}, (), items, reader.lists), languages, problems)
    layout = Layout(items, script.root)
    check_sources(layout, reader.rows, problems)
    check_texts(layout, reader.rows, problems)
    check_expressions(script, layout, reader.sites, problems)  # the last one: only a sound script can be begun
    for header in columns.values():
        if not header.known:
            problems.add(
                "unknown-column", header.cell, suggestion=_meant_column(header.cell.text), column=header.cell.text
            )
    for name in source.ignored:
        meant = nearest(name, [each for each in SHEETS if each not in source.sheets])
        problems.add("ignored-sheet", None, sheet=name, suggestion=meant)
    return script


def _meant_column(text: str) -> str:
    """The column that was probably meant by a heading nobody knows, "" when nobody can tell."""
    head, colons, name = text.casefold().partition("::")
    if colons and head.strip() == "callbench":
        found = nearest(name, OWN)
        return f"callbench::{found}" if found else ""
    found = _IN_CHINESE.get(head.strip()) or nearest(head.strip(), (*SURVEY, *TEXTS), alike=0.75)
    return f"{found}::{name}" if found and colons else found


def _by_place(problem: ScriptProblem) -> tuple[int, int, str]:
    order = {"survey": 0, "choices": 1, "settings": 2}
    digits = re.search(r"\d+", problem.cell)
    return order.get(problem.sheet, 3), int(digits[0]) if digits else 0, problem.cell


def _settings(source: ScriptSource, problems: Problems) -> Row:
    """The row below the header of the settings sheet."""
    sheet = source.sheets.get("settings")
    found = rows(sheet, headers(sheet, SETTINGS, problems), problems) if sheet and sheet.header else []
    return found[0] if found else Row(2)


def _whole(source: ScriptSource, row: Row, script: Script, languages: list[str], problems: Problems) -> Script:
    """`script` with what the settings row says about it."""
    titles = {language: cell.text for language, cell in row.texts.get("form_title", {}).items()}
    script = replace(
        script,
        form_id=row.text("form_id") or _of_file(source, problems),
        titles=titles,
        languages=_ordered(languages + [each for each in titles if each], row.cells.get("default_language"), problems),
        root=row.text("name") or "data",
        settings={name: cell.text for name, cell in row.others.items()} | _advertising(row, problems),
    )
    cell = row.cells.get("version")
    if cell and not cell.lost:
        return replace(script, version=cell.text)
    version = "c" + hashlib.sha256(script.canonical().encode()).hexdigest()[:8]  # its content names it
    problems.add("lost-version" if cell else "no-version", cell, sheet="settings", version=version)
    return replace(script, version=version)


def _advertising(row: Row, problems: Problems) -> dict[str, str]:
    """What a campaign takes over from the script: that something is advertised, the consent that is needed."""
    found = {MARKETING: "yes"} if flag(row.cells.get(MARKETING), problems) else {}
    return found | ({CONSENT: row.text(CONSENT)} if row.text(CONSENT) else {})


def _of_file(source: ScriptSource, problems: Problems) -> str:
    form_id = _NOT_A_NAME.sub("_", PurePath(source.name).stem).strip("_") or "script"
    problems.add("form-id-of-file", None, sheet="settings", form_id=form_id)
    return form_id


def _ordered(languages: list[str], default: Cell | None, problems: Problems) -> tuple[str, ...]:
    """Each language once, the default one first; the order of the columns decides nothing else.

    Columns without a language are in the default one, as pyxform has it, unless others carry its name.
    """
    unique = list(dict.fromkeys(languages)) or [""]
    first = unique[0]
    if default and (meant := _language(unique, default.text)):
        first = meant
    elif default and "" in unique:
        first = ""
    elif default:
        hint = nearest(default.text, unique)
        problems.add("no-such-language", default, suggestion=hint, language=default.text, used=first)
    return (first, *sorted(each for each in unique if each != first))


def _language(known: list[str], name: str) -> str:
    """Which of the languages of the columns is meant by `name`, "" for none."""
    if found := next((each for each in known if each.casefold() == name.casefold()), ""):
        return found
    code = next((code for code in LANGUAGES if speaks(name, code)), "")
    return next((each for each in known if code and speaks(each, code)), "")
