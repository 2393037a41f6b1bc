"""Starting: help, first paint, usable queue, and the memory of the bench once it is up."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from figures import Figure, figure, in_turns
from terminal import Terminal

HERE = Path(__file__).parent
CALLBENCH = str(Path(sys.executable).with_name("callbench"))


def environment() -> dict[str, str]:
    """What a user's shell has, without settings for callbench, and with bytecode."""
    world = {name: value for name, value in os.environ.items() if not name.startswith("CALLBENCH_")}
    world.pop("PYTHONDONTWRITEBYTECODE", None)
    return world | {"CALLBENCH_NOW": "2026-03-05T14:30", "LANG": "zh_CN.UTF-8"}


def _run(*command: str) -> float:
    start = time.perf_counter()
    subprocess.run(command, env=environment(), check=True, stdout=subprocess.DEVNULL)
    return (time.perf_counter() - start) * 1000


def help_page(n: int) -> list[Figure]:
    """`callbench --help` against a Python that does nothing."""
    ours, floor = in_turns(n, lambda: _run(CALLBENCH, "--help"), lambda: _run(sys.executable, "-c", "pass"))
    return [figure("help", "ms", ours, floor, digits=1)]


def bench_terminal(base: Path, agent: str) -> Terminal:
    """The bench of an agent in a terminal."""
    return Terminal([CALLBENCH, "--db", str(base), "--agent", agent], environment())


def _bare(*modules: str) -> Terminal:
    return Terminal([sys.executable, str(HERE / "bare_textual.py"), *modules], environment())


def start(n: int, base: Path, agent: str, first_row: str) -> list[Figure]:
    """First paint and usable queue (`first_row` stands on the terminal) against a bare Textual application."""
    usable: list[float] = []

    def ours() -> float:
        terminal = bench_terminal(base, agent)
        try:
            painted = terminal.until(bool) * 1000
            seen = first_row in terminal.text
            usable.append(painted if seen else terminal.until(lambda text: first_row in text) * 1000)
        finally:
            terminal.end()
        return painted

    def floor() -> float:
        terminal = _bare()
        try:
            return terminal.until(lambda text: "ready" in text) * 1000
        finally:
            terminal.end()

    painted, bare = in_turns(n, ours, floor)
    return [
        figure("first_paint", "ms", painted, bare, digits=1),
        figure("usable_queue", "ms", usable[1:], bare, digits=1),
    ]


def memory(n: int, base: Path, agent: str, first_row: str) -> list[Figure]:
    """Resident memory with the queue on the screen, against a bare Textual application that has imported SQLModel."""

    def settled(terminal: Terminal, text: str) -> float:
        try:
            terminal.until(lambda shown: text in shown)
            time.sleep(1.0)  # what is loaded behind the first picture belongs to it
            return terminal.memory()
        finally:
            terminal.end()

    ours, floor = in_turns(
        n, lambda: settled(bench_terminal(base, agent), first_row), lambda: settled(_bare("sqlmodel"), "ready")
    )
    return [figure("memory", "MB", ours, floor, digits=1)]
