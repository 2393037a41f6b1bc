"""What the headers of a script's sheets mean, in all the spellings of the field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from callbench.script.model import CONSENT, MARKETING
from callbench.script.problems import Problems
from callbench.script.sheets.content import LONGEST, Cell, Sheet

OWN = ("stage", "say", "objection", "outcome", "complaint", "follow_up", "profile", "measure", "refuse")
"""Columns of our own, written `callbench::stage`."""

TEXTS = frozenset(
    {"label", "hint", "required_message", "constraint_message", "callbench::say", "callbench::objection", "form_title"}
)
SURVEY = frozenset(
    {"type", "name", "required", "relevant", "constraint", "calculation", "choice_filter", "default", "appearance"}
    | {"parameters", "readonly", "disabled", "repeat_count"}
)
"""Fields of the survey sheet that are no texts."""
SETTINGS = frozenset({"form_id", "version", "default_language", "name", MARKETING, CONSENT})
"""Fields of the settings sheet that are no texts."""
_ALIASES = {
    "relevance": "relevant",
    "calculate": "calculation",
    "read_only": "readonly",
    "requiredmsg": "required_message",
    "required_msg": "required_message",
    "jr:requiredmsg": "required_message",
    "constraintmsg": "constraint_message",
    "constraint_msg": "constraint_message",
    "jr:constraintmsg": "constraint_message",
    "caption": "label",
    "command": "type",
    "default_value": "default",
    "choicefilter": "choice_filter",
    "count": "repeat_count",
    "jr:count": "repeat_count",
    "id_string": "form_id",
    "title": "form_title",
    "list": "list_name",
}
_EXPRESSIONS = frozenset({"required", "relevant", "constraint", "calculation", "choice_filter", "readonly"})
"""Fields whose length is checked when they are parsed."""
_LANGUAGE = re.compile(r"\s*::?\s*")
_ERROR = re.compile(
    r"#(?:N/A|NAME\?|DIV/0!|GETTING_DATA|(?:REF|VALUE|NULL|NUM|SPILL|CALC|FIELD|BLOCKED|CONNECT|BUSY|UNKNOWN)!)"
)


@dataclass(frozen=True, slots=True)
class Header:
    """One column. field: its normal name. language: as written, "" for none. known: this reader uses it."""

    column: int
    field: str
    language: str
    known: bool
    cell: Cell


@dataclass(slots=True)
class Row:
    """One row by field. texts: language → cell for what may be translated; others: cells nobody here knows, by header."""

    number: int
    cells: dict[str, Cell] = field(default_factory=dict)
    texts: dict[str, dict[str, Cell]] = field(default_factory=dict)
    others: dict[str, Cell] = field(default_factory=dict)

    def text(self, name: str) -> str:
        cell = self.cells.get(name)
        return cell.text if cell else ""

    def cell(self, *names: str) -> Cell | None:
        """The first of these cells that is there."""
        return next((self.cells[name] for name in names if name in self.cells), None)


def headers(sheet: Sheet, known: frozenset[str], problems: Problems) -> dict[int, Header]:
    """The columns of a sheet by number; a column that is there twice is a problem, the first one counts."""
    found: dict[int, Header] = {}
    seen: set[tuple[str, str]] = set()
    for cell in sheet.header:
        name, language = _split(cell.text)
        if sheet.name == "choices" and name == "value":
            name = "name"
        is_text = name in TEXTS
        is_known = name in known or is_text or (name.startswith("callbench::") and name[11:] in OWN)
        key = (name, language) if is_text else (cell.text.casefold(), "") if not is_known else (name, "")
        if key in seen:
            problems.add("double-column", cell, column=cell.text)
            continue
        seen.add(key)
        found[cell.column] = Header(
            cell.column, name if is_known else cell.text, language if is_text else "", is_known, cell
        )
    return found


def rows(sheet: Sheet, columns: Mapping[int, Header], problems: Problems) -> list[Row]:
    """The rows of a sheet by field; formulas without a value and spreadsheet errors are problems."""
    found = []
    for cells in sheet.rows:
        row = Row(next(iter(cells.values())).row)
        for column, cell in cells.items():
            header = columns.get(column)
            if header is None or not (cell.lost or cell.text):
                continue
            counts = header.known or sheet.name == "choices"  # choice filters read any column
            if cell.lost and header.field != "version":
                problems.add("no-value", cell) if counts else None
            elif counts and _ERROR.fullmatch(cell.raw.strip()):
                problems.add("error-value", cell, text=cell.text)
            elif len(cell.raw) > LONGEST and header.field not in _EXPRESSIONS:
                problems.add("long-cell", cell, n=len(cell.raw), limit=LONGEST)
            elif header.field in TEXTS:
                row.texts.setdefault(header.field, {})[header.language] = cell
            elif header.known:
                row.cells[header.field] = cell
            else:
                row.others[header.field] = cell
            if cell.dated and (header.field in TEXTS or header.field in ("name", "list_name", "version")):
                problems.add("date-cell", cell, text=cell.text)
        if row.cells or row.texts:
            found.append(row)
    return found


def _split(text: str) -> tuple[str, str]:
    """`label::中文 (zh)` → label, 中文 (zh). `callbench::say::English` → callbench::say, English. `bind::relevant` → relevant."""
    parts = [part for part in _LANGUAGE.split(text.strip()) if part]
    if not parts:
        return "", ""
    if parts[0].casefold() in ("control", "body") and len(parts) > 1:
        parts = parts[1:]
    if parts[0].casefold() == "jr" and len(parts) > 1:
        parts = ["jr:" + parts[1], *parts[2:]]
    head = _normal(parts[0])
    if head == "bind" and len(parts) > 1:
        rest = parts[1:] if parts[1].casefold() != "jr" or len(parts) < 3 else ["jr:" + parts[2], *parts[3:]]
        return _normal(rest[0]), "::".join(rest[1:])
    if head.startswith("callbench_"):  # two colons on the choices sheet stop other engines
        return head.replace("_", "::", 1), "::".join(parts[1:])
    if head == "callbench" and len(parts) > 1:
        own = parts[1].casefold().replace(" ", "_").replace("-", "_")
        # Other engines know one title only, and stumble over form_title::English.
        return "form_title" if own == "title" else f"callbench::{own}", "::".join(parts[2:])
    return head, "::".join(parts[1:])


def _normal(text: str) -> str:
    name = re.sub(r"[\s]+", "_", text.strip().casefold())
    return _ALIASES.get(name, name)
