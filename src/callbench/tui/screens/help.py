"""What can be pressed here, generated from the declaration of the commands."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content

from callbench.i18n import _
from callbench.records.commands import Command
from callbench.tui import cells, show
from callbench.tui.keymap import bindings_for, commands_of, keys_text
from callbench.tui.screens.base import BenchScreen
from callbench.tui.widgets.page import Page


class HelpScreen(BenchScreen[None]):
    """The commands of `place`, of lists and of everywhere, each with all its keys and its help line."""

    PLACE = "help"
    CSS = """
    HelpScreen #page { margin: 1 2 0 4; }
    """
    AUTO_FOCUS = "#page"
    BINDINGS = bindings_for("help", first=("help.back",))  # a key right behind it is meant for the screen below

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def body(self) -> ComposeResult:
        yield Page(id="page")

    def on_mount(self) -> None:
        self._fill()

    def on_resize(self) -> None:
        self._fill()

    def retranslate(self) -> None:
        self._fill()
        super().retranslate()

    def _fill(self) -> None:
        room = max(self.size.width - 10, 40)
        found: list[Content] = []
        for place, title in (
            (self.place, _("On this screen")),
            ("list", _("In lists")),
            ("everywhere", _("Everywhere")),
        ):
            commands = commands_of(place)
            if commands:
                found += [show.line((title, "bold $mark")), *self._lines(commands, room), Content("")]
        self.query_one(Page).show(show.lines(found))

    def _lines(self, commands: tuple[Command, ...], room: int) -> list[Content]:
        keys, label = 16, 20 if room >= 90 else 16
        lines: list[Content] = []
        for command in commands:
            told = cells.wrap(_(command.help), room - keys - label - 4)
            pressed = keys_text(command, every=True)
            for at, text in enumerate(told):
                first = at == 0
                lines.append(
                    show.line(
                        (cells.cell(pressed if first else "", keys), "bold"),
                        "  ",
                        cells.cell(_(command.label) if first else "", label),
                        "  ",
                        (text, "$muted"),
                    )
                )
        return lines

    def action_back(self) -> None:
        self.dismiss()
