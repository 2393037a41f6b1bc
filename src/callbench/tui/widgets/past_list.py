"""What happened with a customer, to go through: scrolls, opens in place, `/` filters."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from callbench.errors import CallbenchError
from callbench.i18n import _, language, ngettext
from callbench.records.people import History
from callbench.text import clean
from callbench.tui import show, show_history
from callbench.tui.screens.panels.sheet import keys_line
from callbench.tui.show_history import Entry
from callbench.tui.widgets.field import Field
from callbench.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from callbench.tui.app import BenchApp


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of the list: the head of an entry, or a row of what it holds."""

    entry: Entry
    content: Content


class PastList(Vertical):
    """One entry a row, newest first; Enter opens or closes it. What a call was answered is read when it is opened."""

    DEFAULT_CSS = """
    PastList { height: 1fr; display: none; }
    PastList > Static { height: auto; }
    PastList > Rows { height: 1fr; margin: 1 0; background: $raised; }
    PastList > Field { height: 1; display: none; background: $live; color: $live-ink; }
    PastList > Field.-open { display: block; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", show=False),
        Binding("slash", "filter", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._history: History | None = None
        self._entries: tuple[Entry, ...] = ()  # once they are looked at
        self._open: set[str] = set()
        self._answers: dict[str, tuple[tuple[str, str], ...]] = {}

    def compose(self) -> ComposeResult:
        yield Static(id="past_title")
        yield Rows[_Row](self._paint, id="past")
        yield Field(id="past_filter")
        yield Static(id="past_keys")

    @property
    def desk(self) -> BenchApp:
        return cast("BenchApp", self.app)

    def show(self, history: History | None) -> None:
        """Show another customer's history; None leaves nothing."""
        self._open.clear()
        self._answers.clear()
        self.query_one(Field).close()
        self._history, self._entries = history, ()
        self.query_one(Rows).marked = None
        if history is None:
            self.query_one(Rows).show([], None)

    def look(self) -> None:
        """Come to the front, with the newest entry marked."""
        self.query_one(Field).placeholder = _("only entries with these words")
        keys = keys_line(("enter", _("open")), ("slash", _("filter")), ("escape", _("to the question")))
        self.query_one("#past_keys", Static).update(keys)
        if self._history is not None:
            now = self.desk.clock.now()
            self._entries = show_history.entries(self._history, self.desk.settings, now, roomy=False)
        self.draw(0)
        self.query_one(Rows).focus()

    def leave(self) -> bool:
        """Close the filter when it is open; whether it was."""
        field = self.query_one(Field)
        if not field.is_open:
            return False
        field.close()
        self.query_one(Rows).focus()
        return True

    def on_resize(self) -> None:
        self.draw()

    def draw(self, marked: int | None = None) -> None:
        """Every row anew, for the width there is."""
        rows, width = self.query_one(Rows[_Row]), max(self.size.width - 2, 20)
        words = clean(self.query_one(Field).value, limit=100).casefold().split()
        shown = [entry for entry in self._entries if all(word in self._all_of(entry) for word in words)]
        found: list[_Row] = []
        for entry in shown:
            opened = entry.id in self._open
            found.append(_Row(entry, show_history.head(entry, self._today, opened=opened)))
            if opened:
                told = show_history.details(entry, self._answers.get(entry.id), width)
                found += [_Row(entry, content) for content in told]
        rows.show(found, marked if marked is not None else rows.marked)
        number = ngettext("{n} entry", "{n} entries", len(shown)).format(n=len(shown))
        title = show.line((_("So far"), "bold $ink"), "   ", (number, "$muted"))
        self.query_one("#past_title", Static).update(title)

    @property
    def _today(self) -> show_history.Day:
        return self.desk.clock.now().astimezone(self.desk.settings.zone).date()

    def _all_of(self, entry: Entry) -> str:
        answers = self._answers.get(entry.id, ())
        texts = [entry.content.plain, *(text for _label, text in (*entry.words, *answers))]
        return " ".join((*texts, *(label for label, _text in answers))).casefold()

    def _paint(self, row: _Row, room: int, live: bool) -> Content:
        return row.content.truncate(room, ellipsis=True)

    @on(Input.Changed, "#past_filter")
    def _typing(self, event: Input.Changed) -> None:
        event.stop()
        self.draw(0)

    @on(Input.Submitted, "#past_filter")
    def _typed(self, event: Input.Submitted) -> None:
        event.stop()
        self.query_one(Rows).focus()

    def action_filter(self) -> None:
        self.query_one(Field).open()

    @on(Rows.Chosen)
    def action_open(self) -> None:
        row = self.query_one(Rows[_Row]).item
        if row is None:
            return
        self._open ^= {row.entry.id}
        if row.entry.call is not None and row.entry.id in self._open and row.entry.id not in self._answers:
            self._read(row.entry)
        place = self.query_one(Rows[_Row]).items.index(row)
        while place and self.query_one(Rows[_Row]).items[place - 1].entry == row.entry:
            place -= 1
        self.draw(place)

    @work(group="past")
    async def _read(self, entry: Entry) -> None:
        """What was answered in a call, once."""
        from callbench.tui.past_call import answers_of

        assert entry.call is not None
        try:
            self._answers[entry.id] = await self.desk.work.reading(
                partial(answers_of, call_id=entry.call.id, language=language())
            )
        except CallbenchError as error:
            self._answers[entry.id] = ((_("Answers"), error.what),)
        self.draw()
