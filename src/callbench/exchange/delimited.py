"""Reading CSV, TSV and other texts with separators, line by line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import islice
from typing import Final

from callbench.exchange.encodings import find_encoding, shown_encoding
from callbench.exchange.files import Seen, problem
from callbench.exchange.headers import LINES_SEARCHED, find_layout
from callbench.exchange.table import Row
from callbench.i18n import N_, _

SEPARATORS: Final = {",": N_("comma"), "\t": N_("tab"), ";": N_("semicolon"), "|": "|", "，": "，"}
_SAMPLE: Final = 128 * 1024  # characters
_LONGEST_CELL: Final = 2 * 1024 * 1024  # characters; a longer one means that quotes do not match


class DelimitedTable:
    """A text file whose encoding and separator have been found."""

    delimited = True
    date1904 = False
    sheet = ""

    def __init__(self, seen: Seen, encoding: str | None = None) -> None:
        self._path = seen.path
        self.name = seen.path.name
        self._encoding = find_encoding(seen.path, encoding)
        with self._open() as file:
            sample = file.read(_SAMPLE)
        self._skips_hint = sample[:6].lower().startswith("sep=")
        self._separator = sample[4] if self._skips_hint else _find_separator(sample)
        self.notes = (
            _("Encoding {encoding}, separated by {separator}.").format(
                encoding=shown_encoding(self._encoding), separator=_(SEPARATORS.get(self._separator, self._separator))
            ),
        )

    def rows(self) -> Iterator[Row]:
        """The lines with their numbers; a cell may hold line breaks. Raises FileProblem where quotes do not match."""
        with self._open() as file:
            number = 0
            try:
                for number, cells in enumerate(_reader(file, self._separator), 1):
                    if not (number == 1 and self._skips_hint):
                        yield Row(number, tuple(cells))
            except csv.Error:
                raise problem(
                    self._path, "quotes", _("The quotes do not match from row {row} on.").format(row=number + 1),
                    _("Correct that row, or save the list as .xlsx."),
                ) from None  # fmt: skip

    def close(self) -> None:
        """Nothing is held open between reads."""

    def _open(self) -> io.TextIOWrapper:
        return self._path.open(encoding=self._encoding, newline="")


def _reader(lines: Iterator[str] | io.TextIOWrapper, separator: str) -> Iterator[list[str]]:
    csv.field_size_limit(_LONGEST_CELL)
    return csv.reader(lines, delimiter=separator, strict=True)


def _find_separator(sample: str) -> str:
    """The separator under which most headings are known; without any, the one that gives most lines the same width."""
    judged = []
    for separator in SEPARATORS:
        rows: list[Row] = []
        try:
            for number, cells in enumerate(
                islice(_reader(io.StringIO(sample, newline=""), separator), LINES_SEARCHED), 1
            ):
                rows.append(Row(number, tuple(cells)))
        except csv.Error:  # the sample may end within quotes; what came before counts
            pass
        layout = find_layout(rows)
        widths = [len(row.cells) for row in rows if len(row.cells) > 1]
        judged.append(
            (
                len(layout.columns) if layout else 0,
                widths.count(max(widths, key=widths.count)) if widths else 0,
                separator,
            )
        )
    known, even, _separator = max(judged, key=lambda found: found[:2])
    return next(separator for first, second, separator in judged if (first, second) == (known, even))
