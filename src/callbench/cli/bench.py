"""Opening the screens, without click, which would only delay the first picture."""

from __future__ import annotations

import gc
import signal
import sys
from typing import TYPE_CHECKING

from callbench import i18n
from callbench.cli.door import Door
from callbench.cli.front import Wish
from callbench.errors import UsageProblem
from callbench.i18n import _

if TYPE_CHECKING:
    from callbench.clock import Clock
    from callbench.config import Settings
    from callbench.desk.bench import Bench


def open_screens(wish: Wish) -> int:
    """Open the bench on this terminal. Returns the exit code. Raises UsageProblem when there is no terminal."""
    with Door(wish) as door:
        return show(door)


def show(door: Door) -> int:
    """Open the screens on the door's base."""
    need_terminal()
    return open_on(door.address, door.settings, door.clock, door.wish.agent or door.settings["desk.agent"])


def open_on(address: str, settings: Settings, clock: Clock, agent: str, *, practice: bool = False) -> int:
    """Open the screens on a base. Returns the exit code."""
    # What is loaded until the queue stands is kept: looking for cycles in it took a tenth of the start. The screens turn
    # this on again (`BenchApp.begin`).
    gc.disable()
    if (
        sys.platform != "win32"
    ):  # started by something that ignores hangups it would go on without its terminal for ever
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
    from callbench import log
    from callbench.tui.app import run

    def opener() -> Bench:
        # In the screens' own thread, behind the first picture.
        log.note("screens opened")
        from callbench.desk.bench import open_bench

        return open_bench(address, settings, clock)

    try:
        code = run(opener, settings, clock, i18n.language(), agent, practice=practice)
    finally:
        gc.enable()
    log.note(f"screens left with {code}")
    return code


def need_terminal() -> None:
    """The screens need a keyboard and a screen. Raises UsageProblem."""
    if not (sys.stdin.isatty() and sys.stdout.isatty() and sys.stderr.isatty()):
        raise UsageProblem(
            _("The bench needs a terminal; input or output is piped."),
            todo=_("Start it in a terminal, or use a command: callbench queue, callbench next, callbench call."),
            code="no-terminal",
        )
