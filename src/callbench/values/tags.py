"""Reading the tags a shop puts on its customers: short words, several in one cell."""

from __future__ import annotations

import re
from typing import Final

from callbench.i18n import _
from callbench.text import clean
from callbench.values.problem import ValueProblem

LONGEST: Final = 40
_BETWEEN: Final = re.compile(r"[,，、;；|/\n]+")
_NOTHING: Final = frozenset(("", "-", "--", "无", "none"))


def read_tag(text: str) -> str:
    """One tag, cleaned. Raises ValueProblem (tag) for what is none, or has more than LONGEST characters."""
    tag = clean(text, limit=200).lstrip("#＃+").strip()
    if not tag or _BETWEEN.search(tag) or tag.startswith("-"):
        raise ValueProblem(
            "tag", _("{text!r} is no tag; write one word without commas.").format(text=clean(text, limit=60))
        )
    if len(tag) > LONGEST:
        raise ValueProblem("tag", _("A tag has up to {n} characters.").format(n=LONGEST))
    return tag


def read_tags(text: str) -> tuple[str, ...]:
    """The tags of a cell, each once, in their order. Raises ValueProblem as `read_tag` does."""
    parts = (part.strip() for part in _BETWEEN.split(text))
    return tuple(dict.fromkeys(read_tag(part) for part in parts if part.casefold() not in _NOTHING))
