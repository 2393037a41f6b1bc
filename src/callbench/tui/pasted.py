"""What is pasted stays text: no escape sequence in it is dealt out as keys that somebody pressed."""

from __future__ import annotations

from collections.abc import Iterable

from textual._xterm_parser import XTermParser
from textual.message import Message

_BEGIN, _END = "\x1b[200~", "\x1b[201~"  # bracketed paste, https://invisible-island.net/xterm/ctlseqs/ctlseqs.html


class PasteParser(XTermParser):
    """As Textual's (8.2), which reissues a sequence it does not know as keys, also inside of a paste: a digit in copied
    text answered, its line end saved. Escapes in a paste are left out before it is read, those of its end excepted.
    """

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._inside = False
        self._seen = ""  # the last characters outside, the beginning of a paste may come in pieces
        self._held = ""  # an escape inside and what followed, while it may be the end

    def feed(self, data: str) -> Iterable[Message]:
        text = "".join(map(self._passed, data))
        return super().feed(text) if text or not data else ()

    def _passed(self, character: str) -> str:
        if not self._inside:
            self._seen = (self._seen + character)[-len(_BEGIN) :]
            self._inside = self._seen == _BEGIN
            return character
        before, self._held = self._held, self._held + character
        if self._held == _END:
            self._inside, self._seen, self._held = False, "", ""
            return _END
        if _END.startswith(self._held):
            return ""
        self._held = character if character == "\x1b" else ""
        return before[1:] + (character if not self._held else "")
