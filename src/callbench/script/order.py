"""In which order places are counted, so that each finds what it reads already counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from callbench.script.layout import Place


class Cycle(Exception):
    """Places that depend on each other in a circle, by index; the first one is repeated at the end."""

    def __init__(self, around: tuple[int, ...]) -> None:
        super().__init__(around)
        self.around = around


def in_dependency_order(places: Sequence[Place], reads: Mapping[int, set[int]]) -> list[int]:
    """Indexes of `places`, each behind its group and behind what it reads; as the script has them otherwise.

    Raises Cycle. Place 0, the whole script, comes first.
    """
    order: list[int] = []
    state: dict[int, int] = {}  # 1: waiting for what it reads, 2: done
    for place in places:
        todo = [(place.index, iter(_needs(place, reads)))]
        if state.get(place.index):
            continue
        state[place.index] = 1
        while todo:
            index, needs = todo[-1]
            for need in needs:
                if state.get(need) == 1:
                    waiting = [each for each, _rest in todo]
                    raise Cycle((*waiting[waiting.index(need) :], need))
                if not state.get(need):
                    state[need] = 1
                    todo.append((need, iter(_needs(places[need], reads))))
                    break
            else:
                state[index] = 2
                order.append(index)
                todo.pop()
    return order


def _needs(place: Place, reads: Mapping[int, set[int]]) -> list[int]:
    above = [place.parent] if place.index else []
    return above + sorted(reads.get(place.index, ()))
