"""Today's queue."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from callbench.tui.keymap import bindings_for
from callbench.tui.screens.base import BenchScreen


class QueueScreen(BenchScreen[None]):
    """The queue of the day."""

    PLACE = "queue"
    BINDINGS = bindings_for("queue")

    def body(self) -> ComposeResult:
        yield Static("", id="queue")
