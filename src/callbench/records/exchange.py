"""What imports report."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong at one place of a file. row: as the spreadsheet counts, 0 when not about a row; column: its header or letter."""

    code: str
    message: str
    row: int = 0
    column: str = ""
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did: rows = added + changed + same + rejected."""

    rows: int
    added: int
    changed: int
    same: int
    rejected: int
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = field(default=())  # what was understood: encoding, header line, columns ignored …
