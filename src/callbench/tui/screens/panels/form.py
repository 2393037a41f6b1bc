"""A sheet of fields: each is read while it is typed, what is wrong stands at it, and what it would do is counted meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from callbench.errors import CallbenchError
from callbench.i18n import _
from callbench.tui import cells, show
from callbench.tui.screens.base import Result
from callbench.tui.screens.panels.sheet import Sheet, keys_line
from callbench.tui.widgets.entry import OneLine
from callbench.values.problem import ValueProblem

if TYPE_CHECKING:
    from callbench.desk.bench import Bench

_WIDTH = 74
_TOLD = 20  # cells beside a field
_LOW = 28  # rows of a screen on which what is counted is told in fewer rows, without a blank one before
_LOW_ROWS = 3
_AROUND = 9  # rows of the sheet beside fields and preview
_CALM = 0.2  # seconds without a key before anything is counted


@dataclass(frozen=True, slots=True)
class Entry:
    """One field. label, hint: messages; read: its value from the text, raises ValueProblem; fixed: shown, not changed."""

    key: str
    label: str
    read: Callable[[str], Any]
    text: str = ""
    hint: str = ""
    fixed: bool = False


class FormPanel(Sheet[Result]):
    """Subclasses give the entries, say what does not go together, what is counted, and how it is kept.

    It stays open until what was typed is kept; then it returns what `keep` returned.
    """

    AUTO_FOCUS = "OneLine"
    BINDINGS = [
        Binding("tab,down", "step(1)", show=False, priority=True),
        Binding("shift+tab,up", "step(-1)", show=False, priority=True),
    ]
    PREVIEW_ROWS = 3

    def __init__(self, entries: Sequence[Entry]) -> None:
        super().__init__()
        self.entries = tuple(entries)
        self.values: dict[str, Any] = {}
        self.wrong: dict[str, str] = {}
        self._refused = ""  # by the bench, when it was to be kept
        self._keeping = self._counting = False
        self._tried = False  # Enter was pressed: what must not stay empty stands out from then on
        self._counted: tuple[Any, Any] | None = None  # what was asked for, and what was found

    # -- what subclasses say -----------------------------------------------------------------------------------

    def heading(self) -> str:
        """The heading."""
        raise NotImplementedError

    def together(self, values: Mapping[str, Any]) -> tuple[str, str]:
        """(field, what is wrong) where values that are right each do not go together; ("", "") when they do."""
        return "", ""

    def asked(self, values: Mapping[str, Any]) -> Any:
        """What is to be counted for these values, comparable; None for nothing."""
        return None

    def count(self, bench: Bench, asked: Any) -> Any:
        """Count it; in a thread."""
        raise NotImplementedError

    def preview(self, found: Any) -> list[Content]:
        """What was counted, in rows; found: None while nothing is asked for."""
        return []

    def keep(self, bench: Bench, values: Mapping[str, Any]) -> Result:
        """Write it; in a thread. Raises CallbenchError."""
        raise NotImplementedError

    # -- what is shown -----------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet", id="form"):
            yield Static(id="title", classes="title", markup=False)
            with VerticalScroll(id="scroll", can_focus=False):
                for entry in self.entries:
                    with Horizontal(classes="row"):
                        yield Static(id=f"name_{entry.key}", classes="name", markup=False)
                        if entry.fixed:
                            yield Static(id=f"fixed_{entry.key}", classes="fixed", markup=False)
                        else:
                            yield OneLine(show.safe(entry.text), id=f"field_{entry.key}")
                        yield Static(id=f"told_{entry.key}", classes="told", markup=False)
            yield Static(id="preview", markup=False)
            yield Static(id="problem", markup=False)
            yield Static(id="keys", classes="keys", markup=False)

    def on_mount(self) -> None:
        super().on_mount()
        self.retranslate()

    def on_resize(self) -> None:
        super().on_resize()
        self._make_room()

    def _make_room(self) -> None:
        """The fields scroll where not all of them fit beside what is always in sight."""
        low = self.app.size.height < _LOW
        rows = min(self.PREVIEW_ROWS, _LOW_ROWS) if low else self.PREVIEW_ROWS
        preview, scroll = self.query_one("#preview"), self.query_one("#scroll")
        preview.styles.height = rows
        preview.styles.margin = (0 if low or not rows else 1, 0, 0, 0)
        scroll.styles.max_height = max(self.app.size.height - rows - _AROUND, 4)

    def retranslate(self) -> None:
        self._make_room()
        self.query_one("#title", Static).update(show.line((self.heading(), "bold $ink")))
        room = max(cells.width(_(entry.label)) + 2 for entry in self.entries)
        for entry in self.entries:
            name = self.query_one(f"#name_{entry.key}", Static)
            name.styles.width = room
            name.update(show.line((_(entry.label), "$muted")))
            if entry.fixed:
                self.query_one(f"#fixed_{entry.key}", Static).update(show.line((show.fit(entry.text, 40), "$ink")))
        self.query_one("#keys", Static).update(
            keys_line(("enter", _("keep")), ("tab", _("next field")), ("escape", _("leave it as it is")))
        )
        self._read()

    def _read(self) -> None:
        """Read all fields, show what is wrong, and count what is asked for by now."""
        self.values, self.wrong = {}, {}
        for entry in self.entries:
            text = entry.text if entry.fixed else self.query_one(f"#field_{entry.key}", OneLine).value
            try:
                self.values[entry.key] = entry.read(text)
            except ValueProblem as problem:
                self.wrong[entry.key] = problem.message
        if not self.wrong:
            field, said = self.together(self.values)
            self.wrong = {field: said} if said else {}
        for entry in self.entries:
            empty = not entry.fixed and not self.query_one(f"#field_{entry.key}", OneLine).value
            bad = entry.key in self.wrong and (self._tried or not empty)
            told = _("see below") if bad else _(entry.hint) if entry.hint and empty else ""
            self.query_one(f"#told_{entry.key}", Static).update(
                show.line((show.fit(told, _TOLD), "bold $bad" if bad else "$muted"))
            )
        self._tell_problem()
        self._tell_preview()
        self._count_soon()

    @property
    def _here(self) -> str:
        """The field that has the focus."""
        return (self.focused.id or "").removeprefix("field_") if self.focused is not None else ""

    def _typed(self, field: str) -> str:
        found = self.query(f"#field_{field}")
        return found.first(OneLine).value if found else ""

    def _tell_problem(self) -> None:
        """What the bench refused, else what is wrong with the field that is typed in, else with the first."""
        first = next(iter(self.wrong), "")
        said = self._refused or self.wrong.get(self._here) or self.wrong.get(first, "")
        field = self._here if self._here in self.wrong else first
        left_empty = field and not self._refused and not self._tried and not self._typed(field)
        tone = "$muted" if left_empty else "bold $bad"
        rows = [show.line((part, tone)) for part in show.wrapped(said, _WIDTH, most=2) if part]
        self.query_one("#problem", Static).update(show.lines(rows) if rows else Content(""))

    def _tell_preview(self) -> None:
        asked = None if self.wrong else self.asked(self.values)
        found = self._counted[1] if self._counted is not None and self._counted[0] == asked else None
        if asked is not None and found is None:
            rows = [show.line((_("counting …"), "$muted"))]
        elif isinstance(found, CallbenchError):
            rows = [show.line((part, "bold $bad")) for part in show.wrapped(found.what, _WIDTH, most=2)]
        else:
            rows = self.preview(found)
        self.query_one("#preview", Static).update(show.lines(rows) if rows else Content(""))

    # -- counting ----------------------------------------------------------------------------------------------

    def _count_soon(self) -> None:
        asked = None if self.wrong else self.asked(self.values)
        if asked is not None and not self._counting and (self._counted is None or self._counted[0] != asked):
            self._counting = True
            self._count()

    @work(group="counting")
    async def _count(self) -> None:
        """One at a time, until what was counted is what is asked for."""
        try:
            while self.is_open:
                await asyncio.sleep(_CALM)
                asked = None if self.wrong else self.asked(self.values)
                if asked is None or (self._counted is not None and self._counted[0] == asked):
                    return
                try:
                    found = await self.desk.work.reading(partial(self.count, asked=asked))
                except CallbenchError as error:
                    found = error
                self._counted = asked, found
                if self.is_open:
                    self._tell_preview()
        finally:
            self._counting = False

    # -- typing and keeping ------------------------------------------------------------------------------------

    @on(Input.Changed)
    def _typing(self, event: Input.Changed) -> None:
        event.stop()
        self._refused = ""
        self._read()

    def on_descendant_focus(self) -> None:
        if self.is_mounted:
            self._tell_problem()

    def entered(self, text: str) -> None:
        if self._keeping:
            return
        if self.wrong:
            self._tried = True
            self._read()
            first = next(iter(self.wrong))
            if first not in (self._here, ""):
                self.query_one(f"#field_{first}", OneLine).focus()
            self._tell_problem()
            return
        self._keeping = True
        self._keep(dict(self.values))

    @work(group="keep")
    async def _keep(self, values: dict[str, Any]) -> None:
        try:
            kept = await self.desk.work.writing(lambda bench: self.keep(bench, values))
        except CallbenchError as error:
            self._refused = _("{what} {todo}").format(what=error.what, todo=error.todo) if error.todo else error.what
            if self.is_open:
                self._tell_problem()
            return
        finally:
            self._keeping = False
        self.give(kept)

    def action_step(self, by: int) -> None:
        """The next field, or the one before; keys right behind it are meant for that one."""
        fields = [self.query_one(f"#field_{entry.key}", OneLine) for entry in self.entries if not entry.fixed]
        at = fields.index(self.focused) if isinstance(self.focused, OneLine) else -by
        self.move_to(fields[(at + by) % len(fields)])

    def on_key(self, event: events.Key) -> None:
        if event.key == "escape":
            event.stop()
            self.leave()
        elif event.key == "enter" and self.focused is None:
            event.stop()
            self.entered("")
