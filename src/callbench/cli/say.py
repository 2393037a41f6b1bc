"""The two ways out: data on standard output, talk on standard error; nothing that could steer a terminal passes."""

from __future__ import annotations

import os
import sys

from callbench.i18n import _

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from callbench.errors import CallbenchError


def prepare_streams() -> None:
    """A character the console cannot show becomes `?` instead of an error; pipes and files are UTF-8 on every system.

    What whoever started us has closed (`>&-`) is empty or goes nowhere; else a file of ours could get its number.
    """
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            mode = "r" if name == "stdin" else "w"
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 - for as long as we run
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:  # replaced by a test or an embedding program
            continue
        if os.name == "nt" and not stream.isatty():
            reconfigure(encoding="utf-8", errors="replace")
        else:
            reconfigure(errors="replace")


def lines(texts: Iterable[str]) -> None:
    """Data, one text a line."""
    for text in texts:
        sys.stdout.write(_safe(text) + "\n")


def json(value: Any) -> None:
    """Data, as one line of JSON; times are ISO 8601 in UTC, ids and days are text."""
    sys.stdout.write(as_json(value) + "\n")


def as_json(value: Any) -> str:
    """One line of JSON in which no control or invisible character stands bare."""
    from json import dumps

    return "".join(
        char if char.isprintable() else _escaped(char) for char in dumps(value, ensure_ascii=False, default=_plain)
    )


def talk(text: str) -> None:
    """One line (or several) to the person, beside the data."""
    try:
        for line in text.split("\n"):
            sys.stderr.write(_safe(line) + "\n")
    except BrokenPipeError:  # nobody listens; what was asked is still done
        pass


def refuse(error: CallbenchError, *, as_data: bool) -> None:
    """Tell what went wrong, where, and what to do; as_data: as one JSON object, for programs."""
    if as_data:
        found = {"code": error.code, "what": error.what, "where": error.where, "todo": error.todo}
        talk(as_json({"error": found}))
        return
    talk(_("Error: {message}").format(message=error.what))
    if error.where:
        talk(_("Where: {where}").format(where=error.where))
    if error.todo:
        talk(_("What to do: {todo}").format(todo=error.todo))


def _safe(text: str) -> str:
    """`text` without anything a terminal would obey; leading spaces and columns stay."""
    if text.isprintable():
        return text
    from callbench.text import clean

    indent = len(text) - len(text.lstrip(" "))
    return " " * indent + clean(text, limit=len(text))


def _escaped(char: str) -> str:
    code = ord(char)
    if code < 0x1_0000:
        return f"\\u{code:04x}"
    code -= 0x1_0000
    return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"


def _plain(value: Any) -> str:
    """How a value that JSON does not know is written."""
    from datetime import UTC, date, datetime
    from uuid import UUID

    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(type(value).__name__)
