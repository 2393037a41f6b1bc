"""The field of the live question, with a word beside it on what stands in it."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

from textual.containers import Horizontal

from callbench.i18n import _
from callbench.script.lines import Line
from callbench.tui import show, show_script
from callbench.tui.widgets.entry import ManyLines, OneLine
from callbench.tui.widgets.number_line import NumberLine, SlideLine
from callbench.tui.widgets.still import StillRows

_TYPED = frozenset({"text", "integer", "decimal", "date", "time", "dateTime"})
_CHECK_ROWS = 2  # beside a field of one line
_LONG_ROWS = 4  # a field of several lines


def is_typed(live: Line) -> bool:
    """Whether the answer is what stands in the field, and not one of its choices."""
    return live.kind in _TYPED or (live.kind == "range" and not live.choices)


class AnswerField(Horizontal):
    """Holds an editor for typed kinds, and to find a choice in lists too long for one key each; else it is empty.

    The editor is mounted for one question and removed with it, so that nothing of it can reach the next one.
    """

    def __init__(self) -> None:
        super().__init__(id="field")
        self.editor: OneLine | ManyLines | None = None
        self._check = StillRows(id="check")

    async def place(self, live: Line | None, text: str) -> None:
        """An editor for `live` that begins with `text`, or none; the one before is gone with everything in it."""
        self.editor = None
        await self.remove_children()
        if live is None or not _needs_field(live):
            return
        self.editor, self._check = _editor(live, text), StillRows(id="check")
        await self.mount(self.editor, self._check)
        self.editor.focus()

    @property
    def text(self) -> str:
        """What stands in the editor, "" without one."""
        return self.editor.text if self.editor is not None else ""

    @property
    def rows(self) -> int:
        """How high it has to be."""
        if self.editor is None:
            return 0
        return _LONG_ROWS if isinstance(self.editor, ManyLines) else _CHECK_ROWS

    @property
    def long(self) -> bool:
        """Whether several lines can be typed."""
        return isinstance(self.editor, ManyLines)

    def tell(self, words: str, tone: str, room: int, *, then: str = "") -> None:
        """Say something beside the editor in rows of `room` cells; a tone of warning underlines what was typed.

        then: a quiet word below it.
        """
        if self.editor is None:
            return
        rows = [show.line((part, tone)) for part in show.wrapped(words, room, most=self.rows)]
        rows += [show.line((part, "$live-muted")) for part in show.wrapped(then, room) if then]
        self._check.put((rows + [show.line("")] * self.rows)[: self.rows])
        self.editor.set_class(tone in ("$bad", "$warn"), "-wrong")

    def clear(self) -> None:
        """Take out what stands in the editor."""
        if self.editor is not None:
            self.editor.clear()

    def again(self) -> None:
        """What was entered is not accepted: go on typing."""
        if self.editor is not None:
            self.editor.again()

    def finds(self, live: Line) -> bool:
        """Whether words are typed here that find several choices."""
        return not is_typed(live) and bool(self.text.strip()) and len(self.matching(live).choices) > 1

    def matching(self, live: Line) -> Line:
        """The line with the choices that the typed words find: by place in the list, or by words in the label."""
        typed = "" if is_typed(live) else self.text.strip()
        if not typed:
            return live
        word = unicodedata.normalize("NFKC", typed).casefold()
        place = int(word) if word.isdecimal() and len(word) < 6 else 0
        by_place = live.choices[place - 1 : place] if place else ()
        by_words = (
            choice
            for choice in live.choices
            if choice not in by_place and (word in choice.label.casefold() or choice.value.casefold().startswith(word))
        )
        return replace(live, choices=(*by_place, *by_words))


def _needs_field(live: Line) -> bool:
    return is_typed(live) or (bool(live.choices) and not any(choice.digit for choice in live.choices))


def _editor(live: Line, text: str) -> OneLine | ManyLines:
    if live.kind == "text" and "multiline" in live.appearance:
        return ManyLines(text, id="editor")
    words = show.safe(show_script.expected(live) if is_typed(live) else _("type to find"), limit=40)
    if live.kind in ("integer", "decimal"):
        return NumberLine(live.kind, text, placeholder=words, id="editor")
    if live.kind == "range" and not live.choices:
        return SlideLine(live.parameters, text, placeholder=words, id="editor")
    return OneLine(text, placeholder=words, id="editor")
