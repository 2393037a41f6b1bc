"""What can be wrong with a base, told to people: file checks before opening, driver errors turned into StoreProblem."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from callbench.errors import StoreBusy, StoreProblem
from callbench.i18n import _

_MAGIC = b"SQLite format 3\x00"


def check_file(path: Path, create: bool) -> None:
    """See, without opening it as a base, that `path` is one or may become one. Raises StoreProblem."""
    where = str(path)
    if path.is_dir():
        raise StoreProblem(_("This is a folder, not a base."), where=where, todo=_("Name a file."))
    if not path.exists():
        if not create:
            raise StoreProblem(_("There is no base here."), where=where)
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.touch(mode=stat.S_IRUSR | stat.S_IWUSR)
        except OSError as error:
            raise StoreProblem(
                _("No base can be made here: {error}").format(error=error.strerror), where=where,
                todo=_("Choose a folder you may write to."),
            ) from None  # fmt: skip
        return
    try:
        with path.open("rb") as file:
            head = file.read(100)
            file.seek(0, os.SEEK_END)
            size = file.tell()
    except OSError as error:
        raise StoreProblem(_("The base cannot be read: {error}").format(error=error.strerror), where=where) from None
    if size and not head.startswith(_MAGIC):
        raise StoreProblem(
            _("This file is not a callbench base."), where=where, todo=_("Name another file; this one was not touched.")
        )
    if size and len(head) == 100:
        page = int.from_bytes(head[16:18], "big") or 1
        page = 65_536 if page == 1 else page
        if size < page * int.from_bytes(head[28:32], "big") and not path.with_name(path.name + "-wal").exists():
            raise _damaged(where)
    if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
        raise _read_only(where)


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


@contextmanager
def explained(where: str) -> Iterator[None]:
    """Turn what the drivers say into what a person can do about it."""
    try:
        yield
    except PoolTimeout:
        raise StoreBusy(_("The base is busy."), where=where, todo=_("Try again in a moment.")) from None
    except DBAPIError as error:
        raise _explain(error, where) from None


def _explain(error: DBAPIError, where: str) -> Exception:
    said = str(error.orig).lower()
    if "locked" in said or "busy" in said or "lock timeout" in said:
        return StoreBusy(
            _("The base is locked by another program."), where=where,
            todo=_("Nothing was saved. Close the other program or try again in a moment."),
        )  # fmt: skip
    if "readonly" in said or "read-only" in said:
        return _read_only(where)
    if "full" in said or "no space" in said:
        return StoreProblem(
            _("The disk is full."),
            where=where,
            todo=_("Nothing was saved. Free some space, then try again."),
            code="store-full",
        )
    if "malformed" in said or "corrupt" in said or "disk i/o error" in said:
        return _damaged(where)
    if "not a database" in said or "file is encrypted" in said:
        return StoreProblem(
            _("This file is not a callbench base."), where=where, todo=_("Name another file; this one was not touched.")
        )
    if "unable to open" in said:
        return StoreProblem(_("The base cannot be opened."), where=where)
    if (
        isinstance(error, OperationalError)
        and not isinstance(error.orig, type(None))
        and "sqlite" not in type(error.orig).__module__
    ):
        first = str(error.orig).strip().splitlines()[0] if str(error.orig).strip() else type(error.orig).__name__
        return StoreProblem(
            _("The database server does not answer: {error}").format(error=first), where=where,
            todo=_("Nothing was saved. Check the server and the network, then try again."), code="store-connection",
        )  # fmt: skip
    return error


@contextmanager
def quiet() -> Iterator[None]:
    """For work that may be left undone."""
    with suppress(DBAPIError):
        yield
