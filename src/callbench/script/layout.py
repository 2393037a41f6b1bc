"""Where everything in a script is: places numbered in order, found by path and by name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from callbench.script.parts import Group, Question
from callbench.script.xpath.errors import ExprError
from callbench.script.xpath.syntax import Path, Step
from callbench.text import nearest

_BARE = frozenset({"today", "now", "true", "false", "position", "last", "random"})
"""Functions whose brackets are left out easily."""
_INDEX = re.compile(r"\[([0-9]{1,4})\]")


@dataclass(frozen=True, slots=True)
class Place:
    """One question or group; place 0 is the whole script. parent: index of its group. number: as shown, 0 for none."""

    index: int
    parent: int
    item: Question | Group | None
    number: int = 0

    @property
    def question(self) -> Question:
        assert isinstance(self.item, Question)
        return self.item


class Layout:
    """All places of a script, in order.

    chains: for each place the repeats it lies in, by index, the outermost first; a repeat is the last of its own.
    sizes: for each repeat how many places an instance of it takes, itself included.
    """

    def __init__(self, items: Iterable[Question | Group], root: str) -> None:
        self.root = root
        self.places: list[Place] = [Place(0, 0, None)]
        self.chains: list[tuple[int, ...]] = [()]
        self.sizes: dict[int, int] = {}
        self._number = 0
        self._inside: dict[int, dict[str, int]] = {0: {}}
        self._named: dict[str, list[int]] = {}
        self._lay(items, 0)
        self.questions = [place for place in self.places if isinstance(place.item, Question)]
        self.at = {place.item.path: place for place in self.places if place.item}

    def _lay(self, items: Iterable[Question | Group], parent: int) -> None:
        for item in items:
            asked = isinstance(item, Question) and item.asked
            self._number += asked
            place = Place(len(self.places), parent, item, self._number if asked else 0)
            self.places.append(place)
            repeats = isinstance(item, Group) and item.repeat
            self.chains.append((*self.chains[parent], place.index) if repeats else self.chains[parent])
            self._inside[parent].setdefault(item.name, place.index)
            self._named.setdefault(item.name, []).append(place.index)
            if isinstance(item, Group):
                self._inside[place.index] = {}
                self._lay(item.items, place.index)
                if repeats:
                    self.sizes[place.index] = len(self.places) - place.index

    def named(self, name: str, at: int = 0) -> Place:
        """The only place of this name; ExprError when there is none or several."""
        found = self._named.get(name, [])
        if len(found) == 1:
            return self.places[found[0]]
        if found:
            raise ExprError("ambiguous-name", at, name=name)
        if name.startswith("last-saved#"):
            raise ExprError("last-saved", at)
        raise ExprError("no-such-question", at, nearest(name, self._named), name=name)

    def inside(self, index: int) -> dict[str, int]:
        """What lies directly in a group, by name."""
        return self._inside.get(index, {})

    def below(self, place: Place) -> list[Place]:
        """Every place inside a group, the group itself not."""
        last = place.index
        inside = {place.index}
        for other in self.places[place.index + 1 :]:
            if other.parent not in inside:
                break
            inside.add(other.index)
            last = other.index
        return self.places[place.index + 1 : last + 1]

    def shared(self, one: tuple[int, ...], other: tuple[int, ...]) -> int:
        """How many repeats two chains have in common, from the outermost on."""
        together = 0
        for mine, theirs in zip(one, other, strict=False):
            if mine != theirs:
                break
            together += 1
        return together

    def walk(self, start: Place | None, path: Path) -> Place | None:
        """Where a plain path leads, None when it is not plain (axes, predicates, wildcards) or leads above the root.

        start: where a relative path begins; None is above the root, where absolute ones begin. ExprError for a wrong name.
        """
        found = self.trace(start, path)
        return found[0] if found else None

    def trace(self, start: Place | None, path: Path) -> tuple[Place | None, Place | None] | None:
        """Where a plain path leads and the highest place on its way, None when it is not plain.

        start: where a relative path begins; None is above the root, where absolute ones begin. ExprError for a wrong name.
        """
        here = highest = start
        for step in path.steps:
            if step.predicates or step.test.prefix:
                return None
            if step.axis == "parent" and step.test.kind == "node":
                here = highest = self.places[here.parent] if here and here.index else None
            elif step.axis == "child" and step.test.kind == "name" and step.test.name != "*":
                here = self._child(here, step, alone=path.start == "" and len(path.steps) == 1)
            elif not (step.axis == "self" and step.test.kind == "node"):
                return None
        return here, highest

    def _child(self, here: Place | None, step: Step, *, alone: bool) -> Place:
        name = step.test.name
        if here is None:
            if name == self.root:
                return self.places[0]
            raise ExprError("no-such-path", step.at, self.root, path="/" + name)
        inside = self.inside(here.index)
        if name in inside:
            return self.places[inside[name]]
        raise self.unknown(step, inside, alone=alone)

    def unknown(self, step: Step, inside: Iterable[str], *, alone: bool = False) -> ExprError:
        """What is wrong with a step to a name that is not there; inside: the names that are. alone: it is the whole path."""
        name = step.test.name
        if name == "null":
            return ExprError("null", step.at, "''")
        if name in self._named:  # a path finds only what lies beside it
            return ExprError("no-such-question", step.at, f"${{{name}}}", name=name)
        hint = f"{name}()" if name in _BARE else nearest(name, inside) or nearest(name, self._named)
        hint = hint or (f"'{name}'" if alone else "")  # a word without its quotation marks
        return ExprError("no-such-question", step.at, hint, name=name)


def plain_path(path: str) -> str:
    """The path of a question in the script, of one in an interview: `visits[2]/effect` → `visits/effect`."""
    return _INDEX.sub("", path) if "[" in path else path


def numbers_of(path: str) -> tuple[int, ...]:
    """The instances a path names: `visits[2]/items[1]/price` → (2, 1)."""
    return tuple(map(int, _INDEX.findall(path)))
