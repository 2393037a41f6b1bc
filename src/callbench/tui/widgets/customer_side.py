"""Who is called, beside the script: the card, and what has happened so far."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from callbench.tui import show_customer, show_history
from callbench.tui.screens.base import ground
from callbench.tui.talk import Talk
from callbench.tui.widgets.fitted import Fitted
from callbench.tui.widgets.past_list import PastList

if TYPE_CHECKING:
    from callbench.tui.app import BenchApp


class CustomerSide(VerticalScroll, can_focus=False):
    """Class, number, calling hours, what to mind, why now, what is to be supplemented; then the history.

    Looked into, the history has the place for itself; where the side is folded away, that of the script.
    """

    render_lines = ground

    def __init__(self) -> None:
        super().__init__(id="side")
        self._card, self._history, self._past = Fitted(id="card"), Fitted(id="history"), PastList()
        self._talk: Talk | None = None

    def compose(self) -> ComposeResult:
        yield self._card
        yield self._history
        yield self._past

    @property
    def looking(self) -> bool:
        """Whether the history is being looked into."""
        return self.screen.has_class("-history")

    def look(self) -> None:
        """Go into the history."""
        self.screen.add_class("-history")
        self._past.look()

    def leave(self) -> bool:
        """Close the filter, or else the history; whether it was the filter."""
        if self._past.leave():
            return True
        self.screen.remove_class("-history")
        return False

    def show(self, talk: Talk | None) -> None:
        """Show the customer of this call; None leaves nothing."""
        if talk is not self._talk:
            self._talk = talk
            self.screen.remove_class("-history")
            self._past.show(talk.call.history if talk else None)
        if talk is None:
            self._card.show(None)
            self._history.show(None)
            return
        desk = cast("BenchApp", self.app)
        settings, now, call, whole = desk.settings, desk.clock.now, talk.call, talk.whole
        self._card.show(lambda width: show_customer.card_rows(call, settings, now(), width, whole=whole))
        self._history.show(lambda width: show_history.history_rows(call.history, settings, now(), width))
        if self.looking:
            self._past.draw()
