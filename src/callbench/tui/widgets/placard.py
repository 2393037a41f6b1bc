"""A card for what has to be said calmly and in place: nothing to call now, an empty base, why this customer is here."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from callbench.tui import cells, show


class Placard(Widget):
    """A heading and lines below it; hidden while there is no heading. Lines are (text, style), wrapped to the width.

    What comes from outside in them went through `show.safe`.
    """

    DEFAULT_CSS = """
    Placard { height: auto; display: none; margin: 1 2 1 2; padding: 1 2; background: $raised; color: $ink; }
    Placard.-told { display: block; }
    """
    heading: reactive[str] = reactive("", layout=True)
    body: reactive[tuple[tuple[str, str], ...]] = reactive((), layout=True)

    def tell(self, *told: str | tuple[str, str]) -> None:
        """Show a heading, then lines."""
        (self.heading, _style), *body = ((line, "") if isinstance(line, str) else line for line in told)
        self.body = tuple(body)
        self.add_class("-told")

    def clear(self) -> None:
        """Hide it."""
        self.remove_class("-told")
        self.heading, self.body = "", ()

    def render(self) -> Content:
        room = max(self.content_size.width, 20)
        rows = [show.line((text, "bold $mark")) for text in cells.wrap(self.heading, room)]
        if self.body:
            rows.append(Content(""))
        for text, style in self.body:
            rows += [show.line((part, style)) for part in cells.wrap(text, room)]
        return show.lines(rows)
