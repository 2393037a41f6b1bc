"""What is bound where: bindings of a place, names of keys, and remapping by command id with clashes found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from textual.binding import Binding, BindingType

from callbench.errors import SettingsProblem
from callbench.i18n import N_, _
from callbench.text import nearest
from callbench.tui.commands import COMMANDS, Command

BY_ID = {command.id: command for command in COMMANDS}
# They are Enter, Tab, Backspace and Escape on a terminal; F11 belongs to the window, Ctrl+C to copying.
FORBIDDEN = frozenset({"ctrl+m", "ctrl+i", "ctrl+h", "ctrl+left_square_bracket", "ctrl+[", "f11", "ctrl+c"})
_KEY_NAMES = {
    "enter": N_("Enter"), "escape": "Esc", "tab": "Tab", "shift+tab": "Shift+Tab", "up": N_("Up"), "down": N_("Down"),
    "left": N_("Left"), "right": N_("Right"), "pageup": "PgUp", "pagedown": "PgDn", "home": "Home", "end": "End",
    "slash": "/", "space": N_("Space"), "question_mark": "?", "delete": "Del",
}  # fmt: skip


def commands_of(*places: str) -> tuple[Command, ...]:
    """The commands of these places, in the order of the footer; those that are never in it last."""
    found = [command for command in COMMANDS if set(places) & set(command.where)]
    return tuple(sorted(found, key=lambda command: command.rank or 1000))


def bindings_for(place: str, overrides: Mapping[str, Iterable[str]] | None = None) -> list[BindingType]:
    """Bindings of one place, with keys of `overrides` (command id → keys) in place of the declared ones.

    Raises SettingsProblem for an unknown id (naming the nearest), a forbidden key, or two commands on one key.
    """
    keys = keys_by_id(overrides or {})
    return [
        Binding(",".join(keys[command.id]), command.action, command.label, show=bool(command.rank), id=command.id)
        for command in COMMANDS
        if place in command.where and keys[command.id]
    ]


def keys_by_id(overrides: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """Keys of every command after remapping; see `bindings_for` for what is refused."""
    keys = {command.id: command.keys for command in COMMANDS}
    for id_, wanted in overrides.items():
        if id_ not in keys:
            raise SettingsProblem(
                _("There is no command {id!r}.").format(id=id_),
                where="keys",
                todo=_("The nearest is {nearest!r}.").format(nearest=nearest(id_, keys, alike=0)),
            )
        keys[id_] = tuple(wanted)
        for key in keys[id_]:
            if key in FORBIDDEN:
                raise SettingsProblem(
                    _("{key!r} cannot be bound: terminals and windows use it otherwise.").format(key=key),
                    where=f"keys.{id_}",
                )
    for place in sorted({place for command in COMMANDS for place in command.where}):
        _refuse_clashes(place, keys)
    return keys


def _refuse_clashes(place: str, keys: Mapping[str, tuple[str, ...]]) -> None:
    taken: dict[str, Command] = {}
    here = {"everywhere", place}
    for command in COMMANDS:
        if not here & set(command.where):
            continue
        for key in keys[command.id]:
            if key in taken:
                raise SettingsProblem(
                    _("{key!r} is on two commands: {one} and {other}.").format(
                        key=key, one=taken[key].id, other=command.id
                    ),
                    where=f"keys.{command.id}",
                    todo=_("Give one of them another key."),
                )
            taken[key] = command


def key_name(key: str) -> str:
    """How a key is written for people: F2, Enter, ^P, /, G."""
    if key in _KEY_NAMES:
        return _(_KEY_NAMES[key])
    if key.startswith("ctrl+"):
        return "^" + key.removeprefix("ctrl+").upper()
    return key.upper() if key[0] == "f" and key[1:].isdigit() else key


def keys_text(command: Command, keys: Iterable[str] | None = None, *, every: bool = False) -> str:
    """The key of a command as the footer writes it; `every`: all of them, as the help does."""
    now = tuple(command.keys if keys is None else keys)
    if every:
        return " ".join(key_name(key) for key in now) or (_(command.shown) if command.shown else "")
    if command.shown and now == command.keys:
        return _(command.shown)
    return key_name(now[0]) if now else ""
