"""What the panels over a call share: their look and the line of keys at the bottom."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from inspect import isawaitable
from typing import Any

from textual import events, on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static, TextArea

from callbench.tui import show
from callbench.tui.key_names import key_name
from callbench.tui.screens.base import OnBench, Panel, Result
from callbench.tui.widgets.entry import LONGEST, Closing, Cut, Entered, ManyLines, OneLine

CSS = "panels.tcss"
_ROOM = 74  # cells inside a sheet at 80 columns


class Sheet(Panel[Result]):
    """A panel over the call; Escape closes it without a value. Keys behind the one that closed it go to who comes next."""

    CSS_PATH = CSS

    def __init__(self) -> None:
        super().__init__()
        self._left = self._held = self._moving = False
        self._key = ""  # the last one

    def on_mount(self) -> None:
        for field in self._fields:
            field.ahead, field.closes = self.desk.ahead, partial(self.closes, field)
        self.desk.ahead.release()  # held by `ask` until the field of this panel has the focus

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key | events.Paste):
            if self._left or self._moving:
                self.desk.ahead.keep(event)
                return
            self._key = event.key if isinstance(event, events.Key) else ""
        await super().on_event(event)

    def move_to(self, part: Widget | None) -> None:
        """Focus `part`, None for no field; keys already on their way here go there, before those pressed from now on."""
        if part is not self.focused and not self._moving:
            self._moving = True
            self.desk.ahead.hold()
            self.call_later(self._moved)
        self.set_focus(part)

    def _moved(self) -> None:
        self._moving = False
        self.desk.ahead.release()

    @on(Entered)
    def _entered(self, event: Entered) -> None:
        event.stop()
        self._from_field(self.entered, event.text)

    @on(Closing)
    def _closed_by_key(self, event: Closing) -> None:
        event.stop()
        self._from_field(self.closed_by, event.key)

    def _from_field(self, what: Callable[[str], None], said: str) -> None:
        """Do what a field asks for; it lets the keys behind wait."""
        self._held = True
        what(said)
        self._held = False
        if not self._left:  # it was not accepted: go on typing
            for field in self._fields:
                field.again()
            self.desk.ahead.release()

    def closes(self, field: OneLine | ManyLines, key: str) -> bool:
        """Whether a key, pressed in a field, closes the panel."""
        return key == "escape"

    def closed_by(self, key: str) -> None:
        """A key that `closes` was pressed in a field."""
        self.leave()

    @on(Cut)
    def _cut(self, event: Cut) -> None:
        """Said in the last row of the field itself; a field of one row has none to give."""
        event.stop()
        if not isinstance(event.field, ManyLines):
            self.desk.say(event.words, trouble=True)
        elif said := self.query("#cut"):
            said.first(Static).update(show.line((event.words, "$warn")))
        else:
            self.mount(Static(show.line((event.words, "$warn")), id="cut"), after=event.field)
            event.field.styles.height = event.field.size.height - 1

    @on(TextArea.Changed)
    def _shorter(self, event: TextArea.Changed) -> None:
        if len(event.text_area.text) < LONGEST and (said := self.query("#cut")):
            said.remove()
            event.text_area.styles.height = event.text_area.size.height + 1

    def entered(self, text: str) -> None:
        """Enter was pressed in a field in which `text` stands."""

    @property
    def _fields(self) -> list[OneLine | ManyLines]:
        return [*self.query(OneLine), *self.query(ManyLines)]

    def leave(self) -> None:
        """Close without a value, once."""
        self._close(None)

    def give(self, value: Result) -> None:
        """Close with `value`, once: a doubled key finds the panel gone."""
        self._close(value)

    def _close(self, value: Result | None) -> None:
        if self.is_current and not self._left:
            self._left = True
            if not self._held:
                self.desk.ahead.hold(self._key)
            self.dismiss(value)


def ask(screen: OnBench[Any], panel: Sheet[Result], then: Callable[[Result | None], object] | None = None) -> None:
    """Open `panel` over `screen`; keys pressed meanwhile wait for it, and when it closes for whatever `then` opens."""
    desk = screen.desk

    async def closed(value: Result | None) -> None:
        try:
            done = then(value) if then is not None else None
            if isawaitable(done):
                await done
        finally:
            desk.ahead.release()

    desk.ahead.hold()
    desk.push_screen(panel, closed)


def keys_line(*pairs: tuple[str, str]) -> Content:
    """Keys and what they do, as the footer writes them; where there is no room for all, a pair stays together."""
    parts: list[show.Part] = []
    for key, words in pairs:
        parts += [("  " if parts else ""), (key_name(key), "bold $ink"), " ", (words, "$muted")]
    return show.lines(show.folded(show.line(*parts), _ROOM, most=3))
