"""The program as its callers meet it: run in this process, or started as a process of its own."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from cli_shop import NOW, make_files

from callbench import i18n
from callbench.cli.main import main


@dataclass(frozen=True)
class Answer:
    """What a line brought: exit code, data, talk."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        assert self.out.count("\n") == 1, self.out
        return json.loads(self.out)


Run = Callable[..., Answer]


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return tmp_path / "shop.db"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], base: Path) -> Run:
    """`run("queue", "--json")`: one line on a base of its own, at NOW; typed: what is on standard input."""
    monkeypatch.setenv("CALLBENCH_DB", str(base))
    monkeypatch.setenv("CALLBENCH_NOW", NOW)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("COLUMNS", "80")

    def call(*words: str, typed: str = "") -> Answer:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        capsys.readouterr()
        code = main(list(words))
        said = capsys.readouterr()
        i18n.use_language("en")
        return Answer(code, said.out, said.err)

    return call


@pytest.fixture
def program(base: Path) -> Run:
    """As `run`, in a process of its own; env: more variables."""

    def call(*words: str, typed: str = "", env: dict[str, str] | None = None) -> Answer:
        world = dict(os.environ) | {
            "CALLBENCH_DB": str(base),
            "CALLBENCH_NOW": NOW,
            "LC_ALL": "C.UTF-8",
            "COLUMNS": "80",
        }
        done = subprocess.run(
            [sys.executable, "-m", "callbench", *words],
            input=typed.encode(),
            capture_output=True,
            env=world | (env or {}),
            timeout=60,
        )
        return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())

    return call


@pytest.fixture
def shop(run: Run, tmp_path: Path) -> Run:
    """A base with two agents, three customers, a script and a campaign; made by the program itself."""
    make_files(tmp_path)
    for line in (
        ["agent", "add", "wangmin", "王敏"],
        ["agent", "add", "li", "Li Lei", "--role", "supervisor"],
        ["import", "script", str(tmp_path / "care.xlsx")],
        ["import", "customers", str(tmp_path / "customers.csv")],
        ["campaign", "start", "Spring", "--script", "care", "--purpose", "after the treatment"],
    ):
        done = run(*line)
        assert done.code == 0, (line, done)
    return run
