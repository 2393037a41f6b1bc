"""In which order places are counted, so that each finds what it reads already counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from callbench.script.layout import Place


class Cycle(Exception):
    """Places that depend on each other in a circle, by index; the first one is repeated at the end."""

    def __init__(self, around: tuple[int, ...]) -> None:
        super().__init__(around)
        self.around = around


@dataclass(slots=True)
class Needs:
    """What each place reads, by index. reads: for its relevance and calculation.

    filters: for its choice filter. counts: for the number of a repeat's instances.
    """

    reads: dict[int, set[int]] = field(default_factory=dict)
    filters: dict[int, set[int]] = field(default_factory=dict)
    counts: dict[int, set[int]] = field(default_factory=dict)


@dataclass(slots=True)
class Order:
    """indexes: each behind its group and behind what it reads; -n stands for the number of instances of repeat n.

    loose: questions whose filter looks at what follows from their own answer: it only decides what is offered.
    late: repeats that go on until an answer inside them says stop: they are counted last, and everything again.
    """

    indexes: list[int]
    loose: set[int]
    late: set[int]


def in_dependency_order(places: Sequence[Place], needs: Needs) -> Order:
    """The order of `places`, as the script has them otherwise; place 0, the whole script, comes first. Raises Cycle."""
    loose: set[int] = set()
    late: set[int] = set()
    while True:
        try:
            return Order(_sorted(places, needs, loose, late) + [-index for index in sorted(late)], loose, late)
        except Cycle as cycle:
            if not _loosened(cycle.around, needs, loose, late):
                raise Cycle(tuple(abs(index) for index in cycle.around)) from None


def _loosened(around: tuple[int, ...], needs: Needs, loose: set[int], late: set[int]) -> bool:
    """Whether a circle is opened: at a filter, or at a number of instances."""
    for index, need in pairwise(around):
        if need in needs.filters.get(index, ()) and need not in needs.reads.get(index, ()) and index not in loose:
            loose.add(index)
            return True
    for index in around:
        if index < 0:
            late.add(-index)
            return True
    return False


def _sorted(places: Sequence[Place], needs: Needs, loose: set[int], late: set[int]) -> list[int]:
    order: list[int] = []
    state: dict[int, int] = {}  # 1: waiting for what it reads, 2: done

    def needed(index: int) -> list[int]:
        above = [places[abs(index)].parent] if index else []
        if index < 0:
            return above + sorted(needs.counts.get(-index, ()))
        if index in needs.counts and index not in late:
            above.append(-index)
        wanted = needs.reads.get(index, set())
        if index in needs.filters and index not in loose:
            wanted = wanted | needs.filters[index]
        return above + sorted(wanted)

    for place in places:
        if state.get(place.index):
            continue
        todo = [(place.index, iter(needed(place.index)))]
        state[place.index] = 1
        while todo:
            index, wanted = todo[-1]
            for need in wanted:
                if state.get(need) == 1:
                    waiting = [each for each, _rest in todo]
                    raise Cycle((*waiting[waiting.index(need) :], need))
                if not state.get(need):
                    state[need] = 1
                    todo.append((need, iter(needed(need))))
                    break
            else:
                state[index] = 2
                order.append(index)
                todo.pop()
    return order
