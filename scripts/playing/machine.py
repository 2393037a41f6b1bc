"""What a played week stands on: a clock that the play moves, and keys that come from the seed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any
from uuid import UUID

import uuid_utils

from callbench.store import types


@dataclass
class PlayClock:
    """Stands at `moment` (aware) until the play moves it."""

    moment: datetime
    note: str = "played"

    def now(self) -> datetime:
        return self.moment


@contextmanager
def keys_from(seed: int) -> Iterator[None]:
    """New keys sort by the clock and in the order they are made, and are the same for the same seed.

    The order in which customers are dealt ends with the key: with random ones no two weeks would be alike.
    """
    draw, made = Random(seed), 0

    def uuid7(*, nanoseconds: int) -> UUID:
        nonlocal made
        made += 1
        milliseconds, rest = nanoseconds // 1_000_000, made << 30 | draw.getrandbits(30)
        return UUID(int=milliseconds << 80 | 7 << 76 | (rest >> 62 & 0xFFF) << 64 | 2 << 62 | rest & (1 << 62) - 1)

    kept = uuid_utils.uuid7, types.Random
    try:
        uuid_utils.uuid7 = uuid7  # type: ignore[assignment]
        types.Random = lambda _seed: Random(draw.getrandbits(64))  # type: ignore[assignment,misc]
        yield
    finally:
        uuid_utils.uuid7, types.Random = kept  # type: ignore[assignment,misc]


def weighed(draw: Random, chances: dict[str, float]) -> str:
    """One of the names, by how often each comes."""
    (found,) = draw.choices(list(chances), list(chances.values()))
    return found


def some(draw: Random, often: float, value: Any, otherwise: Any) -> Any:
    """`value` so often, else `otherwise`."""
    return value if draw.random() < often else otherwise
