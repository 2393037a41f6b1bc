"""The signs and words that stand around phone numbers in cells."""

from __future__ import annotations

import re
from typing import Final

_DASHES: Final = dict.fromkeys(map(ord, "‐‑‒–—―−－ー─"), "-")
_SPACES: Final = dict.fromkeys(map(ord, "\t\n\u3000\u00a0"), " ")

PLACEHOLDER: Final = re.compile(
    r"|无|無|没有|沒有|暂无|暫無|无电话|未知|不详|不詳|未留|未提供|空|n/?a|na|nil|none|null|no|unknown|[-/\\.·?]+|0",
    re.IGNORECASE,
)
"""Words for "there is none"."""

NUMBER: Final = re.compile(r"(?:\+ ?\d{1,3}[\- ]*)?(?:\(\+?\d{1,5}\)[\- ]*)?\d(?:[\d\-. ]*\d)?")
"""A run of digits with what people put between them; brackets only around a country or area code."""

EXTENSION: Final = re.compile(
    r"[\s)]*(?:转接?|轉接?|分机号?|分機號?|内线|內線|ext(?:ension)?\.?|x|#|\*)\s*:?\s*(\d{1,8})(?!\d)", re.IGNORECASE
)
"""Group 1 is an extension, when it stands right behind a number."""

MASKED: Final = re.compile(r"\+?\d[\d\- ]*(?:[*•●×]{2,}|[xX]{3,}|#{3,})[\d\-*•●×xX# ]*")
"""A number with hidden digits."""

_WORD: Final = re.compile(r"[^\d\s\-+/,;|&.()~*#]")


def same_signs(text: str) -> str:
    """One dash, one space and one comma for all that look like them."""
    return text.translate(_DASHES).translate(_SPACES).replace("、", ",")


def in_words(text: str, start: int, stop: int) -> bool:
    """Whether the digits at start:stop belong to words (`2号机`, `(3点后)`), not to a list of numbers."""
    return bool(_WORD.search(text[max(0, start - 1) : start] + text[stop : stop + 1])) or (
        text[start - 1 : start] == "(" and text[stop : stop + 1] == ")"
    )
