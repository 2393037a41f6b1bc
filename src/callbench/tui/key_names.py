"""Names of keys: as Textual calls them, as people write them, and which of them no command may have."""

from __future__ import annotations

import re
import unicodedata

from textual.keys import Keys, _character_to_key

from callbench.i18n import N_, _

# They are Enter, Tab, Backspace and Escape on a terminal; F11 belongs to the window, Ctrl+C to copying.
FORBIDDEN = frozenset({"ctrl+m", "ctrl+i", "ctrl+h", "ctrl+left_square_bracket", "ctrl+[", "f11", "ctrl+c"})
KNOWN = frozenset(key.value for key in Keys if not key.value.startswith("<")) - {"return", "ctrl-at", "f11"}
_SHOWN = {
    "enter": N_("Enter"), "escape": "Esc", "tab": "Tab", "shift+tab": "Shift+Tab", "up": N_("Up"), "down": N_("Down"),
    "left": N_("Left"), "right": N_("Right"), "pageup": "PgUp", "pagedown": "PgDn", "home": "Home", "end": "End",
    "slash": "/", "space": N_("Space"), "question_mark": "?", "delete": "Del", "insert": "Ins",
}  # fmt: skip
_MEANT = {
    "esc": "escape", "return": "enter", "pgup": "pageup", "pgdn": "pagedown", "page_up": "pageup", "page_down": "pagedown",
    "del": "delete", "ins": "insert",
}  # fmt: skip
_MOVES_TEXT = frozenset(
    {
        "left",
        "right",
        "up",
        "down",
        "home",
        "end",
        "pageup",
        "pagedown",
        "backspace",
        "delete",
        "enter",
        "space",
        "ctrl+j",
    }
)


def read_key(text: str) -> str:
    """A key as Textual names it, from what people write (F2, Ctrl+D, ^d, PgUp, /); "" when there is no such key."""
    if len(text) == 1:
        return _character_to_key(text) if text.isprintable() and not text.isspace() else ""
    name = re.sub(r"^\^(?=.$)", "ctrl+", text.strip()).lower().replace("control+", "ctrl+")
    *held, base = name.split("+") if not name.endswith("+") else [name]
    base = _MEANT.get(base, base)
    if len(base) == 1 and not base.isalnum():
        base = _character_to_key(base)
    name = "+".join([*held, base])
    return name if name in KNOWN or name in FORBIDDEN or (len(text) > 1 and name in _SHOWN) else ""


def types(key: str) -> bool:
    """Whether the key writes or edits text, or answers a question: in a call it is not free."""
    return key in _MOVES_TEXT or ("+" not in key and key not in KNOWN)


def key_name(key: str) -> str:
    """How a key is written for people: F2, Enter, ^P, /, G."""
    if key in _SHOWN:
        return _(_SHOWN[key])
    if key.startswith("ctrl+"):
        return "^" + key.removeprefix("ctrl+").upper()
    if key[0] == "f" and key[1:].isdigit():
        return key.upper()
    return _character(key) if len(key) > 1 and key not in KNOWN else key


def _character(key: str) -> str:
    """The character of a key that Textual calls by its Unicode name (comma, full_stop)."""
    try:
        return unicodedata.lookup(key.replace("_", " "))
    except KeyError:
        return key
