"""F8: a note to this call, at any time."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from callbench.i18n import _
from callbench.tui import show
from callbench.tui.keymap import keys_of
from callbench.tui.screens.panels.sheet import Sheet, keys_line
from callbench.tui.widgets.entry import ManyLines, OneLine


class NotePanel(Sheet[str]):
    """Returns the note as it is to be kept ("" takes it back), None when left without a change.

    asked: why it is needed; done: what Enter does then.
    """

    def __init__(self, note: str, asked: str = "", done: str = "") -> None:
        super().__init__()
        self.note = note
        self.asked = asked
        self.done = done

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Static(id="title", classes="title")
            yield ManyLines(self.note, id="note")
            yield Static(id="keys", classes="keys")

    def on_mount(self) -> None:
        self.query_one("#note", ManyLines).styles.height = 6
        self.retranslate()

    def retranslate(self) -> None:
        self.query_one("#title", Static).update(show.line((show.safe(self.asked) or _("Note to this call"), "bold")))
        self.query_one("#keys", Static).update(
            keys_line(("enter", self.done or _("keep")), ("ctrl+j", _("new line")), ("escape", _("leave as it was")))
        )

    def entered(self, text: str) -> None:
        self.give(text)

    def closes(self, field: OneLine | ManyLines, key: str) -> bool:
        return super().closes(field, key) or key in keys_of("call.note")

    def closed_by(self, key: str) -> None:
        if key == "escape":
            self.leave()
        else:
            self.give(self.query_one("#note", ManyLines).text)

    def on_key(self, event: events.Key) -> None:
        if event.key in ("escape", *keys_of("call.note")):  # the field has lost the focus to the mouse
            event.stop()
            self.closed_by(event.key)
