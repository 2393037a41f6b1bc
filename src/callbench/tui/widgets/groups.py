"""The groups of the queue with their counts, on one line; the one that is shown stands out, in brackets too."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from callbench.i18n import _
from callbench.rules import words
from callbench.tui import show


class Groups(Widget):
    """counts: group → number. chosen: the group shown, "" for all. Groups without anybody are left out."""

    DEFAULT_CSS = """
    Groups { height: 1; padding: 0 1 0 2; background: $ground; color: $ink; }
    """
    counts: reactive[dict[str, int]] = reactive(dict[str, int])
    chosen: reactive[str] = reactive("")

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return container.width

    def keys(self) -> list[str]:
        """What can be chosen, in order: "" (all), then the groups that hold somebody or are chosen."""
        return ["", *(key for key in words.GROUPS if self.counts.get(key) or key == self.chosen)]

    def step(self, by: int) -> str:
        """The group `by` places from the chosen one, round and round."""
        keys = self.keys()
        return keys[(keys.index(self.chosen) + by) % len(keys)]

    def render(self) -> Content:
        room = self.content_size.width
        pieces = [self._piece(key) for key in self.keys()]
        used = sum(piece.cell_length for piece in pieces)
        gap = min(max((room - used) // max(len(pieces) - 1, 1), 1), 3)
        first = 0
        at = self.keys().index(self.chosen)
        while first < at and sum(piece.cell_length + gap for piece in pieces[first : at + 1]) > room:
            first += 1  # the chosen one stays in view
        return Content(" " * gap).join(pieces[first:]).truncate(room, ellipsis=True)

    def _piece(self, key: str) -> Content:
        label = show.label(words.GROUPS, key) if key else _("All")
        number = self.counts.get(key, 0) if key else sum(self.counts.values())
        if key == self.chosen:
            return show.line(("[", "$mark"), (f"{label} ", "bold $mark"), (f"{number:,}", "bold $mark"), ("]", "$mark"))
        return show.line((f"{label} ", "$muted"), f"{number:,}")
