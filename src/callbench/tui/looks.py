"""How the screens look: colours and room between lines, as the settings say or else as they were last switched."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from callbench import log
from callbench.config import Settings

THEMES = ("dark", "light", "contrast")
SPACINGS = ("roomy", "compact")


@dataclass(frozen=True, slots=True)
class Looks:
    """theme: one of THEMES; spacing: one of SPACINGS."""

    theme: str = THEMES[0]
    spacing: str = SPACINGS[0]


def looks_path() -> Path:
    """Where a switch is remembered: beside the log, in the user's state folder."""
    return log.log_path().with_name("looks.toml")


def looks_at_start(settings: Settings, kept: Path | None) -> Looks:
    """What the settings say; where they say nothing, what was last kept; a file that cannot be read says nothing."""
    found = _read(kept) if kept is not None and kept.is_file() else {}

    def chosen(key: str, known: tuple[str, ...]) -> str:
        return next((word for word in (settings[f"desk.{key}"], found.get(key)) if word in known), known[0])

    return Looks(chosen("theme", THEMES), chosen("spacing", SPACINGS))


def _read(kept: Path) -> dict[str, Any]:
    import tomllib  # nobody who never switched pays for it

    try:
        return tomllib.loads(kept.read_text("utf-8"))
    except (OSError, ValueError):
        return {}


def keep_looks(kept: Path, looks: Looks) -> None:
    """Remember a switch for the next start. Raises OSError."""
    kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = kept.with_name(f"{kept.name}.{os.getpid()}")
    beside.write_text(f'theme = "{looks.theme}"\nspacing = "{looks.spacing}"\n', "utf-8")
    beside.replace(kept)
