"""A failure a person can mend, shown in place until it is seen: what, where, what to do, and Retry."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from callbench.errors import CallbenchError
from callbench.i18n import _
from callbench.tui import show
from callbench.tui.key_names import key_name


class Trouble(Widget, can_focus=True):
    """Hidden until `tell`; Enter tries again (when there is something to try), Escape sets it aside."""

    class SetAside(Message):
        """The failure was seen and left."""

    DEFAULT_CSS = """
    Trouble {
        dock: bottom; height: auto; margin-bottom: 1; padding: 0 2; display: none;
        background: $raised; color: $ink; border-left: outer $bad;
    }
    Trouble.-told { display: block; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "retry", show=False),
        Binding("escape", "set_aside", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.error: CallbenchError | None = None
        self._retry: Callable[[], object] | None = None

    def tell(self, error: CallbenchError, retry: Callable[[], object] | None = None) -> None:
        """Show `error` and take the focus; Enter then runs `retry`."""
        self.error, self._retry = error, retry
        self.add_class("-told")
        self.screen.add_class("-in-trouble")  # notices go to the top
        self.refresh(layout=True)
        self.focus()

    def clear(self) -> None:
        """Hide it: what failed has worked meanwhile."""
        self.error = self._retry = None
        self.remove_class("-told")
        self.screen.remove_class("-in-trouble")

    def action_retry(self) -> None:
        retry = self._retry
        if retry is None:
            return self.action_set_aside()
        self.clear()
        self.screen.focus_next()
        retry()

    def action_set_aside(self) -> None:
        self.clear()
        self.screen.focus_next()
        self.post_message(self.SetAside())

    def render(self) -> Content:
        if self.error is None:
            return Content()
        room = max(self.content_size.width, 20)
        rows = [show.line((text, "bold $bad")) for text in show.wrapped(self.error.what, room, most=4)]
        rows += [show.line((text, "$muted")) for text in show.wrapped(self.error.where, room, most=2) if text]
        rows += [show.line(text) for text in show.wrapped(self.error.todo, room, most=4) if text]
        keys: list[show.Part] = []
        if self._retry:
            keys += [(key_name("enter"), "bold"), " ", (_("Try again"), "$muted"), "   "]
        keys += [(key_name("escape"), "bold"), " ", (_("Set aside"), "$muted")]
        return show.lines([*rows, show.line(*keys)])
