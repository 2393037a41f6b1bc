"""Rows of text that are drawn again only when they changed, and know what a click on one of them means."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

from callbench.tui import show
from callbench.tui.show_script import Row


class StillRows(Static):
    """As high as its rows. What did not change is left alone, so that the row of a caret stays untouched."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._rows: tuple[Row, ...] = ()
        self._shown: Content | None = None

    def put(self, rows: Sequence[Row | Content]) -> None:
        """Show these rows."""
        self._rows = tuple(row if isinstance(row, Row) else Row(row) for row in rows)
        content = show.lines([row.content for row in self._rows])
        if self._shown is not None and self._shown.is_same(content):
            return
        self._shown = content
        self.update(content, layout=False)
        if self.styles.height is None or self.styles.height.value != len(rows):
            self.styles.height = len(rows)

    def row_at(self, y: int) -> Row | None:
        """The row at a height, None below the last."""
        return self._rows[y] if 0 <= y < len(self._rows) else None
