"""What a key means at a question with choices, and the 10 of a scale typed as 1 and 0. No widgets here."""

from __future__ import annotations

import unicodedata
from typing import Literal

from callbench.i18n import _
from callbench.script.lines import Line

Meaning = Literal["", "point", "clear", "accept", "choose", "refuse", "wrong"]
_SIGNS = {"=": "+", "＝": "+", "—": "-", "－": "-", "＋": "+"}  # + without Shift, and as input methods type them
_SOON = 0.6  # seconds between the two digits of a 10, where the next question would take the 0
_LATER = 2.0  # the same, where it would not


def choice_key(live: Line, key: str, character: str | None, *, pointed: str, refuse_key: str) -> tuple[Meaning, str]:
    """What `key` means at `live`, with the value it chooses, the places it points on, or what is said to it.

    pointed: the value pointed at; refuse_key: the key that refuses.
    """
    typed = unicodedata.normalize("NFKC", character) if character else ""
    if key in ("left", "right") and live.choices:
        return "point", "1" if key == "right" else "-1"
    if key in ("backspace", "delete"):
        return "clear", ""
    if key == "enter":
        return "accept", ""
    if key == "space" and pointed:
        return "choose", pointed
    if live.kind == "repeat" and _SIGNS.get(typed, typed) in [choice.value for choice in live.choices]:
        return "choose", _SIGNS.get(typed, typed)
    if typed and (chosen := next((choice.value for choice in live.choices if choice.digit == typed), "")):
        return "choose", chosen
    if typed and typed == refuse_key:
        return "refuse", ""
    if len(typed) == 1 and typed.isprintable() and not typed.isspace():
        taken = [keycap_of(live, choice.value, choice.digit) for choice in live.choices if choice.digit]
        keys = " ".join([*taken, *([refuse_key] if refuse_key else [])])
        return "wrong", _("Press one of: {keys}").format(keys=keys) if taken else ""
    return "", ""


def keycap_of(live: Line, value: str, digit: str) -> str:
    """The key drawn before a choice: of a repeat its sign, which needs no explaining."""
    return value if live.kind == "repeat" else digit


class Ten:
    """Remembers a 1 pressed on a scale up to 10, whose own key is `-`: a 0 right behind it is the rest of a 10."""

    def __init__(self) -> None:
        self._path, self._at = "", 0.0

    def pressed(self, live: Line, value: str, now: float) -> None:
        """`value` was chosen at `live`. now: seconds of any steady clock."""
        scale = live.kind == "range" and any(choice.value == "10" for choice in live.choices)
        self._path, self._at = (live.path if scale and value == "1" else ""), now

    def meant(self, live: Line | None, character: str | None, now: float) -> str:
        """The path whose answer becomes 10 by this key at the question that is live now; "" when it means itself."""
        path, self._path = self._path, ""
        if not path or unicodedata.normalize("NFKC", character or "") != "0":
            return ""
        takes = live is not None and (not live.choices or any(choice.digit in ("0", "") for choice in live.choices))
        return path if now - self._at <= (_SOON if takes else _LATER) else ""
