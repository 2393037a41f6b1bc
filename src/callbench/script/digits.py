"""Which key answers which choice."""

from __future__ import annotations

from collections.abc import Sequence

from callbench.script.parts import RANGE, Question

_IN_ORDER = "1234567890"
_SCALE = frozenset((*_IN_ORDER, "10"))
_TEN = "-"  # the key beside 0, for the 10 of a recommendation scale


def digits_for(values: Sequence[str]) -> tuple[str, ...]:
    """The key shown before each of `values`; "" for all when there are more than ten and they are no scale.

    A value that is itself one digit keeps it, so that a key never means another value; the others take the free
    digits in order 1 … 9, 0. A scale whose values are all within 0 … 10 keeps its numbers, 10 is "-".
    """
    whole_scale = len(set(values)) == len(values) and all(value in _SCALE for value in values)
    if whole_scale and "10" in values:
        return tuple(_TEN if value == "10" else value for value in values)
    if len(values) > 10:
        return ("",) * len(values)
    own = {value for value in values if len(value) == 1 and value in _IN_ORDER}
    free = iter(digit for digit in _IN_ORDER if digit not in own)
    return tuple(value if value in own else next(free) for value in values)


def scale(question: Question) -> tuple[str, ...]:
    """The points of a range question when they fit one key each (whole numbers within 0 … 10), else ()."""
    try:
        start, end, step = (int((RANGE | dict(question.parameters))[name]) for name in RANGE)
    except ValueError:
        return ()
    if step <= 0 or start < 0 or end > 10 or end < start:
        return ()
    return tuple(str(number) for number in range(start, end + 1, step))
