"""What a figure is, and how two things are timed against each other on a machine that is never quiet."""

from __future__ import annotations

import json
import math
import statistics
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Figure:
    """One printed line. value and floor: medians of n measurements in `unit`, taken in turns; ratio: value / floor.

    For keys the floor is the budget; for a script counted anew value and floor are 95th percentiles.
    """

    figure: str
    value: float
    unit: str
    floor: float
    ratio: float
    n: int

    def line(self) -> str:
        return json.dumps(asdict(self))


def figure(
    name: str, unit: str, values: list[float], floors: list[float], *, digits: int = 3, share: float = 0.5
) -> Figure:
    """The figure of two rows of measurements: the value that `share` of them do not exceed."""
    value, floor = quantile(values, share), quantile(floors, share)
    return Figure(name, round(value, digits), unit, round(floor, digits), round(value / floor, 3), len(values))


def quantile(values: list[float], share: float) -> float:
    """The median for a half; the least of the values that `share` of them do not exceed for any other."""
    return statistics.median(values) if share == 0.5 else sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def in_turns(n: int, ours: Callable[[], float], floor: Callable[[], float]) -> tuple[list[float], list[float]]:
    """Measure both n times, A B B A A B …, after one of each that does not count."""
    ours(), floor()
    values: list[float] = []
    floors: list[float] = []
    for turn in range(n):
        pair = [(ours, values), (floor, floors)]
        for run, kept in pair if turn % 2 == 0 else reversed(pair):
            kept.append(run())
    return values, floors


def talk(text: str) -> None:
    """Tell the person who waits."""
    print(text, file=sys.stderr, flush=True)
