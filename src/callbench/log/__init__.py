"""The log: what was opened, refused and what failed; never a customer's data, so no messages and no values."""

from __future__ import annotations

import os
from pathlib import Path


def log_path() -> Path:
    """CALLBENCH_LOG, else callbench.log in the user's state folder."""
    if named := os.environ.get("CALLBENCH_LOG"):
        return Path(named).expanduser()
    from platformdirs import user_state_path

    return user_state_path("callbench", appauthor=False) / "callbench.log"


def note(event: str) -> None:
    """Add a line; `event` is text of ours, never of a customer."""
    from callbench.log.file import write  # the handlers of `logging` would delay the first picture

    write(event)


def failure(error: BaseException) -> Path | None:
    """Note a defect: its kinds and places, without messages and values. Returns the file, None when it was not written."""
    from callbench.log.file import attach, write

    write(f"unexpected failure\n{bare_traceback(error)}", failed=True)
    return attach()


def bare_traceback(error: BaseException) -> str:
    """Kinds, places and lines of code of a failure and its causes; no values, not even the exceptions' own messages."""
    import traceback

    parts: list[str] = []
    seen: BaseException | None = error
    while seen is not None:
        places = "".join(traceback.format_tb(seen.__traceback__))
        parts.append(f"Traceback (most recent call last):\n{places}{type(seen).__module__}.{type(seen).__qualname__}")
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return "\n\nwhile handling:\n\n".join(parts)
