"""What is looked up while a call goes on: another question, words for an objection, what happened before."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from callbench.i18n import _
from callbench.tui.screens.panels.jump import JumpPanel
from callbench.tui.screens.panels.sheet import ask
from callbench.tui.talk import Talk
from callbench.tui.widgets.customer_side import CustomerSide
from callbench.tui.widgets.form import ScriptForm

if TYPE_CHECKING:
    from callbench.tui.screens.call import CallScreen


class Looking:
    """Looks things up for the call that `screen` shows; nothing of the call changes by it."""

    def __init__(self, screen: CallScreen) -> None:
        self._screen = screen

    @property
    def _form(self) -> ScriptForm:
        return self._screen.query_one(ScriptForm)

    @property
    def _side(self) -> CustomerSide:
        return self._screen.query_one(CustomerSide)

    def jump(self, talk: Talk) -> None:
        """Ask which question; what stands in the field of the live one is taken over before."""
        self.close()
        ask(self._screen, JumpPanel(talk.walk.stops, talk.walk.path), self._jumped)

    def _jumped(self, path: str | None) -> None:
        if path is not None and self._screen.ready is not None:
            self._screen.beside(partial(self._form.go, path))

    def objection(self, talk: Talk) -> None:
        """Show what to say to an objection, or close it again."""
        if not self._form.object(False):
            self._form.object(True)
            if not talk.walk.objection:
                self._screen.say(_("The script has no words for an objection here."))

    def history(self) -> None:
        """Go into the history, or back to the question."""
        if not self.close():
            self._side.look()

    def close(self) -> bool:
        """Close what was opened; whether something was."""
        if self._side.looking:
            if self._side.leave():  # the filter went first
                return True
            self._form.take_focus()
            return True
        return self._form.object(False)
