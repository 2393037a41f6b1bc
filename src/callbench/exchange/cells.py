"""What may be put into a cell: typed values, and texts that no spreadsheet takes for a formula."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Final

CellOut = str | int | float | date | datetime | None

_RUNS: Final = re.compile(r"[\s\u200b-\u200d\ufeff]*[=+\-@＝＋－＠]")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_MOST_TEXT: Final = 32_767  # characters a spreadsheet keeps in one cell


def safe_text(text: str) -> str:
    """The text with an apostrophe in front where a spreadsheet would run it: behind `=`, `+`, `-`, `@`, TAB or CR.

    It is the sign with which spreadsheets themselves mark text; what comes in takes it off numbers again.
    Source: OWASP, CSV Injection.
    """
    text = _CONTROL.sub("", text)[: _MOST_TEXT - 1]
    return f"'{text}" if text[:1] in ("\t", "\r", "\n") or _RUNS.match(text) else text


def safe(value: CellOut) -> CellOut:
    """Texts made safe, everything else as it is."""
    return safe_text(value) if isinstance(value, str) else value
