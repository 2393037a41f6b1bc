"""F6: why this customer now."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from callbench.i18n import _
from callbench.records.calls import Why
from callbench.tui import show, show_customer
from callbench.tui.keymap import keys_of
from callbench.tui.screens.panels.sheet import Sheet, keys_line


class WhyPanel(Sheet[None]):
    """Tells why a customer is called now; returns nothing."""

    def __init__(self, why: Why) -> None:
        super().__init__()
        self.why = why

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Static(id="why")

    def on_mount(self) -> None:
        self.retranslate()

    def retranslate(self) -> None:
        settings, now = self.desk.settings, self.desk.clock.now()
        rows = show_customer.why_rows(self.why, settings, now, 70)
        keys = keys_line(("escape", _("back")))
        head = show.line((_("Why this customer now"), "bold $ink"))
        self.query_one("#why", Static).update(show.lines([head, show.line(""), *rows, show.line(""), keys]))

    def on_key(self, event: events.Key) -> None:
        event.stop()
        if event.key in ("escape", "enter", *keys_of("call.why")):
            self.leave()
