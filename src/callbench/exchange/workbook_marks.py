"""What openpyxl's reading mode leaves out of a sheet: hidden rows, and formulas whose value was never stored."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from openpyxl.utils import coordinate_to_tuple

_BLOCK: Final = 1024 * 1024
_OVERLAP: Final = 16 * 1024  # a tag longer than this is not looked for
_ROW: Final = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_NUMBER: Final = re.compile(rb'\br="(\d+)"')
_HIDDEN: Final = re.compile(rb'\bhidden="(?:1|true)"')
_FORMULA: Final = re.compile(
    rb'<(?:\w+:)?c\b[^>]*\br="([A-Z]{1,3}\d+)"[^>]*>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*'
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)


@dataclass(slots=True)
class Marks:
    """hidden: numbers of hidden rows. unvalued: row number → positions (from 0) of formulas without a value."""

    hidden: set[int] = field(default_factory=set)
    unvalued: dict[int, frozenset[int]] = field(default_factory=dict)


def read_marks(path: Path, part: str) -> Marks:
    """Look through one sheet's XML once, in blocks. Raises KeyError or BadZipFile when there is no such part."""
    marks = Marks()
    for block in _blocks(path, part):
        for row in _ROW.finditer(block):
            if _HIDDEN.search(row[1]) and (number := _NUMBER.search(row[1])):
                marks.hidden.add(int(number[1]))
        for formula in _FORMULA.finditer(block):
            at, column = coordinate_to_tuple(formula[1].decode())
            marks.unvalued[at] = marks.unvalued.get(at, frozenset()) | {column - 1}
    return marks


def _blocks(path: Path, part: str) -> Iterator[bytes]:
    """The part in pieces that overlap, so that no tag is cut in all of them."""
    with zipfile.ZipFile(path) as package, package.open(part.lstrip("/")) as file:
        rest = b""
        while block := file.read(_BLOCK):
            yield rest + block
            rest = (rest + block)[-_OVERLAP:]
