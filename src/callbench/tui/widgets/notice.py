"""The line under the call: what was saved, what changed, and what could not be kept, with Retry."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from callbench.errors import CallbenchError
from callbench.i18n import _
from callbench.tui import show
from callbench.tui.keymap import key_of


class Notice(Widget):
    """A failure goes before everything and stays until it is mended."""

    DEFAULT_CSS = """
    Notice { height: 1; padding: 0 2; background: $ground; color: $ink; }
    Notice.-trouble { height: 2; }
    """
    said: reactive[str] = reactive("")
    trouble: reactive[CallbenchError | None] = reactive(None)

    def watch_trouble(self, trouble: CallbenchError | None) -> None:
        self.set_class(trouble is not None, "-trouble")

    def catch_up(self) -> None:
        """A panel was opened over the screen, or left: the key is offered where it can be pressed."""
        if self.trouble is not None:
            self.refresh()

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return container.width

    def render(self) -> Content:
        width = self.content_size.width
        if self.trouble is not None:
            key = show.line((key_of("call.retry"), "bold"), " ", (_("try again"), "$muted"))
            if not self.screen.is_active:  # below a panel the key does nothing
                key = show.line("")
            what = _("Not on disk: {what}").format(what=show.safe(self.trouble.what))
            todo = show.safe(self.trouble.todo) or _("The call goes on; what you answer stays on the screen.")
            return show.lines(
                [show.beside(show.line((what, "bold $bad")), key, width), show.line((show.fit(todo, width), "$ink"))]
            )
        return show.line((show.fit(self.said, width), "bold $good"))
