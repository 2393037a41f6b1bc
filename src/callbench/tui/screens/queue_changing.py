"""Many lines of the queue changed at once: what, to whom or when, a question with the count, done, taken back by one key."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from callbench.errors import CallbenchError
from callbench.i18n import N_, _
from callbench.tui import show
from callbench.tui.keymap import key_of
from callbench.tui.screens.panels.sheet import Sheet, ask

if TYPE_CHECKING:
    from uuid import UUID

    from callbench.desk.bench import Bench
    from callbench.records.people import Agent
    from callbench.records.queue_changes import Change, Changed
    from callbench.tui.screens.queue import QueueScreen

Found = TypeVar("Found")
_TITLES = {
    "hand": N_("To whom do they go? Code, name, or a part of it."), "move": N_("To which day?"),
    "close": N_("Why are they closed? It stands in the trace of each."),
    "block": N_("Who asked not to be called, and how? It stands on the list."),
}  # fmt: skip


class Changing:
    """One change at a time. last: by which the change made last on this screen can be taken back; `newer`: since the last call."""

    def __init__(self, screen: QueueScreen) -> None:
        self._screen = screen
        self._busy = False
        self.last: UUID | None = None
        self.newer = False

    def begin(self, ids: list[UUID], agent: Agent) -> None:
        """Ask what is to become of these items."""
        from callbench.tui.screens.panels.change import ChangePanel

        everything = agent.role == "supervisor"
        self._ask(ChangePanel(len(ids), everything=everything), partial(self._chosen, ids, agent))

    def _chosen(self, ids: list[UUID], agent: Agent, action: str) -> None:
        from callbench.records.queue_changes import Change

        if action == "hand":
            self._run(self._to_whom(ids, agent))
        elif action == "move":
            self._which_day(ids, agent)
        elif action in _TITLES:
            from callbench.tui.screens.panels.value import ValuePanel

            panel = ValuePanel(_TITLES[action], lambda text: (text.strip(), ""))
            self._ask(panel, lambda why: self._count(ids, agent, Change(action, reason=why)))
        else:
            self._count(ids, agent, Change(action))

    async def _to_whom(self, ids: list[UUID], agent: Agent) -> None:
        from callbench.records.queue_changes import Change
        from callbench.records.queue_filter import Named
        from callbench.rules.change_words import read_named
        from callbench.tui.screens.panels.value import ValuePanel

        def people(bench: Bench) -> dict[str, Agent]:
            from callbench.desk.agents import list_agents

            return {one.code: one for one in list_agents(bench) if one.state == "active"}

        known = await self._screen.desk.work.reading(people)
        named = [Named(one.id, one.code, one.name) for one in known.values()]

        def read(text: str) -> tuple[Any, str]:
            found = read_named(text, named)
            return known[found.code], f"{show.safe(found.name, limit=40)} ({show.safe(found.code, limit=40)})"

        offers = [(one.code, one.name) for one in named]
        panel = ValuePanel(_TITLES["hand"], read, offers)
        self._ask(panel, lambda to: self._count(ids, agent, Change("hand", to=to)))

    def _which_day(self, ids: list[UUID], agent: Agent) -> None:
        from callbench.clock import business_day, date_of
        from callbench.records.queue_changes import Change
        from callbench.rules.calendar import calendar_of
        from callbench.rules.change_words import days_offered, read_move_day
        from callbench.rules.queue_changes import day_text
        from callbench.tui.screens.panels.value import ValuePanel

        desk = self._screen.desk
        settings, now = desk.settings, desk.clock.now()
        today = business_day(now, settings.zone, settings.day_starts)
        calendar = calendar_of(settings)

        def read(text: str) -> tuple[Any, str]:
            day = read_move_day(text, now.astimezone(settings.zone), today, calendar)
            return day, day_text(date_of(day))

        offers = [(text, read(text)[1]) for text in days_offered(today, calendar.next_workday(date_of(_next(today))))]
        panel = ValuePanel(_TITLES["move"], read, offers)
        self._ask(panel, lambda day: self._count(ids, agent, Change("move", day=day)))

    def _count(self, ids: list[UUID], agent: Agent, change: Change) -> None:
        """Count what would change, then ask."""
        self._run(self._question(ids, agent, change))

    async def _question(self, ids: list[UUID], agent: Agent, change: Change) -> None:
        from callbench.rules.queue_changes import done_line, stay_lines
        from callbench.tui.screens.panels.question import QuestionPanel

        def count(bench: Bench) -> Changed:
            from callbench.desk.queue_changes import change_items

            return change_items(bench, agent, ids, change, dry_run=True)

        found = await self._screen.desk.work.reading(count)
        if not found.changed:
            self._screen.telling.say((_("None of them changes."), *stay_lines(found)))
            return
        panel = QuestionPanel(lambda: (done_line(found), *stay_lines(found)), N_("do it"))
        self._ask(panel, lambda _yes: self._run(self._do(ids, agent, change, found.batch)))

    async def _do(self, ids: list[UUID], agent: Agent, change: Change, batch: UUID) -> None:
        from callbench.rules.queue_changes import done_line, stay_lines

        def do(bench: Bench) -> Changed:
            from callbench.desk.queue_changes import change_items

            return change_items(bench, agent, ids, change, batch)

        found = await self._screen.desk.work.writing(do)
        if found.changed:
            self.last, self.newer = found.batch, True
        back = _("{key} takes it back.").format(key=key_of("queue.undo"))
        self._screen.changed((done_line(found), *stay_lines(found), (back, "$mark")))

    def goes_before(self, result_can_be_undone: bool) -> bool:
        """Whether undoing means the last change of many, not the result that was saved last."""
        return self.last is not None and (self.newer or not result_can_be_undone)

    def undo(self, agent: Agent) -> None:
        """Take the last change of this screen back."""
        self._run(self._undo(agent))

    async def _undo(self, agent: Agent) -> None:
        from callbench.rules.queue_changes import done_line, stay_lines

        def undo(bench: Bench) -> Changed:
            from callbench.desk.queue_undoing import undo_change

            return undo_change(bench, agent, self.last)

        found = await self._screen.desk.work.writing(undo)
        self.last, self.newer = None, False
        self._screen.changed((done_line(found), *stay_lines(found)))

    # -- one after the other -----------------------------------------------------------------------------------

    def _ask(self, panel: Sheet[Found], then: Callable[[Found], None]) -> None:
        """Open a panel; nothing follows where it is left."""

        def given(value: Found | None) -> None:
            if value:
                then(value)

        if self._screen.is_current:
            ask(self._screen, panel, given)

    def _run(self, work: Any) -> None:
        """Read or write in a thread; keys wait for what comes of it."""
        if self._busy:
            work.close()
            return
        self._busy = True
        self._screen.desk.ahead.hold()
        self._screen.run_worker(self._running(work), group="changing")

    async def _running(self, work: Any) -> None:
        try:
            await work
        except CallbenchError as error:
            self._screen.tell(error, self._screen.load)
        finally:
            self._busy = False
            self._screen.desk.ahead.release()


def _next(day: int) -> int:
    from callbench.clock import following

    return following(day)
