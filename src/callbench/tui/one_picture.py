"""What changes together comes to the terminal together: one picture instead of three, and none that mixes two customers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from textual.screen import Screen

_LONGEST = 0.25  # seconds; whoever waits for a busy disk must see what is typed meanwhile


@contextmanager
def one_picture(screen: Screen[Any]) -> Iterator[None]:
    """Nothing is painted until the block ends, or has taken too long."""
    batch = ExitStack()
    batch.enter_context(screen.app.batch_update())

    def paint() -> None:
        batch.close()
        screen.app.screen.refresh()  # the batch wakes the app, not the screen that has to paint

    late = screen.set_timer(_LONGEST, paint)
    try:
        yield
    finally:
        late.stop()
        paint()
