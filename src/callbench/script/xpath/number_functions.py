"""Functions of numbers and of yes and no (XPath 1.0, 4.3 and 4.4; ODK XForms)."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from callbench.script.xpath.compiled import Compiled, as_number, constant
from callbench.script.xpath.context import Context
from callbench.script.xpath.functions import function, special
from callbench.script.xpath.syntax import Call
from callbench.script.xpath.text_functions import own_text
from callbench.script.xpath.values import number_of_text


@special("true", 0, 0)
def _true(call: Call, args: Sequence[Compiled]) -> Compiled:
    return constant(True, "boolean")


@special("false", 0, 0)
def _false(call: Call, args: Sequence[Compiled]) -> Compiled:
    return constant(False, "boolean")


@function("boolean", "b", "boolean")
def _boolean(value: bool) -> bool:
    return value


@function("not", "b", "boolean")
def _not(value: bool) -> bool:
    return not value


@special("number", 0, 1)
def _number(call: Call, args: Sequence[Compiled]) -> Compiled:
    if args:
        return Compiled(as_number(args[0]), "number")
    return Compiled(lambda c: number_of_text(own_text(c), c.zone), "number")


@function("int", "n", "number")
def _int(number: float) -> float:
    """The whole part, towards zero."""
    return float(math.trunc(number)) if math.isfinite(number) else math.nan if number != number else number


@function("round", "n?n", "number")
def _round(number: float, digits: float = 0.0) -> float:
    """To the nearest; halves go up (XPath 1.0), but away from zero where digits are kept (as web-forms has it).

    Halves are those of the decimal digits as they are written; digits may be negative.
    """
    if not math.isfinite(number) or digits != digits:
        return number if digits == digits else math.nan
    places = int(max(-30, min(30, digits)))
    if places == 0:
        return _nearest(number)
    step = Decimal(1).scaleb(-places)
    try:
        steps = (Decimal(repr(number)) / step).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    except InvalidOperation:  # more digits than a float holds: nothing to round
        return number
    return math.copysign(float(steps * step), number)


def _nearest(number: float) -> float:
    below = math.floor(number)  # adding a half first would lift 0.49999999999999994 to 1
    return math.copysign(float(below + (number - below >= 0.5)), number)


@function("abs", "n", "number")
def _abs(number: float) -> float:
    return abs(number)


@function("floor", "n", "number")
def _floor(number: float) -> float:
    return float(math.floor(number)) if math.isfinite(number) else number


@function("ceiling", "n", "number")
def _ceiling(number: float) -> float:
    return math.copysign(float(math.ceil(number)), number) if math.isfinite(number) else number


def _numbers(c: Context, texts: Sequence[list[str]], *, blanks: bool) -> list[float]:
    return [number_of_text(text, c.zone) for part in texts for text in part if blanks or text.strip()]


@function("sum", "l", "number", context=True)
def _sum(c: Context, texts: list[str]) -> float:
    """Blanks do not count; anything that is no number makes the sum none."""
    numbers = _numbers(c, [texts], blanks=False)
    try:
        return math.fsum(numbers) if all(map(math.isfinite, numbers)) else math.nan
    except OverflowError:
        return sum(numbers)


@function("min", "l*", "number", context=True)
def _min(c: Context, *texts: list[str]) -> float:
    return _extreme(_numbers(c, texts, blanks=True), min)


@function("max", "l*", "number", context=True)
def _max(c: Context, *texts: list[str]) -> float:
    return _extreme(_numbers(c, texts, blanks=True), max)


def _extreme(numbers: list[float], choose: Callable[[list[float]], float]) -> float:
    return math.nan if not numbers or any(number != number for number in numbers) else choose(numbers)


@function("pow", "nn", "number")
def _pow(base: float, exponent: float) -> float:
    try:
        found = base**exponent
    except ZeroDivisionError:
        return math.inf
    except OverflowError:
        return math.inf if base > 0 or exponent % 2 == 0 else -math.inf
    return found if isinstance(found, float) else math.nan


@function("pi", "", "number")
def _pi() -> float:
    return math.pi


@function("random", "", "number")
def _random() -> float:
    return random.random()  # noqa: S311 - shuffles questions, guards nothing


def _guarded(name: str, count: int, run: Callable[..., float]) -> None:
    def guarded(*numbers: float) -> float:
        try:
            return run(*numbers)
        except ValueError:
            return math.nan
        except OverflowError:
            return math.inf

    function(name, "n" * count, "number")(guarded)


_guarded("sqrt", 1, math.sqrt)
_guarded("exp", 1, math.exp)
_guarded("exp10", 1, lambda number: 10.0**number)
_guarded("log", 1, lambda number: -math.inf if number == 0 else math.log(number))
_guarded("log10", 1, lambda number: -math.inf if number == 0 else math.log10(number))
_guarded("sin", 1, math.sin)
_guarded("cos", 1, math.cos)
_guarded("tan", 1, math.tan)
_guarded("asin", 1, math.asin)
_guarded("acos", 1, math.acos)
_guarded("atan", 1, math.atan)
_guarded("atan2", 2, math.atan2)
