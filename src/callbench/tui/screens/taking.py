"""From a list into a call: a customer is put in hand, then the call screen opens."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from callbench.errors import CallbenchError
from callbench.tui.screens.base import BenchScreen

if TYPE_CHECKING:
    from callbench.desk.bench import Bench
    from callbench.records.calls import CallInHand, NothingNow


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
