"""Keys that arrive while a panel closes or opens: they wait, in their order, for whoever is in front then."""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable
from time import monotonic

from textual import events

_LONGEST = 1.0  # seconds; a panel that never comes must not keep the keyboard
_READING = 15.0  # where something is read first, which ends by itself; until then a key must not mean something else


class TypeAhead:
    """Holds keys and pastes between `hold` and as many `release`; then `resume` is called to deal them out.

    The key that closed the panel, doubled, is dropped: it was pressed for that panel. Where the next panel is part of the
    same way, `and_on` keeps one of them for it.
    """

    def __init__(self, resume: Callable[[], object]) -> None:
        self._resume = resume
        self._held = 0
        self._until = 0.0
        self._closed_by = ""
        self._waiting: list[tuple[float, int, events.Key | events.Paste]] = []
        self._doubled: tuple[float, int, events.Key | events.Paste] | None = None
        self._count = 0

    @property
    def holding(self) -> bool:
        """Whether keys have to wait."""
        if self._held and monotonic() > self._until:
            self._held = 0
        return self._held > 0

    def hold(self, closed_by: str = "", *, reading: bool = False) -> None:
        """From now on keys wait. closed_by: the key that closed a panel, "" when one opens; reading: once something is read."""
        until = monotonic() + (max(_READING, _LONGEST) if reading else _LONGEST)
        self._until = max(self._until, until) if self._held else until
        self._held += 1
        self._closed_by, self._doubled = closed_by, None

    def and_on(self) -> None:
        """What the closed panel opens by itself is answered by the same key: pressed twice, it was meant for that as well."""
        if self.holding and self._doubled is not None:
            insort(self._waiting, self._doubled)
        self._closed_by, self._doubled = "", None

    def release(self) -> None:
        """One reason to wait is over."""
        self._held = max(self._held - 1, 0)
        if not self._held:
            self._doubled = None
        if not self._held and self._waiting:
            self._resume()

    def keep(self, event: events.Key | events.Paste) -> None:
        """Let an event wait; those that came earlier, on another way, go before it."""
        kept: events.Key | events.Paste
        kept = events.Key(event.key, event.character) if isinstance(event, events.Key) else events.Paste(event.text)
        self._count += 1
        if self.holding and not self._waiting and isinstance(kept, events.Key) and kept.key == self._closed_by:
            self._doubled = self._doubled or (event.time, self._count, kept)
            return
        insort(self._waiting, (event.time, self._count, kept))
        if not self.holding:
            self._resume()

    def must_wait(self) -> bool:
        """Whether an event that arrives now has others before it."""
        return self.holding or bool(self._waiting)

    def next(self) -> events.Key | events.Paste | None:
        """The next event to deal out; None while keys wait or when there is none."""
        if self.holding or not self._waiting:
            return None
        return self._waiting.pop(0)[2]
