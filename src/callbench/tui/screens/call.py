"""The call: who, why and what happened on the left, the script on the right, and nobody else."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from uuid import UUID

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal

from callbench import i18n
from callbench.errors import CallbenchError
from callbench.i18n import ngettext
from callbench.records.calls import CallInHand, NothingNow
from callbench.records.people import Agent, Customer
from callbench.tui.echo import Echo
from callbench.tui.keeper import Keeper
from callbench.tui.one_picture import one_picture
from callbench.tui.screens.call_ending import Ending
from callbench.tui.screens.call_face import Face
from callbench.tui.screens.call_hold import Hold
from callbench.tui.screens.call_keys import CallKeys
from callbench.tui.screens.call_looking import Looking
from callbench.tui.screens.call_numbers import CallNumbers
from callbench.tui.screens.call_panels import CallPanels
from callbench.tui.standstill import Standstill
from callbench.tui.talk import Talk, talk_of
from callbench.tui.widgets.customer_side import CustomerSide
from callbench.tui.widgets.fitted import Fitted
from callbench.tui.widgets.form import ScriptForm
from callbench.tui.widgets.header import Header
from callbench.tui.widgets.notice import Notice
from callbench.tui.widgets.placard import Placard
from callbench.tui.widgets.trouble import Trouble


class CallScreen(CallKeys):
    """One screen for all calls: `show_next` puts the next customer on it, and whatever stood there before is gone.

    Between calls it stays mounted and empty behind the queue (`CallBehind`). `ending` and `panels` do what keys ask for.
    """

    CSS_PATH = "call.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-folded"), (100, "-beside"), (160, "-wide")]

    def __init__(self) -> None:
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
        self.face = Face(self)
        self._changing = asyncio.Lock()  # a call that is left and one that is opened never mix
        self._looks: tuple[object, ...] = ()  # in which it was seen last

    def body(self) -> ComposeResult:
        yield Fitted(id="folded")
        with Horizontal(id="call"):
            yield CustomerSide()
            yield ScriptForm(may_answer=self.may_answer, finished=self.ending.behind_the_last_question, say=self.say)
        yield Placard(id="nothing")
        yield Notice(id="notice")

    def on_mount(self) -> None:
        self.set_interval(1.0, self._tick)
        self._keep_writing()

    @work(group="writer")
    async def _keep_writing(self) -> None:
        await self.keeper.run()

    async def on_unmount(self) -> None:
        await self.keeper.finish()

    @property
    def lost(self) -> int:
        return len(self.keeper.failed)

    # -- behind the queue and back -----------------------------------------------------------------------------

    async def lay_out(self) -> None:
        """Be laid out for the terminal as it is while nobody sees it, so that opening a call is only drawing it."""
        size = self.app.size
        if self._size != size:
            await self._on_resize(events.Resize(size, size))
            self._refresh_layout(size)

    async def open(self, call: CallInHand) -> None:
        """Draw this call before anybody sees the screen, so that the first picture of it is whole."""
        async with self._changing:
            await self.lay_out()
            self.face.clear()
            await self._show(await self._talk_of(call), None)
            self.face.tick()
            self.query_one(Header).catch_up()

    def on_screen_suspend(self) -> None:
        self.query_one(Notice).catch_up()

    def _on_screen_resume(self, event: events.ScreenResume) -> None:
        """Nothing of the styles is worked out again while the looks stay as they are."""
        looks = self.app.theme, self.app.classes, i18n.language()
        event.refresh_styles = looks != self._looks
        if self._looks and looks[-1] != self._looks[-1]:
            super().retranslate()
        self._looks = looks
        self.query_one(Notice).catch_up()

    async def close(self) -> None:
        """Back to the queue; nothing of the call stays."""
        async with self._changing:
            while self in self.app.screen_stack and not self.is_active:  # a page opened while the call was given back
                self.app.screen.dismiss(None)
            self.dismiss(None)
            await self._show(None, None)
            self.busy = True
            self.face.clear()

    # -- the call in hand --------------------------------------------------------------------------------------

    @property
    def agent(self) -> Agent:
        """Who calls; nobody gets here without being one."""
        agent = self.desk.agent
        assert agent is not None
        return agent

    async def show_next(self, found: CallInHand | NothingNow | CallbenchError | Standstill) -> None:
        """Put a customer on the screen, or why there is none."""
        self.talk = self.still = None
        talk = still = None
        if isinstance(found, CallInHand):
            talk = await self._talk_of(found)
        elif isinstance(found, Standstill):
            still = found
        else:
            still = Standstill(partial(self.face.nobody, found), self.ending.look_again)
        with one_picture(self):  # nothing of the call before stands beside the next customer's name
            await self._show(talk, still)
        self._tick()

    async def _talk_of(self, call: CallInHand) -> Talk:
        now = self.desk.clock.now().astimezone(self.desk.settings.zone)
        talk = await asyncio.to_thread(talk_of, call, now, self.keeper, self.desk.work.bench)
        if call.interrupted and talk.walk.answered:
            words = ngettext(
                "Going on with the call that was interrupted: {n} answer is here.",
                "Going on with the call that was interrupted: {n} answers are here.",
                talk.walk.answered,
            )
            self.say(words.format(n=talk.walk.answered))
        return talk

    async def _show(self, talk: Talk | None, still: Standstill | None) -> None:
        self.talk, self.still = talk, still
        self.face.begin()
        await self.form.open(talk)
        if talk is None:
            self.set_focus(None)
        self.busy = False
        self.hold.begin()
        self.refresh_bindings()

    async def learn(self, talk: Talk, customer: Customer, phone_id: UUID | None) -> None:
        """The card or the number called of the call in hand has changed: card, texts and questions follow."""
        await self.form.learn(talk.call.learned(customer, phone_id))
        self.face.draw()

    # -- what is said ------------------------------------------------------------------------------------------

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

    def tell(self, error: CallbenchError, retry: Callable[[], object] | None = None) -> None:
        super().tell(error, retry)
        self._warn()  # what the box says now need not be said below it as well

    @on(Trouble.SetAside)
    def _go_on(self) -> None:
        self._warn()
        self.form.take_focus()

    def _tick(self) -> None:
        """Look at the clocks; under a panel they rest."""
        self.hold.tick()
        self._warn()
        if self.is_active:
            self.face.tick()

    def retranslate(self) -> None:
        if self.talk is not None:
            self.form.settle()
            self.talk.walk.interview.language = i18n.language()
            self.talk.walk.refresh()
        self.say("")
        self.face.draw()
        self.form.draw()
        self._tick()
        super().retranslate()

    # -- what was given goes to disk ---------------------------------------------------------------------------

    async def _write(self, run: Callable[..., object]) -> None:
        await self.desk.work.writing(run)

    def _kept(self, key: str, error: CallbenchError | None) -> None:
        if not self.is_attached or not self.query(Notice):
            return  # the screen is being closed
        if error is not None:
            self.hold.failed(error)
        self._warn()
        self.form.mark(key)

    def _warn(self) -> None:
        if self.face.warn(self.keeper.failure):
            self.refresh_bindings()

    async def all_kept(self) -> None:
        """Wait until nothing is on its way any more."""
        self.form.settle()
        await self.keeper.drain()

    def forget(self) -> None:
        """The call is saved or given back: what failed on the way does not matter any more."""
        self.keeper.forget()
        self.face.warn(None)
