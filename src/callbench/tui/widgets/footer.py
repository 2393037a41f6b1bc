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
        self._shown: object = None  # what was painted last
        self.pinned = next((PINNED[place] for place in places if place in PINNED), ("app.help",))

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, lambda _screen: self._offer_anew())

    def _offer_anew(self) -> None:
        """Only in view: behind a call other commands can be pressed, and the call's are the same again in the next one."""
        if self.screen.is_active:
            self.catch_up()

    def catch_up(self) -> None:
        """Show what can be pressed now, when that is something else."""
        if self._told() != self._shown:
            self.refresh()

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return container.width

    def render(self) -> Content:
        room = self.content_size.width
        self._shown = told, last = self._told()
        pinned = self._pieces(last, room)
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

    def _told(self) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        """Keys and words of what can be pressed now: those in their order, and those at the edge."""
        offered = [(command.id in self.pinned, keys_text(command), _(command.label)) for command in self._offered()]
        return [one[1:] for one in offered if not one[0]], [one[1:] for one in offered if one[0]]

    def _offered(self) -> list[Command]:
        ranked = [command for command in commands_of("everywhere", *self.places) if command.rank]
        offered = [command for command in ranked if self.screen.check_action(command.action, ()) is True]
        return [command for command in offered if keys_text(command)]  # its key may have been taken away
