"""The customer card."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.content import Content
from textual.widgets import Static

from callbench.tui import show, show_customer
from callbench.tui.talk import Talk

if TYPE_CHECKING:
    from callbench.tui.app import BenchApp


class CustomerCard(Static):
    """Class, number, calling hours, what to mind, why now, what is to be supplemented."""

    talk: Talk | None = None

    def show(self, talk: Talk | None) -> None:
        """Show this customer; None leaves nothing."""
        self.talk = talk
        self.refresh(layout=True)
        self._draw()

    def on_resize(self) -> None:
        self._draw()

    def _draw(self) -> None:
        desk = cast("BenchApp", self.app)
        width = self.content_size.width
        if self.talk is None or width < 20:
            self.update(Content())
            return
        talk = self.talk
        rows = show_customer.card_rows(talk.call, desk.settings, desk.clock.now(), width, whole=talk.whole)
        self.update(show.lines(rows))
