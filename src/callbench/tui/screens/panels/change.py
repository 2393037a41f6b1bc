"""What is to become of the marked lines, one digit each."""

from __future__ import annotations

import unicodedata

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from callbench.i18n import _, ngettext
from callbench.rules.queue_changes import ACTIONS, OWN
from callbench.tui import show
from callbench.tui.screens.panels.sheet import Sheet, keys_line


class ChangePanel(Sheet[str]):
    """Returns a code of ACTIONS, None when left. number: of lines; everything: for a supervisor, else what agents may."""

    def __init__(self, number: int, *, everything: bool) -> None:
        super().__init__()
        self.number = number
        self.everything = everything
        self.actions = [code for code in ACTIONS if everything or code in OWN]

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Static(id="changes", markup=False)

    def on_mount(self) -> None:
        super().on_mount()
        self.retranslate()

    def retranslate(self) -> None:
        asked = ngettext("What is to become of {n} call?", "What is to become of {n} calls?", self.number).format(
            n=f"{self.number:,}"
        )
        told = _("It is counted and asked again before anything changes.")
        if not self.everything:
            told = _("Only your own customers change; supervisors may do more.")
        rows = [show.line((asked, "bold $ink")), show.line((told, "$muted")), show.line("")]
        rows += [
            show.line(show.keycap(str(at)), "  ", (_(ACTIONS[code]), "$ink")) for at, code in enumerate(self.actions, 1)
        ]
        rows += [show.line(""), keys_line(("escape", _("leave it as it is")))]
        self.query_one("#changes", Static).update(show.lines(rows))

    def on_key(self, event: events.Key) -> None:
        event.stop()
        if event.key == "escape":
            return self.leave()
        pressed = unicodedata.normalize("NFKC", event.character or "")
        if pressed.isdecimal() and 1 <= int(pressed) <= len(self.actions):
            self.give(self.actions[int(pressed) - 1])
