"""One value before a change of many: what is understood stands below it while it is typed; a digit takes what is offered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from callbench.i18n import _
from callbench.tui import show
from callbench.tui.screens.panels.sheet import Sheet, keys_line
from callbench.tui.widgets.when_field import PresetPressed, WhenField
from callbench.values.problem import ValueProblem

Read = Callable[[str], tuple[Any, str]]
_MOST = 9  # one digit each


class ValuePanel(Sheet[Any]):
    """Returns the value. title: a message; read: value and words from the text, raises ValueProblem; offers: texts for the
    digits, with their words.
    """

    AUTO_FOCUS = "#value"

    def __init__(self, title: str, read: Read, offers: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__()
        self.heading, self.read, self.offers = title, read, tuple(offers)[:_MOST]
        self._told, self._wrong = "", False

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Static(id="title", classes="title", markup=False)
            yield Static(id="offers", markup=False)
            yield WhenField(id="value")
            yield Static(id="told", markup=False)
            yield Static(id="keys", classes="keys", markup=False)

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one(WhenField).digits = frozenset(str(at) for at in range(1, len(self.offers) + 1))
        self.retranslate()

    def retranslate(self) -> None:
        self.query_one("#title", Static).update(show.line((_(self.heading), "bold $ink")))
        rows = [
            show.line(show.keycap(str(at)), "  ", (show.fit(words, 60), "$ink"))
            for at, (_text, words) in enumerate(self.offers, 1)
        ]
        offers = self.query_one("#offers", Static)
        offers.display = bool(rows)
        offers.update(show.lines([*rows, show.line("")]))
        self.query_one("#told", Static).update(
            show.lines(
                [show.line((part, "$bad" if self._wrong else "$mark")) for part in show.wrapped(self._told, 70, most=2)]
            )
        )
        self.query_one("#keys", Static).update(keys_line(("enter", _("go on")), ("escape", _("leave it as it is"))))

    @on(Input.Changed)
    def _typing(self, event: Input.Changed) -> None:
        event.stop()
        self._understand(event.value)

    @on(PresetPressed)
    def _preset(self, event: PresetPressed) -> None:
        event.stop()
        self.entered(self.offers[int(event.key) - 1][0])

    def _understand(self, text: str) -> Any:
        """The value of the text, None when it is none; what is understood, or wrong, is told."""
        value, self._told, self._wrong = None, "", False
        if text.strip():
            try:
                value, self._told = self.read(text)
            except ValueProblem as problem:
                self._told, self._wrong = problem.message, True
        self.retranslate()
        return value

    def entered(self, text: str) -> None:
        value = self._understand(text)
        if value is not None:
            self.give(value)
        elif not text.strip():
            self._told, self._wrong = _("Nothing is typed yet."), True
            self.retranslate()

    def on_key(self, event: events.Key) -> None:
        if event.key == "escape":  # the field has lost the focus to the mouse
            event.stop()
            self.leave()
