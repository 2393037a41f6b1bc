"""Ending a long reading from another thread: nobody waits any more for what it would find."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError


class Stopped(Exception):
    """The reading was ended on request; it has no result."""


class Stop:
    """Handed to a reading; `ask` ends it, whichever thread calls and whether or not it has begun."""

    def __init__(self) -> None:
        self._lock, self._asked = Lock(), False
        self._end: Callable[[], Any] | None = None

    def ask(self) -> None:
        """End it. The statement that runs is interrupted, the next one is not begun."""
        with self._lock:
            self._asked = True
            if self._end is not None:
                self._end()

    def check(self) -> None:
        """Raise Stopped when it was asked for."""
        if self._asked:
            raise Stopped

    @contextmanager
    def over(self, connection: Connection) -> Iterator[None]:
        """What is read here can be ended: Stopped is raised then."""
        raw: Any = connection.connection.driver_connection
        with self._lock:
            self.check()
            self._end = raw.cancel if connection.dialect.name == "postgresql" else raw.interrupt
        try:
            yield
        except DBAPIError as error:
            self.check()
            raise error
        finally:
            with self._lock:
                self._end = None
