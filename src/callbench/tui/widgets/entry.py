"""Fields for typed answers and notes: Enter hands the text over at once, and what is pasted is cleaned before it is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from textual import events
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, TextArea
from textual.widgets.text_area import Edit, EditResult

from callbench.i18n import _
from callbench.text import clean
from callbench.tui.type_ahead import TypeAhead

LONGEST = 5_000
"""Characters that a field holds, as many as an answer, a note or a complaint keeps."""


class Cut(Message):
    """More was typed or pasted than `field` holds. given: how many characters it would have been."""

    def __init__(self, field: Widget, given: int) -> None:
        super().__init__()
        self.field = field
        self.given = given

    @property
    def words(self) -> str:
        """What is said of it."""
        return _("{given} characters; the first {limit} are kept.").format(
            given=f"{self.given:,}", limit=f"{LONGEST:,}"
        )


class Entered(Message):
    """Enter was pressed in a field. text: what stood in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class Closing(Message):
    """A key was pressed in a field that closes the panel around it."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key


class LateKey(Message):
    """A key that arrived after Enter, before the next question was on screen: it is meant for that one."""

    def __init__(self, key: str, character: str | None) -> None:
        super().__init__()
        self.key = key
        self.character = character


class _HandsOver:
    """What both fields share: Enter hands the text over once, and keys behind it are meant for the next question."""

    _spent = False
    ahead: TypeAhead | None = None  # in a panel: where keys behind Enter wait; a panel that closes takes no messages
    closes: Callable[[str], bool] | None = None  # in a panel: whether a key closes it; keys behind it wait as well

    def again(self) -> None:
        """What was entered is not accepted: go on typing."""
        self._spent = False

    def hand_over(self, event: events.Key, text: str) -> bool:
        """Take Enter, a key that closes the panel, and every key after those but up and down; whether the key was taken."""
        assert isinstance(self, Widget)
        if self._spent and event.key not in ("up", "down"):
            if self.ahead is None:
                self.post_message(LateKey(event.key, event.character))
            else:
                self.ahead.keep(event)
        elif event.key == "enter":
            self._spent = True
            if self.ahead is not None:
                self.ahead.hold("enter")
            self.post_message(Entered(text))
        elif self.ahead is not None and self.closes is not None and self.closes(event.key):
            self._spent = True
            self.ahead.hold(event.key)
            self.post_message(Closing(event.key))
        else:
            return False
        event.stop()
        event.prevent_default()
        return True


class OneLine(Input, _HandsOver):
    """A field of one line. After Enter it takes no more keys until `again`."""

    DEFAULT_CSS = """
    OneLine { height: 1; border: none; padding: 0 1; background: $ground; color: $ink; }
    OneLine:focus { border: none; background-tint: $ground 0%; }
    OneLine.-wrong { text-style: underline; }
    """

    def __init__(self, value: str = "", *, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(value, placeholder=placeholder, compact=True, select_on_focus=False, id=id)
        self.cursor_blink = False  # a blinking caret redraws the row in which an input method composes

    @property
    def text(self) -> str:
        return self.value

    def take(self, character: str) -> None:
        """A character that was typed before the field was there."""
        self.insert_text_at_cursor(character)

    async def _on_key(self, event: events.Key) -> None:
        self.hand_over(event, self.value)

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        if pasted := clean(event.text, limit=len(event.text)):
            self.insert_text_at_cursor(pasted)

    def insert_text_at_cursor(self, text: str) -> None:
        room = max(LONGEST - len(self.value), 0)
        if len(text) > room:
            self.post_message(Cut(self, len(self.value) + len(text)))
        super().insert_text_at_cursor(text[:room])


class ManyLines(TextArea, _HandsOver):
    """A field of several lines: Enter hands over, Ctrl+J begins a new line, Up and Down leave it at its edges."""

    DEFAULT_CSS = """
    ManyLines { height: 4; border: none; padding: 0 1; background: $ground; color: $ink; }
    ManyLines:focus { border: none; background-tint: $ground 0%; }
    """

    def __init__(self, text: str = "", *, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(
            text, compact=True, soft_wrap=True, show_line_numbers=False, highlight_cursor_line=False,
            tab_behavior="focus", placeholder=placeholder, id=id,
        )  # fmt: skip
        self.cursor_blink = False
        self.move_cursor(self.document.end)

    def on_unmount(self) -> None:
        # Textual 8.2: the app keeps whoever watches its theme until the theme changes, one a note.
        watchers = vars(self.app).get("__watchers", {}).get("theme", [])
        watchers[:] = [one for one in watchers if one[0] is not self]

    def take(self, character: str) -> None:
        """A character that was typed before the field was there."""
        self.insert(character)

    async def _on_key(self, event: events.Key) -> None:
        if not self.hand_over(event, self.text) and event.key in ("ctrl+j", "newline"):
            event.stop()
            event.prevent_default()
            self.insert("\n")

    def at_edge(self, key: str) -> bool:
        """Whether `key` (up, down) would leave the text."""
        row, _column = self.cursor_location
        return row == 0 if key == "up" else row == self.document.line_count - 1

    async def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self.paste(event.text)

    def paste(self, text: str) -> None:
        """What was copied elsewhere, cleaned."""
        if pasted := clean(text, lines=True, limit=len(text)):
            self.insert(pasted)

    def edit(self, edit: Edit) -> EditResult:
        first, last = sorted((edit.from_location, edit.to_location))
        stays = len(self.text) - len(self.get_text_range(first, last))
        room = max(LONGEST - stays, 0)
        if len(edit.text) > room:
            self.post_message(Cut(self, stays + len(edit.text)))
            edit = replace(edit, text=edit.text[:room])
        return super().edit(edit)
