"""Keys that came twice: the one that ended a call, held or doubled, does nothing to the next one."""

from __future__ import annotations

from time import monotonic

ECHO = 0.4  # seconds in which a key is only its own echo; pressed on, it stays one


class Echo:
    """Remembers the key that ended a call until it is let go."""

    def __init__(self) -> None:
        self._key = ""
        self._until = 0.0

    def after(self, key: str) -> None:
        """A call ends with this key."""
        self._key, self._until = key, monotonic() + ECHO

    def has(self, key: str) -> bool:
        """Whether `key` is only the echo of the one that ended the last call."""
        if key != self._key:  # another key came: the one before was let go
            self._key, self._until = "", 0.0
            return False
        if monotonic() >= self._until:
            return False
        self.after(key)
        return True
