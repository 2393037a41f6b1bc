"""From a list into a call: a customer is put in hand, then the call screen opens."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from callbench.errors import CallbenchError
from callbench.i18n import _
from callbench.tui.screens.base import BenchScreen

if TYPE_CHECKING:
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

    def begin(self, get: Callable[[Bench], CallInHand | NothingNow]) -> None:
        """Get a customer in hand in a thread and show the call, or say in place why there is none."""
        if not self.busy:
            self.busy = True
            self._screen.run_worker(self._into_call(get), group="take")

    def deal(self, agent: Agent, row: QueueRow | None) -> None:
        """Call this line of the queue; without one, whoever comes next."""

        def take(bench: Bench) -> CallInHand | NothingNow:
            from callbench.desk.calling import take_item, take_next

            return take_next(bench, agent) if row is None else take_item(bench, agent, row.item_id)

        self.begin(take)

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

    async def _into_call(self, get: Callable[[Bench], CallInHand | NothingNow]) -> None:
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
            else:
                screen.tell(error, self._reload)
        finally:
            self.busy = False
