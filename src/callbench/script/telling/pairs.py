"""Which question of a newer script is which of an older one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from callbench.script.model import Script
from callbench.script.parts import Group, Question, flat

Item = Question | Group


class Pairs:
    """Matches of two scripts: by path, else by a name only one of each has, else by the words of the question.

    old, new: all questions and groups in order. before: path in the newer → the item in the older; after: the reverse.
    """

    def __init__(self, old: Script, new: Script) -> None:
        self.old, self.new = (tuple(item for item, _depth in flat(script.items)) for script in (old, new))
        self.before: dict[str, Item] = {}
        self.after: dict[str, Item] = {}
        self._old_at = {item.path: item for item in self.old}
        self._new_at = {item.path: item for item in self.new}
        for item in self.new:
            found = self._old_at.get(item.path)
            if found is not None and type(found) is type(item):
                self._match(found, item)
        self._match_by(lambda item: (type(item), item.name))
        self._match_by(lambda item: (type(item), getattr(item, "kind", ""), *sorted(item.label.items())), 3)

    def _match(self, old: Item, new: Item) -> None:
        self.before[new.path], self.after[old.path] = old, new

    def _match_by(self, key: Callable[[Item], tuple[object, ...]], least: int = 0) -> None:
        """Match what is left and has a key of its own on both sides, of more than `least`-1 parts."""
        left = [[item for item in self.old if item.path not in self.after]]
        left.append([item for item in self.new if item.path not in self.before])
        counts = [Counter(map(key, items)) for items in left]
        known = {key(item): item for item in left[0] if counts[0][key(item)] == 1}
        for item in left[1]:
            own = key(item)
            if len(own) >= least and counts[1][own] == 1 and own in known:
                self._match(known[own], item)

    def group_of(self, item: Item, *, old: bool = False) -> Item | None:
        """The group `item` stands in, None at the top. old: item is of the older script."""
        return (self._old_at if old else self._new_at).get(item.path.rpartition("/")[0])

    def changed_group(self, old: Item, new: Item) -> bool:
        """Whether a matched item stands in another group than before."""
        above, above_before = self.group_of(new), self.group_of(old, old=True)
        if above is None or above_before is None:
            return above is not above_before
        return self.before.get(above.path) is not above_before

    def families(self) -> Iterator[tuple[list[str], list[tuple[str, str]]]]:
        """For each group that is in both, and for the top: the paths of its items before, and (before, now) of those
        that stayed in it, in the new order.
        """
        for above in (None, *self.new):
            if above is not None and (not isinstance(above, Group) or above.path not in self.before):
                continue
            before = None if above is None else self.before[above.path]
            old = [item.path for item in self.old if self.group_of(item, old=True) is before]
            now = [
                (self.before[item.path].path, item.path)
                for item in self.new
                if self.group_of(item) is above and item.path in self.before and self.before[item.path].path in old
            ]
            yield old, now
