"""Before something with many consequences: what it will do, in counts; Enter does it, Escape leaves everything as it is."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from callbench.i18n import _
from callbench.tui import cells, show
from callbench.tui.screens.panels.sheet import Sheet, keys_line
from callbench.tui.screens.queue_words import Told

_WIDTH = 74


class QuestionPanel(Sheet[bool]):
    """Returns True to do it, None to leave it. told: a heading, then lines; yes: a message, what Enter does."""

    def __init__(self, told: Callable[[], Told], yes: str) -> None:
        super().__init__()
        self.told, self.yes = told, yes

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Static(id="question", markup=False)
            yield Static(id="keys", classes="keys", markup=False)

    def on_mount(self) -> None:
        self.retranslate()

    def retranslate(self) -> None:
        (title, _style), *lines = ((line, "$ink") if isinstance(line, str) else line for line in self.told())
        rows = [show.line((part, "bold $ink")) for part in cells.wrap(show.safe(title, limit=300), _WIDTH)]
        rows += [show.line("")] if lines else []
        for text, style in lines:
            rows += [show.line((part, style)) for part in cells.wrap(show.safe(text, limit=400), _WIDTH)]
        self.query_one("#question", Static).update(show.lines(rows))
        keys = keys_line(("enter", _(self.yes)), ("escape", _("leave it as it is")))
        self.query_one("#keys", Static).update(keys)

    def on_key(self, event: events.Key) -> None:
        event.stop()
        if event.key == "enter":
            self.give(True)
        elif event.key == "escape":
            self.leave()
