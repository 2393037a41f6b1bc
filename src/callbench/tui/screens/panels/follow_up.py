"""F3: when to call again. One digit for a preset, or typed words; what was understood is shown before it counts."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from zoneinfo import ZoneInfo

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Static

from callbench.errors import CallbenchError
from callbench.i18n import _
from callbench.records.calls import FollowUpWish
from callbench.rules.hours import calling_hours
from callbench.text import clean
from callbench.tui import show
from callbench.tui.keymap import key_of
from callbench.tui.screens.panels.day_strip import KEYS, DayStrip
from callbench.tui.screens.panels.meant_time import MeantTime
from callbench.tui.screens.panels.sheet import Sheet, keys_line
from callbench.tui.widgets.entry import ManyLines, OneLine
from callbench.tui.widgets.when_field import Arrow, PresetPressed, WhenField
from callbench.values.calendar_words import weekday_name
from callbench.values.when import presets

_WIDTH = 74
_COLUMN = 37
_OTHER_ROWS = 20  # of the panel, besides the days of the strip
_LOW = 28  # rows of a screen on which the panel leaves blank ones out
_READ = 28  # days whose load is read at once


class FollowUpPanel(Sheet[FollowUpWish | bool]):
    """Returns the follow-up to book, False to drop the one that was booked, None when left.

    zone: the customer's (IANA name); words: what to begin with in the field (from the script), wish: one to change;
    free_from: up to then the customer is on the do-not-call list; name: whose it is, where no call shows it.
    """

    AUTO_FOCUS = "#when"
    BINDINGS = [Binding("f3", "whose", show=False, priority=True, id="call.follow_up")]  # its own key again

    def __init__(
        self, zone: str, *, words: str = "", wish: FollowUpWish | None = None, free_from: datetime | None = None,
        name: str = "",
    ) -> None:  # fmt: skip
        super().__init__()
        self.whose = name
        self.zone = ZoneInfo(zone)
        self.words = words
        self.booked = wish is not None
        self.meant = MeantTime(self.zone, wish, free_from, once=bool(name))
        self.personal = wish.personal if wish else True
        self.reason = wish.reason if wish else ""
        self._preset = ""
        self._more_keys = 0  # rows of keys besides the first
        self._read_from: date | None = None  # of the load that is known, or being read

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Static(id="presets")
            yield Static(id="strip")
            with Horizontal(classes="row"):
                yield Static(id="when_name", classes="name")
                yield WhenField(self.words, id="when")
            yield Static(id="understood")
            with Horizontal(classes="row"):
                yield Static(id="reason_name", classes="name")
                yield OneLine(self.reason, id="reason")
            yield Static(id="whose")
            yield Static(id="keys", classes="keys")

    def on_mount(self) -> None:
        now = self.desk.clock.now()
        settings = self.desk.settings
        hours = calling_hours(settings, self.zone.key)
        self._presets = presets(now, self.zone, opens=hours.opens, closes=hours.closes, worked=hours.next_workday)
        self._strip = DayStrip(hours)
        self.query_one(WhenField).digits = frozenset(key for key, _label, _at in self._presets)
        if self.words:
            self._preset = ""
            self.meant.read(self.words, now, settings)
        elif self.meant.chosen is not None and self.meant.chosen <= now:
            self.meant.choose(self.meant.chosen, now, settings)
        self._draw()

    def retranslate(self) -> None:
        self.on_mount()

    # -- what is shown -----------------------------------------------------------------------------------------

    def _draw(self) -> None:
        now = self.desk.clock.now().astimezone(self.zone)
        asked = _("When shall we call {name} again?").format(name=show.fit(self.whose, 24)) if self.whose else ""
        head = show.line((asked or _("When shall we call again?"), "bold $ink"))
        clock = show.line((_("customer's clock"), "$muted"), " ", (f"{weekday_name(now.date())} {now:%H:%M}", "$ink"))
        blank = [show.line("")] if self.size.height >= _LOW else []
        rows = [show.beside(head, clock, _WIDTH), *blank]
        caps = [self._cap(key, label, at) for key, label, at in self._presets]
        deep = -(-len(caps) // 2)
        for at in range(deep):
            right = caps[at + deep] if at + deep < len(caps) else show.line("")
            rows.append(show.line(caps[at].pad_right(max(_COLUMN - caps[at].cell_length, 0)), right))
        self._put("presets", [*rows, show.line("")])
        self._draw_strip()
        self._put("when_name", [show.line(_("or say when"))])
        example = _("tomorrow 10am, fri 15:30, +3d") if self.whose else _("tomorrow 10am, +3d, every month")
        self.query_one("#when", OneLine).placeholder = example
        self._put("understood", [*blank, *self.meant.rows(now, self.desk.settings), show.line("")])
        self._put("reason_name", [show.line(_("Reason"))])
        self.query_one("#reason", OneLine).placeholder = _("what it is about (may stay empty)")
        whose = _("only me") if self.personal else _("anyone")
        self._put("whose", [show.line((show.cell(_("Who calls"), 15), "$muted"), (whose, "$ink"))])
        enter = _("take the time offered") if self.meant.chosen is None and self.meant.offered else _("book")
        keys = [
            ("enter", enter),
            ("down", _("calendar")),
            ("tab", _("next field")),
            (key_of("call.follow_up"), _("only me / anyone")),
        ]
        keys += [("delete", _("drop it"))] if self.booked else []
        keys_rows = keys_line(*keys, ("escape", _("back")))
        self._put("keys", [keys_rows])
        if (more := keys_rows.plain.count("\n")) != self._more_keys:  # the strip gives way to them
            self._more_keys = more
            self._draw_strip()

    def _draw_strip(self) -> None:
        now, mine = self.desk.clock.now(), self.desk.settings.zone
        other = now.astimezone(mine).utcoffset() != now.astimezone(self.zone).utcoffset()
        self._strip.days = max(2, min(7, self.size.height - _OTHER_ROWS - other - self._more_keys))
        self._strip.mark(self.meant.chosen or self.meant.offered, now.astimezone(self.zone).date())
        if self._read_from is None or not 0 <= (self._strip.first - self._read_from).days <= _READ - 7:
            self._read_from = self._strip.first
            self._read_load()
        self._put("strip", [*self._strip.rows(now, mine), show.line("")])

    @work(exclusive=True, group="load")
    async def _read_load(self) -> None:
        """How many are booked: this agent's own, or everybody's where anyone may call. Not needed for booking."""
        from callbench.desk.followups import slot_load

        assert self._read_from is not None
        whose = self.desk.agent if self.personal else None
        try:
            read = partial(slot_load, first=self._read_from, days=_READ, zone=self.zone, agent=whose)
            self._strip.load = await self.desk.work.reading(read)
        except CallbenchError:
            self._strip.load = None
        if self.is_open:
            self._put("strip", [*self._strip.rows(self.desk.clock.now(), self.desk.settings.zone), show.line("")])

    def on_resize(self) -> None:
        super().on_resize()
        self._draw_strip()

    def _put(self, id_: str, rows: list[Content]) -> None:
        self.query_one(f"#{id_}", Static).update(show.lines(rows))

    def _cap(self, key: str, label: str, at: datetime) -> Content:
        here = key == self._preset
        today = self.desk.clock.now().astimezone(self.zone).date()
        days = (at.date() - today).days
        when = f"{weekday_name(at.date())} {at:%H:%M}" if days < 7 else f"{show.date_text(at.date(), today)} {at:%H:%M}"
        tone = "bold $mark" if here else "$ink"
        return show.line(
            (">" if here else " ", "bold $mark"),
            show.keycap(key),
            "  ",
            (show.cell(label, 18), tone),
            " ",
            (when, "$muted"),
        )

    # -- what is chosen ----------------------------------------------------------------------------------------

    @on(Input.Changed, "#when")
    def _typing(self, event: Input.Changed) -> None:
        event.stop()
        words = event.input.value  # as it is by now: a preset may have emptied it
        if words or not self._preset:
            self._preset = ""
            self.meant.read(words, self.desk.clock.now(), self.desk.settings)
        self._draw()

    def entered(self, text: str) -> None:
        self._accept()

    def _accept(self) -> None:
        meant, now, settings = self.meant, self.desk.clock.now(), self.desk.settings
        if meant.chosen is None and meant.offered is not None:
            meant.choose(meant.offered, now, settings)
            return self._draw()
        if meant.chosen is None:
            meant.problem = meant.problem or _("Say when first: a digit, or words.")
            return self._draw()
        if meant.chosen <= now:
            meant.choose(meant.chosen, now, settings)
            return self._draw()
        reason = clean(self.query_one("#reason", OneLine).value, limit=400)
        self.give(
            FollowUpWish(meant.chosen, reason=reason, personal=self.personal, ends_at=meant.ends, rrule=meant.rule)
        )

    def action_whose(self) -> None:
        self.personal = not self.personal
        self._read_from = None
        self._draw()

    @on(Arrow)
    def _arrow(self, event: Arrow) -> None:
        """Another slot of the strip; what was typed gives way to it."""
        event.stop()
        self._preset, now = "strip", self.desk.clock.now()
        self.query_one(WhenField).value = ""
        self.meant.choose_once(self._strip.moved(event.key, now), now, self.desk.settings)
        self._draw()

    @on(PresetPressed)
    def _preset_pressed(self, event: PresetPressed) -> None:
        event.stop()
        for key, _label, at in self._presets:
            if key == event.key and not self.query_one(WhenField).value:
                self._preset = key
                self.meant.choose_once(at, self.desk.clock.now(), self.desk.settings)
        self._draw()

    def closes(self, field: OneLine | ManyLines | None, key: str) -> bool:
        """Escape, and Delete where there is nothing else to delete."""
        empty = isinstance(field, WhenField | None) and not self.query_one(WhenField).value
        return key == "escape" or (key == "delete" and self.booked and empty)

    def closed_by(self, key: str) -> None:
        if key == "escape":
            self.leave()
        else:
            self.give(False)

    def on_key(self, event: events.Key) -> None:
        field = self.query_one(WhenField)
        if self.focused is None and self.closes(None, event.key):
            event.stop()
            self.closed_by(event.key)
        elif self.focused is field and field.value and event.key in ("left", "right"):
            return  # moves in the words
        elif event.key in KEYS and self.focused in (None, field):
            event.stop()
            self.set_focus(field)
            field.post_message(Arrow(event.key))
        elif self.focused is None:
            event.stop()
            self.set_focus(field)
            if event.key == "enter":
                self._accept()
            elif not field.meet(event.character) and event.character and event.is_printable:
                field.take(event.character)
