"""Escape in a call with answers: give the customer back, or stay."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from callbench.i18n import _, ngettext
from callbench.tui import show
from callbench.tui.keymap import key_of
from callbench.tui.screens.panels.sheet import Sheet, keys_line


class LeavePanel(Sheet[bool]):
    """Returns True to give the customer back, None to stay. answered: how many answers the call has."""

    def __init__(self, answered: int) -> None:
        super().__init__()
        self.answered = answered

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Static(id="leave")

    def on_mount(self) -> None:
        self.retranslate()

    def retranslate(self) -> None:
        n = self.answered
        told = ngettext(
            "This call has {n} answer and no outcome yet.", "This call has {n} answers and no outcome yet.", n
        )
        rows = [
            show.line((_("Leave this call?"), "bold $ink")),
            show.line((told.format(n=n), "$ink")),
            show.line(""),
            show.line(show.keycap("1"), "  ", (_("stay in the call"), "$ink")),
            show.line(
                show.keycap("2"),
                "  ",
                (_("give the customer back; the answers wait for the next call"), "$ink"),
            ),
            show.line(""),
            keys_line((key_of("call.outcome"), _("in the call: an outcome keeps the answers")), ("escape", _("stay"))),
        ]
        self.query_one("#leave", Static).update(show.lines(rows))

    def on_key(self, event: events.Key) -> None:
        event.stop()
        if event.character == "2":
            self.give(True)
        elif event.key in ("escape", "enter") or event.character == "1":
            self.leave()
