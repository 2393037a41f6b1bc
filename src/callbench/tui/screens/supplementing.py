"""A card opened from the queue: what is missing is supplemented, and who could not be called comes back into the queue."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from callbench.errors import CallbenchError, UsageProblem
from callbench.i18n import _
from callbench.tui import show
from callbench.tui.screens.base import BenchScreen

if TYPE_CHECKING:
    from callbench.desk.bench import Bench
    from callbench.records.calls import QueueRow
    from callbench.records.people import Agent, Customer, History


class Supplementing:
    """The profile panel over a list. reload: reads the list of `screen` again."""

    def __init__(self, screen: BenchScreen[None], reload: Callable[[], object]) -> None:
        self._screen, self._reload = screen, reload
        self._busy = False

    def open(self, row: QueueRow, agent: Agent, typed: dict[str, str] | None = None) -> None:
        """Show the card of a line; keys wait until it is read. typed: what was typed before and does not fit."""
        if not self._busy:  # a key that repeats opens it once
            self._busy = True
            self._screen.desk.ahead.hold(reading=True)
            self._screen.run_worker(self._ask(row, agent, typed), group="card")

    async def _ask(self, row: QueueRow, agent: Agent, typed: dict[str, str] | None) -> None:
        from callbench.tui.screens.panels.profile import ProfilePanel
        from callbench.tui.screens.panels.sheet import ask

        screen = self._screen

        def read(bench: Bench) -> tuple[Customer, History]:
            from callbench.desk.customers import customer, history

            return customer(bench, row.customer_id), history(bench, row.customer_id)

        try:
            customer, history = await screen.desk.work.reading(read)
            if screen.is_current:
                ask(screen, ProfilePanel(customer, history, typed=typed), partial(self._typed, row, agent))
        except CallbenchError as error:
            screen.tell(error, partial(self.open, row, agent, typed))
        finally:
            self._busy = False
            screen.desk.ahead.release()

    def _typed(self, row: QueueRow, agent: Agent, fields: dict[str, str] | None) -> None:
        if fields:
            self._screen.run_worker(self._keep(row, agent, fields), group="card")

    async def _keep(self, row: QueueRow, agent: Agent, fields: dict[str, str]) -> None:
        screen = self._screen

        def keep(bench: Bench) -> Customer:
            from callbench.desk.customers import update_profile

            return update_profile(bench, agent, row.customer_id, fields)

        try:
            customer = await screen.desk.work.writing(keep)
        except UsageProblem as problem:
            screen.tell(problem, partial(self.open, row, agent, fields))
            return
        except CallbenchError as error:
            screen.tell(error, partial(self._typed, row, agent, fields))
            return
        name = show.fit(customer.name, 40) or _("(no name)")
        back = row.group == "parked" and "phone" not in customer.missing
        screen.desk.say(_("{name} is back in the queue.").format(name=name) if back else _("The profile is kept."))
        self._reload()
