"""From a list into a call: a customer is put in hand, then the call screen opens."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from callbench.errors import CallbenchError, Conflict
from callbench.i18n import _
from callbench.tui.screens.base import BenchScreen

if TYPE_CHECKING:
    from uuid import UUID

    from callbench.desk.bench import Bench
    from callbench.records.calls import CallInHand, NothingNow, QueueRow
    from callbench.records.people import Agent


class Taking:
    """One at a time for `screen`, however fast a key repeats.

    nothing: told why nobody can be called. reload: what Enter does at a failure, none when there is nothing to do.
    """

    def __init__(
        self,
        screen: BenchScreen[None],
        *,
        nothing: Callable[[NothingNow], object] | None = None,
        reload: Callable[[], object] | None = None,
    ) -> None:
        self._screen, self._nothing, self._reload = screen, nothing, reload
        self.busy = False

    def begin(
        self,
        get: Callable[[Bench], CallInHand | NothingNow],
        refused: Callable[[CallbenchError], bool] = lambda error: False,
    ) -> None:
        """Get a customer in hand in a thread and show the call, or say in place why there is none.

        refused: told why not; whether it deals with that itself.
        """
        if not self.busy:
            self.busy = True
            self._screen.run_worker(self._into_call(get, refused), group="take")

    def deal(self, agent: Agent, row: QueueRow | None) -> None:
        """Call this line of the queue; without one, whoever comes next."""
        if row is not None:
            return self.take(agent, row.item_id)

        def take(bench: Bench) -> CallInHand | NothingNow:
            from callbench.desk.calling import take_next

            return take_next(bench, agent)

        self.begin(take)

    def take(self, agent: Agent, item_id: UUID, override: str = "") -> None:
        """Call this customer, chosen by hand. override: why a supervisor calls although something keeps them back."""

        def take(bench: Bench) -> CallInHand:
            from callbench.desk.calling import take_item

            return take_item(bench, agent, item_id, override=override)

        self.begin(take, partial(self._refused, agent, item_id))

    def _refused(self, agent: Agent, item_id: UUID, error: CallbenchError) -> bool:
        """A supervisor is asked whether to call anyway; whether anybody was."""
        from callbench.desk.brakes import MAY_BE_LIFTED
        from callbench.tui.screens.panels.override import OverridePanel
        from callbench.tui.screens.panels.sheet import ask

        if error.code != MAY_BE_LIFTED or agent.role != "supervisor" or not self._screen.is_current:
            return False

        def anyway(why: str | None) -> None:
            if why is not None:
                self.take(agent, item_id, why)

        ask(self._screen, OverridePanel(error), anyway)
        return True

    def undo(self) -> None:
        """Take the last saved result back while that is possible: its call is in hand again."""
        desk = self._screen.desk
        agent = desk.agent
        if agent is None or not desk.standing.undo_left:
            desk.say(_("There is nothing to undo."))
            return

        def undo(bench: Bench) -> CallInHand:
            from callbench.desk.calling import undo_last

            call = undo_last(bench, agent)
            desk.call_from_thread(desk.not_undoable)
            return call

        self.begin(undo)

    async def _into_call(
        self, get: Callable[[Bench], CallInHand | NothingNow], refused: Callable[[CallbenchError], bool]
    ) -> None:
        screen = self._screen
        try:
            found = await screen.desk.work.writing(get)
            from callbench.records.calls import CallInHand

            if isinstance(found, CallInHand):
                await screen.desk.open_call(found)
            elif self._nothing is not None:
                self._nothing(found)
        except CallbenchError as error:
            if error.code == "on-break":
                await screen.desk.resting.look(lambda _left: self._reload() if self._reload else None)
            elif not refused(error):
                screen.tell(error, None if isinstance(error, Conflict) else self._reload)  # once refused, it stays so
        finally:
            self.busy = False
