"""From what is typed to the canonical text of an answer."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime, time
from decimal import Decimal, InvalidOperation

from callbench.i18n import _
from callbench.script.instances import MOST
from callbench.script.lines import ChoiceLine
from callbench.script.parts import RANGE, Question
from callbench.text import clean
from callbench.values.problem import ValueProblem

_INTEGER = re.compile(r"[+-]?[0-9]{1,15}")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]{1,15}(?:\.[0-9]{0,9})?|\.[0-9]{1,9})")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?")
_TIME = re.compile(r"([0-9]{1,2})[:点时.]([0-9]{2})?分?(?::([0-9]{2})(?:\.[0-9]+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?")
_YES = frozenset({"ok", "1", "y", "yes", "true", "是", "好", "好的", "对", "确认"})
LONGEST_TEXT = 5_000


def read_entry(question: Question, typed: str, choices: Sequence[ChoiceLine], now: datetime, region: str) -> str:
    """The canonical text of `typed` for `question`, "" when it is blank.

    choices: those offered now. now: aware, in the zone that typed moments are meant in. region: that of numbers
    without a country code, two letters.
    Raises ValueProblem, whose message says what would be right.
    """
    if question.kind == "text":
        if len(typed) > LONGEST_TEXT:
            raise ValueProblem("too-long", _("At most {limit} characters, please.").format(limit=LONGEST_TEXT))
        text = clean(typed, lines=True, limit=LONGEST_TEXT)
        return _phone(text, region) if text and "phone" in question.appearance.split() else text
    text = unicodedata.normalize("NFKC", clean(typed))
    if not text:
        return ""
    match question.kind:
        case "integer":
            return _integer(text)
        case "decimal":
            return _decimal(text)
        case "range":
            return _on_scale(question, text, choices)
        case "select_one":
            return _one(clean(typed), choices)
        case "select_multiple":
            return _several(clean(typed), choices)
        case "acknowledge":
            return _acknowledged(text)
        case "date":
            return _date(text, now)
        case "time":
            return _time(text)
        case "dateTime":
            return _moment(text, now)
        case _:
            return text


def read_number(typed: str, number: int) -> str:
    """How many instances of a repeat there will be after `+`, `-` or a number; "" for as many as it began with."""
    text = unicodedata.normalize("NFKC", clean(typed))
    if text == "":
        return ""
    wanted = number + 1 if text == "+" else number - 1 if text == "-" else -1
    if text.isdecimal() and len(text) <= 6:
        wanted = int(text)
    if wanted > MOST:
        raise ValueProblem("instances", _("At most {limit} of these in one call.").format(limit=MOST))
    if wanted < 0:
        raise ValueProblem("instances", _("Type + to add one, - to remove the last, or how many there are."))
    return str(wanted)


def _integer(text: str) -> str:
    plain = text.replace(",", "") if _GROUPED.fullmatch(text) else text
    if not _INTEGER.fullmatch(plain):
        raise ValueProblem("integer", _("Type a whole number, like 12."))
    return str(int(plain))


def _decimal(text: str) -> str:
    plain = text.replace(",", "") if _GROUPED.fullmatch(text) else text
    if not _DECIMAL.fullmatch(plain):
        raise ValueProblem("decimal", _("Type a number, like 12.5."))
    return plain_number(plain)


def plain_number(text: str) -> str:
    """A decimal without sign of plus, leading or trailing zeros: `+012.50` is `12.5`."""
    number = Decimal(text)
    whole = f"{number:f}"
    whole = whole.rstrip("0").rstrip(".") if "." in whole else whole
    return "0" if whole in ("-0", "") else str(whole)


def _on_scale(question: Question, text: str, choices: Sequence[ChoiceLine]) -> str:
    for choice in choices:
        if text in (choice.value, choice.digit):
            return choice.value
    start, end, step = ((RANGE | dict(question.parameters))[name] for name in RANGE)
    try:
        number, low, high, each = Decimal(text), Decimal(start), Decimal(end), Decimal(step)
        fits = min(low, high) <= number <= max(low, high) and (number - low) % each == 0
    except (InvalidOperation, ZeroDivisionError):
        fits = False
    if not fits:
        raise ValueProblem("range", _("A number from {start} to {end}, please.").format(start=start, end=end))
    return plain_number(text)


def _one(text: str, choices: Sequence[ChoiceLine]) -> str:
    for meant in ("value", "digit", "label"):
        for choice in choices:
            if getattr(choice, meant) == text:
                return choice.value
    normal = unicodedata.normalize("NFKC", text)
    if normal != text:
        return _one(normal, choices)
    raise ValueProblem("choice", _offered(choices))


def _several(text: str, choices: Sequence[ChoiceLine]) -> str:
    picked = {_one(part, choices) for part in re.split(r"[\s,;，；、]+", text) if part}
    return " ".join(choice.value for choice in choices if choice.value in picked)


def _offered(choices: Sequence[ChoiceLine]) -> str:
    if not choices:
        return _("There is nothing to choose from here.")
    names = _(", ").join(f"{choice.digit} {choice.label}".strip() for choice in choices[:10])
    return _("Choose one of: {choices}").format(choices=names)


def _acknowledged(text: str) -> str:
    if text.casefold() not in _YES:
        raise ValueProblem("acknowledge", _("Press 1 to confirm."))
    return "OK"


def _date(text: str, now: datetime) -> str:
    from callbench.values.said import read_said_day  # only asked for when a date is typed

    return read_said_day(text, now.date()).isoformat()


def _time(text: str) -> str:
    match = _TIME.fullmatch(text)
    if match:
        hour, minute, second = int(match[1]), int(match[2] or 0), int(match[3] or 0)
        if hour < 24 and minute < 60 and second < 60:
            return time(hour, minute, second).isoformat()
    from callbench.values.said import read_said_time

    return read_said_time(text).isoformat()


def _phone(text: str, region: str) -> str:
    """A number that can be called, as +86…, with its extension behind `;ext=` (RFC 3966)."""
    from callbench.values.phone import read_phones  # the library is large; only scripts that ask for numbers need it

    read = read_phones(text, region)
    if not read.phones:
        raise read.problems[0] if read.problems else ValueProblem("phone", _("Type a phone number, like 13800138000."))
    first = read.phones[0]
    return f"{first.e164};ext={first.ext}" if first.ext else first.e164


def _moment(text: str, now: datetime) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        from callbench.values.said import read_said_moment

        moment = read_said_moment(text, now)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)
    return moment.astimezone(now.tzinfo).isoformat(timespec="seconds")
