"""A figure of the summary as people read it, the same on screen and in plain lines."""

from __future__ import annotations

from callbench.records.summary import Figure
from callbench.rules.measures import BY_KEY

NOTHING = "-"


def value_text(key: str, figure: Figure) -> str:
    """A measure's value: 12, 72.5%, 4.32, +35; `-` when nothing can be said."""
    if figure.value is None:
        return NOTHING
    unit = BY_KEY[key].unit if key in BY_KEY else "count"
    if unit == "share":
        return f"{figure.value:.1%}"
    if unit == "mean":
        return f"{figure.value:.2f}"
    if unit == "points":
        return f"{figure.value:+.0f}"
    return f"{figure.value:,.0f}"
