"""The commands that work on every screen: help, palette, language, looks."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work
from textual.app import App
from textual.driver import Driver

from callbench import i18n
from callbench.i18n import _, ngettext
from callbench.records.commands import Command
from callbench.tui.looks import SPACINGS, THEMES, Looks, keep_looks
from callbench.tui.screens.base import OnBench, Panel

if TYPE_CHECKING:
    from callbench.tui.pasted import PasteParser

_READERS = "textual.drivers.linux_driver", "textual.drivers.win32"  # of the terminal's bytes


class Everywhere(App[None], inherit_bindings=False):
    """Actions of the commands whose place is `everywhere`, and how the terminal is read on every screen."""

    looks_kept: Path | None = None  # where a switch of the looks is remembered
    _lost_told = 0  # how many answers not on disk were said when it was asked to leave

    def get_driver_class(self) -> type[Driver]:
        """Textual's, which deals out nothing of a paste as keys."""
        driver = super().get_driver_class()
        for name in _READERS:
            if name in sys.modules:
                vars(sys.modules[name])["XTermParser"] = _paste_parser
        return driver

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Help and palette go before what has the focus, so that keys right behind them reach them; never over a panel."""
        return not (action in ("help", "palette") and isinstance(self.screen, Panel))

    def action_help(self) -> None:
        from callbench.tui.screens.help import HelpScreen

        if isinstance(self.screen, HelpScreen):
            self.screen.dismiss()
        else:
            self.push_screen(HelpScreen(self.screen.PLACE if isinstance(self.screen, OnBench) else ""))

    def action_palette(self) -> None:
        from callbench.tui.screens.palette import PaletteScreen
        from callbench.tui.screens.panels.sheet import ask

        if isinstance(self.screen, OnBench):
            ask(self.screen, PaletteScreen(self.screen), self._run_command)

    async def _run_command(self, command: Command | None) -> None:
        if command is not None:
            target = self if "everywhere" in command.where else self.screen
            await self.run_action(command.action, target)

    async def action_quit(self) -> None:
        """Leave. What could not be kept is said first; the key leaves without it when it is pressed again."""
        lost = sum(screen.lost for screen in self.screen_stack if isinstance(screen, OnBench))
        if lost and lost != self._lost_told:
            self._lost_told = lost
            said = ngettext("{n} answer is not on disk.", "{n} answers are not on disk.", lost).format(n=lost)
            words = _("{what} {todo}").format(what=said, todo=_("The key again leaves without them."))
            self.notify(words, severity="warning", timeout=8, markup=False)
            return
        self.exit()

    def action_switch_language(self) -> None:
        languages = i18n.LANGUAGES
        i18n.use_language(languages[(languages.index(i18n.language()) + 1) % len(languages)])
        self.clear_notifications()  # they were said in the other language
        self._redraw()

    @property
    def roomy(self) -> bool:
        """Whether lines stand apart; otherwise as many as possible are shown."""
        return not self.has_class("-compact")

    def put_on(self, looks: Looks) -> None:
        """Colours and spacing from now on."""
        if self.is_running:
            self.theme = looks.theme
        else:  # the theme's watcher would read all CSS a second time before the first picture
            self.set_reactive(App.theme, looks.theme)
            self.stylesheet.set_variables(self.get_css_variables())
            self.add_class(f"-theme-{looks.theme}")
        self.set_class(looks.spacing == "compact", "-compact")

    def action_switch_theme(self) -> None:
        self._switch(Looks(_after(self.theme, THEMES), SPACINGS[not self.roomy]))

    def action_switch_spacing(self) -> None:
        self._switch(Looks(self.theme, SPACINGS[self.roomy]))
        self.refresh_css(animate=False)
        self._redraw()

    def _switch(self, looks: Looks) -> None:
        self.put_on(looks)
        if self.looks_kept is not None:
            self._keep(self.looks_kept, looks)

    @work(thread=True, group="looks")
    def _keep(self, kept: Path, looks: Looks) -> None:
        """Remembered for the next start where that can be; nobody's work waits for it."""
        with suppress(OSError):
            keep_looks(kept, looks)

    def _redraw(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, OnBench):
                screen.retranslate()


def _after(name: str, names: tuple[str, ...]) -> str:
    return names[(names.index(name) + 1) % len(names)]


def _paste_parser(debug: bool = False) -> PasteParser:
    from callbench.tui.pasted import PasteParser  # by the thread that reads the terminal, beside the first picture

    return PasteParser(debug)
