"""`callbench dial` and several numbers in plain lines: the program gets its words without a shell, and what fails is told."""

from __future__ import annotations

import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

WRITE = "import json, sys; open(sys.argv[1], 'w').write(json.dumps(sys.argv[2:])); print('noise', file=sys.stderr)"


@pytest.fixture
def dialled(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A program that writes down what it was given."""
    path = tmp_path / "dialled.json"
    words = [sys.executable, "-c", WRITE, str(path), "tel:{e164}", "{national}", "x{ext}", "$(reboot); {e164}"]
    monkeypatch.setenv("CALLBENCH_DIAL_COMMAND", json.dumps(words))
    return path


def second_number(base: Path, e164: str = "+8613922221234", ext: str = "7") -> None:
    with closing(sqlite3.connect(base)) as db, db:
        db.execute(
            "INSERT INTO phone (id, customer_id, position, e164, ext, kind, state, original) "
            "SELECT randomblob(16), customer_id, 1, ?, ?, 'mobile', 'valid', '' FROM phone WHERE e164 = '+8613800138000'",
            (e164, ext),
        )


def test_the_number_in_use_is_dialled_without_a_shell(shop, base, dialled) -> None:
    second_number(base)
    item = shop("next", "--agent", "wangmin", "--json").json["item"]
    said = shop("dial", "-", "--agent", "wangmin")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("Dialling 138 0013 8000 with ")
    assert json.loads(dialled.read_text()) == ["tel:+8613800138000", "13800138000", "x", "$(reboot); +8613800138000"]
    assert "Other phone: 139 2222 1234 ext. 7 (--number 2)" in shop("next", "--agent", "wangmin").out
    assert shop("dial", item, "--number", "2", "--agent", "wangmin", "--json").json["phone"] == "+8613922221234"
    assert json.loads(dialled.read_text()) == ["tel:+8613922221234", "13922221234", "x7", "$(reboot); +8613922221234"]
    assert shop("dial", "-", "--number", "3", "--agent", "wangmin").code == 2


def test_after_no_answer_the_other_number_is_told_and_called_next(shop, base) -> None:
    second_number(base)
    shop("next", "--agent", "wangmin")
    said = shop("outcome", "-", "no_answer", "--agent", "wangmin").out
    assert "Another number: may be tried now: callbench call " in said
    item = said.rpartition("callbench call ")[2].split()[0]
    assert "Phone: 139 2222 1234 ext. 7\n" in shop("call", item, "--agent", "wangmin", typed=".\n4\n").out
    assert "callbench call" not in shop("queue").out
    shop("undo", "--agent", "wangmin")
    other = shop("outcome", "-", "no_answer", "--agent", "wangmin", "--json").json["other_number"]
    assert (other["e164"], other["why_not"]) == ("+8613800138000", "day")
    shop("undo", "--agent", "wangmin")
    told = shop("outcome", "-", "no_answer", "--agent", "wangmin").out
    assert "Another number: not before 2026-03-06 09:00: called often enough today" in told


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        (None, 2, "No program to dial with is set"),
        (["/no/such/program", "{e164}"], 2, "there is no such program"),
        (["/", "{e164}"], 2, "cannot be started"),
        ([sys.executable, "-c", "raise SystemExit(3)"], 3, "ended with code 3"),
        ([sys.executable, "-c", "a\0b"], 2, "cannot be started"),
        (["x", "{phone}"], 2, "in braces only e164, national, ext"),
        (["x", ""], 2, "in braces only"),
        ("tel {e164}", 2, "in braces only"),
    ],
)
def test_what_cannot_dial_is_told(shop, monkeypatch, command, code, said) -> None:
    if command is not None:
        monkeypatch.setenv("CALLBENCH_DIAL_COMMAND", json.dumps(command))
    told = shop("dial", "-", "--agent", "wangmin") if command is None else None
    if told is None:
        monkeypatch.delenv("CALLBENCH_DIAL_COMMAND")
        shop("next", "--agent", "wangmin")
        monkeypatch.setenv("CALLBENCH_DIAL_COMMAND", json.dumps(command))
        told = shop("dial", "-", "--agent", "wangmin")
    assert (told.code, told.out) == (code, "")
    assert said in told.err


@pytest.mark.parametrize("e164", ["+86110", "+86120", "+8610086", "", "+861380"])
def test_emergency_and_short_numbers_are_never_dialled(shop, base, dialled, e164) -> None:
    """However they came into the base."""
    shop("next", "--agent", "wangmin")
    with closing(sqlite3.connect(base)) as db, db:
        db.execute("UPDATE phone SET e164 = ? WHERE e164 = '+8613800138000'", (e164,))
    told = shop("dial", "-", "--agent", "wangmin")
    assert (told.code, told.out) == (3, "")
    assert "no number that can be called" in told.err
    assert not dialled.exists()
    assert "Phone: no number to call; supplement the profile" in shop("next", "--agent", "wangmin").out


def test_a_program_that_goes_on_does_not_hold_the_line(shop, monkeypatch) -> None:
    monkeypatch.setattr("callbench.cli.dial._PATIENCE", 0.05)
    words = [sys.executable, "-c", "import time; time.sleep(2)"]
    monkeypatch.setenv("CALLBENCH_DIAL_COMMAND", json.dumps(words))
    shop("next", "--agent", "wangmin")
    assert shop("dial", "-", "--agent", "wangmin").code == 0
