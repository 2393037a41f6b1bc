"""The script on the right of the call: keys become answers of the live question."""

from __future__ import annotations

import unicodedata

from textual import events, on
from textual.widgets import Input, TextArea

from callbench.i18n import _, ngettext
from callbench.script.lines import Change, Line
from callbench.tui.widgets.entry import Entered, LateKey, ManyLines
from callbench.tui.widgets.script_view import TYPED, ScriptView
from callbench.values.problem import ValueProblem

_STEPS = {"up": -1, "down": 1, "pageup": -8, "pagedown": 8}


class ScriptForm(ScriptView):
    """Turns keys into answers, tells them to its owner, and keeps nothing itself."""

    @on(Input.Changed, "#editor")
    @on(TextArea.Changed, "#editor")
    def _typing(self, event: Input.Changed | TextArea.Changed) -> None:
        event.stop()
        walk, editor = self.walk, self._editor
        if walk is None or editor is None or walk.live is None or event.control is not editor:
            return
        self._problem = ""
        if walk.live.kind in TYPED:
            self._draw_check(walk.live)
        else:
            found = self._matches(walk.live).choices
            self._pointed = found[0].value if editor.text and found else ""
            self.draw()

    # -- keys --------------------------------------------------------------------------------------------------

    async def on_key(self, event: events.Key) -> None:
        if await self.press(event.key, event.character):
            event.stop()
            event.prevent_default()

    @on(LateKey)
    async def _late(self, event: LateKey) -> None:
        event.stop()
        await self.press(event.key, event.character)

    @on(Entered)
    async def _entered(self, event: Entered) -> None:
        event.stop()
        await self._accept()

    async def press(self, key: str, character: str | None) -> bool:
        """Do what a key means for the live question; whether it meant anything."""
        walk = self.walk
        if walk is None or not self.owner.may_answer(key):
            return False
        if key in _STEPS:
            if isinstance(self._editor, ManyLines) and self._editor.has_focus and not self._editor.at_edge(key):
                return False
            self.settle()
            walk.step(_STEPS[key])
            await self.redraw()
            return True
        live = walk.live
        if live is None:
            return await self._press_at_end(key)
        if self._editor is not None:
            return await self._press_in_field(key, character)
        return await self._press_choice(live, key, character)

    async def _press_at_end(self, key: str) -> bool:
        if key != "enter" or self.walk is None:
            return False
        if self.walk.to_gap():
            await self.redraw()
        else:
            self.owner.finished()
        return True

    async def _press_in_field(self, key: str, character: str | None) -> bool:
        """A key that came before the field had the focus."""
        editor = self._editor
        assert editor is not None
        if editor.has_focus:
            return False
        if key == "enter":
            await self._accept()
            return True
        if character and character.isprintable():
            editor.take(character)
            return True
        return False

    async def _press_choice(self, live: Line, key: str, character: str | None) -> bool:
        digit = unicodedata.normalize("NFKC", character) if character else ""
        values = [choice.value for choice in live.choices]
        if key in ("left", "right") and values:
            at = values.index(self._pointed) if self._pointed in values else (-1 if key == "right" else 0)
            self._pointed = values[(at + (1 if key == "right" else -1)) % len(values)]
            self.draw()
            return True
        if key in ("backspace", "delete"):
            await self._clear(live)
            return True
        if key == "enter":
            await self._accept()
            return True
        if key == "space" and self._pointed:
            await self._choose(live, self._pointed)
            return True
        chosen = next((choice.value for choice in live.choices if digit and choice.digit == digit), None)
        if chosen is not None:
            await self._choose(live, chosen)
            return True
        if digit == "9" and self._refuse_key(live) == "9":
            await self.refuse()
            return True
        if digit and digit.isprintable() and len(digit) == 1 and not digit.isspace():
            keys = " ".join(choice.digit for choice in live.choices if choice.digit)
            self._problem = _("Press one of: {keys}").format(keys=keys) if keys else ""
            self.draw()
            return True
        return False

    async def _choose(self, live: Line, value: str) -> None:
        self._problem = ""
        if live.kind == "select_multiple":
            self._picked ^= {value}
            self.draw()
        else:
            await self._give(value)

    async def _accept(self) -> None:
        """Enter: take what is typed or picked, or go on where nothing has to be answered."""
        walk = self.walk
        live = walk.live if walk else None
        if walk is None or live is None or not self.owner.may_answer("enter"):
            return
        editor = self._editor
        if editor is not None and live.kind in TYPED:
            text = editor.text
        elif live.kind == "select_multiple":
            if editor is not None and editor.text and self._pointed:
                self._picked ^= {self._pointed}
                editor.again()
                editor.clear()
                return
            text = self._in_order(live)
        elif editor is not None and editor.text.strip() and not self._pointed:
            return self._complain(_("Nothing in the list is like that."))
        else:
            text = self._pointed or live.text
        if text.strip():
            if text != live.text or live.problem:
                await self._give(text)
            else:
                self._typed.pop(live.path, None)
                walk.skip()
                await self.redraw()
        elif live.state == "given":
            await self._clear(live)
        elif live.required and live.state == "open":
            self._complain(_("This question must be answered."))
        else:
            walk.skip()
            await self.redraw()

    async def _give(self, text: str) -> None:
        walk = self.walk
        assert walk is not None
        path = walk.path
        try:
            change = walk.answer(text)
        except ValueProblem as problem:
            return self._complain(problem.message)
        self._typed.pop(path, None)
        self._tell(path, change)
        await self.redraw()

    def _complain(self, words: str) -> None:
        self._problem = words
        if self._editor is not None:
            self._editor.again()
        self.draw()

    async def refuse(self) -> None:
        """Record "don't know / refuses" for the live question, where the script allows it."""
        walk = self.walk
        if walk is None or walk.live is None:
            return
        if not walk.live.can_refuse:
            return self._complain(_("The script wants an answer here."))
        path = walk.path
        change = walk.refuse()
        self._typed.pop(path, None)
        self._tell(path, change)
        await self.redraw()

    async def _clear(self, live: Line) -> None:
        """Take the live question's answer back."""
        assert self.walk is not None
        self._picked, self._pointed, self._problem = set(), "", ""
        self._typed.pop(live.path, None)
        if live.state != "open":
            change = self.walk.clear()
            self.owner.dropped(live.path)
            self._tell_change(change)
        if self._editor is not None:
            self._editor.again()
        await self.redraw()
        self.draw()

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

    def settle(self) -> None:
        """Before leaving the live question: what is typed counts if it is right, and waits for its agent if it is not."""
        walk = self.walk
        live = walk.live if walk else None
        if walk is None or live is None:
            return
        text = self._in_order(live) if live.kind == "select_multiple" else ""
        if self._editor is not None and live.kind in TYPED:
            text = self._editor.text
        if not text.strip() or text == live.text:
            self._typed.pop(live.path, None)
            return
        try:
            change = walk.interview.set(live.path, text)
        except ValueProblem:
            self._typed[live.path] = text
            return
        self._typed.pop(live.path, None)
        walk.refresh()
        self._tell(live.path, change)

    def _tell(self, path: str, change: Change) -> None:
        assert self.walk is not None
        kept = next((answer for answer in self.walk.interview.drafts() if answer.path == path), None)
        if kept is None:
            self.owner.dropped(path)
        else:
            self.owner.given(kept.path, kept.text, kept.state)
        self._tell_change(change)

    def _tell_change(self, change: Change) -> None:
        for path in change.cleared:
            self.owner.dropped(path)
        words = []
        if change.gone:
            n = len(change.gone)
            words.append(
                ngettext("{n} question is not asked any more", "{n} questions are not asked any more", n).format(n=n)
            )
        if change.back:
            n = len(change.back)
            words.append(ngettext("{n} more question", "{n} more questions", n).format(n=n))
        if change.cleared:
            n = len(change.cleared)
            words.append(
                ngettext(
                    "{n} answer no longer fits and was taken back", "{n} answers no longer fit and were taken back", n
                ).format(n=n)
            )
        if words:
            self.owner.told(_(", ").join(words))

    # -- mouse -------------------------------------------------------------------------------------------------

    async def on_click(self, event: events.Click) -> None:
        id_ = event.widget.id if event.widget is not None else ""
        rows = self._rows.get(id_ or "", [])
        if not 0 <= event.y < len(rows) or self.walk is None or not self.owner.may_answer(""):
            return
        row = rows[event.y]
        if row.path:
            await self.go(row.path)
        elif row.value == "\0refuse":
            await self.refuse()
        elif row.value and self.walk.live is not None:
            await self._choose(self.walk.live, row.value)
