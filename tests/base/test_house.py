"""Rules of the house, seen from outside: what each room drags in when it is imported alone, how long a file is."""

import subprocess
import sys
from pathlib import Path

import pytest

import callbench

HEAVY = ("click", "textual", "sqlmodel", "sqlalchemy", "alembic", "psycopg", "openpyxl", "phonenumbers")


def loaded_after(code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\nprint(*sorted({{n.split('.')[0] for n in sys.modules}}))"],
        capture_output=True,
        text=True,
        check=True,
        stdin=subprocess.DEVNULL,
    )
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize(
    ("room", "allowed"),
    [
        ("callbench.records.people", ()),
        ("callbench.rules.outcomes", ()),
        ("callbench.script.interview", ("openpyxl",)),
        ("callbench.values.when", ()),
        ("callbench.desk.bench", ("sqlmodel", "sqlalchemy")),
        ("callbench.desk.calling", ("sqlmodel", "sqlalchemy", "phonenumbers")),
        ("callbench.desk.daily", ("sqlmodel", "sqlalchemy", "phonenumbers")),
        ("callbench.tui.app", ("textual",)),
        ("callbench.cli.bench", ()),
    ],
)
def test_a_room_drags_in_only_its_own(room: str, allowed: tuple[str, ...]) -> None:
    assert loaded_after(f"import {room}") & set(HEAVY) <= set(allowed)


def test_help_imports_neither_screens_nor_store() -> None:
    code = (
        "from callbench.cli.main import main\nsys.argv = ['callbench', '--help']\ntry: main()\nexcept SystemExit: pass"
    )
    assert not loaded_after(code) & set(HEAVY)


def test_a_file_has_one_reason_to_exist_and_at_most_300_lines() -> None:
    room = Path(callbench.__file__).parent
    long = {
        path.relative_to(room).as_posix(): lines
        for path in room.rglob("*.py")
        if "migrations" not in path.parts and (lines := len(path.read_text("utf-8").splitlines())) > 300
    }
    assert not long, "migrations are frozen; everything else is split"
