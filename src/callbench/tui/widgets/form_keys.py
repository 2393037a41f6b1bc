"""What keys mean in the script: answers, choices, the next question, or the end."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from callbench.i18n import _
from callbench.script.lines import Line
from callbench.tui.choice_keys import Ten, choice_key
from callbench.tui.walk import Walk
from callbench.tui.widgets.answer_field import AnswerField, is_typed
from callbench.tui.widgets.entry import ManyLines, OneLine
from callbench.tui.widgets.hand import Hand

if TYPE_CHECKING:
    from callbench.tui.widgets.form import ScriptForm

_STEPS = {"up": -1, "down": 1, "pageup": -8, "pagedown": 8}


class FormKeys:
    """Keys of the form `form`, which does what they mean; field and hand are its own."""

    def __init__(self, form: ScriptForm, field: AnswerField, hand: Hand) -> None:
        self._form, self._field, self._hand = form, field, hand
        self._ten = Ten()

    async def press(self, key: str, character: str | None) -> bool:
        """Do what a key means for the live question; whether it meant anything."""
        form = self._form
        walk = form.walk
        if walk is None or not form.may_answer(key):
            return False
        if self.rest_of_ten(character):
            return True
        live, editor = walk.live, form.editor
        if key in _STEPS:
            return await self._step(walk, _STEPS[key], key)
        if live is not None and editor is not None:
            return await self._press_in_field(editor, key, character)
        if live is not None:
            return await self._press_choice(live, key, character)
        if key == "enter" and not await form.to_gap():
            form.finished()
        return key == "enter"

    async def _step(self, walk: Walk, by: int, key: str) -> bool:
        """Another question; in a list that is searched another choice, in a long text another line."""
        form, editor = self._form, self._form.editor
        if walk.live is not None and self._field.finds(walk.live):
            self._hand.point(self._field.matching(walk.live).choices, by)
            form.draw()
            return True
        if isinstance(editor, ManyLines) and editor.has_focus and not editor.at_edge(key):
            return False
        form.settle()
        walk.step(by)
        await form.redraw()
        return True

    def rest_of_ten(self, character: str | None) -> bool:
        """Whether this is the 0 of a 10 that was begun with 1 on the scale before, which is 10 then."""
        path = self._ten.meant(self._form.live, character, monotonic())
        if path:
            self._form.correct(path, "10")
        return bool(path)

    async def _press_in_field(self, editor: OneLine | ManyLines, key: str, character: str | None) -> bool:
        """A key that came before the field had the focus."""
        if editor.has_focus:
            return False
        if key == "enter":
            await self.accept()
        elif character and character.isprintable():
            editor.take(character)
        else:
            return False
        return True

    async def _press_choice(self, live: Line, key: str, character: str | None) -> bool:
        form, pointed = self._form, self._hand.pointed
        what, value = choice_key(live, key, character, pointed=pointed, refuse_key=form.refuse_key)
        match what:
            case "point":
                self._hand.point(live.choices, int(value))
                self._form.draw()
            case "clear":
                await self._form.clear(live)
            case "accept":
                await self.accept()
            case "choose":
                self._ten.pressed(live, value, monotonic())
                await self.choose(live, value)
            case "refuse":
                await self._form.refuse()
            case "wrong":
                self._hand.problem = value
                self._form.draw()
        return bool(what)

    async def choose(self, live: Line, value: str) -> None:
        self._hand.problem = ""
        if live.kind == "select_multiple":
            self._hand.picked ^= {value}
            self._form.draw()
        else:
            await self._form.give(value)

    async def accept(self) -> None:
        """Enter: take what is typed or picked, or go on where nothing has to be answered."""
        live, editor = self._form.live, self._form.editor
        if live is None or not self._form.may_answer("enter"):
            return
        if editor is not None and is_typed(live):
            text = editor.text
        elif live.kind == "select_multiple":
            if editor is not None and editor.text and self._hand.pointed:
                self._hand.picked ^= {self._hand.pointed}
                editor.again()
                editor.clear()
                return
            text = self._hand.in_order(live)
        elif editor is not None and editor.text.strip() and not self._hand.pointed:
            return self._form.complain(_("Nothing in the list is like that."))
        else:
            text = self._hand.pointed or live.text
        if text.strip() and (text != live.text or live.problem):
            await self._form.give(text)
        elif text.strip():
            await self._form.skip(live)
        elif live.state == "given":
            await self._form.clear(live)
        elif live.required and live.state == "open":
            self._form.complain(live.required_message or _("This question must be answered."))
        else:
            await self._form.skip(live)
