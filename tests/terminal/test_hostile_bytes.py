"""What the real program sends to a terminal while it shows a base full of hostile texts: nothing that came from them."""

from __future__ import annotations

import re
import shutil
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from callbench.clock import FixedClock
from callbench.config import load_settings
from callbench.desk.bench import open_bench

from .pseudo import Terminal

sys.path.append(str(Path(__file__).parent.parent / "tui"))
from call_shop import EIGHT, Shop
from hostile import HOSTILE
from hostile_shop import fill

pytestmark = [pytest.mark.pty, pytest.mark.xdist_group("pty")]
NOW = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)
# A control sequence (parameters, final byte), a string (OSC, DCS, APC, PM, SOS) up to its end, any other escape.
SEQUENCE = re.compile(rb"\x1b\[([0-?]*)([ -/]*[@-~])|\x1b([\]P_^X].*?)(?:\x07|\x1b\\)|\x1b([ -/]*[0-~])", re.DOTALL)


def made(path: Path, fill_with) -> Path:
    with open_bench(path, load_settings({}), FixedClock(NOW)) as bench:
        fill_with(bench)
    return path


def walked(base: Path) -> bytes:
    """Every byte sent while somebody goes through queue, call, panels, follow-ups and summary."""
    terminal = Terminal("--db", str(base), "--lang", "en", "--agent", "wangmin", env={"CALLBENCH_NOW": NOW.isoformat()})
    terminal.wait("Yours:")
    terminal.draws = False
    for keys in (
        ("G", "f6", "esc", "f3", "esc", "f7", "esc"), ("f2",), ("down",) * 6, ("f5", "\x1b[6~", "esc"), ("f6", "esc"), ("f2", "esc"), ("f4", "esc"),
        ("ctrl+g", "esc"), ("ctrl+b", "esc"), ("f12", "down", "esc"), ("ctrl+o", "ctrl+o"), ("ctrl+l", "enter", "esc"),
        *((("f2", "2"), ("f5", "esc"), ("ctrl+g", "esc")) * 6), ("f1", "esc"), ("ctrl+p", "esc"),
    ):  # fmt: skip
        for key in keys:
            terminal.press(key)
            terminal.read(0.25 if key == "esc" else 0.1)  # an Escape is only one when nothing follows it at once
    terminal.press("f10")
    assert terminal.end() == 0, terminal.raw[-3000:].decode(errors="replace")
    return terminal.raw


def kinds(raw: bytes) -> set[bytes]:
    """The sequences by what they do: a control sequence without its numbers, a string whole."""
    found = set()
    for sequence in SEQUENCE.finditer(raw):
        numbers, final, string, other = sequence.groups()
        found.add(re.sub(rb"[0-9;:]", b"", numbers) + final if final else string or other)
    return found


def test_nothing_of_the_texts_steers_the_terminal(tmp_path: Path) -> None:
    bases = made(tmp_path / "calm.db", lambda bench: Shop(bench, EIGHT)), made(tmp_path / "hostile.db", fill)
    with ThreadPoolExecutor() as side_by_side:
        calm, raw = side_by_side.map(walked, bases)
    assert len(raw) > 20_000
    assert kinds(raw) <= kinds(calm)
    told = SEQUENCE.sub(b"", raw).decode("utf-8")
    assert "\x1b" not in told
    unseen = {char for char in told if unicodedata.category(char) in ("Cc", "Cf") and char not in "\r\n\u200c"}
    assert not unseen
    assert any("[@click=" in told for _each in HOSTILE), "the texts were on the screen"


def test_no_colour_is_sent_where_none_is_wanted(tmp_path: Path) -> None:
    base = made(tmp_path / "calm.db", lambda bench: Shop(bench, EIGHT))
    for colours in ({"NO_COLOR": "1"}, {"NO_COLOR": ""}):
        copy = shutil.copy(base, tmp_path / f"copy{colours['NO_COLOR']}.db")
        terminal = Terminal(
            "--db", str(copy), "--lang", "en", "--agent", "wangmin", env={"CALLBENCH_NOW": NOW.isoformat()} | colours
        )
        terminal.wait("Yours:")
        terminal.press("f2")
        terminal.wait("required left")
        terminal.press("1")
        terminal.wait("question 2 of 8")
        terminal.press("f2")
        terminal.wait("How did the call end?")
        terminal.press("esc")
        terminal.wait_gone("How did the call end?")
        terminal.press("f10")
        assert terminal.end() == 0
        sent = {
            number
            for sequence in SEQUENCE.finditer(terminal.raw)
            if sequence[2] == b"m"
            for number in sequence[1].split(b";")
        }
        coloured = sent & {b"38", b"48", *(str(n).encode() for n in (*range(30, 38), *range(40, 48), *range(90, 108)))}
        assert bool(coloured) == (not colours["NO_COLOR"]), colours
