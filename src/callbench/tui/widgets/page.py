"""A long text that scrolls with the keys of lists: arrows, j k g G, page up and down."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from callbench.tui.keymap import bindings_for


class Page(VerticalScroll, inherit_bindings=False):
    """Shows one Content of any length."""

    DEFAULT_CSS = """
    Page { scrollbar-size-vertical: 1; scrollbar-gutter: stable; background: $ground; color: $ink; }
    """
    BINDINGS = bindings_for("list")

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._text = Static(markup=False)  # known before it is mounted: a page that is left at once is never whole

    def compose(self) -> ComposeResult:
        yield self._text

    def show(self, content: Content, *, to_top: bool = False) -> None:
        """Show another text; `to_top`: from its beginning."""
        self._text.update(content)
        if to_top:
            self.scroll_home(animate=False)

    def action_down(self) -> None:
        self.scroll_down(animate=False)

    def action_up(self) -> None:
        self.scroll_up(animate=False)

    def action_page_down(self) -> None:
        self.scroll_page_down(animate=False)

    def action_page_up(self) -> None:
        self.scroll_page_up(animate=False)

    def action_first(self) -> None:
        self.scroll_home(animate=False)

    def action_last(self) -> None:
        self.scroll_end(animate=False)
