"""A customer chosen by hand is kept back: a supervisor may call anyway, with the reason."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from callbench.errors import CallbenchError
from callbench.i18n import _
from callbench.tui import show
from callbench.tui.screens.panels.sheet import Sheet, keys_line
from callbench.tui.widgets.entry import OneLine

_WIDTH = 74


class OverridePanel(Sheet[str]):
    """Returns the reason to call anyway, None when the customer waits. refused: what keeps them back."""

    AUTO_FOCUS = "#why"

    def __init__(self, refused: CallbenchError) -> None:
        super().__init__()
        self.refused = refused
        self._missing = False

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Static(id="refused")
            with Horizontal(classes="row"):
                yield Static(id="why_name", classes="name")
                yield OneLine(id="why")
            yield Static(id="keys", classes="keys")

    def on_mount(self) -> None:
        self.retranslate()

    def retranslate(self) -> None:
        rows = [show.line((part, "bold $warn")) for part in show.wrapped(self.refused.what, _WIDTH, most=3)]
        told = _("As a supervisor you may call anyway. The reason is recorded.")
        if self._missing:
            told = _("Say why first: it is recorded.")
        rows += [show.line(""), show.line((told, "bold $bad" if self._missing else "$ink")), show.line("")]
        self.query_one("#refused", Static).update(show.lines(rows))
        self.query_one("#why_name", Static).update(show.line(_("Reason")))
        self.query_one("#why", OneLine).placeholder = _("she rang back and waits")
        self.query_one("#keys", Static).update(keys_line(("enter", _("call anyway")), ("escape", _("let wait"))))

    def entered(self, text: str) -> None:
        if text.strip():
            self.give(text)
        else:
            self._missing = True
            self.retranslate()

    def on_key(self, event: events.Key) -> None:
        field = self.query_one("#why", OneLine)
        if event.key == "escape":
            event.stop()
            self.leave()
        elif self.focused is None and event.is_printable and event.character:  # the mouse took the focus away
            event.stop()
            self.set_focus(field)
            field.take(event.character)
