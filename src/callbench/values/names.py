"""Names of people: putting parts together, and when two writings are the same name."""

from __future__ import annotations

import re
from unicodedata import normalize

_CHINESE = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")


def whole_name(first: str, last: str) -> str:
    """First and last name in the order of their script: `Brion Stark`, `王芳`."""
    if _CHINESE.search(first + last):
        return f"{last}{first}"
    return f"{first} {last}".strip()


def name_key(name: str) -> str:
    """Equal for writings of one name: width, case and spaces make no difference."""
    return re.sub(r"\s+", "", normalize("NFKC", name)).casefold()
