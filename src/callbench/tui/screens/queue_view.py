"""What of the queue its screen shows: pages that are read and painted, the lines around them, filter and group."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from callbench.errors import CallbenchError, UsageProblem
from callbench.i18n import _
from callbench.text import clean
from callbench.tui import columns, show
from callbench.tui.screens.queue_lines import gap, queue_columns
from callbench.tui.screens.queue_words import about, counted, in_force, marked
from callbench.tui.widgets.field import Field
from callbench.tui.widgets.groups import Groups
from callbench.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from callbench.records.calls import QueuePage, QueueRow
    from callbench.tui.screens.queue import QueueScreen
    from callbench.tui.screens.queue_reading import Asked


class View:
    """page: as it was read last, None before. refused: what is wrong with the filter that is typed, or ""."""

    def __init__(self, screen: QueueScreen) -> None:
        self._screen = screen
        self.page: QueuePage | None = None
        self._refused = ""

    @property
    def _field(self) -> Field:
        return self._screen.query_one(Field)

    @property
    def _groups(self) -> Groups:
        return self._screen.query_one(Groups)

    @property
    def rows(self) -> Rows[QueueRow]:
        """The lines."""
        return self._screen.query_one(Rows)

    @property
    def asked(self) -> Asked:
        """What is to be shown, from the first row."""
        from callbench.tui.screens.queue_reading import Asked

        agent = None if self._screen.everybody else self._screen.desk.agent
        return Asked(agent, self._groups.chosen, clean(self._field.value))

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left out, nor is a filter being typed."""
        return not (self.asked.text or self.asked.group or self._field.is_open)

    async def read(self, start: int, *, to_last: bool) -> None:
        """Read a page from row `start` and show it; `to_last` marks its last line."""
        from callbench.tui.screens.queue_reading import pages

        screen = self._screen
        try:
            async for page, empty in pages(screen.desk.work, replace(self.asked, start=start)):
                self._refused = ""
                self._show(page, empty, to_last)
        except UsageProblem as problem:
            self._refused = problem.what
            self.describe()
            return
        except CallbenchError as error:
            screen.tell(error, screen.load)
            return
        screen.telling.read_left(screen.desk.agent)

    def _show(self, page: QueuePage, empty: bool, to_last: bool) -> None:
        before, rows = self.page, self.rows
        kept = rows.item.item_id if rows.item is not None else None
        self.page = page
        if page.counted:
            self._groups.counts = dict(page.counts)
        at = next((at for at, row in enumerate(page.rows) if row.item_id == kept), None)
        if before is not None and before.start != page.start:
            at = len(page.rows) - 1 if to_last else 0
        rows.show(page.rows, at)
        self._screen.telling.page(page, empty=empty, filtered=bool(self.asked.group or self.asked.text))
        self.describe()

    def beyond(self, step: int) -> int | None:
        """The first row of the page before (-1) or after (1); None where there is none."""
        from callbench.tui.screens.queue_reading import PAGE

        if self.page is None:
            return None
        start = self.page.start + step * PAGE
        return start if 0 <= start < self.page.total else None

    # -- the lines around --------------------------------------------------------------------------------------

    def describe(self) -> None:
        """What of the queue is shown, and above the footer what Enter would do."""
        screen, room = self._screen, self._screen.size.width - 4
        if self.page is None or room < 10:
            return
        screen.query_one("#heading", Static).update(columns.heading(queue_columns(room - 1), gap(room - 1)))
        number = show.line((_("counting …"), "$muted"))
        if self.page.counted:
            number = counted(self.page.start, len(self.page.rows), self.page.total)
        self._tell_filter(number, room)
        if screen.many.marks:
            left = marked(len(screen.many.marks))
        else:
            standing = "" if screen.everybody else screen.telling.line()
            left = about(screen.chosen, screen.everybody, screen.place, standing)
        screen.query_one("#status", Static).update(show.beside(left, number, room))

    def _tell_filter(self, number: Content, room: int) -> None:
        line, group = self._screen.query_one("#inforce", Static), self._groups.chosen
        told = self.page.told if self.page is not None and self.asked.text else ()
        line.set_class(bool(told or group or self._refused), "-open")
        said = show.line((show.fit(self._refused, room), "$bad")) if self._refused else in_force(told, group, number)
        line.update(said.truncate(room, ellipsis=True))

    # -- filter and group --------------------------------------------------------------------------------------

    def typed(self) -> None:
        """The filter was typed to its end: its line goes, unless something is wrong with it."""
        if not self._refused:
            self._field.rest()
        self.rows.focus()

    def only(self, text: str) -> None:
        """Show what this filter leaves of all groups."""
        self._groups.chosen = ""
        self._field.value = text

    def group(self, by: int) -> None:
        """Another group, no line chosen."""
        self._groups.chosen = self._groups.step(by)
        self.rows.marked = None

    def whole(self) -> None:
        """No filter, no group, no line chosen."""
        self._refused = ""
        self._field.close()
        self._groups.chosen = ""
        self.rows.marked = None
        self.rows.focus()
