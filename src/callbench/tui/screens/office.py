"""What the screens of a supervisor share: a list, what there is to know of the chosen line below it, questions before changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Input, Static

from callbench.errors import CallbenchError, UsageProblem
from callbench.i18n import _
from callbench.records.people import Agent
from callbench.text import clean
from callbench.tui import columns
from callbench.tui.columns import Column
from callbench.tui.keymap import bindings_for
from callbench.tui.screens.base import BenchScreen
from callbench.tui.screens.filtered import FilteredScreen
from callbench.tui.screens.panels.question import QuestionPanel
from callbench.tui.screens.panels.sheet import ask
from callbench.tui.screens.queue_words import Told
from callbench.tui.widgets.field import Field
from callbench.tui.widgets.fitted import Fitted
from callbench.tui.widgets.placard import Placard
from callbench.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from callbench.desk.bench import Bench

OPENING = frozenset({"edit", "new", "start", "pause", "close", "run", "shipped", "restore"})
"""Actions that open a panel."""
Item = TypeVar("Item")
Found = TypeVar("Found")


class OfficeScreen(FilteredScreen, Generic[Item]):
    """Subclasses say what is read, how a line and its details look, and what each key does with the chosen one."""

    CSS_PATH = "office.tcss"
    AUTO_FOCUS = "#rows"
    HINT = ""  # what the filter looks in; a message

    def __init__(self) -> None:
        super().__init__()
        self.found: tuple[Item, ...] | None = None
        self._finding = False

    # -- what subclasses say -----------------------------------------------------------------------------------

    def read(self, bench: Bench) -> Sequence[Item]:
        """All lines; in a thread."""
        raise NotImplementedError

    def key(self, item: Item) -> object:
        """What a line is known by when it is read again."""
        raise NotImplementedError

    def searched(self, item: Item) -> str:
        """What the filter looks in."""
        raise NotImplementedError

    def shown(self, found: Sequence[Item]) -> Sequence[Item]:
        """The lines shown, before the filter."""
        return found

    def titled(self, shown: Sequence[Item]) -> Content:
        """The line at the top."""
        raise NotImplementedError

    def listed(self, room: int) -> list[Column]:
        """The columns that fit."""
        raise NotImplementedError

    def cells_of(self, item: Item) -> dict[str, tuple[str, str]]:
        """Column → (text, style)."""
        raise NotImplementedError

    def details(self, item: Item | None, room: int) -> list[Content]:
        """What there is to know of the chosen line."""
        raise NotImplementedError

    def nobody(self, filtered: bool) -> Told:
        """What is said, and what to do, where there is no line."""
        raise NotImplementedError

    # -- the list ----------------------------------------------------------------------------------------------

    def body(self) -> ComposeResult:
        yield Static(id="title", markup=False)
        yield Static(id="heading", markup=False)
        yield Placard()
        yield Rows[Item](self._paint, id="rows")
        yield Field(id="filter", placeholder=_(self.HINT))
        yield Fitted(id="details")

    def on_mount(self) -> None:
        self.load()

    def on_resize(self) -> None:
        self.tell_all()

    def retranslate(self) -> None:
        self.query_one(Field).placeholder = _(self.HINT)
        super().retranslate()
        self.tell_all()

    @property
    def chosen(self) -> Item | None:
        """The marked line."""
        item: Item | None = self.query_one(Rows[Item]).item
        return item

    @property
    def boss(self) -> Agent:
        """Who works here; these screens open for nobody else."""
        assert self.desk.agent is not None
        return self.desk.agent

    @work(exclusive=True, group="list")
    async def load(self, choose: object = None) -> None:
        """Read the list again; choose: the key of the line to be marked, else that which is."""
        try:
            self.found = tuple(await self.desk.work.reading(self.read))
        except CallbenchError as error:
            self.tell(error, self.load)
            return
        if self.is_open:
            self.tell_all(choose)
            self.after_load()

    def after_load(self) -> None:
        """The list was read again."""

    @on(Input.Changed, "#filter")
    def _filter_typed(self) -> None:
        self.tell_all()

    def tell_all(self, choose: object = None) -> None:
        """Show the list as it was read."""
        if self.found is None:
            return
        rows = self.query_one(Rows[Item])
        wanted = clean(self.query_one(Field).value).casefold().split()
        kept = [
            each for each in self.shown(self.found) if all(word in self.searched(each).casefold() for word in wanted)
        ]
        if choose is None and rows.item is not None:
            choose = self.key(rows.item)
        at = next(
            (at for at, each in enumerate(kept) if self.key(each) == choose), min(rows.marked or 0, len(kept) - 1)
        )
        rows.show(kept, max(at, 0) if kept else None)
        room = max(self.size.width - 5, 20)
        self.query_one("#heading", Static).update(columns.heading(self.listed(room), 1))
        self.query_one("#title", Static).update(self.titled(kept))
        notice = self.query_one(Placard)
        if kept:
            notice.clear()
        else:
            notice.tell(*self.nobody(bool(wanted)))
        self.tell_details()

    @on(Rows.Marked)
    def tell_details(self) -> None:
        """Show what there is to know of the chosen line."""
        item = self.chosen
        self.query_one("#details", Fitted).show(lambda room: self.details(item, room))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What opens a panel goes before what has the focus, so that keys right behind it reach the panel; not over the filter."""
        return not (action in OPENING and isinstance(self.focused, Field))

    def _paint(self, item: Item, room: int, live: bool) -> Content:
        return columns.row(self.listed(room), self.cells_of(item), 1, live)

    # -- changing something ------------------------------------------------------------------------------------

    def change(
        self,
        write: Callable[[Bench], Found],
        done: Callable[[Found], str],
        key: Callable[[Found], object] = lambda _found: None,
    ) -> None:
        """Write in a thread, say what holds now, and read the list again; key: of the line to be marked then."""
        self._change(write, done, key)

    @work(group="change")
    async def _change(
        self, write: Callable[[Bench], Any], done: Callable[[Any], str], key: Callable[[Any], object]
    ) -> None:
        try:
            found = await self.desk.work.writing(write)
        except CallbenchError as error:
            self.tell(error, self.load)
            return
        self.desk.say(done(found))
        self.load(key(found))
        self.desk.refresh_standing()  # another campaign or plan is another day

    def find_first(self, look: Callable[[Bench], Found], then: Callable[[Found], None]) -> None:
        """Read what a panel needs in a thread, then open it; keys pressed meanwhile wait for it."""
        if not self._finding:  # a key that repeats opens it once
            self._finding = True
            self.desk.ahead.hold()
            self._find(look, then)

    @work(group="find")
    async def _find(self, look: Callable[[Bench], Any], then: Callable[[Any], None]) -> None:
        try:
            found = await self.desk.work.reading(look)
            if self.is_current:
                then(found)
        except CallbenchError as error:
            self.tell(error, self.load)
        finally:
            self._finding = False
            self.desk.ahead.release()

    def ask_first(
        self, look: Callable[[Bench], Found], told: Callable[[Found], Told], yes: str, then: Callable[[], None]
    ) -> None:
        """Find out what something would do, ask whether it is wanted, and do it then. yes: a message, what Enter does."""

        def question(found: Found) -> None:
            ask(self, QuestionPanel(partial(told, found), yes), lambda answer: then() if answer else None)

        self.find_first(look, question)

    # -- keys that all of them have ----------------------------------------------------------------------------

    @on(Rows.Chosen)
    def _again(self) -> None:
        self.action_edit()

    def action_edit(self) -> None:
        """Change the chosen line."""
        raise NotImplementedError


def bindings_of(place: str) -> list[BindingType]:
    """The bindings of a screen of supervisors."""
    return bindings_for(place, first=[f"{place}.{action}" for action in OPENING])


def open_office(screen: BenchScreen[None], make: Callable[[], OfficeScreen[Any]]) -> None:
    """Open a screen of supervisors over the queue; whoever is none is told."""
    from callbench.desk.rights import check_supervisor

    desk = screen.desk
    if desk.agent is None:
        desk.choose_agent()
        return
    try:
        check_supervisor(desk.agent)
    except UsageProblem as problem:
        desk.say(_("{what} {todo}").format(what=problem.what, todo=problem.todo), trouble=True)
        return
    desk.push_screen(make())
