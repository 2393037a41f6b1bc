"""Functions of text (XPath 1.0, 4.2; ODK XForms, https://getodk.github.io/xforms-spec/#xpath-functions)."""

from __future__ import annotations

import base64
import hashlib
import math
import re
import uuid
from collections.abc import Sequence
from functools import lru_cache

import regex

from callbench.script.xpath.compiled import Compiled, as_number, as_text
from callbench.script.xpath.context import Context
from callbench.script.xpath.errors import ExprError
from callbench.script.xpath.functions import function, special
from callbench.script.xpath.syntax import Call
from callbench.script.xpath.values import Value, to_boolean, to_number

_SPACES = re.compile(r"[ \t\r\n]+")  # XPath's white space, nothing more
PATIENCE = 0.1
"""Seconds a regular expression may take; patterns that backtrack without end are cut off."""

LONGEST = 1_000_000
"""Characters a text may grow to while it is put together."""
LONGEST_PATTERN = 1_000
"""Characters a pattern may have: the library prepares the search for a long word in cubic time, which no limit of time ends."""


def own_text(c: Context) -> str:
    """The text of the place an expression stands at, for functions called without an argument."""
    return c.node.value() if c.node is not None else c.own


@special("string", 0, 1)
def _string(call: Call, args: Sequence[Compiled]) -> Compiled:
    return Compiled(as_text(args[0]) if args else own_text, "text")


@special("string-length", 0, 1)
def _length(call: Call, args: Sequence[Compiled]) -> Compiled:
    text = as_text(args[0]) if args else own_text
    return Compiled(lambda c: float(len(text(c))), "number")


@special("normalize-space", 0, 1)
def _normalize(call: Call, args: Sequence[Compiled]) -> Compiled:
    text = as_text(args[0]) if args else own_text
    return Compiled(lambda c: " ".join(_SPACES.split(text(c).strip(" \t\r\n"))), "text")


@function("concat", "l*", "text")
def _concat(*parts: list[str]) -> str:
    return _together("", parts)


@function("join", "tl*", "text")
def _join(separator: str, *parts: list[str]) -> str:
    return _together(separator, parts)


def _together(separator: str, parts: Sequence[list[str]]) -> str:
    texts = [text for part in parts for text in part]
    if sum(map(len, texts)) + len(separator) * len(texts) > LONGEST:
        raise ExprError("too-long", limit=LONGEST)
    return separator.join(texts)


@function("contains", "tt", "boolean")
def _contains(text: str, part: str) -> bool:
    return part in text


@function("starts-with", "tt", "boolean")
def _starts(text: str, part: str) -> bool:
    return text.startswith(part)


@function("ends-with", "tt", "boolean")
def _ends(text: str, part: str) -> bool:
    return text.endswith(part)


@function("substring-before", "tt", "text")
def _before(text: str, part: str) -> str:
    return text.partition(part)[0] if part and part in text else ""


@function("substring-after", "tt", "text")
def _after(text: str, part: str) -> str:
    return text.partition(part)[2] if part else text


@function("substring", "tn?n", "text")
def _substring(text: str, start: float, length: float | None = None) -> str:
    """From the start-th character, counted from 1, both numbers rounded (XPath 1.0, 4.2)."""
    first = math.floor(start + 0.5) if math.isfinite(start) else start
    rest = math.floor(length + 0.5) if length is not None and math.isfinite(length) else length
    last = math.inf if rest is None else first + rest  # from -Infinity for Infinity characters is no number, so nothing
    return "".join(char for place, char in enumerate(text, 1) if first <= place < last)


@function("substr", "tn?n", "text")
def _substr(text: str, start: float, end: float = math.inf) -> str:
    """From `start` up to before `end`, counted from 0; negative numbers count from the end."""
    if start != start or end != end:
        return ""
    return text[_place(start, len(text)) : _place(end, len(text))]


def _place(number: float, length: int) -> int:
    return int(max(-length, min(length, number)))


@function("translate", "ttt", "text")
def _translate(text: str, wanted: str, given: str) -> str:
    table: dict[int, str | None] = {}
    for place, char in enumerate(wanted):
        table.setdefault(ord(char), given[place] if place < len(given) else None)
    return text.translate(table)


@function("regex", "tt", "boolean")
def _regex(text: str, pattern: str) -> bool:
    """Whether the whole text fits; digits and letters of \\d and \\w are the ASCII ones."""
    fits = _fits(pattern, text)
    if fits is None:
        raise ExprError("slow-pattern", pattern=pattern)
    return fits


