"""Text reads on every ground it is put on: 7:1 or better in all three looks."""

from __future__ import annotations

import pytest
from textual.color import Color

from callbench.tui.themes import NAMES, THEMES

PAIRS = [
    *((ink, ground) for ground in ("ground", "raised") for ink in ("ink", "muted", "mark", "say", "good", "warn", "bad")),
    *((ink, "bar") for ink in ("bar-ink", "bar-muted", "mark", "warn")),
    *((ink, "live") for ink in ("live-ink", "live-muted", "ink", "mark", "good", "warn", "bad")),
    ("keycap-ink", "keycap"), ("keycap", "live"), ("tag-ink", "tag"), ("ground", "warn"), ("warn", "ground"), ("bar-ink", "bar"),
    ("input-cursor-foreground", "input-cursor-background"), ("input-selection-foreground", "input-selection-background"),
]  # fmt: skip


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, relative luminance and contrast ratio."""

    def luminance(colour: str) -> float:
        parts = [part / 255 for part in Color.parse(colour).rgb]
        r, g, b = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair[0]}-on-{pair[1]}")
def test_text_reads_at_seven_to_one(theme, pair) -> None:
    ink, ground = (theme.variables[name] for name in pair)
    assert contrast(ink, ground) >= 7


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_every_name_has_a_colour(theme) -> None:
    assert set(NAMES) <= set(theme.variables)
