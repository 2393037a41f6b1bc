"""Scripts that are handed in where a list of customers is expected, told by what every script has."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from callbench.errors import FileProblem
from callbench.exchange.files import problem
from callbench.exchange.table import Row, cell_text
from callbench.i18n import _

_BESIDE: Final = frozenset({"choices", "settings"})


def looks_like_survey(row: Row) -> bool:
    """Whether a row is the heading of a survey sheet: `type`, `name` and a `label` in any language (XLSForm)."""
    words = {cell_text(cell).strip().casefold() for cell in row.cells[:50]}
    return {"type", "name"} <= words and any(word.split(":")[0].strip() == "label" for word in words)


def are_script_sheets(names: Iterable[str]) -> bool:
    """Whether sheets of these names make a script."""
    plain = {name.strip().casefold() for name in names}
    return "survey" in plain and bool(plain & _BESIDE)


def script_given(path: Path) -> FileProblem:
    """The refusal of a script."""
    return problem(
        path, "file-script", _("This is a script, not a list of customers."),
        _("Take it in with: callbench import script {file}").format(file=path.name),
    )  # fmt: skip
