"""The one line at the top: product, agent, the day so far, and at the right what the screen adds, then the clock."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from callbench.i18n import _
from callbench.tui import show
from callbench.tui.standing import Standing


class Header(Widget):
    """Shows the app's `standing`; a screen adds pairs of label and value at the right through `aside`.

    A row of its own: when the clock or a timer changes, no other row is drawn again, so the row in which an input
    method composes stays untouched.
    """

    DEFAULT_CSS = """
    Header { dock: top; height: 1; background: $bar; color: $bar-ink; padding: 0 1; }
    """
    standing: reactive[Standing] = reactive(Standing())
    aside: reactive[tuple[tuple[str, str], ...]] = reactive(())

    def on_mount(self) -> None:
        self.watch(self.app, "standing", self._take_over)

    def _take_over(self, standing: Standing) -> None:
        self.standing = standing

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return container.width

    def render(self) -> Content:
        width = self.content_size.width
        right = self._right()
        room = width - right.cell_length - 2
        shapes = (self._left(4, 20, 16), self._left(2, 8, 12), self._left(2, 0, 8), self._left(1, 0, 0))
        left = next((shape for shape in shapes if shape.cell_length <= room), shapes[-1])
        return show.beside(left, right, width)

    def _left(self, gap: int, bar: int, name: int) -> Content:
        """The day so far; the bar goes first where there is no room, then the agent's name."""
        day = self.standing.progress
        share = day.attempted / day.planned if day.planned else 0.0
        parts: list[show.Part] = [(_("Callbench"), "bold"), " " * gap]
        if name:
            parts += [show.fit(self.standing.agent, name), " " * gap]
        parts += [(_("Today"), "$bar-muted"), " ", (str(day.attempted), "bold"), f"/{day.planned} "]
        parts.append(show.bar(share, bar))
        for label, number in (
            (_("reached"), day.reached),
            (_("completed"), day.completed),
            (_("booked"), day.follow_ups),
        ):
            parts += ["  ", (label, "$bar-muted"), f" {number}"]
        return show.line(*parts)

    def _right(self) -> Content:
        parts: list[show.Part] = []
        for label, value in self.aside:
            parts += [(f"{label} ", "$bar-muted"), (value, "bold"), "  "]
        if self.standing.undo_left:
            parts += [(f"^Z {_('undo')} ", "$warn"), (f"{self.standing.undo_left:>2}", "bold $warn"), "  "]
        if self.standing.clock_note:
            parts += [(f" {clock_note(self.standing.clock_note)} ", "$tag-ink on $tag"), " "]
        parts.append((self.standing.clock, "bold"))
        return show.line(*parts)


def clock_note(note: str) -> str:
    """How the clock differs from the real one, in a word."""
    return {"fixed": _("clock stands"), "shifted": _("clock shifted")}.get(note, show.safe(note, limit=20))
