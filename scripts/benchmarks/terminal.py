"""A program in a pseudo-terminal, and the moment at which something stands on its screen."""

from __future__ import annotations

import os
import select
import signal
import time
from collections.abc import Callable

import pexpect
import pyte

COLUMNS, ROWS = 120, 36
PATIENCE = 60.0  # seconds


class Terminal:
    """Runs a command in a terminal of 120x36; times are seconds since it was started. Leave it with `end`."""

    def __init__(self, command: list[str], env: dict[str, str]) -> None:
        self.screen = pyte.Screen(COLUMNS, ROWS)
        self.stream = pyte.ByteStream(self.screen)
        world = env | {"TERM": "xterm-256color", "COLORTERM": "truecolor", "COLUMNS": str(COLUMNS), "LINES": str(ROWS)}
        self.start = time.perf_counter()
        self.child = pexpect.spawn(command[0], command[1:], env=world, dimensions=(ROWS, COLUMNS), timeout=PATIENCE)

    @property
    def lines(self) -> list[str]:
        """What stands on the screen. (pyte's own `display` fails on a wide character that was half overwritten.)"""
        return [
            "".join(self.screen.buffer[row][column].data for column in range(COLUMNS)).rstrip() for row in range(ROWS)
        ]

    @property
    def text(self) -> str:
        """All of it without blanks."""
        return "".join("".join(self.lines).split())

    def until(self, holds: Callable[[str], bool]) -> float:
        """Read until the screen's text fits; the time at which the bytes that made it so had arrived."""
        end = time.perf_counter() + PATIENCE
        while time.perf_counter() < end:
            found = 0.0
            for arrived, chunk in self._chunks():
                self.stream.feed(chunk)
                if not found and holds(self.text):
                    found = arrived
            if found:
                return found
        raise RuntimeError("never on the screen:\n" + "\n".join(self.lines))

    def _chunks(self) -> list[tuple[float, bytes]]:
        """What arrives until nothing comes for a moment, and when: to understand it takes longer than to receive it."""
        chunks: list[tuple[float, bytes]] = []
        while select.select([self.child.child_fd], [], [], 0.002 if chunks else 1.0)[0]:
            try:
                chunk = os.read(self.child.child_fd, 1 << 16)
            except OSError:
                break
            chunks.append((time.perf_counter() - self.start, chunk))
        return chunks

    def send(self, keys: str) -> None:
        """Press keys, given as the bytes a terminal sends."""
        os.write(self.child.child_fd, keys.encode())

    def timed(self, keys: str, holds: Callable[[str], bool]) -> float:
        """Milliseconds from pressing these keys until the bytes had arrived that make the screen's text fit."""
        pressed = time.perf_counter() - self.start
        self.send(keys)
        return (self.until(holds) - pressed) * 1000

    def drain(self, seconds: float) -> None:
        """Take in what arrives within this time."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0 and select.select([self.child.child_fd], [], [], left)[0]:
            self.stream.feed(os.read(self.child.child_fd, 1 << 16))

    def memory(self) -> float:
        """Resident memory now, in MB."""
        with open(f"/proc/{self.child.pid}/status") as status:
            kilobytes = next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))
        return kilobytes / 1024

    def end(self) -> None:
        """Stop the program at once."""
        self.child.kill(signal.SIGKILL)
        self.child.close(force=True)
