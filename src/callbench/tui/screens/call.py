"""The call: who, why and what happened on the left, the script on the right, and nobody else; its keys."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import ClassVar
from uuid import UUID

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from callbench import i18n
from callbench.errors import CallbenchError
from callbench.i18n import _
from callbench.records.calls import CallInHand, NothingNow
from callbench.records.people import Agent, Customer
from callbench.tui import show_customer
from callbench.tui.echo import Echo
from callbench.tui.keeper import Keeper
from callbench.tui.keymap import bindings_for, key_of, keys_of
from callbench.tui.one_picture import one_picture
from callbench.tui.screens.base import BenchScreen
from callbench.tui.screens.call_ending import Ending
from callbench.tui.screens.call_hold import Hold
from callbench.tui.screens.call_looking import Looking
from callbench.tui.screens.call_numbers import CallNumbers
from callbench.tui.screens.call_panels import CallPanels
from callbench.tui.screens.queue_lines import Place
from callbench.tui.screens.queue_words import nothing_now
from callbench.tui.standstill import Standstill, Told
from callbench.tui.talk import Talk, talk_of
from callbench.tui.widgets.customer_side import CustomerSide
from callbench.tui.widgets.entry import ManyLines
from callbench.tui.widgets.fitted import Fitted
from callbench.tui.widgets.form import ScriptForm
from callbench.tui.widgets.header import Header
from callbench.tui.widgets.notice import Notice
from callbench.tui.widgets.placard import Placard
from callbench.tui.widgets.trouble import Trouble

_IN_CALL = frozenset(
    {
        "answer", "step", "outcome", "follow_up", "complaint", "profile", "why", "refuse", "note", "gap", "reveal",
        "copy", "numbers", "dial", "jump", "objection", "history",
    }
)  # fmt: skip


class CallScreen(BenchScreen[None]):
    """One screen for all calls: `show_next` puts the next customer on it, and whatever stood there before is gone.

    Its bindings go before those of a field, so that a key pressed early never types into one. busy: something of this
    call is on its way to the base; nothing is answered or ended meanwhile. `ending` and `panels` do what keys ask for.
    """

    PLACE = "call"
    CSS_PATH = "call.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-folded"), (100, "-beside"), (160, "-wide")]
    BINDINGS: ClassVar[list[BindingType]] = [
        replace(bound, priority=True) for bound in bindings_for("call") if isinstance(bound, Binding)
    ]

    def __init__(self, call: CallInHand) -> None:
        super().__init__()
        self.talk: Talk | None = None
        self.still: Standstill | None = None
        self.busy = True
        self.echo = Echo()
        self.keeper = Keeper(self._write, self._kept)
        self.ending = Ending(self)
        self.panels = CallPanels(self)
        self.looking = Looking(self)
        self.numbers = CallNumbers(self)
        self.hold = Hold(self)
        self._first = call

    def body(self) -> ComposeResult:
        yield Fitted(id="folded")
        with Horizontal(id="call"):
            yield CustomerSide()
            yield ScriptForm(may_answer=self._may_answer, finished=self.ending.behind_the_last_question, say=self.say)
        yield Placard(id="nothing")
        yield Notice(id="notice")

    def on_mount(self) -> None:
        self.set_interval(1.0, self._tick)
        self._keep_writing()
        self.beside(partial(self.show_next, self._first))

    @work(group="writer")
    async def _keep_writing(self) -> None:
        await self.keeper.run()

    async def on_unmount(self) -> None:
        await self.keeper.finish()

    @property
    def lost(self) -> int:
        return len(self.keeper.failed)

    # -- the call in hand --------------------------------------------------------------------------------------

    @property
    def agent(self) -> Agent:
        """Who calls; nobody gets here without being one."""
        agent = self.desk.agent
        assert agent is not None
        return agent

    @property
    def ready(self) -> Talk | None:
        """The call, when something may be done with it now."""
        return None if self.busy else self.talk

    @property
    def _form(self) -> ScriptForm:
        return self.query_one(ScriptForm)

    def _may_answer(self, key: str) -> bool:
        return self.ready is not None and not self.echo.has(key)

    @work(group="call")
    async def beside(self, run: Callable[[], Awaitable[None]]) -> None:
        """Let `run` do its part while the screen stays usable."""
        await run()

    def under_way(self, run: Callable[[], Awaitable[None]]) -> None:
        """Let `run` end this call or bring another; until `show_next` or `fail` nothing else is done with it."""
        self.busy = True
        self.beside(run)

    async def show_next(self, found: CallInHand | NothingNow | CallbenchError | Standstill) -> None:
        """Put a customer on the screen, or why there is none."""
        self.talk = self.still = None
        if isinstance(found, CallInHand):
            now = self.desk.clock.now().astimezone(self.desk.settings.zone)
            self.talk = await asyncio.to_thread(talk_of, found, now, self.keeper, self.desk.work.bench)
            if found.interrupted and self.talk.walk.answered:
                words = _("Going on with the call that was interrupted: {n} answers are here.")
                self.say(words.format(n=self.talk.walk.answered))
        else:
            self.still = found if isinstance(found, Standstill) else self._nobody(found)
        with one_picture(self):  # nothing of the call before stands beside the next customer's name
            self.set_class(self.talk is None, "-nothing")
            self.query_one(CustomerSide).scroll_home(animate=False)
            self.draw_customer()
            await self._form.open(self.talk)
            if self.talk is None:
                self.set_focus(None)
        self.busy = False
        self.hold.begin()
        self._tick()
        self.refresh_bindings()

    async def learn(self, talk: Talk, customer: Customer, phone_id: UUID | None) -> None:
        """The card or the number called of the call in hand has changed: card, texts and questions follow."""
        await self._form.learn(talk.call.learned(customer, phone_id))
        self.draw_customer()

    def draw_customer(self) -> None:
        """Card, history and the folded line as they are now."""
        self.query_one(CustomerSide).show(self.talk)
        folded, talk, settings = self.query_one("#folded", Fitted), self.talk, self.desk.settings
        if talk is None:
            folded.show(None)
        else:
            folded.show(lambda width: [show_customer.folded(talk.call, settings, width, whole=talk.whole)])
        placard = self.query_one(Placard)
        if self.still is None:
            placard.clear()
        else:
            placard.tell(*self.still.told())

    def _nobody(self, found: NothingNow | CallbenchError) -> Standstill:
        """Why nobody can be called; a failure in front says it itself."""

        def told() -> Told:
            place = Place.of(self.desk.settings, self.desk.clock.now())
            keys = _("Enter looks again, {key} goes back to the queue.").format(key=key_of("call.leave")), "$muted"
            if isinstance(found, NothingNow):
                return *nothing_now(found, place), keys
            return *nothing_now(NothingNow({}, None), place)[:1], keys

        return Standstill(told, self.ending.look_again)

    # -- what is said ------------------------------------------------------------------------------------------

    def say(self, words: str) -> None:
        """One line under the call, until the next answer."""
        self.query_one(Notice).said = words

    def say_kept(self, words: str) -> None:
        """As `say`, once what was given is on disk; what is not there is said by the notice itself."""
        self.beside(partial(self._say_kept, words, self.talk))

    async def _say_kept(self, words: str, talk: Talk | None) -> None:
        if await self.keeper.drain() and self.talk is talk:
            self.say(words)

    def fail(self, error: CallbenchError, retry: Callable[[], object] | None = None) -> None:
        """What was under way did not work: say so; the call goes on."""
        self.busy = False
        self.tell(error, retry)

    @on(Trouble.SetAside)
    def _go_on(self) -> None:
        self._form.take_focus()

    def _tick(self) -> None:
        """The timer and the customer's clock: they stand in the header, away from every field; under a panel they rest."""
        self.hold.tick()
        if self.app.screen is not self:
            return
        now, talk = self.desk.clock.now(), self.talk
        aside: tuple[tuple[str, str], ...] = ()
        if talk is not None:
            talk.count_wrap_up(now)
            aside = show_customer.clocks(talk.call, self.desk.settings, now, talk.wrap_up_from)
        header = self.query_one(Header)
        if header.aside != aside:
            header.aside = aside

    def retranslate(self) -> None:
        if self.talk is not None:
            self._form.settle()
            self.talk.walk.interview.language = i18n.language()
            self.talk.walk.refresh()
        self.say("")
        self.draw_customer()
        self._form.draw()
        self._tick()
        super().retranslate()

    # -- what was given goes to disk ---------------------------------------------------------------------------

    async def _write(self, run: Callable[..., object]) -> None:
        await self.desk.work.writing(run)

    def _kept(self, _key: str, error: CallbenchError | None) -> None:
        if not self.is_attached or not self.query(Notice):
            return  # the screen is being closed
        if error is not None:
            self.hold.failed(error)
        notice = self.query_one(Notice)
        if notice.trouble is not self.keeper.failure:
            notice.trouble = self.keeper.failure
            self.refresh_bindings()
        self._form.draw()

    async def all_kept(self) -> None:
        """Wait until nothing is on its way any more."""
        self._form.settle()
        await self.keeper.drain()

    def forget(self) -> None:
        """The call is saved or given back: what failed on the way does not matter any more."""
        self.keeper.forget()
        self.query_one(Notice).trouble = None

    # -- keys --------------------------------------------------------------------------------------------------

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
        if self._may_answer(next(iter(keys_of("call.refuse")), "")):
            await self._form.refuse()

    async def action_gap(self) -> None:
        if self.ready and not await self._form.to_gap():
            self.say(_("No required answer is missing."))

    def action_reveal(self) -> None:
        if talk := self.ready:
            talk.whole = not talk.whole
            self.draw_customer()

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
        self._form.settle()
        self.echo.has("")  # another key than the one that ended the call: that one was let go
        self.ending.undo()

    def action_leave(self) -> None:
        if self.still is not None and not self.busy:
            (self.still.escape or partial(self.dismiss, None))()
        elif self.looking.close():
            return
        elif talk := self._settled():
            self.ending.leave(talk)

    def _settled(self) -> Talk | None:
        """The call, when something may be done with it now, with what stands in its field taken over."""
        if talk := self.ready:
            self._form.settle()
            return talk
        return None
