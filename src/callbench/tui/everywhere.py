"""The commands that work on every screen: help, palette, language, looks."""

from __future__ import annotations

from textual.app import App

from callbench import i18n
from callbench.tui import themes
from callbench.tui.commands import Command
from callbench.tui.screens.base import OnBench


class Everywhere(App[None], inherit_bindings=False):
    """Actions of the commands whose place is `everywhere`."""

    def action_help(self) -> None:
        from callbench.tui.screens.help import HelpScreen

        if isinstance(self.screen, HelpScreen):
            self.screen.dismiss()
        else:
            self.push_screen(HelpScreen(self.screen.PLACE if isinstance(self.screen, OnBench) else ""))

    def action_palette(self) -> None:
        from callbench.tui.screens.palette import PaletteScreen

        if not isinstance(self.screen, PaletteScreen):
            self.push_screen(PaletteScreen(self.screen), self._run_command)

    async def _run_command(self, command: Command | None) -> None:
        if command is not None:
            target = self if "everywhere" in command.where else self.screen
            await self.run_action(command.action, target)

    def action_switch_language(self) -> None:
        languages = i18n.LANGUAGES
        i18n.use_language(languages[(languages.index(i18n.language()) + 1) % len(languages)])
        self.clear_notifications()  # they were said in the other language
        self._redraw()

    def action_switch_theme(self) -> None:
        names = [theme.name for theme in themes.THEMES]
        self.theme = names[(names.index(self.theme) + 1) % len(names)]

    def _redraw(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, OnBench):
                screen.retranslate()
