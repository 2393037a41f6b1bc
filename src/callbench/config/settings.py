"""The settings once they are read, with what the shop's base adds to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo


@dataclass(frozen=True, eq=False)
class ShopDays:
    """What the shop loaded over the shipped holidays; it lies in the base. days: YYYYMMDD → (off or work, name).

    years: those for which it is everything there is to know.
    """

    days: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    years: frozenset[int] = frozenset()


_NOTHING_LOADED = ShopDays()


@dataclass(frozen=True)
class Settings:
    """All settings as read. `settings["calls.from"]` gives the typed value; `origin` says where each came from.

    keys: command id → key names, as the table `[keys]` gives them; keys_at: command id → file and line. Whether there
    are such commands and keys is known where they are declared, in the screens. shop_days: filled by the open bench.
    """

    values: Mapping[str, Any]
    origin: Mapping[str, str]
    path: Path
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    keys_at: Mapping[str, str] = field(default_factory=dict)
    shop_days: ShopDays = _NOTHING_LOADED

    def __getitem__(self, key: str) -> Any:
        return self.values[key]

    @property
    def zone(self) -> ZoneInfo:
        """The shop's time zone."""
        return ZoneInfo(self.values["shop.zone"])

    @property
    def day_starts(self) -> time:
        """When the business day begins, on the shop's clock."""
        starts: time = self.values["shop.day_starts"]
        return starts


def span_of(text: str) -> tuple[time, time] | None:
    """Begin and end of `HH:MM-HH:MM`; None for "". Raises ValueError for anything else, also for an empty span."""
    if not text:
        return None
    first, _dash, last = (part.strip() for part in text.partition("-"))
    begin, end = time_of(first), time_of(last)
    if begin >= end:
        raise ValueError
    return begin, end


def time_of(text: str) -> time:
    """A time HH:MM on somebody's own clock. Raises ValueError for anything else."""
    found = time.fromisoformat(text)
    if found.tzinfo:
        raise ValueError
    return found
