"""Over everything when the terminal is smaller than the screens can be: says the size needed, and goes when there is room."""

from __future__ import annotations

from typing import Any

from textual.content import Content
from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget

from callbench.i18n import _
from callbench.tui import cells, show

NEEDED = Size(80, 24)


class TooSmall(Widget):
    """Covers the screen in front; what is below stays as it is and gets no keys meanwhile."""

    DEFAULT_CSS = """
    TooSmall {
        overlay: screen; position: absolute; offset: 0 0; width: 100vw; height: 100vh;
        background: $ground; color: $ink; content-align: center middle; text-align: center;
    }
    """

    def render(self) -> Content:
        now = self.app.size
        lines = [
            (_("The window is too small."), "bold"),
            (_("Needed: {width} x {height}").format(width=NEEDED.width, height=NEEDED.height), ""),
            (_("Now: {width} x {height}").format(width=now.width, height=now.height), "$muted"),
        ]
        return show.lines(
            [show.line((part, style)) for text, style in lines for part in cells.wrap(text, max(now.width, 2))]
        )


def is_too_small(size: Size) -> bool:
    """Whether the screens cannot be shown at this size."""
    return size.width < NEEDED.width or size.height < NEEDED.height


def cover(screen: Screen[Any]) -> None:
    """Cover a screen while the terminal is too small for it, and no longer."""
    covers = screen.query(TooSmall)
    if not is_too_small(screen.app.size):
        covers.remove()
    elif not covers:
        screen.mount(TooSmall())
    else:
        covers.refresh()
