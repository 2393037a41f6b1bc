"""Rows of text that are made for the width there is, and made again when it changes."""

from __future__ import annotations

from collections.abc import Callable

from textual.content import Content
from textual.geometry import Size
from textual.widgets import Static

from callbench.tui import show

_NARROWEST = 20  # cells; below that nothing can be read


class Fitted(Static):
    """Shows what `rows(cells)` returns; nothing until it is told what."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._make: Callable[[int], list[Content]] | None = None
        self._rows, self._width = 0, -1

    def show(self, rows: Callable[[int], list[Content]] | None) -> None:
        """Show these rows; None leaves nothing."""
        self._make = rows
        self._draw()

    def on_resize(self) -> None:
        if self.content_size.width != self._width:  # higher or lower, it would only be the same again
            self._draw()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Its rows; they are made for the width and never broken."""
        return self._rows

    def _draw(self) -> None:
        self._width, height = self.content_size.width, self.styles.height
        rows = [] if self._make is None or self._width < _NARROWEST else self._make(self._width)
        higher, self._rows = len(rows) != self._rows, len(rows)
        self.update(show.lines(rows), layout=higher and (height is None or height.is_auto))
