"""F2: how this attempt ended, one key each, only what fits; more than the screen has rows for scrolls with the mark."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from callbench.i18n import _
from callbench.rules.outcomes import OutcomeRule
from callbench.tui import show
from callbench.tui.screens.panels.sheet import Sheet, keys_line

_GAP = 2
_PADDING = 4  # cells of the sheet beside its text


class OutcomePanel(Sheet[str]):
    """Returns the key of an outcome, None when left.

    proposed: what Enter takes at first, "" for none. booked: whether a time is agreed already, so that none is asked for.
    """

    def __init__(self, fitting: Sequence[OutcomeRule], proposed: str, told: str = "", *, booked: bool = False) -> None:
        super().__init__()
        self.booked = booked
        self.fitting = tuple(fitting)
        self.told = told
        self.proposed = proposed
        self._at = next((at for at, rule in enumerate(self._order()) if rule.key == proposed), -1)
        self.pressed = "enter"  # the key that chose
        self._wrong = ""

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Static(id="outcomes")

    def on_mount(self) -> None:
        self._draw()

    def retranslate(self) -> None:
        self._draw()

    def _columns(self) -> tuple[list[OutcomeRule], list[OutcomeRule]]:
        reached = [rule for rule in self.fitting if rule.contacted]
        return [rule for rule in self.fitting if not rule.contacted], reached

    def _order(self) -> list[OutcomeRule]:
        not_reached, reached = self._columns()
        return not_reached + reached

    def _draw(self) -> None:
        not_reached, reached = self._columns()
        rows = [show.line((_("How did the call end?"), "bold $ink"))]
        rows += [show.line((part, "$mark")) for part in show.wrapped(self.told, 70, most=2) if part]
        rows.append(show.line(""))
        blocks = [
            (title, rules) for title, rules in ((_("Not reached"), not_reached), (_("Reached"), reached)) if rules
        ]
        drawn = [[show.line((title, "$muted")), *(self._row(rule) for rule in rules)] for title, rules in blocks]
        first, *others = [max(row.cell_length for row in block) for block in drawn]
        first += _GAP
        wanted = first + sum(others) + _PADDING
        across = min(max(wanted, 78), self.app.size.width)
        self.query_one(".sheet").styles.width = across
        deepest = max(len(block) for block in drawn)
        seen = self._seen(blocks, deepest, deepest - max(self._too_many(len(rows) + deepest), 0))
        for at in seen:
            parts = [block[at] if at < len(block) else show.line("") for block in drawn]
            parts[0] = parts[0].pad_right(first - parts[0].cell_length)
            rows.append(show.line(*parts).truncate(across - _PADDING, ellipsis=True))
        rows.append(show.line((_("Up and Down show the others, too."), "$muted") if len(seen) < deepest else ""))
        if self._wrong:
            rows.append(show.line((self._wrong, "$bad")))
        else:
            keys = [("enter", _("take the marked one"))] if self._at >= 0 else []
            rows.append(keys_line(*keys, (_("Up/Down"), _("mark")), ("escape", _("back to the call"))))
        self.query_one("#outcomes", Static).update(show.lines(rows))

    def _too_many(self, rows: int) -> int:
        """How many rows more than the screen has, with what stands below and around them."""
        return rows + 2 + (2 if self.app.has_class("-compact") else 4) - self.app.size.height

    def _seen(self, blocks: Sequence[tuple[str, Sequence[OutcomeRule]]], deepest: int, room: int) -> list[int]:
        """The rows of the columns that there is room for: their titles, and what stands around the marked outcome."""
        if room >= deepest:
            return list(range(deepest))
        marked = self._order()[self._at].key if self._at >= 0 else ""
        keys = [[rule.key for rule in rules] for _title, rules in blocks]
        at = next((1 + column.index(marked) for column in keys if marked in column), 1)
        most = max(room - 1, 1)
        first = min(max(at - most // 2, 1), deepest - most)
        return [0, *range(first, first + most)]

    def _row(self, rule: OutcomeRule) -> Content:
        here = self._at >= 0 and self._order()[self._at] is rule
        style = "bold $live-ink on $live" if here else "$ink"
        label = show.safe(rule.name, limit=40)
        more: show.Part = ""
        if rule.needs_time and not self.booked:
            more = (" " + _("asks when"), "$muted")
        elif rule.ends_calling and self.booked:
            more = (" " + _("drops the follow-up"), "$warn")
        cap = show.keycap(rule.press.upper() or " ")
        return show.line((">" if here else " ", "bold $mark"), cap, " ", (f" {label} ", style), more)

    def on_key(self, event: events.Key) -> None:
        event.stop()
        key = event.key
        if key == "escape":
            return self.leave()
        if key in ("up", "down", "left", "right"):
            step = 1 if key in ("down", "right") else -1
            self._at = (
                (self._at + step) % len(self.fitting) if self._at >= 0 else (0 if step > 0 else len(self.fitting) - 1)
            )
            self._wrong = ""
            return self._draw()
        if key == "enter" and self._at >= 0:
            return self.give(self._order()[self._at].key)
        pressed = unicodedata.normalize("NFKC", event.character or "").lower()
        for rule in self.fitting:
            if pressed and pressed == rule.press:
                self.pressed = key
                return self.give(rule.key)
        if pressed.isprintable() and pressed.strip():
            self._wrong = _("{key} does not fit this call.").format(key=show.fit(pressed.upper(), 4))
            self._draw()
