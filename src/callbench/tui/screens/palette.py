"""Ctrl+P: every command of the screen below, found by its name in the language in use."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from callbench.i18n import _
from callbench.records.commands import Command
from callbench.tui import cells, show
from callbench.tui.keymap import commands_of, keys_text
from callbench.tui.screens.base import OnBench
from callbench.tui.screens.panels.sheet import Sheet
from callbench.tui.widgets.entry import OneLine
from callbench.tui.widgets.rows import Rows

_LABEL, _KEYS = 20, 12  # cells of their columns


class PaletteScreen(Sheet[Command]):
    """Returns the command chosen, None when it was left."""

    PLACE = "palette"
    CSS_PATH = "panels/panels.tcss"
    CSS = """
    PaletteScreen { align: center top; background: $ground 60%; }
    PaletteScreen Vertical { width: 116; max-width: 100%; height: 20; margin-top: 2; padding: 1 2; background: $raised; }
    PaletteScreen OneLine { margin-bottom: 1; }
    PaletteScreen Rows { background: $raised; }
    PaletteScreen #told { height: 2; margin-top: 1; color: $muted; }
    """
    AUTO_FOCUS = "Input"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "step(1)", show=False),
        Binding("up", "step(-1)", show=False),
        Binding("escape", "leave", show=False),
        Binding("enter", "choose", show=False),
    ]

    def __init__(self, below: Screen[Any]) -> None:
        super().__init__()
        place = below.PLACE if isinstance(below, OnBench) else ""
        self._commands = [
            command
            for command in commands_of(place, "everywhere")
            if command.id != "app.palette" and below.check_action(command.action, ()) is True
        ]
        self._rows = Rows[Command](self._paint)  # known before they are mounted: Escape may come before that
        self._told = Static(id="told", markup=False)

    def compose(self) -> ComposeResult:
        with Vertical():
            yield OneLine(placeholder=_("What do you want to do?"))
            yield self._rows
            yield self._told

    def on_mount(self) -> None:
        self._find("")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._find(event.value)

    def _find(self, text: str) -> None:
        words = text.casefold().split()
        found = [
            command
            for command in self._commands
            if all(word in f"{_(command.label)} {_(command.help)} {command.id}".casefold() for word in words)
        ]
        self._rows.show(found, 0)
        self._tell()

    def _paint(self, command: Command, room: int, live: bool) -> Content:
        told = room - _LABEL - _KEYS - 6
        help_ = _(command.help)
        return show.line(
            "> " if live else "  ",
            (cells.cell(_(command.label), _LABEL), "bold"),
            "  ",
            (cells.cell(help_ if cells.width(help_) <= told else "", told), "" if live else "$muted"),
            "  ",
            (cells.cell(keys_text(command), _KEYS, right=True), "bold"),
        )

    @on(Rows.Marked)
    def _tell(self) -> None:
        """What the marked command does, whole."""
        command, told = self._rows.item, self._told
        told.update(
            show.lines(
                [show.line(row) for row in cells.wrap(_(command.help), told.size.width or 72)] if command else []
            )
        )

    def entered(self, text: str) -> None:
        self.action_choose()

    @on(Rows.Chosen)
    def action_choose(self) -> None:
        if (command := self._rows.item) is not None:
            self.give(command)
        else:
            self.leave()

    def action_step(self, by: int) -> None:
        self._rows.move(by)

    def action_leave(self) -> None:
        self.leave()
