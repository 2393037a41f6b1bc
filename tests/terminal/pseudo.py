"""A pseudo-terminal with the installed program in it, and what a person would see there."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pexpect
import pyte

KEYS = {
    "enter": "\r", "esc": "\x1b", "tab": "\t", "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D",
    "f1": "\x1bOP", "f2": "\x1bOQ", "f3": "\x1bOR", "f4": "\x1bOS", "f5": "\x1b[15~", "f6": "\x1b[17~", "f7": "\x1b[18~",
    "f8": "\x1b[19~", "f9": "\x1b[20~", "f10": "\x1b[21~", "f12": "\x1b[24~", "ctrl+b": "\x02", "ctrl+g": "\x07", "ctrl+l": "\x0c", "ctrl+o": "\x0f", "ctrl+p": "\x10", "ctrl+q": "\x11", "ctrl+z": "\x1a",
    "backspace": "\x7f",
}  # fmt: skip
PROGRAM = Path(sys.executable).with_name("callbench")


class Terminal:
    """Runs `callbench ARGS` at a size; `text` is the screen as lines, `raw` every byte it was sent."""

    def __init__(
        self,
        *args: str,
        columns: int = 120,
        rows: int = 36,
        env: dict[str, str] | None = None,
        ignore_sighup: bool = False,
    ) -> None:
        world = {name: value for name, value in os.environ.items() if not name.startswith("CALLBENCH_")}
        world |= {"TERM": "xterm-256color", "LANG": "C.UTF-8", "COLUMNS": "", "LINES": ""} | (env or {})
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.ByteStream(self.screen)
        self.draws = True  # whether what arrives is drawn; whoever wants nothing but the bytes need not wait for that
        self.raw = b""
        self.child = pexpect.spawn(
            str(PROGRAM), list(args), env=world, dimensions=(rows, columns), timeout=30, ignore_sighup=ignore_sighup
        )

    @property
    def text(self) -> str:
        return "\n".join(self.screen.display)

    def read(self, seconds: float = 0.05) -> None:
        """Take in what the program wrote, for at most `seconds` of silence."""
        try:
            while True:
                chunk = self.child.read_nonblocking(65_536, timeout=seconds)
                self.raw += chunk
                if self.draws:
                    self.stream.feed(chunk)
        except (pexpect.TIMEOUT, pexpect.EOF):
            return

    def wait(self, *texts: str, seconds: float = 30) -> None:
        """Until all of `texts` are on the screen together; fails showing the screen."""
        self.until(lambda: all(text in self.text for text in texts), f"to see {texts}", seconds)

    def wait_gone(self, text: str, seconds: float = 30) -> None:
        """Until `text` is no longer on the screen."""
        self.until(lambda: text not in self.text, f"{text!r} to go", seconds)

    def until(self, holds: Callable[[], bool], what: str, seconds: float = 30) -> None:
        """Until `holds()`; fails showing the screen."""
        end = time.monotonic() + seconds
        while True:
            self.read()
            if holds():
                return
            if time.monotonic() > end or not self.child.isalive():
                alive = "still running" if self.child.isalive() else f"ended with {self.child.exitstatus}"
                raise AssertionError(f"waited {what} ({alive}):\n{self.text}")

    def press(self, *keys: str) -> None:
        """Press keys by name; anything else is typed as it is."""
        for key in keys:
            self.child.send(KEYS.get(key, key))
            self.read(0.03)

    def resize(self, columns: int, rows: int) -> None:
        self.screen.resize(rows, columns)
        self.child.setwinsize(rows, columns)

    def end(self, seconds: float = 60) -> int:
        """Wait for the program to end; its exit code."""
        end = time.monotonic() + seconds
        while self.child.isalive():
            self.read()
            if time.monotonic() > end:
                self.child.kill(9)
                raise AssertionError(f"did not end:\n{self.text}")
        self.read()
        self.child.close()
        return int(self.child.exitstatus if self.child.exitstatus is not None else -self.child.signalstatus)

    def kill(self) -> None:
        """Kill −9, as a power cut would."""
        self.child.kill(9)
        self.child.wait()
