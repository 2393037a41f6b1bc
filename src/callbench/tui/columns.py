"""Columns of lists in terminal cells: which there are at a width, their headings and their lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content

from callbench.tui import cells, show

MARK = "> "  # before the chosen line; told without colour
PICKED = "+"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. heading: translated. cells: its width, 0 for what is left. right: aligned to the right."""

    key: str
    heading: str
    cells: int
    right: bool = False


def laid_out(columns: Sequence[Column], room: int, gap: int) -> list[Column]:
    """The columns with widths that fill `room`; from the right, what does not fit is left out."""
    kept = list(columns)
    while kept:
        used = len(MARK) + sum(column.cells for column in kept) + gap * (len(kept) - 1)
        open_ones = [column for column in kept if not column.cells]
        if used + 6 * len(open_ones) <= room or len(kept) == 1:
            break
        kept.pop()
    if not open_ones:
        return kept
    share, rest = divmod(max(room - used, 0), len(open_ones))
    widths = {column.key: share + (rest if column is open_ones[-1] else 0) for column in open_ones}
    return [Column(c.key, c.heading, c.cells or widths[c.key], c.right) for c in kept]


def heading(columns: Sequence[Column], gap: int) -> Content:
    """The line of headings."""
    texts = [cells.cell(column.heading, column.cells, right=column.right) for column in columns]
    return show.line(" " * len(MARK), ((" " * gap).join(texts), "$muted"))


def row(
    columns: Sequence[Column], values: dict[str, tuple[str, str]], gap: int, live: bool, *, picked: bool = False
) -> Content:
    """A line: `values` holds (text, style) by column key; the chosen line is marked and drops the styles of its cells.

    picked: it is one of several chosen together, and has a sign of its own.
    """
    parts: list[show.Part] = [MARK[0] if live else " ", (PICKED, "" if live else "bold $mark") if picked else " "]
    for at, column in enumerate(columns):
        text, style = values.get(column.key, ("", ""))
        shown = show.cell(text, column.cells, right=column.right)
        parts += [" " * gap if at else "", (shown, "bold" if live and column.key == "name" else "" if live else style)]
    return show.line(*parts)
