"""docs/cli.md is true: its examples are run in order on one base, its JSON shapes are held against the answers."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from cli_shop import make_files
from pages import Shell, check_console, shell_of

from callbench.cli import table
from callbench.rules.outcomes import OUTCOMES

PAGE = (Path(__file__).parent.parent.parent / "docs" / "cli.md").read_text("utf-8")
STEP = re.compile(r"```console\n(?P<console>.*?)```|<!-- shape: (?P<line>.*?) -->\n```json\n(?P<shape>.*?)```", re.S)


@pytest.fixture
def shell(run, tmp_path, monkeypatch) -> Shell:
    """The page's lines, run where the shop's files lie."""
    make_files(tmp_path)
    monkeypatch.chdir(tmp_path)
    return shell_of(monkeypatch)


def check_shape(shape: Any, found: Any, where: str) -> None:
    """Every key of the page is in the answer, with a value of the same kind."""
    if isinstance(shape, dict):
        assert isinstance(found, dict), where
        for key, value in shape.items():
            assert key in found, f"{where}.{key}"
            check_shape(value, found[key], f"{where}.{key}")
    elif isinstance(shape, list):
        assert isinstance(found, list), where
        for other in found[:1]:
            check_shape(shape[0], other, where) if shape else None
    elif shape is None or found is None:
        assert shape is None or found is None
    elif isinstance(shape, bool):
        assert isinstance(found, bool), where
    elif isinstance(shape, int | float):
        assert isinstance(found, int | float), where
    else:
        assert isinstance(found, str), where


def test_examples_and_shapes(shell) -> None:
    steps = list(STEP.finditer(PAGE))
    assert len(steps) > 15
    for step in steps:
        if step["console"]:
            check_console(shell, step["console"])
        else:
            code, out = shell(step["line"], merged=False)
            assert code in (0, 1), step["line"]
            check_shape(json.loads(step["shape"]), json.loads(out.splitlines()[0]), step["line"])


def test_the_page_names_every_command_and_outcome() -> None:
    for group, commands in table.GROUPS.items():
        for name, place, _help in commands:
            if place:
                assert f"{group} {name}".strip() in PAGE, name
    for rule in OUTCOMES:
        assert rule.key in PAGE
