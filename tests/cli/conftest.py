"""The program as its callers meet it: run in this process, or started as a process of its own."""

from __future__ import annotations

import io
import json
import os
import shutil
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


@pytest.fixture(scope="session")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A base with two agents, three customers, a script and a campaign; made by the program itself, once."""
    folder = tmp_path_factory.mktemp("stocked")
    make_files(folder)
    with pytest.MonkeyPatch.context() as world:
        world.setenv("CALLBENCH_DB", str(folder / "shop.db"))
        world.setenv("CALLBENCH_NOW", NOW)
        world.setenv("CALLBENCH_LOG", str(folder / "bench.log"))
        for line in (
            ["agent", "add", "wangmin", "王敏"],
            ["agent", "add", "li", "Li Lei", "--role", "supervisor"],
            ["import", "script", str(folder / "care.xlsx")],
            ["import", "customers", str(folder / "customers.csv")],
            ["campaign", "start", "Spring", "--script", "care", "--purpose", "after the treatment"],
        ):
            assert main(line) == 0, line
    assert not (folder / "shop.db-wal").exists()
    return folder / "shop.db"


@pytest.fixture
def shop(run: Run, stocked: Path, base: Path) -> Run:
    """`run` on a copy of the stocked base."""
    shutil.copyfile(stocked, base)
    return run
