"""Plain text in terminal cells: a Chinese character takes two."""

from __future__ import annotations

import unicodedata

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_WIDEST = 40  # cells of a column that others are aligned to
_NEVER_FIRST = "，。、；：？！）】》」』”’…,.;:?!)]}%"


def width(text: str) -> int:
    """Cells that `text` takes."""
    if text.isascii():
        return len(text)
    return sum(
        0
        if unicodedata.combining(char) or unicodedata.category(char) in ("Cf", "Me")
        else 2
        if unicodedata.east_asian_width(char) in "WF"
        else 1
        for char in text
    )


def pad(text: str, cells: int, *, right: bool = False) -> str:
    """`text` filled with spaces to `cells`, on the left when `right`; longer text stays whole."""
    space = " " * (cells - width(text))
    return space + text if right else text + space


def wrap(text: str, cells: int) -> list[str]:
    """Lines of at most `cells`: English breaks at spaces, Chinese anywhere but before closing punctuation."""
    pieces: list[str] = []
    for char in text:
        last = pieces[-1][-1] if pieces else " "
        may_break = last == " " or width(last) == 2 or width(char) == 2
        if not pieces or (may_break and char != " " and char not in _NEVER_FIRST):
            pieces.append(char)
        else:
            pieces[-1] += char
    lines = [""]
    for piece in pieces:
        if lines[-1] and width(lines[-1] + piece.rstrip()) > cells:
            lines.append("")
        lines[-1] += piece
    return [line.rstrip() for line in lines]


def columns(rows: Sequence[tuple[str, ...]], *, right: tuple[int, ...] = (), gap: str = "  ") -> list[str]:
    """Rows as aligned lines; the columns named in `right` are aligned at their ends.

    An overlong cell stays whole and moves the rest of its own line only.
    """
    if not rows:
        return []
    widths = [max(min(width(row[i]), _WIDEST) for row in rows) for i in range(len(rows[0]))]
    return [gap.join(pad(cell, widths[i], right=i in right) for i, cell in enumerate(row)).rstrip() for row in rows]
