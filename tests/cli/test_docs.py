"""docs/cli.md is true: its examples are run in order on one base, its JSON shapes are held against the answers."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cli_shop import NOW, make_files

from callbench.cli import table
from callbench.rules.outcomes import OUTCOMES

PAGE = (Path(__file__).parent.parent.parent / "docs" / "cli.md").read_text("utf-8")
STEP = re.compile(r"```console\n(?P<console>.*?)```|<!-- shape: (?P<line>.*?) -->\n```json\n(?P<shape>.*?)```", re.S)


@pytest.fixture
def shell(tmp_path):
    """Run a line as a shell would, with our program in its path."""
    make_files(tmp_path)
    program = tmp_path / "bin" / "callbench"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m callbench "$@"\n', "utf-8")
    program.chmod(0o755)
    world = dict(os.environ) | {
        "PATH": f"{program.parent}:{os.environ['PATH']}",
        "CALLBENCH_DB": str(tmp_path / "shop.db"),
        "CALLBENCH_NOW": NOW,
        "LC_ALL": "C.UTF-8",
        "COLUMNS": "80",
    }

    def call(line: str, *, merged: bool) -> tuple[int, str]:
        done = subprocess.run(
            line,
            shell=True,
            cwd=tmp_path,
            env=world,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT if merged else None,
            timeout=60,
        )
        return done.returncode, done.stdout.decode()

    return call


def wanted(lines: list[str]) -> re.Pattern[str]:
    """`...` alone stands for any lines, within a line for any text."""
    return re.compile(
        "".join("(?:.*\n)*?" if line == "..." else re.escape(line).replace(r"\.\.\.", ".*") + "\n" for line in lines)
    )


def check_console(shell, block: str) -> None:
    for example in re.split(r"^\$ ", block, flags=re.M)[1:]:
        line, *lines = example.splitlines()
        code = 0
        if lines and (said := re.fullmatch(r"\[exit (\d+)\]", lines[-1])):
            code = int(said[1])
            lines.pop()
        found, out = shell(line, merged=True)
        assert wanted(lines).fullmatch(out), f"$ {line}\n{out}"
        assert found == code, line


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
            _code, out = shell(step["line"], merged=False)
            check_shape(json.loads(step["shape"]), json.loads(out.splitlines()[0]), step["line"])


def test_the_page_names_every_command_and_outcome() -> None:
    for group, commands in table.GROUPS.items():
        for name, place, _help in commands:
            if place:
                assert f"{group} {name}".strip() in PAGE, name
    for rule in OUTCOMES:
        assert rule.key in PAGE
