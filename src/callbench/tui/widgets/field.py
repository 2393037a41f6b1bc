"""A field of one line for searching and dates: nothing that could move the terminal's cursor ever stands in it."""

from __future__ import annotations

import unicodedata

from textual.widgets import Input

LONGEST = 500
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


class Field(Input):
    """An Input whose value is harmless whatever was typed or pasted; its caret does not blink.

    A blinking caret would redraw the row in which an input method composes.
    """

    def __init__(self, *, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(placeholder=placeholder, compact=True, select_on_focus=False, id=id)
        self.cursor_blink = False

    @property
    def is_open(self) -> bool:
        """Whether it is asked for something now."""
        return self.has_class("-open")

    def open(self) -> None:
        """Come into view, for typing."""
        self.add_class("-open")
        self.focus()

    def rest(self) -> None:
        """Go out of view; what stands in it stays."""
        self.remove_class("-open")

    def close(self) -> None:
        """Go out of view, with nothing in it."""
        self.value = ""
        self.remove_class("-open")

    def validate_value(self, value: str) -> str:
        """Control, format and bidi characters go; spaces stay, or words could not be typed.

        So does the sign that widens an emoji: terminals disagree on the width it gives.
        """
        return "".join(c for c in value[:LONGEST] if c != "\ufe0f" and unicodedata.category(c) not in _DROPPED)
