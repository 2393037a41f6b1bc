"""The one line at the top: product, agent, the day so far, and at the right what the screen adds, then the clock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from callbench.i18n import _
from callbench.rules import words
from callbench.tui import show
from callbench.tui.keymap import key_of

if TYPE_CHECKING:
    from callbench.records.calls import DayProgress


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of the desk for the header. clock: HH:MM at the shop; clock_note: fixed, shifted or "" for the real one.

    progress: None until it was read. undo_left: seconds in which the last result can still be taken back, 0 when it cannot.
    practice: nothing here is kept. resting: reason of the break that goes on since resting_since (HH:MM), or that begins
    after the call, without a clock.
    """

    agent: str = ""
    progress: DayProgress | None = None
    clock: str = ""
    clock_note: str = ""
    undo_left: int = 0
    practice: bool = False
    resting: str = ""
    resting_since: str = ""


class Header(Widget):
    """Shows the app's `standing`; a screen adds pairs of label and value at the right through `aside`.

    A row of its own: when the clock or a timer changes, no other row is drawn again, so the row in which an input
    method composes stays untouched.
    """

    DEFAULT_CSS = """
    Header { dock: top; height: 1; background: $bar; color: $bar-ink; padding: 0 1; }
    Header.practice { background: $warn; color: $ground; }
    """
    standing: reactive[Standing] = reactive(Standing())
    aside: reactive[tuple[tuple[str, str], ...]] = reactive(())

    def on_mount(self) -> None:
        self.watch(self.app, "standing", self._take_over)

    def _take_over(self, standing: Standing) -> None:
        """Only in view: a screen below another one would draw all of that one again (Textual 8 takes it for see-through)."""
        if self.screen.is_active:
            self.catch_up()

    def catch_up(self) -> None:
        """Show how things stand now; the screen came into view."""
        standing: Standing = getattr(self.app, "standing", Standing())
        self.standing = standing
        self.set_class(standing.practice, "practice")

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return container.width

    def render(self) -> Content:
        """The fullest form that fits: first the bar gives way, then words at the right, the counts, our own name and labels, the agent's name."""
        mark = Content("")
        if self.standing.practice:
            mark = show.line((" " + _("PRACTICE") + " ", "bold $warn on $ground"), " ")
        width = self.content_size.width - mark.cell_length
        left, right = Content(""), Content("")
        for left, right in self._forms():
            if left.cell_length + right.cell_length + 2 <= width:
                break
        if self.standing.practice:  # another colour for the whole line
            left, right = Content(left.plain), Content(right.plain)
        return Content.assemble(mark, show.beside(left, right, width))

    def _forms(self) -> Iterator[tuple[Content, Content]]:
        """What stands on both sides, made one after the other until one fits."""
        whole = self._right()
        yield from ((self._left(gap, bar, 16), whole) for gap, bar in ((4, 20), (2, 8), (2, 0)))
        short = self._right(short=True)
        yield from ((self._left(2, 0, 16, counts=n), short) for n in (3, 2, 1, 0))
        yield from ((self._left(1, 0, name, counts=0, product=False), short) for name in (16, 8, 6, 0))

    def _left(self, gap: int, bar: int, name: int, counts: int = 3, product: bool = True) -> Content:
        """Who works here and the day so far; without `product`, in the fewest cells."""
        parts: list[show.Part] = [(_("Callbench"), "bold"), " " * gap] if product else []
        if name:
            parts += [show.fit(self.standing.agent, name), " " * gap]
        day = self.standing.progress
        if day is None:
            return show.line(*parts)
        share = day.attempted / day.planned if day.planned else 0.0
        if product:
            parts += [(_("Today"), "$bar-muted"), " "]
        parts += [(str(day.attempted), "bold"), f"/{day.planned} "]
        parts.append(show.bar(share, bar))
        done = (_("reached"), day.reached), (_("completed"), day.completed), (_("booked"), day.follow_ups)
        for label, number in done[:counts]:
            parts += ["  ", (label, "$bar-muted"), f" {number}"]
        return show.line(*parts)

    def _right(self, *, short: bool = False) -> Content:
        parts: list[show.Part] = []
        for label, value in self.aside:
            parts += [(f"{label} ", "$bar-muted"), (value, "bold"), "  "]
        if self.standing.resting:
            parts += [
                (
                    f" {_break_words(self.standing.resting, self.standing.resting_since, short=short)} ",
                    "$tag-ink on $tag",
                ),
                "  ",
            ]
        if self.standing.undo_left:
            word = "" if short else " " + _("undo")
            parts += [
                (f"{key_of('queue.undo')}{word} ", "$warn"),
                (f"{self.standing.undo_left:>2}", "bold $warn"),
                "  ",
            ]
        if self.standing.clock_note:
            parts += [(f" {clock_note(self.standing.clock_note, short=short)} ", "$tag-ink on $tag"), " "]
        parts.append((self.standing.clock, "bold"))
        return show.line(*parts)


def _break_words(reason: str, since: str, *, short: bool) -> str:
    """The break that goes on, or the one that comes after the call."""
    what = "" if short else " " + show.label(words.BREAKS, reason)
    return (_("break") + what + " " + since) if since else _("break after the call") + what


def clock_note(note: str, *, short: bool = False) -> str:
    """How the clock differs from the real one, in a word."""
    words = {
        "fixed": (_("clock stands"), _("stands")), "shifted": (_("clock shifted"), _("shifted")),
        "turned": (_("clock turned"), _("turned")),
    }  # fmt: skip
    return words[note][short] if note in words else show.fit(note, 10)
