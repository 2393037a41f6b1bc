"""The one call screen: mounted and empty behind the queue, so that opening a call is only drawing it."""

from __future__ import annotations

import asyncio
import gc
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from callbench.records.calls import CallInHand
    from callbench.tui.app import BenchApp
    from callbench.tui.screens.call import CallScreen


class CallBehind:
    """Keeps the call screen of `desk` as long as it runs."""

    def __init__(self, desk: BenchApp) -> None:
        self._desk = desk
        self._screen: CallScreen | None = None
        self._mounting = asyncio.Lock()

    async def mount(self) -> CallScreen:
        """The call screen, mounted and laid out; meant to be called once while nobody waits."""
        async with self._mounting:
            if self._screen is None:
                await asyncio.to_thread(import_module, "callbench.tui.screens.call")
                from callbench.tui.screens.call import CallScreen

                desk, screen = self._desk, CallScreen()
                desk.install_screen(screen, CallScreen.PLACE)  # stays when it is left
                desk._load_screen_css(screen)
                _screen, mounted = desk._get_screen(screen)  # Textual mounts only what it shows at once otherwise
                await mounted
                await screen.lay_out()
                self._screen = screen
                if gc.isenabled():
                    gc.freeze()  # what stays for the whole run is not walked through in the middle of a call
            return self._screen

    async def open(self, call: CallInHand) -> None:
        """Show a customer in hand: drawn first, then in front."""
        screen = await self.mount()
        await screen.open(call)
        if screen not in self._desk.screen_stack:
            self._desk.push_screen(screen)
