"""docs/cli.md is true: its examples are run in order on one base, its JSON shapes are held against the answers."""

import io
import json
import re
import shlex
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest
from cli_shop import make_files

from callbench import i18n
from callbench.cli import table
from callbench.cli.main import main
from callbench.rules.outcomes import OUTCOMES

PAGE = (Path(__file__).parent.parent.parent / "docs" / "cli.md").read_text("utf-8")
STEP = re.compile(r"```console\n(?P<console>.*?)```|<!-- shape: (?P<line>.*?) -->\n```json\n(?P<shape>.*?)```", re.S)


Shell = Callable[..., tuple[int, str]]


@pytest.fixture
def shell(run, tmp_path, monkeypatch) -> Shell:
    """Run a line of the page as a shell would: quotes, and printf in front of a pipe. merged: talk among the data."""
    make_files(tmp_path)
    monkeypatch.chdir(tmp_path)

    def call(line: str, *, merged: bool) -> tuple[int, str]:
        typed, _pipe, command = line.rpartition(" | ")
        program, *words = shlex.split(command)
        assert program == "callbench"
        text = shlex.split(typed)[1].replace("\\n", "\n") if typed else ""
        monkeypatch.setattr(sys, "stdin", io.StringIO(text))
        out = io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True)
        with redirect_stdout(out), redirect_stderr(out if merged else io.StringIO()):
            code = main(words)
        i18n.use_language("en")
        return code, out.buffer.getvalue().decode()  # type: ignore[attr-defined]

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
