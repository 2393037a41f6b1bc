"""In what two scripts differ: questions added, removed, moved and renamed, and every text and condition that changed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TypeVar

from callbench.script.model import Script
from callbench.script.parts import Choice, Group
from callbench.script.telling.authored import authored
from callbench.script.telling.cells import Cells
from callbench.script.telling.pairs import Item, Pairs

Key = TypeVar("Key")
_NOT_COMPARED = frozenset({"row", "path", "name", "items", "value"})
_TEXTS = frozenset({"label", "hint", "say", "objection", "required_message", "constraint_message", "titles"})


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing in which a newer script differs from an older one.

    kind: added, removed, moved, renamed, changed. part: question, group, choice, list, script.
    path: of the question or group, `list/value` of a choice, "" of the script; in the newer one, where it is there.
    was: its path in the older one, when it was another. field, language: what changed; `columns.x` for column x.
    old, new: as their cells have it; for what was added or removed, its label. old_cell, new_cell: "" where unknown.
    """

    kind: str
    part: str
    path: str
    was: str = ""
    field: str = ""
    language: str = ""
    old: str = ""
    new: str = ""
    old_cell: str = ""
    new_cell: str = ""


def differences(
    old: Script, new: Script, old_cells: Cells | None = None, new_cells: Cells | None = None
) -> tuple[Difference, ...]:
    """All of them; none exactly when the two are the same but for id and version. Removed things come last."""
    return tuple(_Comparison(old, new, old_cells, new_cells).run())


class _Comparison:
    def __init__(self, old: Script, new: Script, old_cells: Cells | None, new_cells: Cells | None) -> None:
        self.old, self.new = old, new
        self.old_cells, self.new_cells = old_cells, new_cells
        self.pairs = Pairs(old, new)

    def run(self) -> Iterator[Difference]:
        yield from self._script()
        late = self._late()
        for item in self.pairs.new:
            before = self.pairs.before.get(item.path)
            if before is None:
                yield self._only("added", item)
            else:
                yield from self._place(before, item, late)
                yield from self._item(before, item)
        yield from self._lists()
        for item in self.pairs.old:
            if item.path not in self.pairs.after:
                yield self._only("removed", item)

    # -- questions and groups ----------------------------------------------------------------------------------

    def _only(self, kind: str, item: Item) -> Difference:
        script, cells = (self.new, self.new_cells) if kind == "added" else (self.old, self.old_cells)
        label = script.text(item.label, "")
        cell = (cells.of_item(item.path, "name") or cells.of_item(item.path, "kind")) if cells else ""
        if kind == "added":
            return Difference(kind, _part(item), item.path, new=label, new_cell=cell)
        return Difference(kind, _part(item), item.path, old=label, old_cell=cell)

    def _place(self, before: Item, item: Item, late: set[str]) -> Iterator[Difference]:
        cells = self._cells_of(before, item, "name")
        if before.name != item.name:
            yield Difference("renamed", _part(item), item.path, before.path, "name", "", before.name, item.name, *cells)
        if self.pairs.changed_group(before, item) or item.path in late:
            was = before.path if before.path != item.path else ""
            yield Difference("moved", _part(item), item.path, was, old_cell=cells[0], new_cell=cells[1])

    def _late(self) -> set[str]:
        """Paths of what stands at another place among its neighbours; as few as possible."""
        found: set[str] = set()
        for old_children, new_children in self.pairs.families():
            order = {path: place for place, path in enumerate(old_children)}
            found |= _out_of_order([(order[was], path) for was, path in new_children])
        return found

    def _item(self, before: Item, item: Item) -> Iterator[Difference]:
        was = before.path if before.path != item.path else ""
        for name, language, old, new in _changes(before, item):
            if name == "stage" and self._inherited(before, item):
                continue
            cells = self._cells_of(before, item, name, language)
            yield Difference("changed", _part(item), item.path, was, name, language, old, new, *cells)

    def _inherited(self, before: Item, item: Item) -> bool:
        """Whether the stage is said at the group, in both."""
        above, above_before = self.pairs.group_of(item), self.pairs.group_of(before, old=True)
        return bool(above and above_before and above.stage == item.stage and above_before.stage == before.stage)

    def _cells_of(self, before: Item, item: Item, field: str, language: str = "") -> tuple[str, str]:
        old, new = self.old_cells, self.new_cells
        return (
            old.of_item(before.path, field, language) if old else "",
            new.of_item(item.path, field, language) if new else "",
        )

    # -- choices and the script itself -------------------------------------------------------------------------

    def _lists(self) -> Iterator[Difference]:
        for name in sorted(self.old.lists.keys() | self.new.lists.keys()):
            if name not in self.old.lists:
                yield Difference("added", "list", name, new=self._choices(self.new, name))
            elif name not in self.new.lists:
                yield Difference("removed", "list", name, old=self._choices(self.old, name))
            else:
                yield from self._list(name, self.old.lists[name].choices, self.new.lists[name].choices)

    def _list(self, name: str, old: Sequence[Choice], new: Sequence[Choice]) -> Iterator[Difference]:
        before, after = _numbered(old), _numbered(new)
        order = {key: place for place, key in enumerate(before)}
        late = _out_of_order([(order[key], key) for key in after if key in order])
        for key, choice in after.items():
            cells = self._choice_cells(name, choice, "value")
            path = f"{name}/{choice.value}"
            if key not in before:
                yield Difference("added", "choice", path, new=self.new.text(choice.label, ""), new_cell=cells[1])
                continue
            if key in late:
                yield Difference("moved", "choice", path, old_cell=cells[0], new_cell=cells[1])
            for field, language, was, now in _changes(before[key], choice):
                cells = self._choice_cells(name, choice, field, language)
                yield Difference("changed", "choice", path, "", field, language, was, now, *cells)
        for key, choice in before.items():
            if key not in after:
                cell = self._choice_cells(name, choice, "value")[0]
                label = self.old.text(choice.label, "")
                yield Difference("removed", "choice", f"{name}/{choice.value}", old=label, old_cell=cell)

    def _choice_cells(self, name: str, choice: Choice, field: str, language: str = "") -> tuple[str, str]:
        old, new = self.old_cells, self.new_cells
        return (
            old.of_choice(name, choice.value, field, language) if old else "",
            new.of_choice(name, choice.value, field, language) if new else "",
        )

    def _choices(self, script: Script, name: str) -> str:
        return ", ".join(script.text(choice.label, "") or choice.value for choice in script.lists[name].choices)

    def _script(self) -> Iterator[Difference]:
        for name in ("titles", "languages", "root", "settings"):
            for field, language, old, new in _pairs(name, getattr(self.old, name), getattr(self.new, name)):
                cells = (
                    self.old_cells.of_setting(field, language) if self.old_cells else "",
                    self.new_cells.of_setting(field, language) if self.new_cells else "",
                )
                yield Difference("changed", "script", "", "", field, language, old, new, *cells)


