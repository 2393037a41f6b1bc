"""F4: what the customer complains of. Kind by a digit, urgency by the key again, words; the deadlines are shown at once."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import datetime

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from callbench.i18n import _
from callbench.records.calls import ComplaintWish
from callbench.rules.complaints import KINDS, URGENCIES, deadlines
from callbench.text import clean
from callbench.tui import show
from callbench.tui.keymap import key_of
from callbench.tui.screens.panels.sheet import Sheet, keys_line
from callbench.tui.widgets.entry import ManyLines
from callbench.values.calendar_words import weekday_name
from callbench.values.when import show_moment

_WIDTH = 74
_ACROSS = 3  # kinds on a row
_BY_DIGIT = {str(n): kind for n, kind in enumerate(KINDS, 1)}


class ComplaintPanel(Sheet[ComplaintWish | bool]):
    """Returns the complaint to raise, False to drop the one that was to be raised, None when left.

    wish: what to begin with; proposed: the answers point to it and it is not taken yet, so leaving leaves it out; also:
    further kinds they point to, named beside the field for the customer's own words.
    """

    AUTO_FOCUS = ""
    BINDINGS = [
        Binding("f4", "urgency", show=False, priority=True, id="call.complaint"),  # its own key again
        Binding("tab,shift+tab", "other_part", show=False, priority=True),
    ]

    def __init__(self, wish: ComplaintWish | None = None, *, proposed: bool = False, also: Sequence[str] = ()) -> None:
        super().__init__()
        self.also = tuple(also)
        self.kind = wish.kind if wish else ""
        self.urgency = wish.urgency if wish else next(iter(URGENCIES))
        self.words = wish.words if wish else ""
        self.proposed = proposed
        self.may_drop = wish is not None and not proposed
        self.problem = ""

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Static(id="kinds")
            yield Static(id="until")
            yield ManyLines(show.safe(self.words, lines=True), id="words")
            yield Static(id="keys", classes="keys")

    def on_mount(self) -> None:
        self._field.styles.height = 5
        self._draw()

    def retranslate(self) -> None:
        self._draw()

    @property
    def _field(self) -> ManyLines:
        return self.query_one("#words", ManyLines)

    # -- what is shown -----------------------------------------------------------------------------------------

    def _draw(self) -> None:
        now = self.desk.clock.now().astimezone(self.desk.settings.zone)
        title = (
            _("The answers point to a complaint. Raise it?")
            if self.proposed
            else _("What does the customer complain of?")
        )
        clock = show.line((_("shop's clock"), "$muted"), " ", (f"{weekday_name(now.date())} {now:%H:%M}", "$ink"))
        caps = [self._cap(digit, kind) for digit, kind in _BY_DIGIT.items()]
        wide = _WIDTH // _ACROSS
        rows = [show.beside(show.line((title, "bold $ink")), clock, _WIDTH), show.line("")]
        cells = [cap.pad_right(max(wide - cap.cell_length, 0)) for cap in caps]
        rows += [show.line(*cells[at : at + _ACROSS]) for at in range(0, len(cells), _ACROSS)]
        self._put("kinds", [*rows, show.line("")])
        hint = _("In the customer's words (may stay empty)")
        if also := _(", ").join(_(KINDS[kind]) for kind in self.also if kind != self.kind):
            hint = _("In the customer's words; the answers also point to: {kinds}").format(kinds=also)
        self._put("until", [*self._until(now), show.line(""), show.line((show.fit(hint, _WIDTH), "$muted"))])
        keys = [("enter", _("raise it")), ("tab", _("words / kind")), (key_of("call.complaint"), _("urgency"))]
        if self.may_drop and self.focused is None:  # among words it deletes a character
            keys.append(("delete", _("drop the complaint")))
        self._put("keys", [keys_line(*keys, ("escape", _("leave it out") if self.proposed else _("back")))])

    def _cap(self, digit: str, kind: str) -> Content:
        here = kind == self.kind
        style = "bold $live-ink on $live" if here else "$ink"
        return show.line((">" if here else " ", "bold $mark"), show.keycap(digit), " ", (f" {_(KINDS[kind])} ", style))

    def _until(self, now: datetime) -> list[Content]:
        """Always three rows: the urgency and what follows from it, or what is missing."""
        found = deadlines(self.desk.settings, self.urgency, now)
        by = [show_moment(at.astimezone(now.tzinfo)) for at in (found.answer_by, found.solve_by)]
        tone = "bold $bad" if self.urgency == "urgent" else "bold $ink"
        labels = (_("Urgency"), (_(URGENCIES[self.urgency]), tone)), (_("Answer by"), (by[0], "$ink"))
        rows = [show.line((show.cell(label, 14), "$muted"), part) for label, part in labels]
        if self.problem:
            return [*rows, show.line((self.problem, "bold $bad"))]
        return [*rows, show.line((show.cell(_("Solved by"), 14), "$muted"), (by[1], "$ink"))]

    def _put(self, id_: str, rows: list[Content]) -> None:
        self.query_one(f"#{id_}", Static).update(show.lines(rows))

    # -- what is chosen ----------------------------------------------------------------------------------------

    def action_urgency(self) -> None:
        codes = list(URGENCIES)
        self.urgency = codes[(codes.index(self.urgency) + 1) % len(codes)]
        self._draw()

    def action_other_part(self) -> None:
        self._go(self._field if self.focused is None else None)

    def _go(self, part: ManyLines | None) -> None:
        """To the words, or (None) among the kinds."""
        self.move_to(part)
        self._draw()

    def entered(self, text: str) -> None:
        self._accept()

    def _accept(self) -> None:
        if not self.kind:
            self.problem = _("Say what it is about first: press a digit.")
            return self._go(None)
        self.give(ComplaintWish(self.kind, self.urgency, clean(self._field.text, lines=True).strip()))

    def on_key(self, event: events.Key) -> None:
        if event.key == "escape":
            event.stop()
            self.leave()
        elif self.focused is None:
            event.stop()
            self._pressed(event)

    def _pressed(self, event: events.Key) -> None:
        """Among the kinds: a digit chooses, Enter accepts, Delete drops; anything else is said by the customer."""
        char = unicodedata.normalize("NFKC", event.character or "")
        if event.key == "enter":
            self._accept()
        elif event.key == "delete" and self.may_drop:
            self.give(False)
        elif char in _BY_DIGIT:
            self.kind, self.problem = _BY_DIGIT[char], ""
            self._go(self._field)
        elif event.key == "down" or (event.is_printable and event.character):
            self._go(self._field)
            if event.is_printable and event.character:
                self._field.take(event.character)

    def on_paste(self, event: events.Paste) -> None:
        if self.focused is None:
            event.stop()
            self._go(self._field)
            self._field.paste(event.text)
