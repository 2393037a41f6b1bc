"""What happens when a defect shows: a traceback without locals (they hold phone numbers), a log line, a code that is not 0."""

from __future__ import annotations

import logging
import traceback

from textual.worker import WorkerFailed

_log = logging.getLogger("callbench")


def short_traceback(error: BaseException) -> str:
    """Kinds, places and lines of the failure; no values, not even those in the message of the exception."""
    parts: list[str] = []
    seen: BaseException | None = error.error if isinstance(error, WorkerFailed) else error
    while seen is not None:
        frames = "".join(traceback.format_tb(seen.__traceback__))
        parts.append(f"Traceback (most recent call last):\n{frames}{type(seen).__module__}.{type(seen).__qualname__}")
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return "\n\nwhile handling:\n\n".join(parts)


def log_crash(error: BaseException) -> None:
    """Write the failure to the log, without data of customers."""
    _log.error("unexpected failure\n%s", short_traceback(error))
