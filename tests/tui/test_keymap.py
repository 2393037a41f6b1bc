"""Every command is declared once; keys, footer, help and palette follow it; remapping finds clashes and unknown ids."""

from __future__ import annotations

import pytest

from callbench import i18n
from callbench.errors import SettingsProblem
from callbench.i18n import _
from callbench.records.commands import BY_ID, COMMANDS
from callbench.tui.key_names import FORBIDDEN, key_name
from callbench.tui.keymap import commands_of, key_of, keys_by_id, keys_text, use_keys

PLACES = sorted({place for command in COMMANDS for place in command.where})


def test_ids_are_unique_and_every_command_is_explained() -> None:
    assert len(BY_ID) == len(COMMANDS)
    for command in COMMANDS:
        assert command.label
        assert command.help.endswith(".")


@pytest.mark.parametrize("place", PLACES)
def test_no_key_is_taken_twice_or_belongs_to_the_terminal(place: str) -> None:
    keys = [key for command in commands_of(place, "everywhere") for key in command.keys]
    assert len(keys) == len(set(keys))
    assert not FORBIDDEN & set(keys)


@pytest.mark.parametrize("place", ["agents", "queue", "follow_ups", "call", "summary"])
def test_what_is_essential_needs_no_letter(place: str) -> None:
    """Letters do not arrive while an input method is composing: each footer command has another key as well."""
    for command in commands_of(place, "everywhere"):
        if command.rank and command.keys:
            assert [key for key in command.keys if len(key) > 1], command.id


def test_messages_are_complete_in_chinese() -> None:
    i18n.use_language("zh_CN")
    assert [command.id for command in COMMANDS if _(command.help) == command.help] == []


def test_keys_are_remapped_by_id() -> None:
    keys = keys_by_id({"queue.summary": ("F18", "^E", "f18"), "queue.leave": ()})
    assert keys["queue.summary"] == ("f18", "ctrl+e")
    assert keys["queue.follow_ups"] == ("f3",)
    assert keys["queue.leave"] == ()


def test_two_commands_may_change_places() -> None:
    keys = keys_by_id({"call.outcome": ("f3",), "call.follow_up": ("f2",)})
    assert (keys["call.outcome"], keys["call.follow_up"]) == (("f3",), ("f2",))


@pytest.mark.parametrize(
    ("overrides", "told"),
    [
        ({"queue.sumary": ("f18",)}, "queue.summary"),
        ({"queue.summary": ("f3",)}, "queue.follow_ups"),
        ({"queue.summary": ("f1",)}, "app.help"),
        ({"queue.summary": ("ctrl+m",)}, "ctrl+m"),
        ({"queue.summary": ("ctrl+c",)}, "ctrl+c"),
        *(({"queue.summary": (key,)}, "cannot be bound") for key in ("Ctrl+I", "^h", "ctrl+[", "^[", "F11")),
        ({"queue.summary": ("f2f",)}, "f2"),
        ({"queue.summary": ("ctrl+enterr",)}, "There is no key"),
        ({"queue.summary": ("j",)}, "list.down"),
        ({"call.note": ("n",)}, "types or answers"),
        ({"call.note": ("7",)}, "types or answers"),
        ({"call.note": ("enter",)}, "types or answers"),
        ({"app.help": ("?",)}, "types or answers"),
        ({"call.answer": ("f18",)}, "call.answer has no key of its own"),
        ({"call.outcome": ("f18",), "call.note": ("f18",)}, "call.outcome and call.note"),
    ],
)
def test_what_cannot_be_remapped_says_why(overrides: dict[str, tuple[str, ...]], told: str) -> None:
    with pytest.raises(SettingsProblem) as caught:
        keys_by_id(overrides, {id_: f"settings.toml:{n}" for n, id_ in enumerate(overrides, 1)})
    assert told in f"{caught.value.what} {caught.value.todo}"
    assert caught.value.where.startswith("settings.toml:")


def test_keys_are_written_for_people() -> None:
    i18n.use_language("zh_CN")
    assert [key_name(key) for key in ("f2", "enter", "ctrl+p", "slash", "G", "escape")] == [
        "F2",
        "回车",
        "^P",
        "/",
        "G",
        "Esc",
    ]
    assert keys_text(BY_ID["queue.group_next"]) == "左右键"
    assert keys_text(BY_ID["queue.summary"], every=True) == "F7 s"
    try:
        use_keys({"queue.group_next": ("f18",), "queue.summary": (",",), "queue.leave": ()})
        assert keys_text(BY_ID["queue.group_next"]) == "F18"
        assert (key_of("queue.summary"), key_of("queue.leave")) == (",", "")
    finally:
        use_keys({})
    assert keys_text(BY_ID["queue.group_next"]) == "左右键"
