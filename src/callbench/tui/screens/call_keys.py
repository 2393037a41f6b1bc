"""The keys of the call: which of them can be pressed now, and what each asks of the screen's parts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import ClassVar

from textual import events, work
from textual.binding import Binding, BindingType

from callbench.i18n import _
from callbench.tui.echo import Echo
from callbench.tui.keeper import Keeper
from callbench.tui.keymap import bindings_for, keys_of
from callbench.tui.screens.base import BenchScreen
from callbench.tui.screens.call_ending import Ending
from callbench.tui.screens.call_face import Face
from callbench.tui.screens.call_looking import Looking
from callbench.tui.screens.call_numbers import CallNumbers
from callbench.tui.screens.call_panels import CallPanels
from callbench.tui.standstill import Standstill
from callbench.tui.talk import Talk
from callbench.tui.widgets.entry import ManyLines
from callbench.tui.widgets.form import ScriptForm
from callbench.tui.widgets.trouble import Trouble

_IN_CALL = frozenset(
    {
        "answer", "step", "outcome", "follow_up", "complaint", "profile", "why", "refuse", "note", "gap", "reveal",
        "copy", "numbers", "dial", "jump", "objection", "history",
    }
)  # fmt: skip


class CallKeys(BenchScreen[None]):
    """Actions of the commands whose place is `call`; the call screen gives the parts they work with.

    Its bindings go before those of a field, so that a key pressed early never types into one. busy: something of this
    call is on its way to the base; nothing is answered or ended meanwhile.
    """

    PLACE = "call"
    BINDINGS: ClassVar[list[BindingType]] = [
        replace(bound, priority=True) for bound in bindings_for("call") if isinstance(bound, Binding)
    ]
    talk: Talk | None
    still: Standstill | None
    busy: bool
    echo: Echo
    keeper: Keeper
    ending: Ending
    panels: CallPanels
    looking: Looking
    numbers: CallNumbers
    face: Face

    @property
    def ready(self) -> Talk | None:
        """The call, when something may be done with it now."""
        return None if self.busy else self.talk

    @property
    def form(self) -> ScriptForm:
        """The script on the right."""
        return self.query_one(ScriptForm)

    def say(self, words: str) -> None:
        """One line under the call, until the next answer."""
        self.face.say(words)

    def under_way(self, run: Callable[[], Awaitable[None]]) -> None:
        """Let `run` end this call or bring another; nothing else is done with it meanwhile."""
        self.busy = True
        self.beside(run)

    @work(group="call")
    async def beside(self, run: Callable[[], Awaitable[None]]) -> None:
        """Let `run` do its part while the screen stays usable."""
        await run()

    def may_answer(self, key: str) -> bool:
        """Whether a key ("" for the mouse) may answer now."""
        return self.ready is not None and not self.echo.has(key)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in _IN_CALL:
            return self.talk is not None
        if action == "undo":  # in a text of several lines the key belongs to the typing otherwise
            return self.desk.standing.undo_left > 0 or not isinstance(self.focused, ManyLines)
        if action == "retry":
            return self.keeper.failure is not None
        if action == "leave":  # a failure in front is set aside first
            return not self.query_one(Trouble).has_class("-told")
        return True

    async def on_key(self, event: events.Key) -> None:
        if event.key == "enter" and self.still is not None and not self.busy and not self.echo.has("enter"):
            event.stop()
            self.still.enter()

    def action_outcome(self) -> None:
        if talk := self._settled():
            self.ending.ask_outcome(talk)

    def action_follow_up(self) -> None:
        if talk := self._settled():
            self.panels.follow_up(talk)

    def action_complaint(self) -> None:
        if talk := self._settled():
            self.panels.complaint(talk)

    def action_profile(self) -> None:
        if talk := self._settled():
            self.panels.profile(talk)

    def action_note(self) -> None:
        if talk := self.ready:
            self.panels.note(talk)

    def action_why(self) -> None:
        if talk := self.ready:
            self.panels.why(talk)

    async def action_refuse(self) -> None:
        if self.may_answer(next(iter(keys_of("call.refuse")), "")):
            await self.form.refuse()

    async def action_gap(self) -> None:
        if self.ready and not await self.form.to_gap():
            self.say(_("No required answer is missing."))

    def action_reveal(self) -> None:
        if talk := self.ready:
            talk.whole = not talk.whole
            self.face.draw()

    def action_copy(self) -> None:
        if talk := self.ready:
            self.numbers.copy(talk)

    def action_dial(self) -> None:
        if talk := self.ready:
            self.numbers.dial(talk)

    def action_numbers(self) -> None:
        if talk := self._settled():
            self.numbers.choose(talk)

    def action_break(self) -> None:
        if not self.busy:
            self.desk.resting.ask(self, in_call=self.talk is not None, back=self.ending.back_from_break)

    def action_jump(self) -> None:
        if talk := self._settled():
            self.looking.jump(talk)

    def action_objection(self) -> None:
        if talk := self.ready:
            self.looking.objection(talk)

    def action_history(self) -> None:
        if self.ready:
            self.looking.history()

    def action_retry(self) -> None:
        self.keeper.retry()

    def action_undo(self) -> None:
        if self.busy:
            return
        if not self.desk.standing.undo_left:
            self.say(_("There is nothing to undo."))
            return
        self.form.settle()
        self.echo.has("")  # another key than the one that ended the call: that one was let go
        self.ending.undo()

    def action_leave(self) -> None:
        if self.still is not None and not self.busy:
            (self.still.escape or self.ending.to_queue)()
        elif self.looking.close():
            return
        elif talk := self._settled():
            self.ending.leave(talk)

    def _settled(self) -> Talk | None:
        """The call, when something may be done with it now, with what stands in its field taken over."""
        if talk := self.ready:
            self.form.settle()
            return talk
        return None
