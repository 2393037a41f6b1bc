"""A list of lines painted on demand: a page of 200 costs no more than the lines in view; arrows, j k g G and the mouse."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from textual import events
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style
from textual.visual import Visual
from textual.widget import Widget

from callbench.tui.keymap import bindings_for

Item = TypeVar("Item")
_MOST = 400  # strips remembered: some screens full


class Strips:
    """Rows of `widget` as they were made last: one that only moved, or comes again, is not made again.

    live: name of the style on which a live row stands.
    """

    def __init__(self, widget: Widget, live: str) -> None:
        self._widget, self._live = widget, live
        self._made: dict[object, Strip] = {}
        self._made_in: object = None  # the looks in which they were made
        self._grounds: tuple[Style, Style] | None = None  # of a row, and of a live one; None: to be looked up

    def of(self, content: Content, width: int, live: bool) -> Strip:
        """This row."""
        ground = self._ground(live)
        looks = (content.plain, tuple(content.spans), live, width)
        if (strip := self._made.get(looks)) is None:
            if len(self._made) > _MOST:
                self._made.clear()
            strip = self._made[looks] = Visual.to_strips(self._widget, content, width, 1, ground, pad=True)[0]
        return strip

    def other_styles(self) -> None:
        """Styles were worked out again; a mere change of the focus does that."""
        self._grounds = None

    def _ground(self, live: bool) -> Style:
        if self._grounds is None:
            self._grounds = self._widget.visual_style, self._widget.get_visual_style(self._live)
            made_in = self._grounds, self._widget.app.theme
            if made_in != self._made_in:
                self._made_in = made_in
                self._made.clear()
        return self._grounds[live]


class Rows(ScrollView, Generic[Item], can_focus=True):
    """Items shown one a line by `paint(item, cells, live)`, which returns a Content of at most `cells` cells.

    marked: index of the chosen line, None until the person moves (Enter then means the first choice of the screen).
    Messages: Beyond(step) when Down or Up leaves the page, Chosen(index) on a click on the marked line.
    """

    class Beyond(Message):
        """The person moved past the end (step 1) or the beginning (-1) of the lines."""

        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step

    class Marked(Message):
        """Another line is marked."""

    class Chosen(Message):
        """The marked line was clicked again."""

    DEFAULT_CSS = """
    Rows { height: 1fr; background: $ground; color: $ink; scrollbar-size-vertical: 1; scrollbar-gutter: stable; overflow-x: hidden; }
    Rows .rows--live { background: $live; color: $live-ink; }
    """
    COMPONENT_CLASSES = {"rows--live"}
    BINDINGS = bindings_for("list")
    marked: reactive[int | None] = reactive(None)

    def __init__(self, paint: Callable[[Item, int, bool], Content], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._paint = paint
        self._strips = Strips(self, "rows--live")
        self.items: Sequence[Item] = ()

    def show(self, items: Sequence[Item], marked: int | None = None) -> None:
        """Show other items; `marked` chooses one of them."""
        self.items = items
        self.virtual_size = Size(0, len(items))
        self.marked = marked if marked is None or not items else min(max(marked, 0), len(items) - 1)
        self._in_view()
        self.refresh()

    @property
    def item(self) -> Item | None:
        """The marked item."""
        return self.items[self.marked] if self.marked is not None and self.marked < len(self.items) else None

    def move(self, step: int) -> None:
        """Mark the line `step` further, at most the last one; on from there says so by Beyond."""
        if not self.items:
            return
        last = len(self.items) - 1
        if self.marked is None:
            self.marked = 0 if step > 0 else last
        elif self.marked == (last if step > 0 else 0):
            self.post_message(self.Beyond(1 if step > 0 else -1))
        else:
            self.marked = min(max(self.marked + step, 0), last)

    def watch_marked(self) -> None:
        self._in_view()
        self.refresh()
        self.post_message(self.Marked())

    def _in_view(self) -> None:
        if self.marked is not None:
            self.scroll_to_region(Region(0, self.marked, 1, 1), animate=False, force=True)

    def action_down(self) -> None:
        self.move(1)

    def action_up(self) -> None:
        self.move(-1)

    def action_page_down(self) -> None:
        self.move(max(self.size.height - 1, 1))

    def action_page_up(self) -> None:
        self.move(-max(self.size.height - 1, 1))

    def action_first(self) -> None:
        self.marked = 0 if self.items else None

    def action_last(self) -> None:
        self.marked = len(self.items) - 1 if self.items else None

    def on_click(self, event: events.Click) -> None:
        at = event.y + self.scroll_offset.y
        if at < len(self.items):
            if at == self.marked:
                self.post_message(self.Chosen())
            self.marked = at

    def render_line(self, y: int) -> Strip:
        at = y + self.scroll_offset.y
        room = self.scrollable_content_region.width
        if at >= len(self.items):
            return Strip.blank(room, self.visual_style.rich_style)
        live = at == self.marked
        return self._strips.of(self._paint(self.items[at], room, live), room, live)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._strips.other_styles()
