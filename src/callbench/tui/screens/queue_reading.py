"""Reading the queue for its screen: in threads, rows before counts where counting takes long, ended when nobody waits."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uuid import UUID

    from callbench.desk.bench import Bench
    from callbench.desk.queue import Stop
    from callbench.records.calls import QueuePage
    from callbench.records.people import Agent
    from callbench.tui.bench_work import BenchWork

PAGE = 200  # rows of one page: 10,000 rows in one table cost 1.6 s


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be shown: whose, which group ("" for all), the filter as typed, from which row on."""

    agent: Agent | None
    group: str = ""
    text: str = ""
    start: int = 0


async def pages(work: BenchWork, asked: Asked) -> AsyncIterator[tuple[QueuePage, bool]]:
    """The page that is asked for, and whether the base holds nothing; with a filter first its rows alone, then counted.

    Who stops waiting ends the reading.
    """
    stops: list[Stop] = []
    try:
        if asked.text:
            yield await work.reading(partial(_page, asked, stops, False)), False
        page = await work.reading(partial(_page, asked, stops, True))
        yield page, False if any(page.counts.values()) else await work.reading(_is_empty)
    except (asyncio.CancelledError, GeneratorExit):
        for stop in stops:
            asyncio.get_running_loop().run_in_executor(None, stop.ask)
        raise


def matching(bench: Bench, asked: Asked, most: int) -> list[UUID]:
    """The items that are asked for, at most so many."""
    from callbench.desk.queue import items_that_match

    return items_that_match(bench, asked.agent, group=asked.group, text=asked.text, most=most)


def _page(asked: Asked, stops: list[Stop], count: bool, bench: Bench) -> QueuePage:
    from callbench.desk.queue import Stop, queue_page

    stops.append(Stop())
    return queue_page(
        bench,
        asked.agent,
        start=asked.start,
        size=PAGE,
        group=asked.group,
        text=asked.text,
        count=count,
        stop=stops[-1],
    )


def _is_empty(bench: Bench) -> bool:
    from callbench.desk.demo import is_empty

    return is_empty(bench)
