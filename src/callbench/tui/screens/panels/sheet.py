"""What the panels over a call share: their look and the line of keys at the bottom."""

from __future__ import annotations

from textual.content import Content

from callbench.tui import show
from callbench.tui.keymap import key_name
from callbench.tui.screens.base import Panel, Result

CSS = "panels.tcss"


class Sheet(Panel[Result]):
    """A panel over the call; Escape closes it without a value."""

    CSS_PATH = CSS

    def leave(self) -> None:
        """Close without a value, once."""
        if self.is_current:
            self.dismiss(None)

    def give(self, value: Result) -> None:
        """Close with `value`, once: a doubled key finds the panel gone."""
        if self.is_current:
            self.dismiss(value)


def keys_line(*pairs: tuple[str, str]) -> Content:
    """Keys and what they do, as the footer writes them."""
    parts: list[show.Part] = []
    for key, words in pairs:
        parts += [("  " if parts else ""), (key_name(key), "bold $ink"), " ", (words, "$muted")]
    return show.line(*parts)
