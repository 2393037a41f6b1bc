"""Errors a person can cause or mend: what happened, where, and what to do about it."""

from __future__ import annotations

EXIT_DONE = 0
EXIT_FINDINGS = 1  # rejected rows, failed checks
EXIT_USAGE = 2  # wrong words on the command line, wrong settings, no terminal
EXIT_UNUSABLE = 3  # the data or the store cannot be used


class CallbenchError(Exception):
    """A failure that is shown to its user in their language; everything else is a defect and crashes.

    what: one sentence. where: file, sheet, row, key … or "". todo: what mends it, or "".
    """

    exit_code = EXIT_UNUSABLE
    code = "error"

    def __init__(self, what: str, *, where: str = "", todo: str = "", code: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.todo = todo
        if code:
            self.code = code

    def __str__(self) -> str:
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head}\n{self.todo}" if self.todo else head


class UsageProblem(CallbenchError):
    """The request itself is wrong: an unknown agent, a malformed date, a missing terminal."""

    exit_code = EXIT_USAGE
    code = "usage"


class SettingsProblem(UsageProblem):
    """A settings file or a CALLBENCH_* variable is wrong."""

    code = "settings"


class FileProblem(CallbenchError):
    """A file that came from outside cannot be used; nothing was changed."""

    code = "file"


class StoreProblem(CallbenchError):
    """The base cannot be used: locked, read-only, damaged, newer, full disk, not a database."""

    code = "store"


class StoreBusy(StoreProblem):
    """Somebody else holds the base longer than the busy time-out; trying again is right."""

    code = "store-busy"


class Conflict(CallbenchError):
    """The world moved on meanwhile: the item was taken, saved or closed by someone else."""

    code = "conflict"
