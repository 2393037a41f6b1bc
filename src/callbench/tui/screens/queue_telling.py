"""What the queue says in its card: why somebody is here, who comes first, what is left today, why nobody can be called."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from callbench.errors import CallbenchError
from callbench.tui import show
from callbench.tui.screens.queue_words import Told, left_told, nobody_here, nothing_now, order_of_the_queue, why
from callbench.tui.widgets.placard import Placard

if TYPE_CHECKING:
    from uuid import UUID

    from callbench.desk.bench import Bench
    from callbench.records.calls import NothingNow, QueuePage, QueueRow
    from callbench.records.pace import DayLeft
    from callbench.records.people import Agent
    from callbench.records.why import CustomerWhy
    from callbench.tui.screens.queue import QueueScreen


class Telling:
    """The card of the queue. left: of the day for the agent at work, None while it is not known."""

    def __init__(self, screen: QueueScreen) -> None:
        self._screen = screen
        self._stays = False  # until the person goes on
        self._said_at: UUID | None = None  # the line they were on
        self.left: DayLeft | None = None

    @property
    def _card(self) -> Placard:
        return self._screen.query_one(Placard)

    def say(self, told: Told) -> None:
        """Show a card that stays until the person goes on."""
        self._stays, row = True, self._screen.chosen
        self._said_at = None if row is None else row.item_id
        self._card.tell(*told)

    def drop(self) -> None:
        """The person goes on."""
        self._stays = False
        if self._screen.page is not None and self._screen.page.rows:
            self._card.clear()

    def went_on(self) -> None:
        """The person may be on another line now; the same one, or none, may only have been read again."""
        row = self._screen.chosen
        if self._stays and row is not None and row.item_id != self._said_at:
            self.drop()

    def page(self, page: QueuePage, *, empty: bool, filtered: bool) -> None:
        """What a page without rows needs; one with rows needs no card."""
        if not page.rows and page.counted and not self._stays:
            self._card.tell(*nobody_here(page, empty, filtered))
        elif page.rows and not self._stays:
            self._card.clear()

    def nothing(self, found: NothingNow) -> None:
        """Why nobody can be called."""
        self.say(nothing_now(found, self._screen.place))

    def why(self, row: QueueRow | None, agent: Agent | None) -> None:
        """Why the chosen line may be called or is kept back; without one, the order of all."""
        if row is None:
            self.say(order_of_the_queue())
        elif agent is None:
            self._screen.desk.choose_agent()
        else:
            self._screen.run_worker(self._why(row, agent), group="why", exclusive=True)

    async def _why(self, row: QueueRow, agent: Agent) -> None:
        screen = self._screen

        def ask(bench: Bench) -> CustomerWhy:
            from callbench.desk.why import why as asked

            return asked(bench, agent, row.customer_id)

        try:
            found = await screen.desk.work.reading(ask)
        except CallbenchError as error:
            screen.tell(error, screen.load)
            return
        item = next((one for one in found.items if one.item_id == row.item_id), None)
        if item is not None and screen.chosen is row:
            self.say(why(row, item, screen.place))

    def read_left(self, agent: Agent | None) -> None:
        """Work out anew what is left today."""
        if agent is not None:
            self._screen.run_worker(self._read_left(agent), group="left", exclusive=True)

    async def _read_left(self, agent: Agent) -> None:
        def ask(bench: Bench) -> DayLeft:
            from callbench.desk.day_left import day_left

            return day_left(bench, agent)

        try:
            self.left = await self._screen.desk.work.reading(ask)
        except CallbenchError:
            self.left = None  # what failed is told where the queue is read
        if self._screen.is_open:
            self._screen.view.describe()

    def line(self) -> str:
        """What is left in one line, "" while it is not known."""
        if self.left is None:
            return ""
        from callbench.rules.pace_words import left_line  # asked for after the first picture

        return left_line(self.left, self.clock)

    def tell_left(self) -> None:
        """What is left, with the parts it is made of."""
        if self._screen.desk.agent is None:
            self._screen.desk.choose_agent()
        elif self.left is not None:
            self.say(left_told(self.left, self.clock))

    def clock(self, moment: datetime) -> str:
        """A moment of today on the shop's clock."""
        return show.clock_time(moment, self._screen.place.zone)