def _part(item: Item) -> str:
    return "group" if isinstance(item, Group) else "question"


def _changes(old: Item | Choice, new: Item | Choice) -> Iterator[tuple[str, str, str, str]]:
    """(field, language, old, new) for every field that differs."""
    names = dict.fromkeys(each.name for record in (old, new) for each in fields(record))
    for name in names:
        if name not in _NOT_COMPARED:
            yield from _pairs(name, getattr(old, name, None), getattr(new, name, None))


def _pairs(name: str, old: object, new: object) -> Iterator[tuple[str, str, str, str]]:
    if old == new or not (old or new):
        return
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in dict.fromkeys((*old, *new)):
            if old.get(key, "") != new.get(key, ""):
                field, language = (name, key) if name in _TEXTS else (f"{name}.{key}", "")
                yield field, language, authored(old.get(key, "")), authored(new.get(key, ""))
    else:
        yield name, "", authored(old), authored(new)


def _numbered(choices: Sequence[Choice]) -> dict[tuple[str, int], Choice]:
    """By value and how often it was there before; most lists hold each value once."""
    found: dict[tuple[str, int], Choice] = {}
    for choice in choices:
        nth = 0
        while (choice.value, nth) in found:
            nth += 1
        found[choice.value, nth] = choice
    return found


def _out_of_order(places: Sequence[tuple[int, Key]]) -> set[Key]:
    """The fewest keys to take out so that the rest stands in the old order (place before, key)."""
    ends: list[int] = []
    at: list[int] = []  # which of `places` ends the best run of each length
    back: dict[int, int | None] = {}
    for n, (place, _key) in enumerate(places):
        length = bisect_left(ends, place)
        ends[length : length + 1] = [place]
        at[length : length + 1] = [n]
        back[n] = at[length - 1] if length else None
    kept: set[int] = set()
    n_: int | None = at[-1] if at else None
    while n_ is not None:
        kept.add(n_)
        n_ = back[n_]
    return {key for n, (_place, key) in enumerate(places) if n not in kept}
