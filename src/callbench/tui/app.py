"""The screens' application: paints at once, opens the bench behind the first picture, runs work on it off the UI loop."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from textual import events, work
from textual.app import App
from textual.filter import Monochrome, NoColor
from textual.reactive import var
from textual.screen import Screen
from textual.worker import WorkerFailed

from callbench import i18n, log
from callbench.clock import Clock, ClockWatch
from callbench.config import Settings
from callbench.errors import CallbenchError
from callbench.i18n import _
from callbench.tui import show, themes
from callbench.tui.bench_work import BenchWork
from callbench.tui.call_behind import CallBehind
from callbench.tui.everywhere import Everywhere
from callbench.tui.keymap import bindings_for, keys_of, use_keys
from callbench.tui.looks import looks_at_start, looks_path
from callbench.tui.opening import Opening
from callbench.tui.resting import Resting
from callbench.tui.screens.base import OnBench
from callbench.tui.screens.queue import QueueScreen
from callbench.tui.screens.too_small import is_too_small
from callbench.tui.type_ahead import TypeAhead
from callbench.tui.widgets.header import Standing

if TYPE_CHECKING:
    from callbench.desk.bench import Bench
    from callbench.records.breaks import Break
    from callbench.records.calls import CallInHand, DayProgress, Saved
    from callbench.records.people import Agent

_SLEPT = timedelta(hours=12)  # a computer that slept overnight is no wrong clock
_NOTICE = 60  # cells of a notice in the corner, at most half the screen


class BenchApp(Everywhere, App[None], inherit_bindings=False):
    """The bench on a terminal.

    opener: see `BenchWork`. agent_code: who works here, "" asks unless there is only one. practice: the base is thrown
    away afterwards, every screen says so, and the first customer is in hand at once. looks: the file in which a switch of
    the looks is remembered, None for nowhere. Raises SettingsProblem for keys of the settings that cannot be.
    """

    TITLE = "callbench"
    ENABLE_COMMAND_PALETTE = False  # ours speaks both languages and reads no markup
    BINDINGS = bindings_for("everywhere", first=("app.help", "app.palette"))
    CSS_PATH = ["app.tcss", "screens/queue.tcss"]  # those of other screens are read when they are opened
    standing: var[Standing] = var(Standing())  # headers watch it; no other row is drawn again

    def __init__(
        self,
        opener: Callable[[], Bench],
        settings: Settings,
        clock: Clock,
        language: str,
        agent_code: str = "",
        *,
        practice: bool = False,
        looks: Path | None = None,
    ) -> None:
        i18n.use_language(language)
        super().__init__()
        self._settings: Settings = settings
        self.clock: Clock = clock
        self._watch, self._turned = ClockWatch(), False
        self.agent: Agent | None = None
        self.agent_code = agent_code
        self.set_keymap(use_keys(settings.keys, settings.keys_at))
        self.standing = Standing(practice=practice)
        self.failed: CallbenchError | None = None  # why there is no bench, or no such agent
        self._undo_until: datetime | None = None
        self.work: BenchWork = BenchWork(opener)
        self.opening = Opening(self)
        self.resting = Resting(self)
        self.calls = CallBehind(self)
        self.active_at = monotonic()  # when somebody was last there
        self.ahead = TypeAhead(lambda: self.call_later(self._type_ahead))
        for name in list(self.available_themes):
            self.unregister_theme(name)
        for theme in themes.THEMES:
            self.register_theme(theme)
        self.looks_kept = looks
        self.put_on(looks_at_start(settings, looks))
        self.animation_level = "none"
        # NO_COLOR with a value asks for no colours at all (no-color.org); Textual sends grey, and does so without a value, too.
        self.no_color = bool(os.environ.get("NO_COLOR"))
        self._filters = [each for each in self._filters if not isinstance(each, Monochrome)]
        self._filters += [NoColor()] if self.no_color else []

    @property
    def settings(self) -> Settings:
        """The settings in force, with the shop's own days off as the open bench knows them."""
        if self.work.is_open and (days := self.work.bench.settings.shop_days) is not self._settings.shop_days:
            self._settings = replace(self._settings, shop_days=days)
        return self._settings

    @property
    def _background_screens(self) -> list[Screen[object]]:
        """Textual 8.2 takes the screen below for visible even where the one in front covers it, and paints that one again for it."""
        return [] if self.screen.styles.background.a == 1 else super()._background_screens

    # -- what is said ------------------------------------------------------------------------------------------

    def say(self, message: str, *, trouble: bool = False) -> None:
        """A short notice in the corner; outside text in it is safe, markup is never read."""
        room = min(_NOTICE, self.size.width // 2) - 3  # without its edge and padding
        self.notify(
            "\n".join(show.wrapped(show.safe(message, limit=400), max(room, 20))),
            severity="warning" if trouble else "information",
            timeout=8 if trouble else 4,
            markup=False,
        )

    def tell(self, error: CallbenchError, retry: Callable[[], object] | None = None) -> None:
        """Show a failure in place on the screen in front; it stays until seen."""
        screen = self.screen
        if isinstance(screen, OnBench):
            screen.tell(error, retry)

    # -- who works here and how far the day is -----------------------------------------------------------------

    def on_mount(self) -> None:
        self._tick()
        self.set_interval(1.0, self._tick)
        self.call_after_refresh(self.begin)  # the first picture comes before the store is imported

    @work(exclusive=True, group="begin")
    async def begin(self) -> None:
        """Open the bench, find out who works here, show the queue; again after a failure."""
        await self.opening.run()

    @property
    def queue(self) -> QueueScreen:
        """The screen below all others."""
        bottom = self.screen_stack[0]
        assert isinstance(bottom, QueueScreen)
        return bottom

    def choose_agent(self) -> None:
        """Ask who works here; the queue is read again for them. Keys pressed before the bench knows anybody do not ask."""
        from callbench.tui.screens.agents import AgentsScreen

        if not self.opening.known or isinstance(self.screen, AgentsScreen):
            return

        def chosen(agent: Agent | None) -> None:
            if agent is not None:
                self.resting = Resting(self)
                self.work_as(agent)
                self.queue.load()
                self.refresh_standing()

        self.push_screen(AgentsScreen(), chosen)

    def get_default_screen(self) -> Screen[None]:
        return QueueScreen()

    def _tick(self) -> None:
        """The clock and the undo countdown; the header redraws only when what it shows has changed."""
        now = self.clock.now()
        if self.clock.note != "fixed" and (turned := self._watch.look(now, monotonic())):
            self._clock_turned(turned)
        left = 0 if self._undo_until is None else max(int((self._undo_until - now).total_seconds() + 0.999), 0)
        self.standing = replace(
            self.standing,
            clock=show.clock_time(now, self.settings.zone),
            clock_note=self.clock.note or ("turned" if self._turned else ""),
            undo_left=left,
        )

    def _clock_turned(self, turned: timedelta) -> None:
        """Say that the clock of this machine went back, or forward by hours: times that are saved come from it."""
        log.note(f"the clock was turned by {int(turned.total_seconds())} s")
        if timedelta(0) < turned < _SLEPT:
            return
        self._turned = True
        hours, minutes = divmod(int(abs(turned).total_seconds()) // 60, 60)
        words = _(
            "The clock of this computer went back by {hours} h {minutes} min. Check it: calls are saved with its times."
        )
        if turned > timedelta(0):
            words = _(
                "The clock of this computer went forward by {hours} h {minutes} min, or it slept. Check the time."
            )
        self.say(words.format(hours=hours, minutes=minutes), trouble=True)

    def watch_standing(self, before: Standing, now: Standing) -> None:
        """The footer offers the undo while it is possible."""
        if bool(before.undo_left) != bool(now.undo_left):
            self.screen.refresh_bindings()

    def work_as(self, agent: Agent) -> None:
        """From now on `agent` works here."""
        self.agent = agent
        self.standing = replace(self.standing, agent=agent.name)

    @work(exclusive=True, group="standing")
    async def refresh_standing(self) -> None:
        """Read the day's progress for the header again."""
        agent = self.agent

        def read(bench: Bench) -> tuple[DayProgress, Break | None]:
            from callbench.desk.breaks import break_of
            from callbench.desk.queue import day_progress

            return day_progress(bench, agent), break_of(bench, agent) if agent is not None else None

        try:
            progress, on_break = await self.work.reading(read)
        except CallbenchError:
            return  # the screen in front reads as well, and says it there
        self.standing = replace(self.standing, progress=progress)
        self.resting.known(on_break)

    def show_resting(self) -> None:
        """The header tells of the break that goes on or waits."""
        reason, since = self.resting.standing()
        self.standing = replace(self.standing, resting=reason, resting_since=since)

    async def open_call(self, call: CallInHand) -> None:
        """Show the call screen for a customer in hand."""
        await self.calls.open(call)

    def saved(self, saved: Saved) -> None:
        """A result is on disk: the header counts again, and counts down while it can be taken back."""
        self._undo_until = saved.undo_until
        self._tick()
        self.refresh_standing()

    def not_undoable(self) -> None:
        """The last result cannot be taken back any more (it was, or the time is over)."""
        self._undo_until = None
        self._tick()

    # -- keys --------------------------------------------------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        """Keys and the mouse do nothing while the screen is covered, except leaving."""
        if isinstance(event, events.Key | events.Paste | events.MouseDown):
            self.active_at = monotonic()
        if isinstance(event, events.InputEvent | events.Paste) and is_too_small(self.size):
            leaving = isinstance(event, events.Key) and event.key in keys_of("app.quit")
            if not leaving:
                return
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded and self.ahead.must_wait():
            self.ahead.keep(event)
            return
        await super().on_event(event)

    async def _type_ahead(self) -> None:
        """Deal out the keys that waited while a panel closed or opened."""
        while (event := self.ahead.next()) is not None:
            await super().on_event(event)

    # -- the unexpected ----------------------------------------------------------------------------------------

    def _fatal_error(self) -> None:
        """Textual would print locals here; `run` raises the defect instead, and who called it tells it in a sentence."""
        self._close_messages_no_wait()

    @property
    def defect(self) -> Exception | None:
        """What ended the screens unexpectedly."""
        error = self._exception
        return error.error if isinstance(error, WorkerFailed) and isinstance(error.error, Exception) else error


def run(
    opener: Callable[[], Bench], settings: Settings, clock: Clock, language: str, agent_code: str = "",
    *, practice: bool = False, looks: Path | None = None,
) -> int:  # fmt: skip
    """Run the screens until they are left. Returns the exit code. Raises what ended them unexpectedly."""
    app = BenchApp(opener, settings, clock, language, agent_code, practice=practice, looks=looks or looks_path())
    try:
        app.run()
    finally:
        app.work.close()
    if app.defect is not None:
        raise app.defect
    if app.failed is not None:
        return app.failed.exit_code
    return app.return_code or 0
