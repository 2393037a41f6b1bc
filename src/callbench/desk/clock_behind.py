"""A clock that is behind what the base holds: it went back, or that of another computer is ahead."""

from __future__ import annotations

from datetime import datetime

from callbench.clock import is_behind
from callbench.desk.bench import Bench
from callbench.store import events


def written_ahead(bench: Bench) -> datetime | None:
    """The moment of the newest entry of the base where the clock is behind it by two minutes or more, else None."""
    with bench.db.read() as connection:
        newest = events.newest(connection)
    return newest if is_behind(bench.clock.now(), newest) else None
