"""Ctrl+B: what the break is for, one digit each."""

from __future__ import annotations

import unicodedata

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from callbench.i18n import _
from callbench.rules.words import BREAKS
from callbench.tui import show
from callbench.tui.screens.panels.sheet import Sheet, keys_line


class BreakPanel(Sheet[str]):
    """Returns the reason's code, None when left. later: the break begins when the call in hand has ended."""

    def __init__(self, *, later: bool) -> None:
        super().__init__()
        self.later = later

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Static(id="break")

    def on_mount(self) -> None:
        self.retranslate()

    def retranslate(self) -> None:
        told = (
            _("It begins when this call is saved or given back.")
            if self.later
            else _("Nobody is dealt to you meanwhile.")
        )
        rows = [show.line((_("What is the break for?"), "bold $ink")), show.line((told, "$muted")), show.line("")]
        rows += [
            show.line(show.keycap(str(at)), "  ", (_(label), "$ink")) for at, label in enumerate(BREAKS.values(), 1)
        ]
        rows += [show.line(""), keys_line(("escape", _("no break")))]
        self.query_one("#break", Static).update(show.lines(rows))

    def on_key(self, event: events.Key) -> None:
        event.stop()
        if event.key == "escape":
            return self.leave()
        pressed = unicodedata.normalize("NFKC", event.character or "")
        if pressed.isdecimal() and 1 <= int(pressed) <= len(BREAKS):
            self.give(list(BREAKS)[int(pressed) - 1])
