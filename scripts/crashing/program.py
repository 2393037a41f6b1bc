"""The bench in a pseudo-terminal: warm or cold, whole frames only, killed by a timer at a moment chosen beforehand.

Warm: a fork of this process, which has imported the program already, so that a start costs a fifth. Cold: the installed
command. The program is told that the terminal knows synchronized output (mode 2026), so its frames have marks; what was
not painted whole before the kill was not shown.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pyte

COLUMNS, ROWS = 120, 36
KEYS = {
    "enter": "\r", "esc": "\x1b", "up": "\x1b[A", "down": "\x1b[B", "delete": "\x1b[3~", "f2": "\x1bOQ", "f3": "\x1bOR",
    "f4": "\x1bOS", "f7": "\x1b[18~", "f8": "\x1b[19~", "ctrl+b": "\x02", "ctrl+z": "\x1a",
}  # fmt: skip
_ASKED, _KNOWN = b"\x1b[?2026$p", b"\x1b[?2026;2$y"
_BEGIN, _END = b"\x1b[?2026h", b"\x1b[?2026l"
_CALLBENCH = str(Path(sys.executable).with_name("callbench"))
_PATIENCE = 120.0


class Gone(Exception):
    """The program ended: killed when `Program.killed`, else by itself."""


def warm_up() -> None:
    """Import what a start would, once for all forks."""
    import callbench.cli.bench
    import callbench.desk.bench
    import callbench.tui.app
    import callbench.tui.screens.agents
    import callbench.tui.screens.call
    import callbench.values.phone  # noqa: F401


class Program:
    """One start. `rows` is the last whole picture; `kill_after` sets the timer; leave it with `bury`."""

    def __init__(self, args: list[str], world: dict[str, str], *, cold: bool) -> None:
        self.screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.ByteStream(self.screen)
        self._waiting = b""
        self._marked = False
        self.killed = False
        self.frames = 0
        self.keys: deque[str] = deque(maxlen=20)  # pressed last
        self.watch: Callable[[Program], None] = lambda _program: None  # called with each whole picture
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            _child(args, world, cold)
        self._how = "kill"
        signal.signal(signal.SIGALRM, self._now)

    # -- the end -----------------------------------------------------------------------------------------------

    def kill_after(self, seconds: float, how: str = "kill") -> None:
        """Set the timer. how: kill (SIGKILL), term (SIGTERM) or close (the terminal is closed)."""
        self._how = how
        signal.setitimer(signal.ITIMER_REAL, max(seconds, 1e-6))

    def _now(self, _number: int, _frame: FrameType | None) -> None:
        self.killed = True
        if self._how != "close":
            os.kill(self.pid, signal.SIGKILL if self._how == "kill" else signal.SIGTERM)

    def bury(self) -> float:
        """See what it still painted, and wait until it is gone; the seconds that took. Raises RuntimeError when it stays."""
        signal.setitimer(signal.ITIMER_REAL, 0)
        start = time.monotonic()
        if self.killed and self._how == "close":
            os.close(self.fd)
            self.fd = -1
        while os.waitpid(self.pid, os.WNOHANG) == (0, 0):
            if self.fd >= 0:
                self._take(0.01)
            else:
                time.sleep(0.01)
            if time.monotonic() - start > _PATIENCE:
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
                raise RuntimeError(f"it did not end by {self._how}")
        took = time.monotonic() - start
        if self.fd >= 0:
            while self._take(0.0):
                pass
            os.close(self.fd)
        return took

    # -- what is seen ------------------------------------------------------------------------------------------

    @property
    def rows(self) -> list[str]:
        """The lines of the screen. (pyte's own `display` fails on a wide character that was half overwritten.)"""
        return ["".join(self.screen.buffer[row][column].data for column in range(COLUMNS)) for row in range(ROWS)]

    @property
    def text(self) -> str:
        return "\n".join(self.rows)

    def _take(self, seconds: float) -> bool:
        """Take in what arrives within this time; whether something did."""
        try:
            if not select.select([self.fd], [], [], seconds)[0]:
                return False
            chunk = os.read(self.fd, 1 << 16)
        except InterruptedError:
            return True
        except OSError:  # the other end is closed
            return False
        if _ASKED in chunk:
            os.write(self.fd, _KNOWN)
        self._waiting += chunk
        self._paint()
        return bool(chunk)

    def _paint(self) -> None:
        """Feed whole frames; what stands between them at once."""
        while True:
            begin = self._waiting.find(_BEGIN)
            if begin < 0:
                loose = self._waiting.rfind(b"\x1b")  # perhaps the beginning of a mark
                loose = len(self._waiting) if loose < 0 or len(self._waiting) - loose > len(_BEGIN) else loose
                self._stream.feed(self._waiting[:loose])
                self._waiting = self._waiting[loose:]
                return
            end = self._waiting.find(_END, begin)
            if end < 0:
                return
            self._stream.feed(self._waiting[: end + len(_END)])
            self._waiting = self._waiting[end + len(_END) :]
            self.frames += 1
            self.watch(self)

    # -- what is pressed ---------------------------------------------------------------------------------------

    def press(self, *keys: str, pause: float = 0.0) -> None:
        """Press keys by name; other words are typed as they are."""
        for key in keys:
            self.keys.append(key)
            self._write(KEYS.get(key, key).encode())
            if pause:
                self.wait(pause)

    def _write(self, data: bytes) -> None:
        self._check()
        try:
            os.write(self.fd, data)
        except OSError:
            self.ended()

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self._check()
            self._take(min(left, 0.02))

    def until(self, holds: Callable[[str], object], what: str, seconds: float = _PATIENCE) -> None:
        """Until the screen's text fits. Raises Gone when the program is, TimeoutError with the screen."""
        end = time.monotonic() + seconds
        while not holds(self.text):
            self._check()
            before = self.frames
            while self.frames == before and time.monotonic() < end and not self.killed:
                self._take(0.05)
                if holds(self.text):
                    return
                if _is_gone(self.pid):
                    self.ended()
            if time.monotonic() >= end:
                raise TimeoutError(f"never came: {what}\n{self.text}")

    def _check(self) -> None:
        if self.killed:
            raise Gone

    def ended(self) -> None:
        raise Gone


def _is_gone(pid: int) -> bool:
    found = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    return found is not None and found.si_pid == pid


def _child(args: list[str], world: dict[str, str], cold: bool) -> None:
    """Be the program, in the forked process; never comes back."""
    code = 70
    try:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        for number in (
            signal.SIGALRM,
            signal.SIGHUP,
            signal.SIGTERM,
        ):  # whoever runs this in the background ignores some
            signal.signal(number, signal.SIG_DFL)
        os.environ.update(world)
        if cold:
            os.execv(_CALLBENCH, [_CALLBENCH, *args])
        sys.stdin = sys.__stdin__ = open(0)  # noqa: SIM115  as a new process has them
        sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__ = open(1, "w"), open(2, "w", buffering=1)  # noqa: SIM115
        from callbench.cli.main import main

        sys.argv = [_CALLBENCH, *args]
        code = main(args)
    finally:
        os._exit(code)
