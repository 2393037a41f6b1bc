"""Fields for numbers: what no number is made of is refused at once; on a slider the arrows go by its steps."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from textual import events
from textual.message import Message

from callbench.tui.widgets.entry import OneLine

_STOPS = str.maketrans({"。": ".", "，": ",", "—": "-"})
_SIGNS = {"integer": "+-,", "decimal": "+-,.", "range": "+-."}
_BY = {"left": -1, "right": 1, "ctrl+left": -10, "ctrl+right": 10, "shift+left": -10, "shift+right": 10}


class NotTaken(Message):
    """Something that no number is made of was typed or pasted; nothing of it stands in the field."""


class NumberLine(OneLine):
    """A field for a number. kind: integer, decimal or range. Full-width digits become plain ones."""

    def __init__(self, kind: str, value: str = "", *, placeholder: str = "", id: str | None = None) -> None:
        self._signs = _SIGNS[kind]
        super().__init__(value, placeholder=placeholder, id=id)

    def insert_text_at_cursor(self, text: str) -> None:
        plain = unicodedata.normalize("NFKC", text.translate(_STOPS)).strip()
        if all(char in "0123456789" or char in self._signs for char in plain):
            super().insert_text_at_cursor(plain)
        else:
            self.post_message(NotTaken())


class SlideLine(NumberLine):
    """A field for a number between two ends. parameters: start, end and step, as texts."""

    def __init__(
        self, parameters: Mapping[str, str], value: str = "", *, placeholder: str = "", id: str | None = None
    ) -> None:
        self._parameters = dict(parameters)
        super().__init__("range", value, placeholder=placeholder, id=id)

    async def _on_key(self, event: events.Key) -> None:
        if self._spent or event.key not in (*_BY, "home", "end"):
            return
        event.stop()
        event.prevent_default()
        self.value = slid(self.value, self._parameters, _BY.get(event.key, 0), event.key)
        self.cursor_position = len(self.value)


def ends_of(parameters: Mapping[str, str]) -> tuple[Decimal, Decimal, Decimal]:
    """(lowest, highest, step) of a range; 1 to 10 by 1 where nothing is said."""
    start, end = Decimal(parameters.get("start", "1")), Decimal(parameters.get("end", "10"))
    return min(start, end), max(start, end), abs(Decimal(parameters.get("step", "1"))) or Decimal(1)


def slid(text: str, parameters: Mapping[str, str], by: int, key: str = "") -> str:
    """The value `by` steps from `text`, within the ends and on a step; from an empty field the middle one.

    key: `home` and `end` mean the ends.
    """
    low, high, step = ends_of(parameters)
    steps = int((high - low) / step)
    try:
        at = int(((Decimal(text) - low) / step).to_integral_value()) if text.strip() else steps // 2 - by
    except InvalidOperation:
        at = steps // 2 - by
    at = 0 if key == "home" else steps if key == "end" else at + by
    return f"{(low + max(0, min(steps, at)) * step).normalize():f}"
