"""The one line at the bottom: the commands that can be pressed now, the most important first, as many as fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from callbench.i18n import _
from callbench.tui import show
from callbench.tui.commands import Command
from callbench.tui.keymap import commands_of, keys_text

if TYPE_CHECKING:
    from callbench.tui.app import BenchApp


class Footer(Widget):
    """Commands of `places` (as in `commands.Command.where`) and those of everywhere.

    extra: pairs of key words and label put first, for what is no command (`1–9`, answer). It asks the screen's
    `check_action`, so a command that cannot run now is not offered.
    """

    DEFAULT_CSS = """
    Footer { dock: bottom; height: 1; background: $bar; color: $bar-ink; padding: 0 1; }
    """
    extra: reactive[tuple[tuple[str, str], ...]] = reactive(())

    def __init__(self, *places: str) -> None:
        super().__init__()
        self.places = places

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, lambda _screen: self.refresh())

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return container.width

    def render(self) -> Content:
        room = self.content_size.width
        parts: list[show.Part] = []
        offered = [
            *self.extra,
            *((keys_text(command, self._keys(command)), _(command.label)) for command in self._offered()),
        ]
        for key, label in offered:
            piece = show.line((key, "bold"), " ", (label, "$bar-muted"))
            gap = 2 if parts else 0
            if piece.cell_length + gap > room:
                continue
            parts += [" " * gap, piece]
            room -= piece.cell_length + gap
        return show.line(*parts)

    def _offered(self) -> list[Command]:
        ranked = [command for command in commands_of("everywhere", *self.places) if command.rank]
        return [command for command in ranked if self.screen.check_action(command.action, ()) is True]

    def _keys(self, command: Command) -> tuple[str, ...]:
        found: tuple[str, ...] = cast("BenchApp", self.app).keys[command.id]
        return found
