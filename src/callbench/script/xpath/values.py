"""What values mean as text, number and yes or no, and how they compare (XPath 1.0, 3.4 and 4; dates as SCRIPT's dialect)."""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Iterable
from datetime import tzinfo
from decimal import Decimal
from functools import lru_cache

from callbench.script.xpath.moments import Moment, read_moment
from callbench.script.xpath.nodes import Node

Nodes = list[Node]
Value = str | float | bool | Moment | Nodes

_NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_ALIKE = 1e-12
"""Numbers nearer than this are equal, so that 6.1 - 7.8 is -1.7 (as JavaRosa has it)."""


@lru_cache(maxsize=8192)
def number_of_text(text: str, zone: tzinfo) -> float:
    """The number a text holds; an ISO date is its day since 1970-01-01; anything else NaN."""
    stripped = text.strip(" \t\r\n")
    if _NUMBER.fullmatch(stripped):
        return float(stripped)
    if len(stripped) >= 10 and stripped[4] == "-" and (moment := read_moment(stripped, zone)):
        return moment.days
    return math.nan


def to_number(value: Value, zone: tzinfo) -> float:
    """XPath's number() of any value."""
    if isinstance(value, float):
        return value
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    if isinstance(value, Moment):
        return value.days
    return number_of_text(to_text(value), zone)


def to_text(value: Value) -> str:
    """XPath's string() of any value."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return text_of_number(value)
    if isinstance(value, Moment):
        return value.text
    return value[0].value() if value else ""


def to_boolean(value: Value) -> bool:
    """XPath's boolean() of any value; what is no date is false."""
    if isinstance(value, bool):
        return value
    if isinstance(value, float):
        return value == value and value != 0
    if isinstance(value, Moment):
        return not math.isnan(value.days)
    return bool(value)


def text_of_number(number: float) -> str:
    """A number without a needless `.0`, never with an exponent."""
    if number != number:
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    if number == int(number) and abs(number) < 1e15:
        return str(int(number))
    shown = repr(number)
    return f"{Decimal(shown):f}".removesuffix(".0") if "e" in shown else shown.removesuffix(".0")


def same_number(left: float, right: float) -> bool:
    """Equality of numbers; NaN equals nothing."""
    return left == right or abs(left - right) < _ALIKE


def _different_number(left: float, right: float) -> bool:
    return not same_number(left, right)


_ORDER: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
NUMERIC: dict[str, Callable[[float, float], bool]] = {"=": same_number, "!=": _different_number, **_ORDER}
"""Comparison → what it asks of two numbers."""


def compare(op: str, left: Value, right: Value, zone: tzinfo) -> bool:
    """Any comparison of any two values; sets of nodes compare when one of their nodes does."""
    if isinstance(left, bool) or isinstance(right, bool):
        yes, other = to_boolean(left), to_boolean(right)
        if op in _ORDER:
            if isinstance(left, list) or isinstance(right, list):
                return _ORDER[op](float(yes), float(other))
            return _ORDER[op](to_number(left, zone), to_number(right, zone))
        return (yes == other) == (op == "=")
    for one in _singles(left):
        for two in _singles(right):
            if _compare_single(op, one, two, zone):
                return True
    return False


def _singles(value: Value) -> Iterable[str | float | Moment]:
    return (node.value() for node in value) if isinstance(value, list) else (value,)


def _compare_single(op: str, left: str | float | Moment, right: str | float | Moment, zone: tzinfo) -> bool:
    if op not in _ORDER and isinstance(left, str) and isinstance(right, str):
        return (left == right) == (op == "=")
    return NUMERIC[op](to_number(left, zone), to_number(right, zone))
