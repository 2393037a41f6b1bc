"""Who is called, beside the script: the card, and what has happened so far."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from callbench.tui import show_customer
from callbench.tui.talk import Talk
from callbench.tui.widgets.fitted import Fitted

if TYPE_CHECKING:
    from callbench.tui.app import BenchApp


class CustomerSide(VerticalScroll, can_focus=False):
    """Class, number, calling hours, what to mind, why now, what is to be supplemented; then the history."""

    def __init__(self) -> None:
        super().__init__(id="side")
        self._card, self._history = Fitted(id="card"), Fitted(id="history")

    def compose(self) -> ComposeResult:
        yield self._card
        yield self._history

    def show(self, talk: Talk | None) -> None:
        """Show the customer of this call; None leaves nothing."""
        if talk is None:
            self._card.show(None)
            self._history.show(None)
            return
        desk = cast("BenchApp", self.app)
        settings, now, call, whole = desk.settings, desk.clock.now, talk.call, talk.whole
        self._card.show(lambda width: show_customer.card_rows(call, settings, now(), width, whole=whole))
        self._history.show(lambda width: show_customer.history_rows(call.history, settings, now(), width))
