"""Keys of the settings' table `[keys]` are what is bound, written in the footer, the help, the palette and beside the fields."""

from __future__ import annotations

import pytest
from call_shop import EIGHT, Shop, in_call, rows

from callbench.config import load_settings
from callbench.errors import SettingsProblem
from callbench.tui.app import BenchApp
from callbench.tui.keymap import use_keys

KEYS = {
    "call.outcome": ("f13",), "call.follow_up": ("f2",), "call.note": ("f15",), "call.reveal": ("f7",), "call.refuse": ("f17",),
    "queue.take": ("f18", "enter"), "app.help": ("f14",), "queue.agent": ("a",), "queue.undo": ("f16",), "app.quit": ("ctrl+q",),
}  # fmt: skip


@pytest.fixture(autouse=True)
def declared_again():
    yield
    use_keys({})


@pytest.fixture
def base(tmp_path):
    return tmp_path / "shop.db"


async def test_a_call_on_other_keys(stage, base) -> None:
    async with stage(lambda bench: Shop(bench, EIGHT), size=(120, 36), keys=KEYS, language="en") as s:
        shown = await s.press("f18")
        assert "F13 Outcome" in shown
        assert "F2 Follow-up" in shown
        assert "F7 show" in shown
        await s.press("f7")
        assert "138 1234 5678" in s.text
        await s.press("f15")
        assert "Note to this call" in s.text
        await s.press("f15")
        assert "Note to this call" not in s.text
        await s.press("f2")
        assert "F2 only me / anyone" in s.text
        await s.press("f2")
        assert "anyone" in s.text
        await s.press("escape", "f14")
        assert "Help" in s.text
        assert any(line.split()[:2] == ["F13", "Outcome"] for line in s.lines)
        await s.press("f14", "ctrl+p", *"outcome")
        assert "F13" in s.text
        await s.press("escape", "f13", "2")
        assert "F16" in s.lines[0]
        assert len(rows(base, "SELECT id FROM attempt")) == 1
        await s.press("f16")
        assert rows(base, "SELECT id FROM attempt") == []
        shown = await s.press("1", "5", "f17")
        assert "does not know / refuses" in shown
        assert "question 4 of 8" in shown


async def test_the_key_that_was_taken_away_does_nothing(stage) -> None:
    async with in_call(stage, keys={"call.note": ()}) as s:
        await s.press("f8")
        assert len(s.app.screen_stack) == 2
        assert "备注" not in s.lines[-1]


def test_a_wrong_table_names_file_and_line_before_anything_is_shown(tmp_path, clock) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('[shop]\nname = "x"\n\n[keys]\n"call.note" = "f13"\n"call.outcme" = ["f2"]\n', "utf-8")
    settings = load_settings({"CALLBENCH_CONFIG": str(path)})
    with pytest.raises(SettingsProblem) as caught:
        BenchApp(lambda: None, settings, clock, "en")
    assert caught.value.where == f"{path}:6"
    assert "call.outcome" in caught.value.todo
