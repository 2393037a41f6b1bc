"""Pages that show what is typed and answered: run as a shell would run them, and held to what they show."""

from __future__ import annotations

import io
import re
import shlex
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout

import pytest

from callbench import i18n
from callbench.cli.main import main

Shell = Callable[..., tuple[int, str]]


def shell_of(monkeypatch: pytest.MonkeyPatch) -> Shell:
    """Run a line of a page: quotes, and printf in front of a pipe. merged: talk among the data."""

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


def check_console(shell: Shell, block: str) -> None:
    """Run what is typed in a block, in order, and hold what is answered and the exit code to it."""
    for example in re.split(r"^\$ ", block, flags=re.M)[1:]:
        line, *lines = example.splitlines()
        code = 0
        if lines and (said := re.fullmatch(r"\[exit (\d+)\]", lines[-1])):
            code = int(said[1])
            lines.pop()
        found, out = shell(line, merged=True)
        assert wanted(lines).fullmatch(out), f"$ {line}\n{out}"
        assert found == code, line
