"""The one line at the bottom: the commands that can be pressed now, the most important first, as many as fit."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from callbench.i18n import _
from callbench.records.commands import Command
from callbench.tui import show
from callbench.tui.keymap import commands_of, keys_text

PINNED = {"queue": ("app.quit", "app.help")}
"""Always in view, at the right edge, by place: how to leave, and help; whoever knows nothing else finds the rest there."""


class Footer(Widget):
    """Commands of `places` (as in `commands.Command.where`) and those of everywhere.

    It asks the screen's `check_action`, so a command that cannot run now is not offered.
    """

    DEFAULT_CSS = """
    Footer { dock: bottom; height: 1; background: $bar; color: $bar-ink; padding: 0 1; }
    """

    def __init__(self, *places: str) -> None:
        super().__init__()
        self.places = places
        self.pinned = next((PINNED[place] for place in places if place in PINNED), ("app.help",))

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, lambda _screen: self.refresh())

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return container.width

    def render(self) -> Content:
        room = self.content_size.width
        commands = self._offered()
        last = [command for command in commands if command.id in self.pinned]
        pinned = self._pieces([self._told(command) for command in last], room)
        told = [self._told(command) for command in commands if command.id not in self.pinned]
        return show.beside(self._pieces(told, room - pinned.cell_length - 2), pinned, room)

    def _pieces(self, told: list[tuple[str, str]], room: int) -> Content:
        """As many as fit, in their order; a long one that does not fit lets a later shorter one in."""
        parts: list[show.Part] = []
        for key, label in told:
            piece = show.line((key, "bold"), " ", (label, "$bar-muted"))
            gap = 2 if parts else 0
            if piece.cell_length + gap <= room:
                parts += [" " * gap, piece]
                room -= piece.cell_length + gap
        return show.line(*parts)

    def _told(self, command: Command) -> tuple[str, str]:
        return keys_text(command), _(command.label)

    def _offered(self) -> list[Command]:
        ranked = [command for command in commands_of("everywhere", *self.places) if command.rank]
        offered = [command for command in ranked if self.screen.check_action(command.action, ()) is True]
        return [command for command in offered if keys_text(command)]  # its key may have been taken away
