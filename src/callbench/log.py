"""The log file: what was opened, refused and what failed; never a customer's data, so no messages and no values."""

from __future__ import annotations

import io
import logging
import os
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path

from callbench import __version__

_LARGEST = 1_000_000  # bytes; then the file is kept once as .1 and begun anew
_log = logging.getLogger("callbench")


def log_path() -> Path:
    """CALLBENCH_LOG, else callbench.log in the user's state folder."""
    if named := os.environ.get("CALLBENCH_LOG"):
        return Path(named).expanduser()
    from platformdirs import user_state_path

    return user_state_path("callbench", appauthor=False) / "callbench.log"


class _LogFile(RotatingFileHandler):
    """Readable by its owner alone, made on the first line; a log that cannot be written stops nobody's work."""

    failed = False

    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=_LARGEST, backupCount=1, encoding="utf-8", delay=True)
        form = logging.Formatter(f"%(asctime)s %(process)d {__version__} %(levelname)s %(message)s")
        form.default_msec_format = "%s.%03d"
        self.setFormatter(form)

    def _open(self) -> io.TextIOWrapper:
        folder = os.path.dirname(self.baseFilename)
        os.makedirs(folder, mode=0o700, exist_ok=True)
        return open(os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", encoding="utf-8")

    def handleError(self, record: logging.LogRecord) -> None:
        self.failed = True


def attach() -> Path | None:
    """Let the logger `callbench` write to the file. Returns its path; None when it could not be written so far."""
    path = log_path()
    for handler in list(_log.handlers):
        if isinstance(handler, _LogFile):
            if handler.baseFilename == os.path.abspath(path):
                return None if handler.failed else path
            _log.removeHandler(handler)
            handler.close()
    _log.addHandler(_LogFile(path))
    _log.setLevel(logging.INFO)
    _log.propagate = False
    return path


def note(event: str) -> None:
    """Add a line; `event` is text of ours, never of a customer."""
    attach()
    _log.info(event)


def failure(error: BaseException) -> Path | None:
    """Note a defect: its kinds and places, without messages and values. Returns the file, None when it was not written."""
    attach()
    _log.error("unexpected failure\n%s", bare_traceback(error))
    return attach()


def bare_traceback(error: BaseException) -> str:
    """Kinds, places and lines of code of a failure and its causes; no values, not even the exceptions' own messages."""
    parts: list[str] = []
    seen: BaseException | None = error
    while seen is not None:
        places = "".join(traceback.format_tb(seen.__traceback__))
        parts.append(f"Traceback (most recent call last):\n{places}{type(seen).__module__}.{type(seen).__qualname__}")
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return "\n\nwhile handling:\n\n".join(parts)
