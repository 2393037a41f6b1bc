"""What the documents point at is there: files they link to, headings in them, modules and functions the architecture names."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "callbench"
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
NAMED = sorted(set(re.findall(r"`([\w./ -]+)`", (ROOT / "docs" / "architecture.md").read_text("utf-8"))))
FILES = [name for name in NAMED if re.fullmatch(r"(scripts|docs|src)/[\w./]+|[\w./]*/[\w.]*|[\w/]+\.py", name)]
FUNCTIONS = [name for name in NAMED if re.fullmatch(r"[a-z_]+(\.[a-z_]+)+", name) and not name.endswith(".py")]
ROOMS = {path.name for path in PACKAGE.iterdir() if path.is_dir()}


def anchors(page: Path) -> set[str]:
    """The headings of a page as a link writes them."""
    heads = re.findall(r"^#+ +(.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head.strip().lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)):
        if re.match(r"[a-z]+:", target):
            continue
        path, _hash, heading = target.partition("#")
        found = (page.parent / path).resolve() if path else page
        assert found.exists(), f"{target} is not there"
        if heading:
            assert heading in anchors(found), f"{target}: no such heading"


@pytest.mark.parametrize("name", FILES)
def test_every_file_the_architecture_names_is_there(name: str) -> None:
    places = [
        base / f"{name}{ending}"
        for base in (ROOT, PACKAGE, PACKAGE / "tui", PACKAGE / "script")
        for ending in ("", ".py")
    ]
    assert any(place.exists() for place in places)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_the_architecture_names_is_there(name: str) -> None:
    room, *rest = name.split(".")
    if room not in ROOMS:
        return  # a key of the settings, a method
    module = importlib.import_module(f"callbench.{room}.{rest[0]}")
    assert len(rest) == 1 or hasattr(module, rest[1])
