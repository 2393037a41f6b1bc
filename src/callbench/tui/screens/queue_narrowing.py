"""From the queue to a part of it: a filter chosen from lists, all that a filter leaves marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callbench.errors import CallbenchError
from callbench.i18n import _
from callbench.tui.screens.panels.sheet import ask
from callbench.tui.screens.queue_reading import matching

if TYPE_CHECKING:
    from uuid import UUID

    from callbench.desk.bench import Bench
    from callbench.records.queue_filter import Offered, QueueFilter
    from callbench.tui.screens.queue import QueueScreen


async def narrow(screen: QueueScreen) -> None:
    """Ask for a filter, beginning with the one in force, and show what it leaves."""
    from callbench.tui.screens.panels.filter import FilterPanel

    text = screen.view.asked.text

    def read(bench: Bench) -> tuple[Offered, QueueFilter, int]:
        from callbench.desk.queue import offered, read_text

        return offered(bench), read_text(bench, text), bench.today()

    def chosen(typed: str | None) -> None:
        if typed is not None:
            screen.view.only(typed)
            screen.load()

    screen.desk.ahead.hold()
    try:
        panel = FilterPanel(*await screen.desk.work.reading(read))
        if screen.is_current:
            ask(screen, panel, chosen)
    except CallbenchError as error:
        screen.tell(error, screen.load)
    finally:
        screen.desk.ahead.release()


async def mark_all(screen: QueueScreen) -> None:
    """Mark all that the filter leaves, or say that they are too many."""
    asked = screen.view.asked

    def read(bench: Bench) -> tuple[list[UUID], int]:
        from callbench.desk.queue_changes import MOST

        return matching(bench, asked, MOST + 1), MOST

    try:
        ids, most = await screen.desk.work.reading(read)
    except CallbenchError as error:
        screen.tell(error, screen.load)
        return
    if len(ids) > most:
        screen.desk.say(_("More than {n}: ask for fewer with a filter.").format(n=f"{most:,}"), trouble=True)
        return
    screen.many.marks.put(ids)
    screen.many.refresh()
