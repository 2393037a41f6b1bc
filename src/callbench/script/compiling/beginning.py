"""Repeats that can never begin: only an answer inside them says how many instances there are."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime

from callbench.script.layout import Layout
from callbench.script.model import Script
from callbench.script.order import Needs
from callbench.script.parts import Group
from callbench.script.program import program_of
from callbench.script.state import State
from callbench.script.xpath.values import to_number

_SOME_DAY = datetime(2026, 1, 1, 10, tzinfo=UTC)


def never_beginning(script: Script, layout: Layout, needs: Needs) -> set[int]:
    """The repeats, by index, whose number reads an answer inside and stays 0 whatever is answered elsewhere.

    script: without errors in its expressions.
    """
    state = State(program_of(script), {}, _SOME_DAY)
    never = {repeat for repeat in needs.counts if not _begins(state, repeat)}
    while True:  # one that begins may begin others
        inside = {index for repeat in never for index in range(repeat, repeat + layout.sizes[repeat])}
        reads = {repeat: _read(repeat, layout, needs, inside) for repeat in never}
        begin = {repeat for repeat in never if any(_is_open(layout, needs, index) for index in reads[repeat] - inside)}
        if not begin:
            return {repeat for repeat in never if reads[repeat] & inside}
        never -= begin


def _begins(state: State, repeat: int) -> bool:
    """Whether it has an instance before anything is answered."""
    state.context.bases = state.program.layout.chains[repeat][:-1]
    return to_number(state.text_of(state.program.counts[repeat]), UTC) >= 1


def _read(repeat: int, layout: Layout, needs: Needs, inside: Collection[int]) -> set[int]:
    """What its number depends on; of what lies `inside` a repeat without instances, only that it is read."""
    found: set[int] = set()
    todo = set(needs.counts[repeat])
    while todo:
        index = todo.pop()
        found.add(index)
        if index not in inside:
            further = needs.reads.get(index, set()) | needs.counts.get(index, set()) | {layout.places[index].parent}
            todo |= further - found
    return found - {0}


def _is_open(layout: Layout, needs: Needs, index: int) -> bool:
    """Whether somebody or something else gives the value of a place, or adds the instances of a repeat."""
    item = layout.places[index].item
    if isinstance(item, Group):
        return item.repeat and index not in needs.counts
    return item is not None and item.kind != "calculate"
