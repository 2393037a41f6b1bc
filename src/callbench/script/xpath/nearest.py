"""The known word somebody probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, known: Iterable[str]) -> str:
    """The one of `known` that looks most like `word`, "" when none does."""
    by_fold = {name.casefold().replace("_", "-"): name for name in known}
    found = get_close_matches(word.casefold().replace("_", "-"), by_fold, n=1, cutoff=0.6)
    return by_fold[found[0]] if found else ""
