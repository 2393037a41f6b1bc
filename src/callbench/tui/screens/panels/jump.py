"""F12: to a question, by its number or by words of it."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from callbench.i18n import _
from callbench.script.lines import Line
from callbench.text import clean
from callbench.tui import show
from callbench.tui.screens.panels.sheet import Sheet, keys_line
from callbench.tui.show_script import question_row
from callbench.tui.walk import found_by
from callbench.tui.widgets.entry import OneLine
from callbench.tui.widgets.rows import Rows

_MOVES = {"up": -1, "down": 1, "pageup": -8, "pagedown": 8}


class JumpPanel(Sheet[str]):
    """Returns the path of the question to go to. lines: those that can be live; live: the path of the one that is."""

    AUTO_FOCUS = "#words"

    def __init__(self, lines: Sequence[Line], live: str) -> None:
        super().__init__()
        self.lines, self.live = tuple(lines), live

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet", id="jump"):
            yield Static(id="title", classes="title")
            yield OneLine(id="words")
            yield Rows[Line](self._paint, id="found")
            yield Static(id="keys", classes="keys")

    def on_mount(self) -> None:
        self.retranslate()
        here = next((at for at, line in enumerate(self.lines) if line.path == self.live), 0)
        self.query_one(Rows[Line]).show(self.lines, here)

    def retranslate(self) -> None:
        self.query_one("#title", Static).update(show.line((_("Which question?"), "bold $ink")))
        self.query_one(OneLine).placeholder = _("number, or words of it")
        keys = keys_line(("enter", _("go there")), (_("Up/Down"), _("move")), ("escape", _("back")))
        self.query_one("#keys", Static).update(keys)

    def _paint(self, line: Line, room: int, live: bool) -> Content:
        mark = show.line((">" if live else " ", "bold $mark"))
        return show.line(mark, question_row(line, room - 1, "kept"))

    @on(Input.Changed)
    def _typing(self, event: Input.Changed) -> None:
        event.stop()
        found = found_by(self.lines, clean(event.value, limit=100))
        self.query_one(Rows[Line]).show(found, 0)
        told = _("No question is like that.") if not found else ""
        head = show.line((_("Which question?"), "bold $ink"), "   ", (told, "$warn"))
        self.query_one("#title", Static).update(head)

    @on(Rows.Chosen)
    def _clicked(self) -> None:
        self.entered("")

    def entered(self, text: str) -> None:
        if (line := self.query_one(Rows[Line]).item) is not None:
            self.give(line.path)

    def on_key(self, event: events.Key) -> None:
        if event.key == "escape":
            event.stop()
            self.leave()
        elif event.key in _MOVES:
            event.stop()
            self.query_one(Rows).move(_MOVES[event.key])
        elif self.focused is not self.query_one(OneLine):
            event.stop()
            self.query_one(OneLine).focus()
            if event.key == "enter":
                self.entered("")
            elif event.character and event.is_printable:
                self.query_one(OneLine).take(event.character)
