"""What is seen of a file from outside before a byte of it is believed: that it is there, how large, and of what kind."""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from callbench.errors import FileProblem
from callbench.i18n import _
from callbench.system_words import system_words

LARGEST: Final = 150 * 1024 * 1024  # bytes of a file that is read
_LARGEST_UNPACKED: Final = 1024 * 1024 * 1024  # bytes of all parts of a workbook
_LARGEST_STRINGS: Final = 300 * 1024 * 1024  # bytes of its shared texts, which are held in memory
_THICKEST: Final = 400  # times a part of a workbook may be larger than packed; written ones stay below 100
_MOST_PARTS: Final = 5_000
_OLE: Final = bytes.fromhex("D0CF11E0A1B11AE1")
_HEAD: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as it was when it was first looked at. kind: text or workbook."""

    path: Path
    kind: str
    size: int
    changed: int  # nanoseconds

    def still_the_same(self) -> None:
        """Raises FileProblem when somebody has written to it since."""
        now = self.path.stat()
        if (now.st_size, now.st_mtime_ns) != (self.size, self.changed):
            raise problem(self.path, "file-changed", _("The file was changed while it was read."), _("Try again."))

    def fingerprint(self) -> str:
        """SHA-256 of its bytes."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


def problem(path: Path, code: str, what: str, todo: str = "") -> FileProblem:
    """A FileProblem about this file."""
    return FileProblem(what, where=str(path), todo=todo, code=code)


def look_at(path: Path) -> Seen:
    """See that `path` is a file of a size and kind that can be read. Raises FileProblem with a code for each reason."""
    state = stat_of(path)
    with readable(path), path.open("rb") as file:
        kind = _kind(path, file.read(_HEAD))
    if kind == "workbook":
        check_package(path)
    return Seen(path, kind, state.st_size, state.st_mtime_ns)


def stat_of(path: Path) -> os.stat_result:
    """See that `path` is a file and neither empty nor too large, whatever is in it. Raises FileProblem."""
    with readable(path):
        if path.is_dir():
            raise problem(path, "file-folder", _("This is a folder, not a file."), _("Name one file in it."))
        if not path.exists():
            raise problem(path, "file-missing", _("There is no such file."))
        if not path.is_file():
            raise problem(path, "file-special", _("This is not an ordinary file."))
        state = path.stat()
        if state.st_size == 0:
            raise problem(path, "file-empty", _("The file is empty."))
        if state.st_size > LARGEST:
            raise problem(
                path, "file-too-large",
                _("The file has {size} MB; at most {limit} MB are read.").format(
                    size=state.st_size // 1024**2, limit=LARGEST // 1024**2
                ),
                _("Divide it into smaller files."),
            )  # fmt: skip
    return state


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Turn what the system says about `path` into a FileProblem."""
    try:
        yield
    except OSError as error:
        raise problem(
            path, "file-unreadable",
            _("The file cannot be read: {error}").format(error=system_words(error)),
        ) from None  # fmt: skip


def _kind(path: Path, head: bytes) -> str:
    if head.startswith(b"PK\x03\x04"):
        return "workbook"
    if head.startswith(_OLE):
        raise _old_workbook(path)
    start = head[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<?xml")):
        raise problem(
            path, "file-web-page", _("This is a web page or XML, whatever its name says."),
            _("Open it in a spreadsheet and save it as .xlsx or .csv."),
        )  # fmt: skip
    if b"\0" in head and path.suffix.lower() in (".xlsx", ".xlsm"):  # a text may have any name, bytes may not
        raise _no_table(path)
    if head.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"SQLite")):
        raise _no_table(path)
    return "text"


def _no_table(path: Path) -> FileProblem:
    return problem(
        path, "file-no-table", _("This is neither a text table nor a workbook."),
        _("Save the customers as .xlsx or .csv."),
    )  # fmt: skip


def _old_workbook(path: Path) -> FileProblem:
    """Both password-protected workbooks and those before 2007 are compound files; the stream names tell them apart."""
    with readable(path):
        data = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in data:
        return problem(
            path, "file-password", _("The workbook is protected with a password."),
            _("Open it in a spreadsheet, remove the password, save it and try again."),
        )  # fmt: skip
    if "Workbook".encode("utf-16-le") in data or "Book".encode("utf-16-le") in data:
        return problem(
            path, "file-old-workbook", _("Workbooks of the old kind (.xls) cannot be read yet."),
            _("Open it in a spreadsheet and save it as .xlsx."),
        )  # fmt: skip
    return _no_table(path)


def check_package(path: Path) -> None:
    """See from its directory alone that a workbook unpacks to a bearable size. Raises FileProblem."""
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise problem(
            path, "file-damaged", _("The workbook is damaged."), _("Save it once more and try again.")
        ) from None
    names = {part.filename for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise problem(
            path, "file-password", _("The workbook is protected with a password."),
            _("Open it in a spreadsheet, remove the password, save it and try again."),
        )  # fmt: skip
    if not any(name.replace("\\", "/").startswith("xl/") for name in names):
        raise _no_table(path)
    if (
        len(parts) > _MOST_PARTS
        or sum(part.file_size for part in parts) > _LARGEST_UNPACKED
        or any(part.file_size > _LARGEST_STRINGS for part in parts if part.filename.endswith("sharedStrings.xml"))
        or any(part.file_size > max(part.compress_size, 1) * _THICKEST and part.file_size > 2**24 for part in parts)
    ):
        raise problem(
            path, "file-bomb", _("The workbook unpacks to far more than a list of customers can be."),
            _("Copy the customers into a new workbook."),
        )  # fmt: skip
