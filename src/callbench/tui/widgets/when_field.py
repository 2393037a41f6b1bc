"""The field for a moment in words: a digit in it is a preset as long as nothing was typed."""

from __future__ import annotations

import unicodedata

from textual import events
from textual.message import Message

from callbench.tui.widgets.entry import OneLine

_EDITS = frozenset(("left", "right", "home", "end", "backspace", "delete"))
_BEHIND_A_NUMBER = frozenset(":：点時时月日号/-.")  # 15:30, 3月5日: the digits before were no presets


class PresetPressed(Message):
    """A preset was chosen. key: its digit."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key


class Arrow(Message):
    """An arrow was pressed that does not move in words. key: up, down, left, right, pageup or pagedown."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key


class WhenField(OneLine):
    """Decides on every key in its order, whatever is still on its way to the panel.

    digits: the keys of the presets. Words that were offered and not touched give way to a preset and to what is typed; a
    space goes on with them, as does what is typed after a key that edits.
    """

    def __init__(self, value: str = "", *, id: str | None = None) -> None:
        super().__init__(value, id=id)
        self.digits: frozenset[str] = frozenset()
        self._untouched = True
        self._run = ""  # presets pressed one after the other

    def meet(self, character: str | None) -> bool:
        """What a typed character means; True when it was a preset and must not be written."""
        char = unicodedata.normalize("NFKC", character or "")
        if not char.isprintable() or not char:
            return False
        if not self.value:
            self._untouched = True
        if self._untouched and char in self.digits:
            self._run += char
            self.value = ""
            self.post_message(PresetPressed(char))
            return True
        if self._untouched and self.value and not char.isspace():
            self.value = ""
        if self._untouched and self._run and (char in _BEHIND_A_NUMBER or char.isdecimal()):
            self.insert_text_at_cursor(self._run)
        self._touch()
        return False

    def _touch(self) -> None:
        self._untouched, self._run = False, ""

    async def _on_key(self, event: events.Key) -> None:
        if self._spent:
            return
        sideways = event.key in ("left", "right") and not self.value
        if self.value and event.key in _EDITS:
            self._touch()
        if sideways:
            self.post_message(Arrow(event.key))
        if sideways or self.meet(event.character):
            event.stop()
            event.prevent_default()

    def _on_paste(self, event: events.Paste) -> None:
        self._touch()
