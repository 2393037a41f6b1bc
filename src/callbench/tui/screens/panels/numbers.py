"""The customer's numbers: which is in use, which may be rung, and why the others may not."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from callbench.i18n import _
from callbench.records.calls import NumberLine
from callbench.rules import words
from callbench.tui import cells, show, show_phones
from callbench.tui.keymap import key_of
from callbench.tui.screens.panels.sheet import Sheet, keys_line

_MOST = 9  # one digit each; who has more keeps them in the profile


class NumbersPanel(Sheet[NumberLine]):
    """Returns the number to use, None when left. whole: numbers are shown in full."""

    def __init__(self, lines: Sequence[NumberLine], *, whole: bool = False) -> None:
        super().__init__()
        self.lines = tuple(lines)[:_MOST]
        self.whole = whole
        self._at = next((at for at, line in enumerate(self.lines) if line.in_use), 0)
        self._wrong = ""

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Static(id="numbers")

    def on_mount(self) -> None:
        self.retranslate()

    def retranslate(self) -> None:
        rows = [show.line((_("Which number is called?"), "bold $ink")), Content()]
        rows += [self._row(at, line) for at, line in enumerate(self.lines)]
        if not self.lines:
            told = _("There is no number. {key} in the call adds one.").format(key=key_of("call.profile"))
            rows.append(show.line((told, "$bad")))
        rows += [Content(), show.line((self._wrong, "$bad")) if self._wrong else self._keys()]
        self.query_one("#numbers", Static).update(show.lines(rows))

    def _keys(self) -> Content:
        choose = [("enter", _("take the marked one")), (_("Up/Down"), _("mark"))] if self.lines else []
        return keys_line(*choose, ("escape", _("back to the call")))

    def _row(self, at: int, line: NumberLine) -> Content:
        settings, here = self.desk.settings, at == self._at
        number = show_phones.phone_text(line.phone, settings, whole=self.whole)
        state = [_("in use")] if line.in_use else []
        if line.why_not and not line.in_use:
            state.append(show.label(words.HELD_BACK, line.why_not))
        if line.called_at is not None and not line.in_use:
            now = self.desk.clock.now()
            state.append(_("last called {when}").format(when=show.moment(line.called_at, settings.zone, now)))
        kinds = max(cells.width(_(label)) for label in words.PHONE_KINDS.values()) + 1
        style = "bold $live-ink on $live" if here else "$muted" if line.why_not else "$ink"
        return show.line(
            (">" if here else " ", "bold $mark"), show.keycap(str(at + 1), faint=bool(line.why_not)), " ",
            (f" {show.cell(number, 26)} ", style), (show.cell(show_phones.phone_kind(line.phone), kinds), "$muted"),
            (_(", ").join(state), "$mark" if line.in_use else "$warn" if line.why_not else "$muted"),
        ).truncate(74, ellipsis=True)  # fmt: skip

    def on_key(self, event: events.Key) -> None:
        event.stop()
        key = event.key
        if key == "escape":
            return self.leave()
        pressed = unicodedata.normalize("NFKC", event.character or "")
        if key in ("up", "down", "left", "right") and self.lines:
            self._at = (self._at + (1 if key in ("down", "right") else -1)) % len(self.lines)
            self._wrong = ""
            return self.retranslate()
        if key == "enter" and self.lines:
            return self._take(self._at)
        if pressed.isdecimal() and 1 <= int(pressed) <= len(self.lines):
            self._take(int(pressed) - 1)

    def _take(self, at: int) -> None:
        line = self.lines[at]
        if line.why_not and not line.in_use:
            self._at = at
            why = show.label(words.HELD_BACK, line.why_not)
            self._wrong = _("This number is not to be called now: {why}.").format(why=why)
            return self.retranslate()
        self.give(line)
