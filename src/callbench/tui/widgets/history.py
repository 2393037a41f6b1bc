"""What has happened with the customer so far."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.content import Content
from textual.widgets import Static

from callbench.i18n import _
from callbench.records.people import History
from callbench.tui import show, show_customer

if TYPE_CHECKING:
    from callbench.tui.app import BenchApp


class HistoryList(Static):
    """Services, calls and follow-ups in one list, newest first."""

    history: History | None = None

    def show(self, history: History | None) -> None:
        """Show this history; None leaves nothing."""
        self.history = history
        self._draw()

    def on_resize(self) -> None:
        self._draw()

    def _draw(self) -> None:
        desk = cast("BenchApp", self.app)
        width = self.content_size.width
        if self.history is None or width < 20:
            self.update(Content())
            return
        rows = show_customer.history_rows(self.history, desk.settings, desk.clock.now(), width)
        self.update(show.lines([show.line(""), show.line((_("So far"), "bold $ink")), *rows]))
