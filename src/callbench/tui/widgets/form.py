"""The script on the right of the call: keys become answers of the live question."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from textual import events, on
from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import Input, TextArea

from callbench.i18n import _
from callbench.script.lines import Line
from callbench.tui.answering import Answering
from callbench.tui.show_script import REFUSE
from callbench.tui.talk import Talk
from callbench.tui.walk import Walk
from callbench.tui.widgets.answer_field import TYPED
from callbench.tui.widgets.entry import Entered, LateKey, ManyLines, OneLine
from callbench.tui.widgets.script_view import Hand, ScriptView
from callbench.values.problem import ValueProblem

_STEPS = {"up": -1, "down": 1, "pageup": -8, "pagedown": 8}


class ScriptForm(Widget, can_focus=True):
    """Turns keys into answers of a call and gives them to its draft at once, so that none is under way when it ends.

    may_answer: whether a key ("" for the mouse) may answer now. finished: Enter behind the last question, nothing
    required missing. say: told in a line what changed elsewhere, "" when nothing did.
    """

    def __init__(
        self,
        *,
        may_answer: Callable[[str], bool],
        finished: Callable[[], None],
        say: Callable[[str], None],
    ) -> None:
        super().__init__()
        self._may_answer, self._finished = may_answer, finished
        self._answering = Answering(say)
        self._hand = Hand()
        self._view = ScriptView(self._hand)
        self._drawn_for: str | None = None  # path of the question whose field stands; "" is the end

    def compose(self) -> ComposeResult:
        yield self._view

    @property
    def _walk(self) -> Walk | None:
        return self._answering.talk.walk if self._answering.talk else None

    @property
    def _live(self) -> Line | None:
        return self._walk.live if self._walk else None

    @property
    def _editor(self) -> OneLine | ManyLines | None:
        return self._view.field.editor

    # -- what is shown -----------------------------------------------------------------------------------------

    async def open(self, talk: Talk | None) -> None:
        """Show another call (None: nothing) and forget everything of the one before."""
        self._answering.open(talk)
        self._hand.empty()
        self._drawn_for = None
        self._view.show(talk)
        self.display = talk is not None
        await self._place_field(None)
        await self._redraw()
        self.take_focus()

    def take_focus(self) -> None:
        """Where keys go: the field of the live question, or the form itself."""
        (self._editor or self).focus()

    def draw(self) -> None:
        """Draw everything as it is now; the field stays as it is."""
        self._view.draw()

    async def _redraw(self) -> None:
        """As `draw`, with the field of another question if another one is live."""
        walk = self._walk
        if walk is None:
            return
        if self._drawn_for != walk.path:
            self._drawn_for = walk.path
            live = walk.live
            self._hand.empty()
            if live is not None and live.kind == "select_multiple":
                self._hand.picked = set(live.text.split())
            await self._place_field(live)
        self.draw()

    async def _place_field(self, live: Line | None) -> None:
        had_one = self._editor is not None
        typed = self._answering.typed(live) if live is not None else None
        kept = live.text if live is not None and live.kind in TYPED else ""
        await self._view.field.place(live, kept if typed is None else typed)
        if self._editor is None and (had_one or self.screen.focused is None):
            self.focus()

    @on(Input.Changed, "#editor")
    @on(TextArea.Changed, "#editor")
    def _typing(self, event: Input.Changed | TextArea.Changed) -> None:
        event.stop()
        live, field = self._live, self._view.field
        if live is None or event.control is not field.editor:
            return
        self._hand.problem = ""
        if live.kind in TYPED:
            self._view.draw_check()
        else:
            found = field.matching(live).choices
            self._hand.pointed = found[0].value if field.text and found else ""
            self.draw()

    # -- keys --------------------------------------------------------------------------------------------------

    async def on_key(self, event: events.Key) -> None:
        if await self._press(event.key, event.character):
            event.stop()
            event.prevent_default()

    @on(LateKey)
    async def _late(self, event: LateKey) -> None:
        event.stop()
        await self._press(event.key, event.character)

    @on(Entered)
    async def _entered(self, event: Entered) -> None:
        event.stop()
        await self._accept()

    async def _press(self, key: str, character: str | None) -> bool:
        """Do what a key means for the live question; whether it meant anything."""
        walk = self._walk
        if walk is None or not self._may_answer(key):
            return False
        if key in _STEPS:
            if isinstance(self._editor, ManyLines) and self._editor.has_focus and not self._editor.at_edge(key):
                return False
            self.settle()
            walk.step(_STEPS[key])
            await self._redraw()
            return True
        live, editor = walk.live, self._editor
        if live is not None and editor is not None:
            return await self._press_in_field(editor, key, character)
        if live is not None:
            return await self._press_choice(live, key, character)
        if key == "enter" and not await self.to_gap():
            self._finished()
        return key == "enter"

    async def _press_in_field(self, editor: OneLine | ManyLines, key: str, character: str | None) -> bool:
        """A key that came before the field had the focus."""
        if editor.has_focus:
            return False
        if key == "enter":
            await self._accept()
        elif character and character.isprintable():
            editor.take(character)
        else:
            return False
        return True

    async def _press_choice(self, live: Line, key: str, character: str | None) -> bool:
        digit = unicodedata.normalize("NFKC", character) if character else ""
        chosen = next((choice.value for choice in live.choices if digit and choice.digit == digit), None)
        if key in ("left", "right") and live.choices:
            self._hand.point(live, 1 if key == "right" else -1)
            self.draw()
        elif key in ("backspace", "delete"):
            await self._clear(live)
        elif key == "enter":
            await self._accept()
        elif key == "space" and self._hand.pointed:
            await self._choose(live, self._hand.pointed)
        elif chosen is not None:
            await self._choose(live, chosen)
        elif digit == "9" and self._view.refuse_key(live) == "9":
            await self.refuse()
        elif len(digit) == 1 and digit.isprintable() and not digit.isspace():
            keys = " ".join(choice.digit for choice in live.choices if choice.digit)
            self._hand.problem = _("Press one of: {keys}").format(keys=keys) if keys else ""
            self.draw()
        else:
            return False
        return True

    async def _choose(self, live: Line, value: str) -> None:
        self._hand.problem = ""
        if live.kind == "select_multiple":
            self._hand.picked ^= {value}
            self.draw()
        else:
            await self._give(value)

    async def _accept(self) -> None:
        """Enter: take what is typed or picked, or go on where nothing has to be answered."""
        live, editor = self._live, self._editor
        if live is None or not self._may_answer("enter"):
            return
        if editor is not None and live.kind in TYPED:
            text = editor.text
        elif live.kind == "select_multiple":
            if editor is not None and editor.text and self._hand.pointed:
                self._hand.picked ^= {self._hand.pointed}
                editor.again()
                editor.clear()
                return
            text = self._hand.in_order(live)
        elif editor is not None and editor.text.strip() and not self._hand.pointed:
            return self._complain(_("Nothing in the list is like that."))
        else:
            text = self._hand.pointed or live.text
        if text.strip() and (text != live.text or live.problem):
            await self._give(text)
        elif text.strip():
            await self._skip(live)
        elif live.state == "given":
            await self._clear(live)
        elif live.required and live.state == "open":
            self._complain(_("This question must be answered."))
        else:
            await self._skip(live)

    # -- what an answer does -----------------------------------------------------------------------------------

    async def _give(self, text: str) -> None:
        try:
            self._answering.give(text)
        except ValueProblem as problem:
            return self._complain(problem.message)
        await self._redraw()

    async def _skip(self, live: Line) -> None:
        self._answering.skip(live)
        await self._redraw()

    def _complain(self, words: str) -> None:
        self._hand.problem = words
        self._view.field.again()
        self.draw()

    async def refuse(self) -> None:
        """Record "don't know / refuses" for the live question, where the script allows it."""
        live = self._live
        if live is None:
            return
        if not live.can_refuse:
            return self._complain(_("The script wants an answer here."))
        self._answering.refuse()
        await self._redraw()

    async def _clear(self, live: Line) -> None:
        """Take the live question's answer back."""
        self._hand.empty()
        self._answering.clear(live)
        self._view.field.again()
        await self._redraw()

    async def to_gap(self) -> bool:
        """Go to the first required question without an answer."""
        self.settle()
        found = self._walk is not None and self._walk.to_gap()
        await self._redraw()
        return found

    async def _go(self, path: str) -> None:
        """Make another question live."""
        if self._walk is not None:
            self.settle()
            self._walk.go(path)
            await self._redraw()

    def settle(self) -> None:
        """Before leaving the live question: what is typed counts if it is right, and waits for its agent if it is not."""
        live = self._live
        if live is None:
            return
        text = self._view.field.text if live.kind in TYPED else self._hand.in_order(live)
        self._answering.settle(live, text)

    # -- mouse -------------------------------------------------------------------------------------------------

    async def on_click(self, event: events.Click) -> None:
        row = self._view.row_at((event.widget.id if event.widget else None) or "", event.y)
        if row is None or self._walk is None or not self._may_answer(""):
            return
        if row.path:
            await self._go(row.path)
        elif row.value == REFUSE:
            await self.refuse()
        elif row.value and self._live is not None:
            await self._choose(self._live, row.value)
