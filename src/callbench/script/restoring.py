"""What was answered before an interruption, put back into an interview."""

from __future__ import annotations

from collections.abc import Iterable

from callbench.records.calls import DraftAnswer
from callbench.script.instances import MOST, Bases, Spot
from callbench.script.layout import numbers_of, plain_path
from callbench.script.parts import Question
from callbench.script.state import State


def restore(state: State, answers: Iterable[DraftAnswer]) -> None:
    """Give `answers` to a state nobody has answered yet, and count it anew; paths the script does not have are left out."""
    given = sorted(answers, key=_depth)  # numbers of instances before what is in them
    if not given:
        return
    for _each in range(2):  # the second time over what calculations just proposed
        for answer in given:
            _put(state, answer)
        state.recompute()


def _depth(answer: DraftAnswer) -> int:
    return answer.path.count("[")


def _put(state: State, answer: DraftAnswer) -> None:
    spot = _made(state, answer.path)
    if spot is None:
        return
    if not isinstance(spot.place.item, Question):
        if state.agent_adds(spot) and answer.text.isdecimal():
            state.set_number(spot.place.index, spot.bases, int(answer.text), said=True)
    elif answer.state == "refused":
        state.refused.add(spot.slot)
    else:
        state.raw[spot.slot] = answer.text


def _made(state: State, path: str) -> Spot | None:
    """The spot at `path`; instances that were taken away, or are yet to be counted, come into being for it."""
    layout = state.program.layout
    bases: Bases = ()
    place = layout.at.get(plain_path(path))
    chain = layout.chains[place.index] if place else ()
    for repeat, number in zip(chain, numbers_of(path), strict=False):
        if number <= MOST:
            state.make(repeat, bases, number)
        made = state.instances.made(repeat, bases)
        if not 1 <= number <= len(made):
            return None
        bases = (*bases, made[number - 1])
    return state.instances.find(path)
