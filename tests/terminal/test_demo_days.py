"""The demo shop on another day and at night, in a real terminal."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from .pseudo import Terminal

MADE, LATER = "from 2026-03-05T10:00", "from 2026-03-08T10:00"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    found = tmp_path / "shop.db"
    made = Terminal("--db", str(found), "demo", "--no-open", "--customers", "6", env={"CALLBENCH_NOW": MADE})
    assert made.end() == 0
    return found


def open_later(base: Path) -> Terminal:
    terminal = Terminal("--db", str(base), "--lang", "en", "demo", env={"CALLBENCH_NOW": LATER})
    terminal.wait("made on 2026-03-05")
    return terminal


def leave(terminal: Terminal) -> None:
    terminal.press("f10")
    assert terminal.end() == 0


def test_a_demo_of_another_day_goes_on_when_wanted(base: Path) -> None:
    terminal = open_later(base)
    terminal.press("enter")
    terminal.wait("Who works here?", "王敏")
    leave(terminal)
    assert [path.name for path in base.parent.glob("*.db")] == ["shop.db"]


def test_a_demo_of_another_day_makes_room_for_a_new_one_when_wanted(base: Path) -> None:
    terminal = open_later(base)
    terminal.press("n", "enter")
    terminal.wait("Who works here?", "王敏")
    leave(terminal)
    assert sorted(path.name for path in base.parent.glob("*.db")) == ["shop-2026-03-05.db", "shop.db"]
    again = Terminal("--db", str(base), "--lang", "en", "demo", env={"CALLBENCH_NOW": LATER})
    again.wait("Who works here?", "王敏")  # of today: nothing is asked
    leave(again)


def test_at_night_the_demo_still_has_somebody_to_call(tmp_path: Path) -> None:
    now = datetime.now(ZoneInfo("Asia/Shanghai"))
    hours = ("13:00", "20:00") if now.hour < 12 else ("06:00", "11:30")
    night = {"CALLBENCH_CALLS_FROM": hours[0], "CALLBENCH_CALLS_UNTIL": hours[1]}
    terminal = Terminal("--db", str(tmp_path / "shop.db"), "--lang", "en", "demo", env=night)
    terminal.wait("Who works here?", "clock shifted")
    terminal.press("3")
    terminal.wait("Yours:")
    terminal.press("f2")
    terminal.wait("required")
    leave(terminal)
