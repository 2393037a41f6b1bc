"""One agent's many calls on the real screens without a terminal, and what stays of them in memory.

Its own process: `many_calls.py BASE AGENT CALLS SECONDS` prints a line "calls megabytes" after every 50 calls, until there
were so many or the time is over.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from time import perf_counter

from textual.events import Key
from textual.pilot import Pilot

from callbench.clock import clock_from
from callbench.config import load_settings
from callbench.desk.bench import open_bench
from callbench.tui.app import BenchApp
from callbench.tui.screens.call import CallScreen

EVERY = 50  # calls between two looks at the memory
_NOT_REACHED = ("f2", "2")
_WITH_ALL = ("1", "2", "1", "f8", "n", "enter", "f2", "8")  # answers, a note, two panels
_PATIENCE = 10.0  # seconds for one call


def resident() -> float:
    """Resident memory of this process now, in MB."""
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) / 1024


async def _next(pilot: Pilot[None], before: object) -> object:
    """The next call in hand, once it is there."""
    end = asyncio.get_running_loop().time() + _PATIENCE
    while asyncio.get_running_loop().time() < end:
        screen = pilot.app.screen
        if isinstance(screen, CallScreen) and screen.ready is not None and screen.ready is not before:
            return screen.ready
        await asyncio.sleep(0.002)
    raise RuntimeError("no next customer")


async def play(base: Path, agent: str, calls: int, seconds: float) -> None:
    """Take customers one after the other, every fourth with all there is in a call."""
    settings = load_settings({})
    clock = clock_from("2026-03-05T14:30", settings.zone)
    app = BenchApp(lambda: open_bench(base, settings, clock), settings, clock, "zh_CN", agent)
    async with app.run_test(size=(120, 36)) as pilot:
        while app.agent is None or app.queue.page is None:
            await asyncio.sleep(0.05)
        await pilot.press("f2")
        talk = await _next(pilot, None)
        end = perf_counter() + seconds
        for nth in range(1, calls + 1):
            for key in _NOT_REACHED if nth % 4 else _WITH_ALL:
                app.post_message(Key(key, key if len(key) == 1 else None))
            talk = await _next(pilot, talk)
            if nth % EVERY == 0:
                print(nth, f"{resident():.1f}", flush=True)
                if perf_counter() > end:
                    break
        app.exit()
    app.work.close()


if __name__ == "__main__":
    asyncio.run(play(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), float(sys.argv[4])))
