"""Today's queue: who is to be called, in order, and the key that puts the next customer on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Input, Static

from callbench.errors import CallbenchError
from callbench.i18n import _
from callbench.text import clean
from callbench.tui import columns, show
from callbench.tui.keymap import bindings_for
from callbench.tui.screens.base import BenchScreen
from callbench.tui.screens.queue_lines import Place, gap, queue_columns, queue_row
from callbench.tui.screens.queue_words import Told, about, counted, nobody_here, nothing_now, order_of_the_queue, why
from callbench.tui.screens.supplementing import Supplementing
from callbench.tui.screens.taking import Taking
from callbench.tui.widgets.field import Field
from callbench.tui.widgets.groups import Groups
from callbench.tui.widgets.placard import Placard
from callbench.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from callbench.desk.bench import Bench
    from callbench.records.calls import NothingNow, QueuePage, QueueRow
    from callbench.records.people import Agent
    from callbench.records.why import CustomerWhy

PAGE = 200  # rows of one page: 10,000 rows in one table cost 1.6 s
REREAD = 60.0  # seconds after which the queue is read again: agreed times come, colleagues take customers


class QueueScreen(BenchScreen[None]):
    """The queue of the day. Enter takes the next customer, or the chosen one once a line was chosen."""

    PLACE = "queue"
    AUTO_FOCUS = "#rows"
    BINDINGS = bindings_for("queue", first=("queue.break",))  # a digit right behind it is meant for the panel
    everybody: reactive[bool] = reactive(False)

    def __init__(self) -> None:
        super().__init__()
        self.page: QueuePage | None = None
        self._notice_stays = False  # until the person goes on
        self._taking = Taking(self, nothing=self._nobody, reload=self.load)  # an undo too
        self._supplementing = Supplementing(self, self.load)

    def body(self) -> ComposeResult:
        yield Groups()
        yield Static(id="heading", markup=False)
        yield Placard()
        yield Rows(self._paint, id="rows")
        yield Field(id="filter", placeholder=_("name, code or number"))
        yield Static(id="status", markup=False)

    def on_mount(self) -> None:
        self.query_one(Placard).tell(_("Opening the bench …"))
        self.set_interval(REREAD, self._reread)

    def on_screen_resume(self) -> None:
        if self.page is not None:
            self.load()

    def on_resize(self) -> None:
        self._describe()

    def retranslate(self) -> None:
        self.query_one(Field).placeholder = _("name, code or number")
        super().retranslate()
        self._drop_notice()
        if self.page is not None:
            self.load()
        elif not self.desk.work.is_open and self.desk.failed is None:
            self.query_one(Placard).tell(_("Opening the bench …"))

    def tell(self, error: CallbenchError, retry: Callable[[], object] | None = None) -> None:
        """A failure in place; a bench that could not be opened is not being opened any more."""
        if self.page is None:
            self.query_one(Placard).clear()
        super().tell(error, retry)

    # -- reading -----------------------------------------------------------------------------------------------

    @property
    def _rows(self) -> Rows[QueueRow]:
        return self.query_one(Rows)

    @property
    def place(self) -> Place:
        """The clock and zone that lines are told on."""
        return Place.of(self.desk.settings, self.desk.clock.now())

    @work(exclusive=True, group="queue")
    async def load(self, start: int = 0, *, to_last: bool = False) -> None:
        """Read a page of the queue from row `start` and show it; `to_last` marks its last line."""
        agent = None if self.everybody else self.desk.agent
        group, text = self.query_one(Groups).chosen, clean(self.query_one(Field).value)

        def read(bench: Bench) -> tuple[QueuePage, bool]:
            from callbench.desk.queue import queue_page

            page = queue_page(bench, agent, start=start, size=PAGE, group=group, text=text)
            if any(page.counts.values()):
                return page, False
            from callbench.desk.demo import is_empty

            return page, is_empty(bench)

        try:
            page, empty = await self.desk.work.reading(read)
        except CallbenchError as error:
            self.tell(error, self.load)
            return
        self._show(page, empty, to_last)

    def _show(self, page: QueuePage, empty: bool, to_last: bool) -> None:
        before, rows = self.page, self._rows
        kept = rows.item.item_id if rows.item is not None else None
        self.page = page
        self.query_one(Groups).counts = dict(page.counts)
        marked = next((at for at, row in enumerate(page.rows) if row.item_id == kept), None)
        if before is not None and before.start != page.start:
            marked = len(page.rows) - 1 if to_last else 0
        rows.show(page.rows, marked)
        notice = self.query_one(Placard)
        if not page.rows:
            notice.tell(*nobody_here(page, empty, bool(self.query_one(Groups).chosen or self.query_one(Field).value)))
        elif not self._notice_stays:
            notice.clear()
        self._describe()

    def _reread(self) -> None:
        if self.is_current and self.page is not None and not self._taking.busy:
            self.load(self.page.start)

    # -- showing -----------------------------------------------------------------------------------------------

    def _say_here(self, told: Told) -> None:
        """Show a notice that stays until the person goes on."""
        self._notice_stays = True
        self.query_one(Placard).tell(*told)

    def action_why(self) -> None:
        """Why the chosen line may be called or is kept back; without one, the order of all."""
        row, agent = self._rows.item, self.desk.agent
        if row is None:
            self._say_here(order_of_the_queue())
        elif agent is None:
            self.desk.choose_agent()
        else:
            self.run_worker(self._tell_why(row, agent), group="why", exclusive=True)

    async def _tell_why(self, row: QueueRow, agent: Agent) -> None:
        def ask(bench: Bench) -> CustomerWhy:
            from callbench.desk.why import why as asked

            return asked(bench, agent, row.customer_id)

        try:
            found = await self.desk.work.reading(ask)
        except CallbenchError as error:
            self.tell(error, self.load)
            return
        item = next((one for one in found.items if one.item_id == row.item_id), None)
        if item is not None and self._rows.item is row:
            self._say_here(why(row, item, self.place))

    def _paint(self, row: QueueRow, room: int, live: bool) -> Content:
        return queue_row(row, room, live, self.place)

    @on(Rows.Marked)
    def _went_on(self) -> None:
        if self._notice_stays and self.query_one(Rows).marked is not None:
            self._drop_notice()
        self._describe()

    def _drop_notice(self) -> None:
        self._notice_stays = False
        if self.page is not None and self.page.rows:
            self.query_one(Placard).clear()

    def _describe(self) -> None:
        """The line above the footer: what Enter would do, and which rows of how many are shown."""
        room = self.size.width - 4
        if self.page is None or room < 10:
            return
        self.query_one("#heading", Static).update(columns.heading(queue_columns(room - 1), gap(room - 1)))
        left = about(self._rows.item, self.everybody, self.place)
        right = counted(self.page.start, len(self.page.rows), self.page.total)
        self.query_one("#status", Static).update(show.beside(left, right, room))

    # -- moving ------------------------------------------------------------------------------------------------

    @on(Rows.Beyond)
    def _turn_page(self, event: Rows.Beyond) -> None:
        if self.page is None:
            return
        start = self.page.start + event.step * PAGE
        if 0 <= start < self.page.total:
            self.load(start, to_last=event.step < 0)

    @on(Input.Changed, "#filter")
    def _filter_typed(self) -> None:
        if self.page is not None:
            self.load()

    @on(Input.Submitted, "#filter")
    def _filter_done(self) -> None:
        self.query_one(Rows).focus()

    def action_filter(self) -> None:
        self.query_one(Field).open()

    def action_group_next(self) -> None:
        self._group(1)

    def action_group_before(self) -> None:
        self._group(-1)

    def _group(self, by: int) -> None:
        groups = self.query_one(Groups)
        groups.chosen = groups.step(by)
        self._drop_notice()
        self.query_one(Rows).marked = None
        self.load()

    def action_all(self) -> None:
        """Back to the plain queue: no filter, no group, no line chosen."""
        self.query_one(Field).close()
        self._drop_notice()
        self.query_one(Groups).chosen = ""
        rows = self.query_one(Rows)
        rows.marked = None
        rows.focus()
        if self.page is not None:
            self.load()

    def action_whose(self) -> None:
        self.everybody = not self.everybody
        self.load()

    def action_reload(self) -> None:
        self.load(self.page.start if self.page else 0)
        self.desk.refresh_standing()

    # -- taking ------------------------------------------------------------------------------------------------

    @on(Rows.Chosen)
    def action_take(self) -> None:
        """The chosen line, or the next customer when none is chosen."""
        self._take(self._rows.item)

    def action_next(self) -> None:
        self._take(None)

    def _take(self, row: QueueRow | None) -> None:
        agent = self.desk.agent
        if agent is None:
            self.desk.choose_agent()
        elif row is not None and row.group == "parked":  # there is nothing to call before a number is added
            self._supplementing.open(row, agent)
        else:
            self._taking.deal(agent, row)

    def action_profile(self) -> None:
        """The card of the chosen line."""
        row, agent = self._rows.item, self.desk.agent
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
        self._say_here(nothing_now(nothing, self.place))
        self.load()

    # -- other screens -----------------------------------------------------------------------------------------

    def action_agent(self) -> None:
        self.desk.choose_agent()

    def action_follow_ups(self) -> None:
        from callbench.tui.screens.follow_ups import FollowUpsScreen

        self.desk.push_screen(FollowUpsScreen())

    def action_summary(self) -> None:
        from callbench.tui.screens.summary import SummaryScreen

        self.desk.push_screen(SummaryScreen())

    def action_campaigns(self) -> None:
        from callbench.tui.screens.campaigns import CampaignsScreen
        from callbench.tui.screens.office import open_office

        open_office(self, CampaignsScreen)

    def action_plans(self) -> None:
        from callbench.tui.screens.office import open_office
        from callbench.tui.screens.plans import PlansScreen

        open_office(self, PlansScreen)

    def action_outcomes(self) -> None:
        from callbench.tui.screens.office import open_office
        from callbench.tui.screens.outcomes import OutcomesScreen

        open_office(self, OutcomesScreen)

    def action_leave(self) -> None:
        self.desk.exit()
