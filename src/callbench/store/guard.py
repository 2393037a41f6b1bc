"""What can be wrong with a base, told to people: file checks before opening, driver errors turned into StoreProblem."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from callbench.errors import CallbenchError, Conflict, StoreBusy, StoreProblem
from callbench.i18n import _
from callbench.system_words import system_words

_MAGIC = b"SQLite format 3\x00"
_ROOM = 32_768  # bytes of that index at least: https://www.sqlite.org/walformat.html#the_wal_index_file_format
_HEAD = 100  # bytes of the file header: https://www.sqlite.org/fileformat2.html#the_database_header


def check_file(path: Path, create: bool) -> None:
    """See, without opening it as a base, that `path` is one or may become one. Raises StoreProblem."""
    where = str(path)
    try:
        if path.is_dir():
            raise StoreProblem(_("This is a folder, not a base."), where=where, todo=_("Name a file."))
        if not path.exists():
            _make(path, create)
            return
        with path.open("rb") as file:
            head = file.read(_HEAD)
            size = file.seek(0, os.SEEK_END)
    except OSError as error:
        raise StoreProblem(
            _("The base cannot be read: {error}").format(error=system_words(error)), where=where
        ) from None
    if size and not head.startswith(_MAGIC):
        raise _foreign(where)
    if size and _cut_off(path, head, size):
        raise _damaged(where)
    if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
        raise _read_only(where)


def file_at(path: Path) -> tuple[int, int]:
    """Which file lies here: device and inode, (0, 0) for none."""
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_dev, found.st_ino


def check_in_place(path: Path, place: Path, file: tuple[int, int]) -> None:
    """See that an open base is still the `file` it was, at `place`. Raises StoreProblem.

    SQLite would go on in a file that was deleted, moved or replaced, and nobody would find again what it saved there.
    """
    if file_at(place) != file:
        if not os.access(place.parent, os.X_OK) and place.parent.exists():
            raise _cannot_open(str(path))
        raise StoreProblem(
            _("The base is no longer where it was."), where=str(path), code="store-moved",
            todo=_("Nothing was saved. Put the file back, then try again."),
        )  # fmt: skip


def _make(path: Path, create: bool) -> None:
    """An empty file that only its owner may read: it will hold customers' data."""
    if not create:
        raise StoreProblem(_("There is no base here."), where=str(path))
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=stat.S_IRUSR | stat.S_IWUSR)
    except OSError as error:
        raise StoreProblem(
            _("No base can be made here: {error}").format(error=system_words(error)), where=str(path),
            todo=_("Choose a folder you may write to."),
        ) from None  # fmt: skip


def _cut_off(path: Path, head: bytes, size: int) -> bool:
    """Whether the file is shorter than its header says, and no log beside it can hold the rest."""
    if len(head) < _HEAD:
        return True
    page = int.from_bytes(head[16:18], "big")
    pages = int.from_bytes(head[28:32], "big")
    page = 65_536 if page == 1 else page
    counted = head[24:28] == head[92:96]  # else an old program wrote it, and the number of pages means nothing
    return counted and size < page * pages and not path.with_name(path.name + "-wal").exists()


def _damaged(where: str) -> StoreProblem:
    return StoreProblem(
        _("The base is damaged."), where=where,
        todo=_("Nothing was written. Keep the file, and go on with the newest backup beside it."), code="store-damaged",
    )  # fmt: skip


def _read_only(where: str) -> StoreProblem:
    return StoreProblem(
        _("The base cannot be written to."), where=where,
        todo=_("Give this user the right to write the file and its folder."), code="store-read-only",
    )  # fmt: skip


def _foreign(where: str) -> StoreProblem:
    return StoreProblem(
        _("This file is not a callbench base."), where=where,
        todo=_("Name another file; this one was not touched."), code="store-foreign",
    )  # fmt: skip


def _busy(where: str) -> StoreProblem:
    return StoreBusy(
        _("The base is locked by another program."), where=where,
        todo=_("Nothing was saved. Close the other program or try again in a moment."),
    )  # fmt: skip


