"""No call is in hand on the call screen: what is said in its place, and what its keys do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Told = tuple[str | tuple[str, str], ...]  # a heading, then lines


@dataclass(frozen=True, slots=True)
class Standstill:
    """told: asked anew whenever the language changes. enter: what Enter does; escape: what leaving does, None: to the queue."""

    told: Callable[[], Told]
    enter: Callable[[], None]
    escape: Callable[[], None] | None = None
