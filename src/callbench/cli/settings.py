"""`callbench config`: the settings in force and where they come from."""

from __future__ import annotations

import re
from datetime import time
from typing import Any

from callbench.cli import base, say
from callbench.cli.cells import columns
from callbench.cli.door import Door
from callbench.i18n import N_, _


@base.command("show", N_("Every setting, its value and where it comes from."))
def show(door: Door) -> None:
    """Print one line a setting."""
    from callbench.config import SETTINGS

    settings = door.settings
    if door.json:
        say.json(
            {
                "path": str(settings.path),
                "settings": [
                    {
                        "key": s.key,
                        "value": _plain(_open(settings[s.key])),
                        "default": _plain(s.default),
                        "origin": settings.origin[s.key],
                        "variable": s.variable,
                        "label": _(s.label),
                    }
                    for s in SETTINGS
                ],
                "keys": [
                    {"command": id_, "keys": list(keys), "origin": settings.keys_at[id_]}
                    for id_, keys in settings.keys.items()
                ],
            }
        )
        return
    rows = [(s.key, written(_open(settings[s.key])), _origin(settings.origin[s.key])) for s in SETTINGS]
    rows += [(f'keys."{id_}"', written(keys), settings.keys_at[id_]) for id_, keys in settings.keys.items()]
    say.lines(columns(rows))


@base.command("path", N_("Where the settings file is looked for."))
def path(door: Door) -> None:
    """Print the path; it need not be there, and need not be readable."""
    from callbench.config import settings_path

    found = settings_path()
    if door.json:
        say.json({"path": str(found), "exists": found.is_file()})
        return
    say.lines([str(found)])
    if not found.is_file():
        say.talk(_("There is no file yet; every setting has its default."))


def written(value: Any) -> str:
    """A setting's value as it is written in the file (TOML)."""
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, time):
        return '"' + value.strftime("%H:%M") + '"'
    if isinstance(value, tuple):
        return "[" + ", ".join(written(word) for word in value) + "]"
    return str(value)


def _open(value: Any) -> Any:
    """The value without the password of a database address."""
    return re.sub(r"(://[^:/@\s]*:)[^@\s]*@", r"\1***@", value) if isinstance(value, str) else value


def _plain(value: Any) -> Any:
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return list(value) if isinstance(value, tuple) else value


def _origin(origin: str) -> str:
    return _("default") if origin == "default" else origin
