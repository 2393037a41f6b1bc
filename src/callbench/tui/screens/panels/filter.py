"""A filter of the queue chosen instead of typed: Up and Down go through what can be asked, Left and Right through its values."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from callbench.i18n import _
from callbench.records.queue_filter import Named, Offered, QueueFilter
from callbench.rules.queue_filter import DUE, FIELDS, filter_terms, span_text, term
from callbench.rules.words import CLASSES, GROUPS
from callbench.tui import cells, show
from callbench.tui.screens.panels.sheet import Sheet, keys_line

_TRIES = (("0", (0, 0)), ("1-2", (1, 2)), ("3-", (3, None)))
Value = tuple[str, str]  # as it is typed, as it is told


class FilterPanel(Sheet[str]):
    """Returns the filter as it would be typed, None when left. found: what is in force; what no list has of it is offered, too."""

    def __init__(self, offered: Offered, found: QueueFilter, today: int) -> None:
        super().__init__()
        self.offered, self.found = offered, found
        self.names = list(FIELDS)
        self.own = filter_terms(found, offered, today)
        self.values = {name: self._values(name) for name in self.names}
        self.chosen = {
            name: next((at for at, (typed, _told) in enumerate(self.values[name], 1) if typed == self.own.get(name)), 0)
            for name in self.names
        }
        self.at = 0

    def _values(self, name: str) -> list[Value]:
        """What can be chosen; behind it, what is in force where that is something else."""
        values, own = self._lists(name), self.own.get(name)
        if own is None or own in [typed for typed, _told in values]:
            return values
        return [*values, (own, dict(self.found.told).get(_(FIELDS[name]), own))]

    def _lists(self, name: str) -> list[Value]:
        match name:
            case "group":
                return [(code, _(label)) for code, label in GROUPS.items()]
            case "class":
                return [*((code, _(label)) for code, label in CLASSES.items()), ("-", _("none"))]
            case "campaign":
                return _named(self.offered.campaigns)
            case "owner":
                return [*_named(self.offered.agents), ("-", _("nobody"))]
            case "tries":
                return [(typed, span_text(*span)) for typed, span in _TRIES]
            case _:
                return [(code, _(label)) for code, label in DUE.items()]

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Static(id="filter", markup=False)

    def on_mount(self) -> None:
        super().on_mount()
        self.retranslate()

    def retranslate(self) -> None:
        self.values = {name: self._values(name) for name in self.names}
        rows = [show.line((_("Which customers are shown?"), "bold $ink")), show.line("")]
        rows += [self._row(at, name) for at, name in enumerate(self.names)]
        typed = self.typed()
        rows += [
            show.line(""),
            show.line((_("Typed: {filter}").format(filter=show.fit(typed, 60)) if typed else " ", "$muted")),
        ]
        rows += [
            show.line(""),
            keys_line(
                ("enter", _("show them")), (_("Up/Down"), _("what")), (_("Left/Right"), _("value")),
                ("delete", _("any")), ("escape", _("leave it as it is")),
            ),
        ]  # fmt: skip
        self.query_one("#filter", Static).update(show.lines(rows))

    def _row(self, at: int, name: str) -> Content:
        here, chosen = at == self.at, self.chosen[name]
        told = self.values[name][chosen - 1][1] if chosen else _("any")
        wide = max(cells.width(_(label)) for label in FIELDS.values()) + 2
        style = "bold $live-ink on $live" if here else "$ink" if chosen else "$muted"
        value = f" {show.fit(told, 46)} "
        return show.line(
            (">" if here else " ", "bold $mark"), " ", (show.cell(_(FIELDS[name]), wide), "$muted"),
            (f"<{value}>" if here else f" {value} ", style),
        )  # fmt: skip

    def typed(self) -> str:
        """The filter as it would be typed."""
        parts = [term(name, self.values[name][self.chosen[name] - 1][0]) for name in self.names if self.chosen[name]]
        return " ".join([*parts, *([self.found.text] if self.found.text else [])])

    def on_key(self, event: events.Key) -> None:
        event.stop()
        name = self.names[self.at]
        number = len(self.values[name]) + 1
        match event.key:
            case "escape":
                return self.leave()
            case "enter":
                return self.give(self.typed())
            case "up" | "down" | "tab" | "shift+tab":
                self.at = (self.at + (1 if event.key in ("down", "tab") else -1)) % len(self.names)
            case "right" | "space":
                self.chosen[name] = (self.chosen[name] + 1) % number
            case "left":
                self.chosen[name] = (self.chosen[name] - 1) % number
            case "delete" | "backspace":
                self.chosen[name] = 0
            case _:
                return
        self.retranslate()


def _named(known: Sequence[Named]) -> list[Value]:
    return [(one.code, show.safe(one.name, limit=60) or show.safe(one.code, limit=60)) for one in known]
