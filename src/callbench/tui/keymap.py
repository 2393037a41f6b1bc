"""What is bound where: the keys in force, bindings of a place, and remapping by command id with clashes found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from textual.binding import Binding, BindingType

from callbench.errors import SettingsProblem
from callbench.i18n import _
from callbench.records.commands import COMMANDS, Command, known_command
from callbench.text import nearest
from callbench.tui.key_names import FORBIDDEN, KNOWN, key_name, read_key, types

LISTS = frozenset({"agents", "queue", "follow_ups", "summary", "campaigns", "plans", "outcomes", "help"})
"""Places in which the keys of lists work, too."""
TYPING = frozenset({"everywhere", "call"})
"""Places whose commands must leave alone what types, edits and answers: their keys go before those of a field."""

_NONE = "no_key"  # Textual takes an empty text for "as declared"
_in_force: dict[str, tuple[str, ...]] = {command.id: command.keys for command in COMMANDS}


def use_keys(overrides: Mapping[str, Iterable[str]], at: Mapping[str, str] | None = None) -> dict[str, str]:
    """Let the commands have these keys from now on, as `use_language` does with words; returns for Textual those that moved.

    It puts each of them in its place again at every key that is pressed. Raises SettingsProblem; see `keys_by_id`.
    """
    _in_force.update(keys_by_id(overrides, at))
    declared = {command.id: command.keys for command in COMMANDS}
    return {id_: ",".join(keys) or _NONE for id_, keys in _in_force.items() if keys != declared[id_]}


def keys_of(id_: str) -> tuple[str, ...]:
    """The keys a command has now."""
    return _in_force[id_]


def key_of(id_: str) -> str:
    """The first key of a command, as people write it; "" when it has none."""
    return key_name(_in_force[id_][0]) if _in_force[id_] else ""


def commands_of(*places: str) -> tuple[Command, ...]:
    """The commands of these places, in the order of the footer; those that are never in it last."""
    found = [command for command in COMMANDS if set(places) & set(command.where)]
    return tuple(sorted(found, key=lambda command: command.rank or 1000))


def bindings_for(place: str, *, first: Sequence[str] = ()) -> list[BindingType]:
    """Bindings of one place with the declared keys; the app's keymap puts the keys in force in their place.

    first: ids of commands that go before whatever has the focus.
    """
    return [
        Binding(
            ",".join(command.keys),
            command.action,
            command.label,
            show=bool(command.rank),
            priority=command.id in first,
            id=command.id,
        )
        for command in COMMANDS
        if place in command.where and command.keys
    ]


def keys_by_id(
    overrides: Mapping[str, Iterable[str]], at: Mapping[str, str] | None = None
) -> dict[str, tuple[str, ...]]:
    """Keys of every command after remapping. at: command id → where it was written (file and line), for messages.

    Raises SettingsProblem for an unknown id or key (naming the nearest), a command without a key of its own, a key that
    belongs to the terminal or to typing, or two commands on one key of one place.
    """
    written = at or {}
    keys = {command.id: command.keys for command in COMMANDS}
    for id_, wanted in overrides.items():
        where = written.get(id_, f"keys.{id_}")
        command = known_command(id_, written)
        if not command.keys:
            raise SettingsProblem(
                _("{id} has no key of its own: {help}").format(id=id_, help=_(command.help)), where=where
            )
        keys[id_] = tuple(dict.fromkeys(_key(name, command, where) for name in wanted))
    for place in sorted({place for command in COMMANDS for place in command.where}):
        _refuse_clashes(place, keys, written)
    return keys


def _key(name: str, command: Command, where: str) -> str:
    key = read_key(name)
    if not key:
        raise SettingsProblem(
            _("There is no key {name!r}.").format(name=name),
            where=where,
            todo=_("The nearest is {nearest!r}.").format(nearest=nearest(name, KNOWN, alike=0)),
        )
    if key in FORBIDDEN:
        raise SettingsProblem(
            _("{key!r} cannot be bound: terminals and windows use it otherwise.").format(key=name), where=where
        )
    if types(key) and key not in command.keys and TYPING & set(command.where):
        raise SettingsProblem(
            _("{key!r} types or answers in a call; {id} cannot have it.").format(key=name, id=command.id),
            where=where,
            todo=_("Take a function key, or Ctrl with a letter."),
        )
    return key


def _refuse_clashes(place: str, keys: Mapping[str, tuple[str, ...]], written: Mapping[str, str]) -> None:
    taken: dict[str, Command] = {}
    here = {"everywhere", place} | ({"list"} if place in LISTS else set())
    for command in COMMANDS:
        if not here & set(command.where):
            continue
        for key in keys[command.id]:
            if key in taken:
                one = taken[key].id
                raise SettingsProblem(
                    _("{key!r} is on two commands: {one} and {other}.").format(key=key, one=one, other=command.id),
                    where=written.get(command.id) or written.get(one) or f"keys.{command.id}",
                    todo=_("Give one of them another key."),
                )
            taken[key] = command


def keys_text(command: Command, *, every: bool = False) -> str:
    """The key of a command as the footer writes it; `every`: all of them, as the help does."""
    now = keys_of(command.id)
    if every:
        return " ".join(key_name(key) for key in now) or (_(command.shown) if command.shown else "")
    if command.shown and now == command.keys:
        return _(command.shown)
    return key_name(now[0]) if now else ""
