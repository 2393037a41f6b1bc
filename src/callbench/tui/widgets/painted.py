"""Rows painted one by one: only those that changed are made and sent again, and nothing is laid out for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.geometry import Region
from textual.selection import Selection
from textual.strip import Strip
from textual.widget import Widget

from callbench.tui.show_script import Row
from callbench.tui.widgets.rows import Strips


@dataclass(frozen=True, slots=True)
class Painting:
    """One row as painted. live: on the ground of the live question, behind its edge."""

    row: Row
    live: bool = False

    def is_same(self, other: Painting) -> bool:
        """Whether it looks the same."""
        return self.live == other.live and self.row.content.is_same(other.row.content)


_NOTHING = Painting(Row(Content()))


class Painted(Widget):
    """As many rows as there is room for; the rest of it is empty. What stands below its children is painted, too."""

    COMPONENT_CLASSES = {"painted--live"}
    DEFAULT_CSS = """
    Painted .painted--live { background: $live; color: $live-ink; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._paintings: list[Painting] = []
        self._strips = Strips(self, "painted--live")

    def put(self, rows: Sequence[Painting]) -> None:
        """Paint these rows, from the top."""
        before, now = self._paintings, list(rows)
        missing = len(before) - len(now)
        now += [_NOTHING] * missing
        changed = [y for y, row in enumerate(now) if y >= len(before) or not row.is_same(before[y])]
        self._paintings = now[: len(rows)] if missing > 0 else now
        if changed:
            width = self.size.width
            self.refresh(*(Region(0, y, width, 1) for y in changed))

    @property
    def paintings(self) -> tuple[Painting, ...]:
        """What is painted, from the top."""
        return tuple(self._paintings)

    def row_at(self, y: int) -> Row | None:
        """The row at a height, None below the last."""
        return self._paintings[y].row if 0 <= y < len(self._paintings) else None

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """What was marked with the mouse, to be copied."""
        told = selection.extract("\n".join(painting.row.content.plain for painting in self._paintings))
        return "\n".join(line.rstrip() for line in told.split("\n")), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        self.refresh()

    def render_line(self, y: int) -> Strip:
        painting = self._paintings[y] if y < len(self._paintings) else _NOTHING
        content, width = painting.row.content, self.size.width
        if (selection := self.text_selection) is not None and (span := selection.get_span(y)) is not None:
            start, end = span[0], len(content) if span[1] < 0 else span[1]
            content = content.stylize(self.screen.get_visual_style("screen--selection"), start, end)
        strip = self._strips.of(content, width, painting.live)
        return strip.apply_offsets(0, y)  # so that the mouse knows which words it is over

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._strips.other_styles()
