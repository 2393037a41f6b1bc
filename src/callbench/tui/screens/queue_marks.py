"""Lines of the queue that are marked for a change: by one, from the last one to here, all that the filter leaves."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from callbench.records.calls import QueueRow
    from callbench.tui.widgets.rows import Rows


class Marks:
    """Marks stay while other pages and groups are looked at."""

    def __init__(self) -> None:
        self.ids: dict[UUID, None] = {}  # in the order they were marked
        self._last: UUID | None = None

    def __len__(self) -> int:
        return len(self.ids)

    def __contains__(self, item_id: object) -> bool:
        return item_id in self.ids

    def toggle(self, row: QueueRow) -> None:
        """Mark a line, or take its mark away."""
        if row.item_id in self.ids:
            del self.ids[row.item_id]
        else:
            self.ids[row.item_id] = None
        self._last = row.item_id

    def toggle_on(self, rows: Rows[QueueRow]) -> None:
        """Mark the line the person is on, or take its mark away, and go on to the next."""
        if rows.item is None:
            rows.move(1)
        if rows.item is not None and rows.marked is not None:
            self.toggle(rows.item)
            if rows.marked + 1 < len(rows.items):
                rows.move(1)

    def up_to(self, rows: Sequence[QueueRow], at: int) -> None:
        """Mark all from the line marked last to this one; without one on this page, from the first."""
        first = next((n for n, row in enumerate(rows) if row.item_id == self._last), 0)
        for row in rows[min(first, at) : max(first, at) + 1]:
            self.ids[row.item_id] = None
        self._last = rows[at].item_id

    def put(self, ids: Collection[UUID]) -> None:
        """Mark exactly these."""
        self.ids, self._last = dict.fromkeys(ids), None

    def clear(self) -> None:
        """Take all marks away."""
        self.put(())
