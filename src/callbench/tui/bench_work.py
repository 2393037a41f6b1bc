"""Work on the open bench: always in a thread, never on the UI loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from callbench.desk.bench import Bench

Found = TypeVar("Found")


class BenchWork:
    """The bench behind the screens. opener: opens it; called once, in a thread, after the first picture."""

    def __init__(self, opener: Callable[[], Bench]) -> None:
        self._opener = opener
        self._bench: Bench | None = None
        self._writing = asyncio.Lock()

    @property
    def bench(self) -> Bench:
        """The open bench; asked for only after `open`."""
        if self._bench is None:
            raise RuntimeError("the bench is not open yet")
        return self._bench

    @property
    def is_open(self) -> bool:
        """Whether there is a bench to work on."""
        return self._bench is not None

    async def open(self) -> None:
        """Open the bench in a thread (the first import of the store happens there). Raises CallbenchError."""
        if self._bench is None:
            self._bench = await asyncio.to_thread(self._opener)

    async def reading(self, run: Callable[[Bench], Found]) -> Found:
        """Run `run(bench)` in a thread. `run` imports the desk functions it needs, so that nothing is imported early."""
        return await asyncio.to_thread(run, self.bench)

    async def writing(self, run: Callable[[Bench], Found]) -> Found:
        """As `reading`, but one at a time: writes never overtake each other."""
        async with self._writing:
            return await asyncio.to_thread(run, self.bench)

    def close(self) -> None:
        """Let go of the base."""
        if self._bench is not None:
            self._bench.close()
            self._bench = None
