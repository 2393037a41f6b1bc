"""Rows of text that are made for the width there is, and made again when it changes."""

from __future__ import annotations

from collections.abc import Callable

from textual.content import Content
from textual.widgets import Static

from callbench.tui import show

_NARROWEST = 20  # cells; below that nothing can be read


class Fitted(Static):
    """Shows what `rows(cells)` returns; nothing until it is told what."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._make: Callable[[int], list[Content]] | None = None

    def show(self, rows: Callable[[int], list[Content]] | None) -> None:
        """Show these rows; None leaves nothing."""
        self._make = rows
        self._draw()

    def on_resize(self) -> None:
        self._draw()

    def _draw(self) -> None:
        width, height = self.content_size.width, self.styles.height
        rows = [] if self._make is None or width < _NARROWEST else self._make(width)
        self.update(show.lines(rows), layout=height is None or height.is_auto)
