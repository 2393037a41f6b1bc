"""What all screens have in common: header, body, failures shown in place, footer; work on the bench off the UI loop."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual._styles_cache import StylesCache
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.screen import ModalScreen, Screen
from textual.strip import Strip
from textual.style import Style
from textual.widget import Widget

from callbench.errors import CallbenchError
from callbench.tui.screens.too_small import cover
from callbench.tui.widgets.footer import Footer
from callbench.tui.widgets.header import Header
from callbench.tui.widgets.trouble import Trouble

if TYPE_CHECKING:
    from callbench.tui.app import BenchApp

Result = TypeVar("Result")
_FOCUS: list[BindingType] = [
    Binding("tab", "app.focus_next", show=False),
    Binding("shift+tab", "app.focus_previous", show=False),
    Binding("ctrl+c", "screen.copy_text", show=False),  # what was marked with the mouse
]


class OnBench(Screen[Result], inherit_bindings=False):
    """A screen or a panel of the bench. PLACE is its name in `commands.Command.where`."""

    PLACE = ""
    BINDINGS: ClassVar[list[BindingType]] = _FOCUS
    _whole_follows = False  # the parts that changed are about to be painted, and then everything

    @property
    def desk(self) -> BenchApp:
        """The app, with its own type."""
        return cast("BenchApp", self.app)

    @property
    def lost(self) -> int:
        """How much was given here that could not be kept."""
        return 0

    def on_screen_resume(self) -> None:
        cover(self.desk.screen)
        for line in self.children:
            if isinstance(line, Header | Footer):
                line.catch_up()

    @property
    def is_open(self) -> bool:
        """Whether it still stands; what is read for a page that was left meanwhile is for nobody."""
        return self in self.app.screen_stack

    async def on_unmount(self) -> None:
        # Textual 8.2 remembers colours by the painter of each widget, 1,024 of them with all they painted: 150 MB by noon.
        StylesCache.get_inner_outer.cache_clear()

    def on_resize(self) -> None:
        cover(self.desk.screen)

    def _on_timer_update(self) -> None:
        """As Textual's, in one picture: it sends what a new layout changed and, where everything is to be painted, everything behind it."""
        self._whole_follows = self._layout_required and self._repaint_required
        super()._on_timer_update()
        self._whole_follows = False

    def _compositor_refresh(self) -> None:
        if self._whole_follows:
            self._whole_follows = False
        else:
            super()._compositor_refresh()

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """As Textual's, but once: behind the key that closed this screen, its double would close the one below."""
        return super().dismiss(result) if self.is_active else AwaitComplete()

    def tell(self, error: CallbenchError, retry: Callable[[], object] | None = None) -> None:
        """Show a failure in place; Enter then runs `retry`. A panel that composes no Trouble gets one now.

        Once this screen was left, it is said over the one in front.
        """
        if not self.is_open:
            self.desk.say(error.what, trouble=True)
            return
        found = self.query(Trouble)
        trouble = found.first() if found else Trouble()
        if not found:
            self.mount(trouble)
        trouble.tell(error, retry)

    def retranslate(self) -> None:
        """The language or the looks changed: draw everything again. Subclasses add what they keep as text."""
        for widget in self.walk_children():
            widget.refresh(layout=True)


def ground(widget: Widget, crop: Region) -> list[Strip]:
    """As `Widget.render_lines`, for what shows nothing but its colour where its children leave it free, and has no border.

    Textual makes each of these lines anew whenever it paints the whole.
    """
    _below, colour = widget.background_colors
    strip = Strip.blank(crop.width, Style(background=colour).rich_style)
    for each in widget.get_line_filters():
        strip = strip.apply_filter(each, colour)
    return [strip] * crop.height


class BenchScreen(OnBench[Result], inherit_bindings=False):
    """A whole screen; subclasses give its `body`."""

    BINDINGS: ClassVar[list[BindingType]] = _FOCUS
    render_lines = ground

    def compose(self) -> ComposeResult:
        yield Header()
        yield from self.body()
        yield Trouble()
        yield Footer(self.PLACE, "list")

    def body(self) -> ComposeResult:
        """The widgets between header and footer."""
        yield from ()


class Panel(OnBench[Result], ModalScreen[Result], inherit_bindings=False):
    """A panel over a screen; it returns its value by `dismiss`."""

    BINDINGS: ClassVar[list[BindingType]] = _FOCUS
