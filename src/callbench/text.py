"""Text from outside: `clean` runs where it enters, before anything is stored or shown; `nearest` says what it meant."""

from __future__ import annotations

import re
import unicodedata

TYPE_CHECKING = False  # read at every start; see i18n
if TYPE_CHECKING:
    from collections.abc import Iterable

# Format characters (Cf) reorder or hide text; only the joiners stay, names and emoji in several scripts need them.
_JOINERS = "\u200c\u200d"
_JOINS_NOTHING = _JOINERS + " \n"  # at the ends of a text
_LINE_BREAKS = str.maketrans({"\u0085": "\n", "\u2028": "\n", "\u2029": "\n", "\v": "\n", "\f": "\n"})
_MAX_COMBINING = 4
_MANY = 400
# Terminal sequences go as a whole: of `ESC [31m` nothing readable may stay behind (ECMA-48 CSI; OSC and the other
# strings DCS, SOS, PM, APC; character sets), nor of their one-byte
# forms (a lone 9B is more often a quotation mark of Windows that was read wrongly). Compiled when first met: every start
# loads this file.
_SEQUENCES = (
    r"(?:\x1b\[[0-?]*|\x9b[0-?]+)[ -/]*[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)"
    r"|\x1b[ -/]+[0-~]"
)
# Letters that are seen as nothing: the fillers of Hangul, and the blank of Braille.
_BLANK = str.maketrans(dict.fromkeys("\u115f\u1160\u3164\uffa0\u2800", " "))
# What nearly every text consists of; nothing in it can be harmful, and its NFC is itself.
_HARMLESS = re.compile(r"[ -~\u00a1-\u00ac\u00ae-\u02ff\u3001-\u3029\u4e00-\u9fff\uff01-\uff5e]*")


def clean(text: str, *, lines: bool = False, limit: int = 20_000) -> str:
    """Return `text` as it may be stored: NFC, no control, bidi or invisible characters, no escape sequences.

    lines: keep line breaks (notes); otherwise every run of white space becomes one space.
    limit: characters kept; longer text is cut (callers that must not lose text check the length first).
    Storms of combining marks are cut to 4 per base character. Lone surrogates become U+FFFD.
    """
    if _HARMLESS.fullmatch(text):
        return " ".join(text.split())[:limit]
    text = re.sub(_SEQUENCES, "", text[: limit * 4]).replace("\r\n", "\n").replace("\r", "\n").translate(_LINE_BREAKS)
    text = unicodedata.normalize("NFC", text).translate(_BLANK)
    kept: list[str] = []
    marks = 0
    for char in text:
        if char in "\n\t":
            kept.append(char if lines and char == "\n" else " ")
            marks = 0
            continue
        category = unicodedata.category(char)
        if category == "Cs":
            char = "\ufffd"
        elif category == "Cc" or (category == "Cf" and char not in _JOINERS):
            continue
        elif category in ("Mn", "Me"):
            marks += 1
            if marks > _MAX_COMBINING:
                continue
        else:
            marks = 0
        kept.append(char)
    whole = "".join(kept)
    if lines:
        return "\n".join(" ".join(line.split()) for line in whole.split("\n")).strip(_JOINS_NOTHING)[:limit]
    return " ".join(whole.split()).strip(_JOINS_NOTHING)[:limit]


def nearest(word: str, known: Iterable[str], *, alike: float = 0.6) -> str:
    """The one of `known` that looks most like `word`, whatever the case; "" when none is `alike` enough (0: any, 1: equal)."""
    from difflib import get_close_matches  # asked for only when something is wrong

    by_fold = {name.casefold().replace("_", "-"): name for name in known}
    word = word.casefold().replace("_", "-")
    candidates = list(by_fold)
    if len(candidates) > _MANY:  # of thousands, those that begin alike; each comparison costs microseconds
        candidates = [name for name in candidates if name[:2] == word[:2]][:_MANY]
    found = get_close_matches(word, candidates, n=1, cutoff=alike)
    return by_fold[found[0]] if found else ""
