"""`[keys]` of the settings: a command that the screens do not have is told on the command line, too, without the screens."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture
def settings(tmp_path: Path, monkeypatch):
    """Writes the settings file in use."""
    path = tmp_path / "settings.toml"
    monkeypatch.setenv("CALLBENCH_CONFIG", str(path))

    def write(text: str) -> Path:
        path.write_text(text, "utf-8")
        return path

    return write


@pytest.mark.parametrize("words", [("config", "show"), ("queue",), ("agent", "list")], ids=" ".join)
def test_an_unknown_command_id_is_told_with_its_line_and_the_nearest_one(run, settings, words) -> None:
    path = settings('[keys]\n"queue.summary" = "f18"\n"call.outcom" = "f2"\n')
    told = run(*words)
    assert told.code == 2
    assert told.out == ""
    assert "There is no command 'call.outcom'" in told.err
    assert f"{path}:3" in told.err
    assert "call.outcome" in told.err


def test_keys_of_known_commands_are_shown(run, settings) -> None:
    path = settings('[keys]\n"queue.summary" = "f18"\n')
    told = run("config", "show", "--json").json["keys"]
    assert told == [{"command": "queue.summary", "keys": ["f18"], "origin": f"{path}:2"}]


def test_textual_is_not_loaded_for_it(settings) -> None:
    settings('[keys]\n"queue.summary" = "f18"\n')
    script = (
        "import sys; from callbench.cli.main import main; main(['config', 'show']); print('textual' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert told.stdout.splitlines()[-1] == "False"
