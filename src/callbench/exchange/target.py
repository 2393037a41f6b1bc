"""Writing a file so that it is there whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from callbench.errors import FileProblem
from callbench.i18n import _
from callbench.system_words import system_words

_BASE = b"SQLite format 3\x00"


@contextmanager
def written(target: Path | BinaryIO) -> Iterator[BinaryIO]:
    """A place to write to; the bytes become `target` when the block ends well, else what was there stays.

    The new file may be read by its owner only: it holds customers. Raises FileProblem when it cannot be written.
    """
    if not isinstance(target, Path):
        yield target
        target.flush()
        return
    path = Path(os.path.realpath(target))
    try:
        if path.is_dir():
            raise _unwritable(target, _("it is a folder"))
        if _belongs_to_a_base(path):
            raise _unwritable(target, _("it is a base or belongs to one"))
        if path.exists() and not path.is_file():  # /dev/stdout, a pipe
            with path.open("wb") as file:
                yield file
            return
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise _unwritable(target, system_words(error)) from None
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except OSError as error:
        with suppress(OSError):
            os.unlink(name)
        raise _unwritable(target, system_words(error)) from None
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise


def _belongs_to_a_base(path: Path) -> bool:
    """Whether writing here would end a base: this one or any other, or the log that holds what it saved last."""
    for ending in ("", "-wal", "-shm", "-journal"):
        base = path.with_name(path.name.removesuffix(ending)) if path.name.endswith(ending) else path
        if base.name and base.is_file():
            with base.open("rb") as file:
                if file.read(len(_BASE)) == _BASE:
                    return True
    return False


def _unwritable(target: Path, why: str) -> FileProblem:
    return FileProblem(
        _("The file cannot be written: {why}").format(why=why), where=str(target), code="file-unwritable",
        todo=_("Choose another place."),
    )  # fmt: skip
