"""Several lines of the queue: marked, changed together, taken back; what that needs is imported when it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callbench.i18n import _
from callbench.tui.screens.queue_marks import Marks

if TYPE_CHECKING:
    from callbench.tui.screens.queue import QueueScreen
    from callbench.tui.screens.queue_changing import Changing


class Many:
    """marks: the lines that are marked on `screen`."""

    def __init__(self, screen: QueueScreen) -> None:
        self._screen = screen
        self.marks = Marks()
        self._changing: Changing | None = None  # made with the first change

    def mark(self) -> None:
        """The chosen line, then on to the next one."""
        self.marks.toggle_on(self._screen.view.rows)
        self.refresh()

    def mark_to_here(self) -> None:
        """All lines from the one marked last to the chosen one."""
        rows = self._screen.view.rows
        if rows.marked is not None:
            self.marks.up_to(rows.items, rows.marked)
            self.refresh()

    def mark_all(self) -> None:
        """All that the filter leaves; none where some are marked."""
        from callbench.tui.screens.queue_narrowing import mark_all

        if self.marks:
            self.marks.clear()
            self.refresh()
        else:
            self._screen.run_worker(mark_all(self._screen), group="mark", exclusive=True)

    def refresh(self) -> None:
        """Show the lines as they are marked now."""
        self._screen.view.rows.refresh()
        self._screen.view.describe()

    def change(self) -> None:
        """Ask what is to become of the marked lines, or of the chosen one."""
        from callbench.tui.screens.queue_changing import Changing

        screen, desk = self._screen, self._screen.desk
        ids = list(self.marks.ids) or ([screen.chosen.item_id] if screen.chosen is not None else [])
        if desk.agent is None:
            desk.choose_agent()
        elif ids:
            screen.telling.drop()  # what was told before is not above the questions
            self._changing = self._changing or Changing(screen)
            self._changing.begin(ids, desk.agent)
        else:
            desk.say(_("Choose a line first."))

    def undo(self) -> bool:
        """Take the last change back, unless a result was saved since that still can be; whether that is done."""
        desk, changing = self._screen.desk, self._changing
        if desk.agent is None or changing is None or not changing.goes_before(bool(desk.standing.undo_left)):
            return False
        changing.undo(desk.agent)
        return True

    def call_follows(self) -> None:
        """A customer is taken: what was changed before is not the last thing that was done."""
        if self._changing is not None:
            self._changing.newer = False
