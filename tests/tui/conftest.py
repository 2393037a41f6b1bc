"""The real app on a real SQLite file, driven by keys; a store call on the UI loop fails the test that made it."""

from __future__ import annotations

import asyncio
import shutil
import threading
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic

import pytest
from textual.pilot import Pilot
from textual.widget import Widget

from callbench.clock import RealClock
from callbench.config import load_settings
from callbench.desk.bench import Bench, open_bench
from callbench.store.database import Database
from callbench.tui.app import BenchApp

PATIENCE = 30.0  # seconds: on a busy machine everything takes longer, and nothing fails for it


@dataclass
class Stage:
    """A running app. `text` is what the terminal shows."""

    pilot: Pilot[None]
    app: BenchApp

    async def press(self, *keys: str) -> str:
        """Press, wait until everything has come to rest, return what is shown."""
        await self.pilot.press(*keys)
        await self.rest()
        return self.text

    async def rest(self) -> None:
        end = monotonic() + PATIENCE
        while monotonic() < end:
            await self.pilot.pause()
            if not [worker for worker in self.app.workers if worker.is_running and worker.group != "writer"]:
                await self.pilot.pause()
                return
            await asyncio.sleep(0.005)
        raise AssertionError("the app does not come to rest")

    @property
    def lines(self) -> list[str]:
        strips = self.app.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip) for strip in strips]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def find(self, kind: type[Widget]) -> Widget:
        return self.app.screen.query_one(kind)


Open = Callable[..., AbstractAsyncContextManager[Stage]]


class Watched(Database):
    """Refuses to work on the thread of the UI loop."""

    def read(self):  # type: ignore[no-untyped-def]
        self._off_the_loop()
        return super().read()

    def write(self):  # type: ignore[no-untyped-def]
        self._off_the_loop()
        return super().write()

    def _off_the_loop(self) -> None:
        assert threading.current_thread() is not threading.main_thread(), "the store was called on the UI loop"


@pytest.fixture(scope="session")
def empty_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A base with its tables, made once; every test works on its own copy."""
    path = tmp_path_factory.mktemp("empty") / "shop.db"
    open_bench(path, load_settings({}), RealClock()).close()
    return path


@pytest.fixture(autouse=True)
def keys_wait_for_a_slow_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys that arrive while a panel opens are kept as long as that takes here."""
    monkeypatch.setattr("callbench.tui.type_ahead._LONGEST", PATIENCE)


@pytest.fixture
def stage(tmp_path: Path, empty_base: Path, settings, clock) -> Open:
    """`async with stage(fill=…, language=…, size=…, agent=…) as s`: the app, come to rest, on a base filled by `fill(bench)`."""

    @asynccontextmanager
    async def opened(
        fill: Callable[[Bench], object] | None = None,
        *,
        language: str = "zh_CN",
        size: tuple[int, int] = (80, 24),
        agent: str = "wangmin",
        opener: Callable[[], Bench] | None = None,
        practice: bool = False,
        keys: Mapping[str, tuple[str, ...]] | None = None,
        values: Mapping[str, object] | None = None,
        looks: Path | None = None,
    ) -> AsyncIterator[Stage]:
        chosen = replace(settings, keys=keys or {}, values={**settings.values, **(values or {})})
        path = tmp_path / "shop.db"
        if fill is not None:
            shutil.copy(empty_base, path)
            with open_bench(path, settings, clock) as bench:
                await asyncio.to_thread(fill, bench)

        def ours() -> Bench:
            assert threading.current_thread() is not threading.main_thread()
            bench = open_bench(path, settings, clock)
            bench.db.__class__ = Watched
            return bench

        app = BenchApp(opener or ours, chosen, clock, language, agent, practice=practice, looks=looks)
        async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
            shown = Stage(pilot, app)
            await shown.rest()
            yield shown
        app.work.close()

    return opened