@lru_cache(maxsize=1024)
def _fits(pattern: str, text: str) -> bool | None:
    """Whether the whole text fits, None when that took too long; asked again after every answer, so it is remembered."""
    try:
        return pattern_of(pattern).fullmatch(text, timeout=PATIENCE) is not None
    except TimeoutError:
        return None


@lru_cache(maxsize=256)
def pattern_of(pattern: str) -> regex.Pattern[str]:
    """A compiled pattern; ExprError when it is none, or longer than LONGEST_PATTERN."""
    if len(pattern) > LONGEST_PATTERN:
        raise ExprError("too-long", limit=LONGEST_PATTERN)
    try:
        return regex.compile(pattern, regex.ASCII)
    except (regex.error, RecursionError, OverflowError) as problem:
        raise ExprError("bad-pattern", pattern=pattern, why=problem) from None


@function("uuid", "?n", "text")
def _uuid(length: float = -1) -> str:
    """A random identifier; with a length, that many random characters."""
    if length < 0 or length != length:
        return str(uuid.uuid4())
    wanted = int(min(length, 1000))
    return "".join(uuid.uuid4().hex for _each in range(wanted // 32 + 1))[:wanted]


@function("base64-decode", "t", "text")
def _decode(text: str) -> str:
    try:
        return base64.b64decode(text, validate=True).decode("utf-8", "replace")
    except ValueError:  # binascii.Error is one; text that is not ASCII another
        return ""


@function("digest", "tt?t", "text")
def _digest(text: str, method: str, encoding: str = "base64") -> str:
    name = method.lower().replace("-", "")
    if name not in ("md5", "sha1", "sha256", "sha384", "sha512") or encoding not in ("hex", "base64"):
        raise ExprError("digest")
    found = hashlib.new(name, text.encode(), usedforsecurity=False)
    return found.hexdigest() if encoding == "hex" else base64.b64encode(found.digest()).decode()


@function("boolean-from-string", "t", "boolean")
def _yes(text: str) -> bool:
    return text in ("1", "true")


@function("selected", "tt", "boolean")
def _selected(chosen: str, value: str) -> bool:
    """Whether `value` is one of the chosen ones; nothing chosen holds for a blank value."""
    wanted = value.strip()
    return wanted in chosen.split() if wanted else not chosen.strip()


@function("selected-at", "tn", "text")
def _selected_at(chosen: str, place: float) -> str:
    values = chosen.split()
    return values[int(place)] if 0 <= place < len(values) else ""


@function("count-selected", "t", "number")
def _count_selected(chosen: str) -> float:
    return float(len(chosen.split()))


@special("checklist", 2, None)
def _checklist(call: Call, args: Sequence[Compiled]) -> Compiled:
    """How many answers are yes lies between two numbers; -1 is no bound."""
    least, most = as_number(args[0]), as_number(args[1])
    runs = [arg.run for arg in args[2:]]

    def holds(c: Context) -> bool:
        answers = [each for run in runs for each in _opened(run(c), c)]
        return _between(sum(1 for answer in answers if answer), least(c), most(c))

    return Compiled(holds, "boolean")


@special("weighted-checklist", 2, None)
def _weighted(call: Call, args: Sequence[Compiled]) -> Compiled:
    """The weights of the answers that are yes add up to something between two numbers; -1 is no bound."""
    least, most = as_number(args[0]), as_number(args[1])
    runs = [arg.run for arg in args[2:]]

    def holds(c: Context) -> bool:
        found = [_opened(run(c), c) for run in runs]
        pairs = (
            pair
            for answers, weights in zip(found[::2], found[1::2], strict=False)
            for pair in zip(answers, weights, strict=False)
        )
        return _between(sum(weight for answer, weight in pairs if answer), least(c), most(c))

    return Compiled(holds, "boolean")


def _opened(value: Value, c: Context) -> list[float]:
    """What an answer counts: its number, 1 for anything else that is not blank; each node of a set by itself."""
    singles: list[Value] = [node.value() for node in value] if isinstance(value, list) else [value]
    numbers = [to_number(single, c.zone) for single in singles]
    return [
        number if number == number else float(to_boolean(single))
        for single, number in zip(singles, numbers, strict=True)
    ]


def _between(total: float, least: float, most: float) -> bool:
    return (least < 0 or total >= least) and (most < 0 or total <= most)
