"""Reading and showing amounts of money, kept in minor units (fen, cents) so that sums are exact."""

from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Final
from unicodedata import normalize

from callbench.i18n import _
from callbench.text import clean
from callbench.values.problem import ValueProblem

LARGEST: Final = 10**14  # minor units; beyond it a cell holds something else
_SIGNS: Final = re.compile(
    r"^(?:人民币|rmb|cny|usd|[¥$€£])\s*|\s*(?:元整|元|圆|块钱?|rmb|cny|yuan|[¥$€£])$", re.IGNORECASE
)
_TIMES: Final = {"万": 10_000, "萬": 10_000, "w": 10_000, "千": 1_000, "k": 1_000}
_BARE: Final = re.compile(r"\d{1,12}(?:\.\d\d?)?", re.ASCII)
_PLAIN: Final = re.compile(r"\d+(?:\.(\d+))?|\.(\d+)")
_GROUPED: Final = re.compile(r"\d{1,3}(?:[, ]\d{3})+(?:\.(\d+))?")
_CONTINENTAL: Final = re.compile(r"(?:\d{1,3}(?:\.\d{3})+|\d+),\d{1,2}")  # two digits cannot be thousands


def read_amount(value: object) -> int:
    """The amount of a cell in minor units: `¥1,280.00`, `1280元`, `1.2万`; `(88.80)`, `-88.80` and `88.80-` are negative.

    Numbers of a spreadsheet are rounded half up to two decimals. Raises ValueProblem: amount-not-understood,
    amount-decimals (a text with more than two), amount-digits-lost (`1.2E+10`), amount-too-large.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        if not math.isfinite(value):
            raise _not_understood(str(value))
        return _minor(Decimal(repr(value)).quantize(Decimal("0.01"), ROUND_HALF_UP))
    if isinstance(value, str) and _BARE.fullmatch(value):
        return _minor(Decimal(value))
    text = normalize("NFKC", clean(str(value), limit=100)).strip(" '").replace("−", "-").replace("–", "-")
    if re.fullmatch(r"[-+]?\d(\.\d+)?[eE][-+]?\d+", text):
        raise ValueProblem(
            "amount-digits-lost", _("A spreadsheet has shortened this amount to {text}.").format(text=text)
        )
    negative, text = _sign(text)
    text = _SIGNS.sub("", _SIGNS.sub("", text)).strip()
    inner, text = _sign(text)  # ¥-88.80
    times = _TIMES.get(text[-1:].lower(), 1)
    number = _number(text[:-1].strip() if times > 1 else text, times)
    return _minor(-number if negative or inner else number)


def show_amount(minor: int, language: str) -> str:
    """The amount as people read it: `¥1,280`, `¥88.80`, `-¥88.80`; English says whose: `CN¥1,280`."""
    sign = "-" if minor < 0 else ""
    units, rest = divmod(abs(minor), 100)
    symbol = "¥" if language.startswith("zh") else "CN¥"
    return f"{sign}{symbol}{units:,}" + (f".{rest:02}" if rest else "")


def _sign(text: str) -> tuple[bool, str]:
    if text.startswith("(") and text.endswith(")"):
        return True, text[1:-1].strip()
    if text[:1] in ("-", "+"):
        return text[0] == "-", text[1:].strip()
    if text.endswith("-") and len(text) > 1:
        return True, text[:-1].strip()
    return False, text


def _number(text: str, times: int) -> Decimal:
    match = _PLAIN.fullmatch(text) or _GROUPED.fullmatch(text)
    if match:
        decimals = next((group for group in match.groups() if group), "").rstrip("0")
        number = Decimal(re.sub("[, ]", "", text)) * times
    elif _CONTINENTAL.fullmatch(text):
        return Decimal(text.replace(".", "").replace(",", "."))
    else:
        raise _not_understood(text)
    if len(decimals) > 2 and number != number.quantize(Decimal("0.01")):
        raise ValueProblem("amount-decimals", _("{text!r} has more than two decimals.").format(text=text))
    return number


def _not_understood(text: str) -> ValueProblem:
    return ValueProblem(
        "amount-not-understood", _("{text!r} is no amount; write it like 1280.00.").format(text=text[:40])
    )


def _minor(number: Decimal) -> int:
    minor = int(number * 100)
    if abs(minor) > LARGEST:
        raise ValueProblem("amount-too-large", _("{number} is too large for an amount.").format(number=number))
    return minor
