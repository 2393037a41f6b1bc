"""How often each repeat is there: its instances, where their values lie, and how they are called in paths."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from callbench.script.layout import Layout, Place, numbers_of, plain_path
from callbench.script.parts import Group

MOST = 100
"""Instances of one repeat in one place; more is a mistake in a call."""
MOST_SLOTS = 20_000
"""Values of one interview, all instances together."""

Bases = tuple[int, ...]
"""Where the instances around a value begin, the outermost first: one slot for each repeat of its chain."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in one instance. slot: where its value lies. parent: its group's slot. path: with the numbers of instances.

    adds: it stands for the number of instances of a repeat, whose path then has no number of its own.
    """

    place: Place
    slot: int
    parent: int
    bases: Bases
    path: str
    adds: bool = False


class Instances:
    """The instances of the repeats of one interview.

    A slot is the index of a place, as long as it is in no repeat or in the first instance of all its repeats; further
    instances lie behind, each as a block. Instances that were taken away keep their slots, and get them back.
    """

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.size = len(layout.places)
        self.numbers: dict[tuple[int, int], int] = {}
        """(repeat, slot of the instance around it) → how many there are, where that is not as it begins."""
        self._made: dict[tuple[int, int], list[int]] = {}
        self._nth: dict[int, int] = {}  # by where it begins
        self._spots: dict[tuple[int, int], Spot] = {}

    def begins_with(self, repeat: int) -> int:
        """How many instances there are before anybody said: one, or none where it is calculated."""
        item = self.layout.places[repeat].item
        return 0 if isinstance(item, Group) and item.count else 1

    def how_many(self, repeat: int, around: Bases) -> int:
        """How many instances of `repeat` there are within the instance `around` it."""
        found = self.numbers.get((repeat, around[-1] if around else 0))
        return self.begins_with(repeat) if found is None else found

    def here(self, repeat: int, around: Bases) -> list[int]:
        """Where those that are there begin."""
        return self.made(repeat, around)[: self.how_many(repeat, around)]

    def made(self, repeat: int, around: Bases) -> list[int]:
        """Where all that ever were begin, also those taken away."""
        key = (repeat, around[-1] if around else 0)
        if key not in self._made:
            first = self._within(repeat, around)
            self._made[key], self._nth[first] = [first], 1
        return self._made[key]

    def nth(self, repeat: int, bases: Bases) -> int:
        """Which instance of `repeat` its bases lead to, from 1."""
        self.made(repeat, bases[:-1])
        return self._nth[bases[-1]]

    def _within(self, index: int, around: Bases) -> int:
        """The slot of a place within the block of the instance `around` it, whatever repeats lie between."""
        return around[-1] + index - self.layout.chains[index][len(around) - 1] if around else index

    def make(self, repeat: int, around: Bases, number: int) -> list[Bases]:
        """Have room for `number` instances, at most MOST, be they there or not; the bases of the new ones."""
        found = self.made(repeat, around)
        new: list[Bases] = []
        size = self.layout.sizes[repeat]
        while len(found) < min(number, MOST) and self.size + size <= MOST_SLOTS:
            new.append((*around, self.size))
            found.append(self.size)
            self._nth[self.size] = len(found)
            self.size += size
        return new

    def set_number(self, repeat: int, around: Bases, number: int, *, said: bool = False) -> None:
        """Have `number` instances there, as far as there is room. said: by the agent, so that it is kept in any case."""
        key = (repeat, around[-1] if around else 0)
        self.numbers[key] = min(number, len(self.made(repeat, around)))
        if not said and self.numbers[key] == self.begins_with(repeat):
            del self.numbers[key]

    def all_bases(self, chain: Sequence[int], around: Bases = (), picks: Sequence[float | None] = ()) -> list[Bases]:
        """The bases of every instance of the last repeat of `chain` within `around`.

        picks: for the repeats behind `around` which one is meant, from 1; None for each of them.
        """
        found = [around]
        for level in range(len(around), len(chain)):
            pick = picks[level - len(around)] if picks else None
            following: list[Bases] = []
            for bases in found:
                starts = self.here(chain[level], bases)
                if pick is not None:
                    starts = starts[int(pick) - 1 : int(pick)] if 1 <= pick <= len(starts) else []
                following += [(*bases, start) for start in starts]
            found = following
        return found

    def slots(self, index: int, around: Bases, picks: Sequence[float | None] = ()) -> Iterator[int]:
        """Where the values of a place lie in every instance within `around`."""
        chain = self.layout.chains[index]
        for bases in self.all_bases(chain, around, picks):
            yield bases[-1] + index - chain[-1] if bases else index

    def spots(self, indexes: Iterable[int]) -> list[Spot]:
        """The spots of these places in order, each in all its instances; -n is the number of instances of repeat n."""
        chains = self.layout.chains
        known: dict[tuple[int, ...], list[Bases]] = {(): [()]}
        found = []
        for index in indexes:
            chain = chains[abs(index)] if index >= 0 else chains[-index][:-1]
            if chain not in known:
                known[chain] = self.all_bases(chain)
            found += [self.spot(index, bases) for bases in known[chain]]
        return found

    def in_order(self, *, every: bool = False) -> list[Spot]:
        """The questions as an agent sees them, instance by instance, behind each repeat the spot that adds to it.

        every: also the instances that were taken away.
        """
        found: list[Spot] = []
        self._walk(1, len(self.layout.places), (), found, self.made if every else self.here)
        return found

    def _walk(
        self, start: int, end: int, bases: Bases, found: list[Spot], begins: Callable[[int, Bases], list[int]]
    ) -> None:
        index = start
        while index < end:
            place = self.layout.places[index]
            if not isinstance(place.item, Group):
                found.append(self.spot(index, bases))
            elif place.item.repeat:
                behind = index + self.layout.sizes[index]
                for begin in begins(index, bases):
                    self._walk(index + 1, behind, (*bases, begin), found, begins)
                found.append(self.spot(-index, bases))
                index = behind
                continue
            index += 1

    def spot(self, index: int, bases: Bases) -> Spot:
        """The spot of a place in one instance; -n is that which adds to repeat n."""
        key = (index, bases[-1] if bases else 0)
        if key not in self._spots:
            place = self.layout.places[abs(index)]
            above = self.layout.chains[place.parent]
            slot = self._within(place.index, bases)
            parent = self._within(place.parent, bases[: len(above)])
            self._spots[key] = Spot(place, slot, parent, bases, self._path(place, bases), index < 0)
        return self._spots[key]

    def _path(self, place: Place, bases: Bases) -> str:
        if place.item is None:
            return ""
        path, chain = place.item.path, self.layout.chains[place.index]
        for level in range(len(bases) - 1, -1, -1):
            repeat = self.layout.places[chain[level]].item
            assert repeat is not None
            number = self.nth(chain[level], bases[: level + 1])
            path = f"{path[: len(repeat.path)]}[{number}]{path[len(repeat.path) :]}"
        return path

    def find(self, path: str) -> Spot | None:
        """The spot at a path with numbers, also of an instance that was taken away; None when there is none."""
        place = self.layout.at.get(plain_path(path))
        if place is None:
            return None
        chain, numbers = self.layout.chains[place.index], numbers_of(path)
        adds = isinstance(place.item, Group) and place.item.repeat and len(numbers) == len(chain) - 1
        if len(numbers) != len(chain) and not adds:
            return None
        bases: Bases = ()
        for repeat, number in zip(chain, numbers, strict=False):
            made = self.made(repeat, bases)
            if not 1 <= number <= len(made):
                return None
            bases = (*bases, made[number - 1])
        found = self.spot(-place.index if adds else place.index, bases)
        return found if found.path == path else None
