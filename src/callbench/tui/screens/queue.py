"""Today's queue: who is to be called, in order, and the key that puts the next customer on the screen."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Input, Static

from callbench.errors import CallbenchError
from callbench.i18n import _
from callbench.tui.keymap import bindings_for
from callbench.tui.screens.queue_lines import Place, queue_row
from callbench.tui.screens.queue_telling import Telling
from callbench.tui.screens.queue_view import View
from callbench.tui.screens.queue_ways import Ways
from callbench.tui.screens.queue_words import Told
from callbench.tui.widgets.field import Field
from callbench.tui.widgets.groups import Groups
from callbench.tui.widgets.placard import Placard
from callbench.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from callbench.records.calls import NothingNow, QueuePage, QueueRow
    from callbench.tui.screens.queue_many import Many
    from callbench.tui.screens.supplementing import Supplementing
    from callbench.tui.screens.taking import Taking

REREAD = 60.0  # seconds after which the queue is read again: agreed times come, colleagues take customers


class QueueScreen(Ways):
    """The queue of the day. Enter takes the next customer, or the chosen one once a line was chosen."""

    PLACE = "queue"
    AUTO_FOCUS = "#rows"
    BINDINGS = bindings_for("queue", first=("queue.break",))  # a digit right behind it is meant for the panel
    everybody: reactive[bool] = reactive(False)

    def __init__(self) -> None:
        super().__init__()
        self.view = View(self)
        self.telling = Telling(self)

    @cached_property
    def many(self) -> Many:
        """Lines that are marked, and what becomes of them."""
        from callbench.tui.screens.queue_many import Many

        return Many(self)

    @cached_property
    def _taking(self) -> Taking:
        from callbench.tui.screens.taking import Taking

        return Taking(self, nothing=self._nobody, reload=self.load)  # an undo too

    @cached_property
    def _supplementing(self) -> Supplementing:
        from callbench.tui.screens.supplementing import Supplementing

        return Supplementing(self, self.load)

    def body(self) -> ComposeResult:
        yield Groups()
        yield Static(id="inforce", markup=False)
        yield Static(id="heading", markup=False)
        yield Placard()
        yield Rows(self._paint, id="rows")
        yield Field(id="filter", placeholder=_("name, code or number; class: owner: campaign: tries: due:"))
        yield Static(id="status", markup=False)

    def on_mount(self) -> None:
        self.query_one(Placard).tell(_("Opening the bench …"))
        self.set_interval(REREAD, self._reread)

    def on_screen_resume(self) -> None:
        if self.page is not None:
            self.load()

    def on_resize(self) -> None:
        self.view.describe()

    def retranslate(self) -> None:
        self.query_one(Field).placeholder = _("name, code or number; class: owner: campaign: tries: due:")
        super().retranslate()
        self.telling.drop()
        if self.page is not None:
            self.load()
        elif not self.desk.work.is_open and self.desk.failed is None:
            self.query_one(Placard).tell(_("Opening the bench …"))

    def tell(self, error: CallbenchError, retry: Callable[[], object] | None = None) -> None:
        """A failure in place; a bench that could not be opened is not being opened any more."""
        if self.page is None:
            self.query_one(Placard).clear()
        super().tell(error, retry)

    # -- what is shown -----------------------------------------------------------------------------------------

    @property
    def page(self) -> QueuePage | None:
        """The page as it was read last, None before."""
        return self.view.page

    @property
    def chosen(self) -> QueueRow | None:
        """The line the person is on."""
        return self.view.rows.item

    @property
    def place(self) -> Place:
        """The clock and zone that lines are told on."""
        return Place.of(self.desk.settings, self.desk.clock.now())

    @work(exclusive=True, group="queue")
    async def load(self, start: int = 0, *, to_last: bool = False) -> None:
        """Read a page of the queue from row `start` and show it; `to_last` marks its last line."""
        await self.view.read(start, to_last=to_last)

    def _reread(self) -> None:
        if self.is_current and self.page is not None and not self._taking.busy:
            self.load(self.page.start)

    def _paint(self, row: QueueRow, room: int, live: bool) -> Content:
        return queue_row(row, room, live, self.place, marked=row.item_id in self.many.marks)

    @on(Rows.Marked)
    def _went_on(self) -> None:
        self.telling.went_on()
        self.view.describe()

    @on(Rows.Beyond)
    def _turn_page(self, event: Rows.Beyond) -> None:
        if (start := self.view.beyond(event.step)) is not None:
            self.load(start, to_last=event.step < 0)

    @on(Input.Changed, "#filter")
    def _filter_typed(self) -> None:
        if self.page is not None:
            self.load()

    @on(Input.Submitted, "#filter")
    def _filter_done(self) -> None:
        self.view.typed()

    def action_filter(self) -> None:
        self.query_one(Field).open()

    def action_narrow(self) -> None:
        from callbench.tui.screens.queue_narrowing import narrow

        self.run_worker(narrow(self), group="narrow", exclusive=True)

    def action_group_next(self) -> None:
        self._group(1)

    def action_group_before(self) -> None:
        self._group(-1)

    def _group(self, by: int) -> None:
        self.view.group(by)
        self.telling.drop()
        self.load()

    def action_all(self) -> None:
        """Back to the plain queue: no filter, no group, no line chosen; from there without marks."""
        if self.view.is_whole:
            self.many.marks.clear()
        self.view.whole()
        self.telling.drop()
        if self.page is not None:
            self.load()

    def action_whose(self) -> None:
        self.everybody = not self.everybody
        self.load()

    def action_reload(self) -> None:
        self.load(self.page.start if self.page else 0)
        self.desk.refresh_standing()

    # -- changing many -----------------------------------------------------------------------------------------

    def action_mark(self) -> None:
        self.many.mark()

    def action_mark_to(self) -> None:
        self.many.mark_to_here()

    def action_mark_all(self) -> None:
        self.many.mark_all()

    def action_change(self) -> None:
        self.many.change()

    def changed(self, told: Told) -> None:
        """Many were changed, or are as they were: say so, and read again."""
        self.many.marks.clear()
        self.telling.say(told)
        self.load(self.page.start if self.page else 0)
        self.desk.refresh_standing()

    def action_left(self) -> None:
        self.telling.tell_left()

    def action_why(self) -> None:
        self.telling.why(self.chosen, self.desk.agent)

    # -- taking ------------------------------------------------------------------------------------------------

    @on(Rows.Chosen)
    def action_take(self) -> None:
        """The chosen line, or the next customer when none is chosen."""
        self._take(self.chosen)

    def action_next(self) -> None:
        self._take(None)

    def _take(self, row: QueueRow | None) -> None:
        agent = self.desk.agent
        if agent is None:
            self.desk.choose_agent()
        elif (
            row is not None and row.group == "parked" and row.closed_why == "no_phone"
        ):  # there is nothing to call before a number is added
            self._supplementing.open(row, agent)
        else:
            self.many.call_follows()
            self.telling.drop()  # what was said before may not hold after a call
            self._taking.deal(agent, row)

    def action_profile(self) -> None:
        """The card of the chosen line."""
        row, agent = self.chosen, self.desk.agent
        if row is None:
            self.desk.say(_("Choose a line first."))
        elif agent is None:
            self.desk.choose_agent()
        else:
            self._supplementing.open(row, agent)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Before the bench is open one can only leave."""
        return self.desk.work.is_open or action == "leave"

    def action_undo(self) -> None:
        """What was done last: the change of many, or the result that was saved."""
        if not self.many.undo():
            self._taking.undo()

    def action_break(self) -> None:
        if self.desk.agent is None:
            self.desk.choose_agent()
        else:
            self.desk.resting.ask(self, in_call=False, back=self.back_from_break)

    def back_from_break(self, left: str) -> None:
        """The break screen was left; see `AwayScreen` for how."""
        if left == "undo":
            self.action_undo()
        else:
            self.load()

    def _nobody(self, nothing: NothingNow) -> None:
        self.telling.nothing(nothing)
        self.load()

    # -- other screens -----------------------------------------------------------------------------------------

    def action_agent(self) -> None:
        self.desk.choose_agent()

    def action_leave(self) -> None:
        self.desk.exit()
