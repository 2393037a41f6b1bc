"""The log's file: begun anew when it is large, readable by its owner alone."""

from __future__ import annotations

import io
import logging
import os
from logging.handlers import RotatingFileHandler
from pathlib import Path

from callbench import __version__
from callbench.log import log_path

LARGEST = 1_000_000  # bytes; then the file is kept once as .1 and begun anew
_log = logging.getLogger("callbench")


class _LogFile(RotatingFileHandler):
    """Readable by its owner alone, made on the first line; a log that cannot be written stops nobody's work."""

    failed = False

    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=LARGEST, backupCount=1, encoding="utf-8", delay=True)
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


def write(text: str, *, failed: bool = False) -> None:
    """Add an entry; a failure is marked as one."""
    attach()
    _log.log(logging.ERROR if failed else logging.INFO, "%s", text)
