"""From the first picture to the queue: the bench is opened, who works here is found, the queue is shown, then the rest is loaded."""

from __future__ import annotations

import asyncio
import gc
from contextlib import suppress
from functools import partial
from threading import Event
from typing import TYPE_CHECKING

from textual.worker import WorkerCancelled

from callbench.errors import CallbenchError

if TYPE_CHECKING:
    from callbench.desk.bench import Bench
    from callbench.records.people import Agent
    from callbench.tui.app import BenchApp


_COLLECT = 20_000, 20, 10  # a whole picture makes 10,000 objects: it would be looked through 15 times on its way
_BREATH = 0.05  # seconds between some hundred customers in which the screens have the processor to themselves


class Opening:
    """What stands between the first picture and the first key. known: whether it was read who works here."""

    def __init__(self, desk: BenchApp) -> None:
        self._desk = desk
        self.known = False

    async def run(self) -> None:
        """Open, find, show, load. A failure is told in place with what Enter does then; nothing else happens after it."""
        desk = self._desk
        try:
            await desk.work.open()
            agent, known = await desk.work.reading(self._who)
        except CallbenchError as error:
            desk.failed, self.known = error, desk.work.is_open
            desk.tell(error, desk.choose_agent if desk.work.is_open else desk.begin)
            return
        desk.failed, self.known = None, True
        desk.screen.refresh_bindings()  # what needs the bench can be pressed from now on
        if agent is not None:
            desk.work_as(agent)
        elif known:
            desk.choose_agent()
        with suppress(WorkerCancelled):  # read again meanwhile, by a key
            await desk.queue.load().wait()
        await self._drawn()
        await self._rest(agent)

    def _who(self, bench: Bench) -> tuple[Agent | None, int]:
        """The one named, or the only one, and how many there are."""
        import callbench.values.phone  # noqa: F401  the first line of the queue needs it; not on the UI loop
        from callbench.desk.agents import find_agent, list_agents

        if self._desk.agent_code:
            return find_agent(bench, self._desk.agent_code), 1
        known = list_agents(bench)
        return (known[0] if len(known) == 1 else None), len(known)

    async def _drawn(self) -> None:
        """Until the queue is on the terminal: nothing that comes later keeps its first line from there."""
        drawn = asyncio.Event()
        self._desk.call_after_refresh(drawn.set)
        await drawn.wait()

    async def _rest(self, agent: Agent | None) -> None:
        """What the queue does not need: the day's progress, the call screen, a break that goes on."""
        desk = self._desk
        if not gc.isenabled():  # see cli/bench
            gc.freeze()
            gc.set_threshold(*_COLLECT)
            gc.enable()
        if agent is not None:
            with suppress(WorkerCancelled):
                await desk.refresh_standing().wait()
        await desk.calls.mount()  # the first Enter need not wait for it
        if desk.standing.practice and desk.screen is desk.queue:
            desk.queue.action_next()
        elif desk.screen is desk.queue:
            desk.resting.show(desk.queue.back_from_break)
        await self._day()

    async def _day(self) -> None:
        """What is done once a day, last of all and beside the work: whom plans and campaigns add comes into the queue."""
        left = Event()
        try:
            with suppress(CallbenchError):  # it is tried again at the next start, and by hand: plan run
                if await self._desk.work.reading(partial(_begin_day, left)) and self._desk.screen is self._desk.queue:
                    self._desk.queue.load()
        finally:
            left.set()


def _begin_day(left: Event, bench: Bench) -> int:
    """Stops between some hundred customers once the program is left; the next start goes on."""
    from callbench.desk.daily import begin_day

    def breathe() -> None:
        if left.wait(_BREATH):
            raise CallbenchError("")

    return begin_day(bench, breathe)
