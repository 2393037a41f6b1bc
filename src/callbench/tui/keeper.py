"""What was given goes to disk: one writer, first in first out, off the UI loop; a failure stays until it is tried again."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from callbench.errors import CallbenchError


@dataclass(frozen=True)
class Write:
    """One thing to keep. key: what it is about (a later write of the same key replaces a failed one)."""

    key: str
    run: Callable[[Any], Any]


class Keeper:
    """A queue of writes and the one task that empties it.

    write: runs one write in a thread, with the bench. told: called on the UI loop whenever a write was kept
    (key, None) or failed (key, error).
    A failed write is set aside and the next ones go on; `retry` queues the failed ones again.
    """

    def __init__(
        self,
        write: Callable[[Callable[[Any], Any]], Awaitable[Any]],
        told: Callable[[str, CallbenchError | None], None],
    ) -> None:
        self._write = write
        self._told = told
        self._waiting: deque[Write] = deque()
        self._now: Write | None = None
        self._failed: dict[str, tuple[Write, CallbenchError]] = {}
        self._work = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()

    @property
    def pending(self) -> frozenset[str]:
        """Keys not on disk yet, failed ones included."""
        now = (self._now.key,) if self._now is not None else ()
        return frozenset((*now, *(write.key for write in self._waiting), *self._failed))

    @property
    def failed(self) -> frozenset[str]:
        """Keys that could not be kept."""
        return frozenset(self._failed)

    @property
    def failure(self) -> CallbenchError | None:
        """The latest failure that was not mended."""
        return next((error for _write, error in reversed(self._failed.values())), None)

    def put(self, key: str, run: Callable[[Any], Any]) -> None:
        """Keep this behind what waits; returns at once. run: gets the bench, in a thread."""
        self._failed.pop(key, None)
        self._waiting.append(Write(key, run))
        self._idle.clear()
        self._work.set()

    def retry(self) -> None:
        """Try again what failed, in its order, before anything newer."""
        again = [write for write, _error in self._failed.values()]
        self._failed.clear()
        self._waiting.extendleft(reversed(again))
        if self._waiting:
            self._idle.clear()
            self._work.set()

    def forget(self) -> None:
        """Drop what failed: the call it belonged to is saved or given back."""
        self._failed.clear()

    async def drain(self) -> bool:
        """Wait until nothing waits; whether everything is on disk."""
        await self._idle.wait()
        return not self._failed

    async def finish(self) -> None:
        """Write what still waits: the screen is being closed, and `run` may have been stopped in the middle of a write.

        That one is written again: to keep the same answer twice is to keep it.
        """
        if self._now is not None:
            self._waiting.appendleft(self._now)
        while self._waiting:
            write = self._waiting.popleft()
            with suppress(CallbenchError):  # nobody is there to read it; the next start finds what was kept
                await self._write(write.run)

    async def run(self) -> None:
        """Empty the queue for ever (a worker's body). Anything but a CallbenchError is a defect and is raised."""
        while True:
            await self._work.wait()
            while self._waiting:
                write = self._now = self._waiting.popleft()
                error = None
                try:
                    await self._write(write.run)
                except CallbenchError as failure:
                    error = failure
                self._now = None
                if error is not None and not any(newer.key == write.key for newer in self._waiting):
                    self._failed[write.key] = (write, error)
                self._told(write.key, error)
            self._work.clear()
            self._idle.set()
