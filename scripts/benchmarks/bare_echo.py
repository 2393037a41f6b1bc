"""The floor of what a key costs in the call screen: a bare Textual application with one field that echoes what is typed.

F2 pushes an empty screen, Escape takes it away again; F10 empties the field.
"""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.screen import Screen
from textual.widgets import Input, Static


class Empty(Screen[None]):
    """A screen with nothing but one line."""

    BINDINGS = [("escape", "dismiss", "")]

    def compose(self) -> ComposeResult:
        yield Static("pushed")


class Echo(App[None]):
    """One field."""

    BINDINGS = [("f2", "push", ""), ("f10", "empty", "")]
    ENABLE_COMMAND_PALETTE = False

    def compose(self) -> ComposeResult:
        yield Input()

    def on_mount(self) -> None:
        self.query_one(Input).cursor_blink = False

    def action_push(self) -> None:
        self.push_screen(Empty())

    def action_empty(self) -> None:
        self.query_one(Input).value = ""


if __name__ == "__main__":
    Echo().run()
