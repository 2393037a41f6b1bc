"""F6: why this customer now: what `callbench why` says of the item in hand, beside what the call is for."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from callbench.i18n import _
from callbench.records.calls import Why
from callbench.records.why import ItemWhy
from callbench.rules.why_words import why_lines
from callbench.tui import show, show_customer
from callbench.tui.keymap import keys_of
from callbench.tui.screens.panels.sheet import Sheet, keys_line


class WhyPanel(Sheet[None]):
    """Tells why a customer is called now; returns nothing. item: None where it cannot be asked any more."""

    def __init__(self, why: Why, item: ItemWhy | None) -> None:
        super().__init__()
        self.why, self.item = why, item

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Static(id="why")

    def on_mount(self) -> None:
        self.retranslate()

    def retranslate(self) -> None:
        zone, now = self.desk.settings.zone, self.desk.clock.now()
        told = [] if self.item is None else why_lines(self.item, lambda moment: show.moment(moment, zone, now))
        rows = show_customer.why_rows(self.why, told, 74)
        keys = keys_line(("escape", _("back")))
        head = show.line((_("Why this customer now"), "bold $ink"))
        low = self.size.height < len(rows) + 9  # no blank rows where they would cost words
        blank = [] if low else [show.line("")]
        self.query_one("#why", Static).update(show.lines([head, *blank, *rows, *blank, keys]))

    def on_key(self, event: events.Key) -> None:
        event.stop()
        if event.key in ("escape", "enter", *keys_of("call.why")):
            self.leave()
