"""One writer: in order, failures set aside and tried again, nothing dropped."""

from __future__ import annotations

import asyncio

from callbench.errors import CallbenchError, StoreBusy
from callbench.tui.keeper import Keeper


class Disk:
    """Writes names in order; fails for those in `bad`."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self.bad: set[str] = set()
        self.told: list[tuple[str, bool]] = []

    def keeper(self) -> Keeper:
        return Keeper(self.write, lambda key, error: self.told.append((key, error is None)))

    async def write(self, run) -> None:
        await asyncio.sleep(0)
        run(self)

    def put(self, name: str):
        def run(_bench) -> None:
            if name in self.bad:
                raise StoreBusy("locked")
            self.written.append(name)

        return run


async def drained(keeper: Keeper) -> bool:
    worker = asyncio.create_task(keeper.run())
    whole = await keeper.drain()
    worker.cancel()
    return whole


async def test_writes_keep_their_order() -> None:
    disk = Disk()
    keeper = disk.keeper()
    for n in range(20):
        keeper.put(f"q{n % 7}", disk.put(f"{n}"))
    assert await drained(keeper)
    assert disk.written == [str(n) for n in range(20)]
    assert keeper.pending == frozenset()


async def test_a_failure_is_set_aside_and_the_rest_goes_on() -> None:
    disk = Disk()
    keeper = disk.keeper()
    disk.bad = {"b"}
    for name in "abc":
        keeper.put(name, disk.put(name))
    assert not await drained(keeper)
    assert disk.written == ["a", "c"]
    assert keeper.failed == {"b"}
    assert isinstance(keeper.failure, CallbenchError)
    disk.bad = set()
    keeper.retry()
    assert await drained(keeper)
    assert disk.written == ["a", "c", "b"]
    assert keeper.failure is None


async def test_a_newer_write_of_the_same_key_replaces_the_failed_one() -> None:
    disk = Disk()
    keeper = disk.keeper()
    disk.bad = {"old"}
    keeper.put("q", disk.put("old"))
    assert not await drained(keeper)
    keeper.put("q", disk.put("new"))
    assert keeper.failure is None
    assert await drained(keeper)
    disk.bad = set()
    keeper.retry()
    assert await drained(keeper)
    assert disk.written == ["new"], "the older answer never overwrites the newer one"


async def test_a_retry_never_overtakes_a_newer_answer_that_waits() -> None:
    disk = Disk()
    keeper = disk.keeper()
    disk.bad = {"1"}
    keeper.put("q", disk.put("1"))
    await drained(keeper)
    disk.bad = set()
    keeper.put("q", disk.put("2"))
    keeper.retry()
    assert await drained(keeper)
    assert disk.written == ["2"]


async def test_what_waits_when_the_screen_closes_is_written() -> None:
    disk = Disk()
    keeper = disk.keeper()
    disk.bad = {"b"}
    for name in "abc":
        keeper.put(name, disk.put(name))
    await keeper.finish()
    assert disk.written == ["a", "c"]


async def test_a_writer_stopped_in_the_middle_loses_nothing() -> None:
    disk = Disk()
    keeper = disk.keeper()
    for name in "abc":
        keeper.put(name, disk.put(name))
    worker = asyncio.create_task(keeper.run())
    await asyncio.sleep(0)  # `a` is on its way
    worker.cancel()
    assert keeper.pending == frozenset("abc")
    await keeper.finish()
    assert disk.written == ["a", "b", "c"]


async def test_a_failure_that_a_newer_answer_replaces_is_none() -> None:
    disk = Disk()
    keeper = disk.keeper()
    disk.bad = {"old"}
    keeper.put("q", disk.put("old"))
    keeper.put("q", disk.put("new"))
    assert await drained(keeper)
    assert disk.written == ["new"]
