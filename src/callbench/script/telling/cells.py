"""Where in its file everything of a script stands, for whoever has to find it again."""

from __future__ import annotations

from callbench.script.compiling.columns import OWN, SETTINGS, SURVEY, headers, rows
from callbench.script.model import Script
from callbench.script.parts import Group, Question
from callbench.script.problems import Problems
from callbench.script.sheets.content import Cell, ScriptSource

_TYPE = ("kind", "meta", "choices", "repeat")
_COLUMNS = dict.fromkeys(_TYPE, "type") | {"count": "repeat_count"} | {name: f"callbench::{name}" for name in OWN}


class Cells:
    """The cells of a script file by what they say. script: what was compiled from `source`, with its row numbers."""

    def __init__(self, source: ScriptSource, script: Script) -> None:
        self._columns: dict[str, dict[tuple[str, str], int]] = {}
        self._rows: dict[tuple[str, ...], int] = {}
        self._taken: set[int] = set()
        ignored = Problems()  # whoever compiled the script has told them
        for name, known in (("survey", SURVEY), ("choices", {"list_name", "name"}), ("settings", SETTINGS)):
            if (sheet := source.sheets.get(name)) is None:
                continue
            columns = headers(sheet, frozenset(known), ignored)
            self._columns[name] = {(each.field, each.language): each.column for each in columns.values()}
            for row in rows(sheet, columns, ignored):
                key = (row.text("list_name"), row.text("name")) if name == "choices" else (name,)
                if name != "survey":
                    self._rows.setdefault(key, row.number)
        self._items(script.items)

    def _items(self, items: tuple[Question | Group, ...]) -> None:
        for item in items:
            if item.row not in self._taken:  # the second question of an `or_other` has no row of its own
                self._rows["survey", item.path] = item.row
            self._taken.add(item.row)
            if isinstance(item, Group):
                self._items(item.items)

    def of_item(self, path: str, field: str, language: str = "") -> str:
        """The cell of a question or group: `survey!D3`, "" when there is no such row or column."""
        name = _COLUMNS.get(field, field).removeprefix("columns.")
        name = "parameters" if name.startswith("parameters.") else name
        return self._cell("survey", ("survey", path), name, language)

    def of_choice(self, list_name: str, value: str, field: str, language: str = "") -> str:
        """The cell of a choice, as above. field "value" is its name."""
        name = {"value": "name"}.get(field, _COLUMNS.get(field, field).removeprefix("columns."))
        return self._cell("choices", (list_name, value), name, language)

    def of_setting(self, field: str, language: str = "") -> str:
        """The cell of a setting, as above."""
        name = {"titles": "form_title", "languages": "default_language", "root": "name"}.get(field, field)
        return self._cell("settings", ("settings",), name.removeprefix("settings."), language)

    def _cell(self, sheet: str, key: tuple[str, ...], field: str, language: str) -> str:
        row = self._rows.get(key)
        column = self._columns.get(sheet, {}).get((field, language))
        return Cell(sheet, row, column, "").place if row and column else ""
