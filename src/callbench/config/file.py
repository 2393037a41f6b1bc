"""The settings file: TOML, and the line on which each key stands, for messages."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from callbench.errors import SettingsProblem
from callbench.i18n import _


def entries(path: Path) -> Iterator[tuple[str, Any, str]]:
    """(section.name, raw value, file and line) of everything that is set. Raises SettingsProblem."""
    text = _read(path)
    for key, raw in _flat(_parse(text, path)):
        yield key, raw, f"{path}:{_line_of(key, text)}"


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsProblem(
            _("The settings file cannot be read: {error}").format(error=error), where=str(path)
        ) from None


def _parse(text: str, path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsProblem(_("This is not TOML: {error}").format(error=error), where=str(path)) from None


def _flat(tables: Mapping[str, Any]) -> list[tuple[str, Any]]:
    pairs: list[tuple[str, Any]] = []
    for section, content in tables.items():
        if isinstance(content, dict):
            inner = _flat(content) if section == "keys" else content.items()  # "a.b" and a.b are meant alike
            pairs += [(f"{section}.{name}", value) for name, value in inner]
        else:
            pairs.append((section, content))
    return pairs


def _line_of(key: str, text: str) -> int:
    """The line that sets `key`, for messages; 1 when it cannot be found."""
    here = ""
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[\s*([^\]]+?)\s*\]", line):
            here = header[1].strip("\"' ")
        elif (found := re.match(r"\s*[\"']?([\w.-]+)[\"']?\s*=", line)) and (
            (f"{here}.{found[1]}" if here else found[1]) == key
        ):
            return number
    return 1
