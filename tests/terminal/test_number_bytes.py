"""Copying and dialling in a pseudo-terminal: the bytes that reach it, and those that must not."""

from __future__ import annotations

import base64
import json
import re
import sys
from pathlib import Path

import pytest

from .pseudo import Terminal

pytestmark = [pytest.mark.pty, pytest.mark.xdist_group("pty")]
COPIED = re.compile(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)(?:\x07|\x1b\\)")


def test_the_number_goes_to_the_clipboard_and_to_the_program_and_nothing_of_it_to_the_screen(tmp_path: Path) -> None:
    made = tmp_path / "dialled"
    code = "import sys; open(sys.argv[1], 'w').write(sys.argv[2]); sys.stdout.write('NOISE'); sys.stderr.write('NOISE')"
    world = {
        "CALLBENCH_NOW": "from 2026-03-05T10:00",
        "CALLBENCH_DIAL_COMMAND": json.dumps([sys.executable, "-c", code, str(made), "{e164}"]),
        "TERM_PROGRAM": "", "TMUX": "",
    }  # fmt: skip
    terminal = Terminal("--db", str(tmp_path / "shop.db"), "--lang", "en", "--agent", "wangmin", "demo", env=world)
    terminal.wait("Yours:")
    terminal.press("f2")
    terminal.wait("required")
    terminal.raw = b""
    terminal.press("\x19")  # Ctrl+Y
    terminal.wait("clipboard")
    (copied,) = COPIED.findall(terminal.raw)
    number = base64.b64decode(copied).decode()
    assert re.fullmatch(r"\+\d{8,15}", number)
    assert number.encode() not in terminal.raw  # on the screen it stays masked
    terminal.press("\x04")  # Ctrl+D
    terminal.wait("Dialling with")
    terminal.until(lambda: made.exists() and made.read_text() == number, "the program to get the number")
    terminal.read(0.3)
    assert b"NOISE" not in terminal.raw
    terminal.press("f10")
    assert terminal.end() == 0
