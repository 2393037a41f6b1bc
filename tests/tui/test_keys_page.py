"""docs/keys.*.md are what the commands are."""

import re
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

from callbench.config import load_settings
from callbench.records.commands import COMMANDS
from callbench.tui.keymap import keys_by_id

ROOT = Path(__file__).parent.parent.parent
SCRIPT = ROOT / "scripts" / "keys_page"


def test_the_pages_are_not_stale() -> None:
    done = subprocess.run([sys.executable, str(SCRIPT), "check"], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")


def test_every_place_and_every_command_is_on_both_pages() -> None:
    loader = SourceFileLoader("keys_page", str(SCRIPT))
    spec = spec_from_loader("keys_page", loader)
    assert spec is not None
    script = module_from_spec(spec)
    sys.dont_write_bytecode, before = True, sys.dont_write_bytecode
    loader.exec_module(script)
    sys.dont_write_bytecode = before
    places = {place for command in COMMANDS for place in command.where}
    for language, titles in script.PLACES.items():
        assert set(titles) == places
        told = (ROOT / "docs" / f"keys.{language[:2]}.md").read_text("utf-8")
        assert {command.id for command in COMMANDS} <= set(re.findall(r"`([a-z_]+\.[a-z_]+)` \|", told))


def test_the_example_of_the_pages_can_be_taken(tmp_path) -> None:
    for page in ("keys.zh.md", "keys.en.md"):
        example = (ROOT / "docs" / page).read_text("utf-8").split("```toml\n")[1].split("```")[0]
        path = tmp_path / "settings.toml"
        path.write_text(example, "utf-8")
        settings = load_settings({"CALLBENCH_CONFIG": str(path)})
        assert keys_by_id(settings.keys, settings.keys_at)["queue.summary"] == ("f7", "ctrl+e")
