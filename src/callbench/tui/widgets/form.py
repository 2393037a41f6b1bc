"""The script on the right of the call: keys become answers of the live question."""

from __future__ import annotations

from collections.abc import Callable

from textual import events, on
from textual.app import ComposeResult
from textual.geometry import Offset
from textual.widget import Widget
from textual.widgets import Input, TextArea

from callbench.i18n import _
from callbench.records.calls import CallInHand
from callbench.script.lines import Line
from callbench.tui.answering import Answering
from callbench.tui.screens.base import ground
from callbench.tui.show_script import REFUSE
from callbench.tui.talk import Talk
from callbench.tui.walk import Walk
from callbench.tui.widgets.answer_field import is_typed
from callbench.tui.widgets.entry import Cut, Entered, LateKey, ManyLines, OneLine
from callbench.tui.widgets.form_keys import FormKeys
from callbench.tui.widgets.hand import Hand
from callbench.tui.widgets.number_line import NotTaken
from callbench.tui.widgets.script_view import ScriptView
from callbench.values.problem import ValueProblem


class ScriptForm(Widget, can_focus=True):
    """Turns keys into answers of a call and gives them to its draft at once, so that none is under way when it ends.

    may_answer: whether a key ("" for the mouse) may answer now. finished: Enter behind the last question, nothing
    required missing. say: told in a line what changed elsewhere, "" when nothing did.
    """

    render_lines = ground

    def __init__(
        self,
        *,
        may_answer: Callable[[str], bool],
        finished: Callable[[], None],
        say: Callable[[str], None],
    ) -> None:
        super().__init__()
        self.may_answer, self.finished, self._say = may_answer, finished, say
        self._answering = Answering(say)
        self._hand = Hand()
        self._view = ScriptView(self._hand)
        self._keys = FormKeys(self, self._view.field, self._hand)
        self._pressed_at = Offset()  # of the mouse
        self._drawn_for: str | None = None  # path of the question whose field stands; "" is the end

    def compose(self) -> ComposeResult:
        yield self._view

    @property
    def walk(self) -> Walk | None:
        return self._answering.talk.walk if self._answering.talk else None

    @property
    def live(self) -> Line | None:
        return self.walk.live if self.walk else None

    @property
    def editor(self) -> OneLine | ManyLines | None:
        return self._view.field.editor

    # -- what is shown -----------------------------------------------------------------------------------------

    async def open(self, talk: Talk | None) -> None:
        """Show another call (None: nothing) and forget everything of the one before."""
        self._answering.open(talk)
        self._hand.empty()
        self._drawn_for = None
        self._view.objecting = False
        self._view.show(talk)
        self.display = talk is not None
        await self._place_field(None)
        await self.redraw()
        self.take_focus()

    def take_focus(self) -> None:
        """Where keys go: the field of the live question, or the form itself."""
        (self.editor or self).focus()

    def draw(self) -> None:
        """Draw everything as it is now; the field stays as it is."""
        self._view.draw()

    def mark(self, path: str) -> None:
        """An answer is on disk now, or could not be kept."""
        self._view.mark(path)

    def object(self, shown: bool) -> bool:
        """Show what to say to an objection, or no longer; whether that changed anything. The next question closes it."""
        changed, self._view.objecting = self._view.objecting is not shown, shown
        if changed:
            self.draw()
        return changed

    @property
    def refuse_key(self) -> str:
        """The key that refuses the live question, "" where that is not allowed."""
        return self._view.refuse_key(self.live) if self.live is not None else ""

    async def redraw(self) -> None:
        """As `draw`, with the field of another question if another one is live."""
        walk = self.walk
        if walk is None:
            return
        if self._drawn_for != walk.path:
            self._drawn_for = walk.path
            self._view.objecting = False
            live = walk.live
            self._hand.empty()
            if live is not None and live.kind == "select_multiple":
                self._hand.picked = set((self._answering.typed(live) or live.text).split())
            await self._place_field(live)
        self.draw()

    async def _place_field(self, live: Line | None) -> None:
        had_one = self.editor is not None
        typed = self._answering.typed(live) if live is not None else None
        kept = live.text if live is not None and is_typed(live) else ""
        await self._view.field.place(live, kept if typed is None else typed)
        if self.editor is None and (had_one or self.screen.focused is None):
            self.focus()

    @on(Input.Changed, "#editor")
    @on(TextArea.Changed, "#editor")
    def _typing(self, event: Input.Changed | TextArea.Changed) -> None:
        event.stop()
        live, field = self.live, self._view.field
        if live is None or event.control is not field.editor:
            return
        self._hand.problem = ""
        if field.text == "0" and self._keys.rest_of_ten("0"):
            field.clear()
        elif is_typed(live) and live.kind != "range":
            self._view.draw_check()
        elif is_typed(live):
            self.draw()
        else:
            found = field.matching(live).choices
            self._hand.pointed = found[0].value if field.text and found else ""
            self.draw()

    @on(NotTaken)
    def _not_taken(self, event: NotTaken) -> None:
        event.stop()
        if self.live is not None:
            whole = self.live.kind == "integer"
            self.complain(_("Only digits here, like 12.") if whole else _("Only digits and a point here, like 12.5."))

    # -- keys --------------------------------------------------------------------------------------------------

    async def on_key(self, event: events.Key) -> None:
        if await self._keys.press(event.key, event.character):
            event.stop()
            event.prevent_default()

    @on(Cut)
    def _cut(self, event: Cut) -> None:
        event.stop()
        self._say(event.words)

    @on(LateKey)
    async def _late(self, event: LateKey) -> None:
        event.stop()
        await self._keys.press(event.key, event.character)

    @on(Entered)
    async def _entered(self, event: Entered) -> None:
        event.stop()
        await self._keys.accept()

    # -- what an answer does -----------------------------------------------------------------------------------

    def correct(self, path: str, text: str) -> None:
        """Change the answer of a question passed just now."""
        self._answering.correct(path, text)
        self.draw()

    async def give(self, text: str) -> None:
        try:
            self._answering.give(text)
        except ValueProblem as problem:
            return self.complain(problem.message)
        await self.redraw()

    async def skip(self, live: Line) -> None:
        self._answering.skip(live)
        await self.redraw()

    def complain(self, words: str) -> None:
        self._hand.problem = words
        self._view.field.again()
        self.draw()

    async def refuse(self) -> None:
        """Record "don't know / refuses" for the live question, where the script allows it."""
        live = self.live
        if live is None:
            return
        if not live.can_refuse:
            return self.complain(_("The script wants an answer here."))
        self._answering.refuse()
        await self.redraw()

    async def clear(self, live: Line) -> None:
        """Take the live question's answer back."""
        self._hand.empty()
        self._answering.clear(live)
        self._view.field.again()
        await self.redraw()

    async def to_gap(self) -> bool:
        """Go to the first required question without an answer."""
        self.settle()
        found = self.walk is not None and self.walk.to_gap()
        await self.redraw()
        return found

    async def go(self, path: str) -> None:
        """Make another question live."""
        if self.walk is not None:
            self.settle()
            self.walk.go(path)
            await self.redraw()

    async def learn(self, call: CallInHand) -> None:
        """The card or the number called has changed: what is said and asked follows."""
        self._answering.learn(call)
        await self.redraw()

    def settle(self) -> None:
        """Before leaving the live question: what is typed counts if it is right, and waits for its agent if it is not."""
        live = self.live
        if live is None:
            return
        text = self._view.field.text if is_typed(live) else self._hand.in_order(live)
        self._answering.settle(live, text)

    # -- mouse -------------------------------------------------------------------------------------------------

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self._pressed_at = event.screen_offset

    async def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        await self._roll(1)

    async def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        await self._roll(-1)

    async def _roll(self, by: int) -> None:
        """The wheel: the question before or behind, around which the lines are shown."""
        if self.walk is not None and self.may_answer(""):
            self.settle()
            self.walk.step(by)
            await self.redraw()

    async def on_click(self, event: events.Click) -> None:
        at, view = event.screen_offset, self._view
        if view.field.region.contains_point(at):
            return
        if self.editor is not None:
            self.editor.focus()  # what is typed next is meant for it
        if at != self._pressed_at:
            return  # words were marked to be copied
        row = view.row_at(at.y - view.region.y) if view.region.contains_point(at) else None
        if row is None or self.walk is None or not self.may_answer(""):
            return
        if row.path:
            await self.go(row.path)
        elif row.value == REFUSE:
            await self.refuse()
        elif row.value and self.live is not None:
            await self._keys.choose(self.live, row.value)