def _full(where: str) -> StoreProblem:
    return StoreProblem(
        _("The disk is full."), where=where, todo=_("Nothing was saved. Free some space, then try again."),
        code="store-full",
    )  # fmt: skip


def _disk(where: str) -> StoreProblem:
    with suppress(OSError):  # on a full disk the file of the log's index is what cannot be made first
        if shutil.disk_usage(Path(where).parent).free < _ROOM:
            return _full(where)
    return StoreProblem(
        _("The disk cannot be read or written."), where=where,
        todo=_("Nothing was saved. Check the disk and the folder, then try again."), code="store-disk",
    )  # fmt: skip


def _cannot_open(where: str) -> StoreProblem:
    return StoreProblem(
        _("The base cannot be opened."), where=where, todo=_("Check that the folder is there and may be written to.")
    )


# Primary result codes: https://www.sqlite.org/rescode.html
_LITE: dict[int, Callable[[str], StoreProblem]] = {
    sqlite3.SQLITE_BUSY: _busy, sqlite3.SQLITE_LOCKED: _busy, sqlite3.SQLITE_READONLY: _read_only,
    sqlite3.SQLITE_PERM: _read_only, sqlite3.SQLITE_IOERR: _disk, sqlite3.SQLITE_CORRUPT: _damaged,
    sqlite3.SQLITE_FULL: _full, sqlite3.SQLITE_CANTOPEN: _cannot_open, sqlite3.SQLITE_NOTADB: _foreign,
}  # fmt: skip
# SQLSTATE: https://www.postgresql.org/docs/current/errcodes-appendix.html
_SERVER: dict[str, Callable[[str], StoreProblem]] = {
    "53100": _full, "25006": _read_only, "42501": _read_only, "55P03": _busy, "40001": _busy, "40P01": _busy,
    "XX001": _damaged, "XX002": _damaged,
}  # fmt: skip
# One call in hand per agent and per customer, as SQLite says it; PostgreSQL names the index.
_TAKEN = tuple(f"UNIQUE constraint failed: queue_item.{column}" for column in ("held_by", "customer_id"))
_NO_SERVER = (
    "08",
    "57",
    "53",
    "28",
    "3D",
)  # classes: connection, shut down, out of resources, not let in, no such base


@contextmanager
def explained(where: str) -> Iterator[None]:
    """Turn what the drivers say into what a person can do about it; what nobody can help goes on as it is."""
    try:
        yield
    except PoolTimeout:
        raise StoreBusy(_("The base is busy."), where=where, todo=_("Try again in a moment.")) from None
    except DBAPIError as error:
        if isinstance(error.orig, Exception) and (told := _told(error.orig, where)) is not None:
            raise told from None
        raise
    except sqlite3.Error as error:  # raised while a connection is prepared, or by the backup interface
        if (told := _told(error, where)) is not None:
            raise told from None
        raise


def _told(error: Exception, where: str) -> CallbenchError | None:
    if str(error) in _TAKEN or "uq_queue_item_held_" in str(error):
        return Conflict(_("Somebody else has just taken this customer."), todo=_("Take the next one."))
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", None)
        made = None if code is None else _LITE.get(code & 0xFF)
        return None if made is None else made(where)
    state = getattr(error, "sqlstate", None)
    if state in _SERVER:
        return _SERVER[state](where)
    if (state is None and type(error).__name__ == "OperationalError") or str(state)[:2] in _NO_SERVER:
        first = next(iter(str(error).strip().splitlines()), type(error).__name__)
        return StoreProblem(
            _("The database server does not answer: {error}").format(error=first), where=where,
            todo=_("Nothing was saved. Check the server and the network, then try again."), code="store-connection",
        )  # fmt: skip
    return None


@contextmanager
def quiet() -> Iterator[None]:
    """For work that may be left undone."""
    with suppress(DBAPIError, StoreProblem):
        yield
