"""Breaks on the screens: asked for, begun now or after the call in hand, shown, ended."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from callbench.errors import CallbenchError, Conflict
from callbench.i18n import _
from callbench.tui import show

if TYPE_CHECKING:
    from callbench.desk.bench import Bench
    from callbench.records.breaks import Break
    from callbench.tui.app import BenchApp
    from callbench.tui.screens.base import BenchScreen


class Resting:
    """The break of who works here. now: the one that goes on; wanted: the reason of one that waits for the call to end."""

    def __init__(self, desk: BenchApp) -> None:
        self._desk = desk
        self.now: Break | None = None
        self.wanted = ""

    def known(self, found: Break | None) -> None:
        """What the base says; it may have been begun or ended in another window."""
        self.now = found
        self._desk.show_resting()

    def ask(self, screen: BenchScreen[None], *, in_call: bool, back: Callable[[str], None]) -> None:
        """The key: go on a break, after the call when one is in hand; a break that waits is dropped by it.

        back: told how the break screen was left (see `AwayScreen`).
        """
        from callbench.tui.screens.panels.pause import BreakPanel
        from callbench.tui.screens.panels.sheet import ask

        if self.now is not None:
            self.show(back)
        elif self.wanted:
            self.want("")
        else:
            ask(screen, BreakPanel(later=in_call), partial(self._chosen, in_call, back))

    def _chosen(self, in_call: bool, back: Callable[[str], None], reason: str | None) -> None:
        if reason is None:
            return
        self.want(reason)
        if not in_call:
            self.begin(back)

    def want(self, reason: str) -> None:
        """Go on a break for this reason once the call in hand has ended; "" drops it."""
        if self.wanted and not reason:
            self._desk.say(_("The break is dropped."))
        self.wanted = reason
        self._desk.show_resting()

    def begin(self, back: Callable[[str], None]) -> None:
        """Begin the break that is wanted, and show it."""
        self._desk.run_worker(self._begin(back), group="break")

    async def _begin(self, back: Callable[[str], None]) -> None:
        desk, reason = self._desk, self.wanted
        agent = desk.agent
        if agent is None or not reason:
            return

        def start(bench: Bench) -> Break:
            from callbench.desk.breaks import break_of, start_break

            try:
                return start_break(bench, agent, reason)
            except Conflict:  # begun in another window: that one is shown
                if (begun := break_of(bench, agent)) is None:
                    raise
                return begun

        self.wanted = ""
        try:
            self.known(await desk.work.writing(start))
        except CallbenchError as error:
            desk.show_resting()
            desk.tell(error)
            return
        self.show(back)

    def show(self, back: Callable[[str], object]) -> None:
        """The break that goes on, over the screen in front."""
        from callbench.tui.screens.away import AwayScreen

        def left(how: str | None) -> None:
            back(how or "")

        if self.now is not None and not isinstance(self._desk.screen, AwayScreen):
            self._desk.push_screen(AwayScreen(self.now), left)

    async def look(self, back: Callable[[str], object]) -> None:
        """The base refused somebody for a break that this window does not know: read and show it, or say why it cannot be."""
        agent = self._desk.agent
        assert agent is not None

        def read(bench: Bench) -> Break | None:
            from callbench.desk.breaks import break_of

            return break_of(bench, agent)

        try:
            self.known(await self._desk.work.reading(read))
        except CallbenchError as error:
            self._desk.tell(error, partial(back, ""))
            return
        self.show(back)

    async def end(self) -> None:
        """Come back; that it was ended in another window is all right. Raises CallbenchError."""
        agent = self._desk.agent
        assert agent is not None

        def stop(bench: Bench) -> None:
            from callbench.desk.breaks import break_of, end_break

            if break_of(bench, agent) is not None:
                end_break(bench, agent)

        await self._desk.work.writing(stop)
        self.known(None)

    def standing(self) -> tuple[str, str]:
        """(reason, clock) for the header: of the break that goes on, of one that waits without a clock, ("", "") of none."""
        if self.now is not None:
            return self.now.reason, show.clock_time(self.now.started_at, self._desk.settings.zone)
        return self.wanted, ""
