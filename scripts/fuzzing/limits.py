"""The time and the memory one case may take."""

from __future__ import annotations

import contextlib
import re
import resource
import signal
from collections.abc import Iterator
from pathlib import Path

SECONDS = 20.0  # of the processor: other programs do not count
MEGABYTES = 1_500


class TooSlow(BaseException):
    """Not an Exception: nothing that is tried may swallow it."""


@contextlib.contextmanager
def limited() -> Iterator[None]:
    """Within SECONDS, else TooSlow; within MEGABYTES, else MemoryError."""
    kept = resource.getrlimit(resource.RLIMIT_AS)
    before = signal.signal(signal.SIGPROF, _stop)
    resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES << 20, kept[1]))
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
        resource.setrlimit(resource.RLIMIT_AS, kept)


def _stop(*_signal: object) -> None:
    raise TooSlow


def forget_peak() -> None:
    """Count the most memory held from now on, where the system can (Linux)."""
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def peak() -> float:
    """Megabytes this process has held at most, Python and the case itself included."""
    with contextlib.suppress(OSError):
        if held := re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text()):
            return int(held[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
