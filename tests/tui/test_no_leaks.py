"""What a long day leaves behind: nothing. Screens, widgets, workers, threads and connections are as after the first calls."""

from __future__ import annotations

import gc
import threading
from collections import Counter
from typing import Any

from call_shop import EIGHT, Shop, in_call, rows, written
from sqlalchemy.pool import QueuePool
from textual._styles_cache import StylesCache
from textual.screen import Screen
from textual.widget import Widget

from callbench.store.database import Database
from callbench.tui.talk import Talk
from callbench.tui.widgets.entry import ManyLines

FEW, MANY = 8, 24


def counted(s: Any) -> Counter[str]:
    """Objects alive by kind, after a collection."""
    gc.collect()
    alive = gc.get_objects()
    pool = s.app.work.bench.db.engine.pool
    assert isinstance(pool, QueuePool)
    return Counter(
        screens=sum(isinstance(one, Screen) for one in alive),
        painters=sum(isinstance(one, StylesCache) for one in alive),
        widgets=sum(isinstance(one, Widget) for one in alive),
        fields=sum(isinstance(one, ManyLines) for one in alive),
        calls=sum(isinstance(one, Talk) for one in alive),
        stack=len(s.app.screen_stack),
        workers=len(s.app.workers),
        threads=threading.active_count(),
        connections=pool.checkedin() + pool.checkedout(),
    )


async def test_later_calls_leave_no_more_than_the_first_ones(stage, tmp_path) -> None:
    names = tuple(f"P{n:03}" for n in range(MANY + 2))
    found: dict[int, Counter[str]] = {}
    async with in_call(stage, names=names) as s:
        for nth in range(1, MANY + 1):
            if nth % 4 == 0:  # a panel, an answer, a note, taken back
                await s.press("f6", "escape", "1", "f8", "n", "enter")
                await written(s)
            await s.press("f2", "2" if nth % 4 else "8")
            await written(s)
            if nth in (FEW, MANY):
                found[nth] = counted(s)
    assert rows(tmp_path / "shop.db", "SELECT count(*) FROM attempt") == [MANY]
    few, many = found[FEW], found[MANY]
    for kind in ("screens", "fields", "calls", "stack", "workers", "connections"):
        assert many[kind] <= few[kind], (kind, few, many)
    assert many["threads"] <= few["threads"] + 1
    assert many["painters"] <= few["painters"] + 12, (few, many)
    assert many["widgets"] <= few["widgets"] + 12, (few, many)  # a notice in a corner goes by itself


async def test_the_store_is_never_called_on_the_ui_loop(stage, monkeypatch) -> None:
    """A played day with everything in it; every transaction is recorded with its thread."""
    where: list[tuple[str, bool]] = []
    for kind in ("read", "write"):
        real = getattr(Database, kind)

        def watched(db: Database, real: Any = real, kind: str = kind) -> Any:
            where.append((kind, threading.current_thread() is threading.main_thread()))
            return real(db)

        monkeypatch.setattr(Database, kind, watched)

    def fill(bench: Any) -> None:
        Shop(bench, EIGHT).past_call()

    async with stage(fill, size=(120, 36), language="en") as s:
        where.clear()  # the shop was written by the test itself
        scenario = (
            ["f6", "escape", "f3", "escape", "f7", "escape", "f2"],
            ["1", "5", "1", "up", "2", "f7", "ctrl+n", "ctrl+y"],
            ["f8", *"note", "enter", "f3", "6", "tab", *"tea", "enter", "escape"],
            ["f5", "escape", "f6", "escape", "f4", "escape", "f9", "f9", "ctrl+t"],
            ["f2", "8", "ctrl+z", "f2", "8", "f2", "2", "escape"],
        )
        for keys in scenario:
            await s.press(*keys)
            await s.rest()
    assert sum(kind == "write" for kind, _main in where) >= 10
    assert sum(kind == "read" for kind, _main in where) >= 10
    assert [kind for kind, main in where if main] == []


async def test_an_answer_is_one_transaction_of_two_statements_and_no_read(stage, tmp_path) -> None:
    async with in_call(stage) as s:
        db = s.app.work.bench.db
        seen: list[str] = []
        connection = db.engine.raw_connection()
        connections = [connection.driver_connection]
        connection.close()
        others = [db.engine.raw_connection() for _nth in range(db.engine.pool.checkedin())]
        connections += [one.driver_connection for one in others]
        for one in others:
            one.close()
        for one in connections:
            one.set_trace_callback(seen.append)
        await s.press("1")
        await written(s)
        for one in connections:
            one.set_trace_callback(None)
    # SQLite traces a statement once more for the trigger that looks at what it changes
    words = [statement.split()[0] for nth, statement in enumerate(seen) if statement not in seen[:nth]]
    assert words == ["BEGIN", "UPDATE", "INSERT", "COMMIT"]
