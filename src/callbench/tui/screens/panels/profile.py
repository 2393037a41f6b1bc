"""The whole card with its history, and fields for what is to be supplemented: F5 in a call, F12 on a line of the queue."""

from __future__ import annotations

from collections.abc import Mapping

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Input, Static

from callbench.i18n import N_, _
from callbench.records.calls import Why
from callbench.records.people import Customer, History
from callbench.rules import words
from callbench.text import clean
from callbench.tui import cells, show, show_customer, show_history
from callbench.tui.keymap import keys_of
from callbench.tui.screens.panels.sheet import Sheet, keys_line
from callbench.tui.talk import profile_problem
from callbench.tui.widgets.entry import ManyLines, OneLine

SUPPLEMENTED = (
    "name", "phone", "gender", "birthday", "customer_class", "wechat", "email", "channel", "preferred_time",
    "preferences", "special_needs", "note",
)  # fmt: skip
"""Fields an agent may fill in during a call, in the order they are asked for."""

_TABLES = {"gender": words.GENDERS, "customer_class": words.CLASSES, "channel": words.CHANNELS}
_HINTS = {
    "gender": N_("female / male / other"), "customer_class": N_("key / regular / potential / special"),
    "birthday": N_("1990-05-20, or 05-20"), "preferred_time": N_("morning / afternoon / evening"),
}  # fmt: skip


class ProfilePanel(Sheet[dict[str, str]]):
    """Returns the fields that were filled in or changed, as typed and found right; None when nothing was.

    why: why this customer now, in a call. typed: what was typed before and could not be kept.
    """

    AUTO_FOCUS = ""

    def __init__(
        self, customer: Customer, history: History, why: Why | None = None, *, typed: Mapping[str, str] | None = None
    ) -> None:
        super().__init__()
        self.customer, self.history, self.why = customer, history, why
        self._typed = dict(typed or {})
        missing = [field for field in SUPPLEMENTED if field in customer.missing]
        self.fields = [*missing, *(field for field in SUPPLEMENTED if field not in missing and field != "phone")]
        if "phone" not in self.fields:
            self.fields.insert(len(missing), "phone")
        self._begun = {field: self._shown(field) for field in self.fields}

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet", id="profile"):
            yield Static(id="title", classes="title")
            with VerticalScroll(id="scroll", can_focus=False):
                yield Static(id="numbers")
                for field in self.fields:
                    with Horizontal(classes="row"):
                        yield Static(id=f"name_{field}", classes="name")
                        yield OneLine(self._typed.get(field, self._shown(field)), id=f"field_{field}")
                        yield Static(id=f"told_{field}", classes="told")
                yield Static(id="card")
            yield Static(id="problem")
            yield Static(id="keys", classes="keys")

    def on_mount(self) -> None:
        self.retranslate()
        first = [*self._typed, *(field for field in self.fields if field in self.customer.missing)]
        if first:
            self.query_one(f"#field_{first[0]}", OneLine).focus()

    def retranslate(self) -> None:
        settings, now = self.desk.settings, self.desk.clock.now()
        customer = self.customer
        head = show.line(
            (show.fit(customer.name, 30) or _("(no name)"), "bold $ink"), "  ", show_customer.badge(customer)
        )
        self.query_one("#title", Static).update(head)
        labels = {field: show.label(words.PROFILE, field) for field in self.fields}
        if customer.phones:
            labels["phone"] = _("Another number")
        room = max(14, *(cells.width(label) + 2 for label in labels.values()))
        numbers = [
            show.line(
                (show.cell(_("Phone") if at == 0 else "", room + 1), "$muted"),
                (show.phone(phone.e164, phone.ext, region=settings["shop.region"], whole=True) or show.fit(phone.original, 24), "bold $ink"),
                "  ", ("" if phone.state == "valid" else show.label(_PHONE_STATES, phone.state), "$bad"),
            )
            for at, phone in enumerate(customer.phones)
        ]  # fmt: skip
        self.query_one("#numbers", Static).update(show.lines(numbers) if numbers else "")
        for field, label in labels.items():
            tone = "$warn" if field in customer.missing else "$muted"
            name = self.query_one(f"#name_{field}", Static)
            name.styles.width = room
            name.update(show.line((label, tone)))
            self._check(field)
        width = 70
        rows = [show.line("")]
        if self.why is not None:
            rows.append(show.line((_("Why now"), "$muted")))
            rows += [
                show.line(part)
                for text in show_customer.why_words(self.why, settings, now)
                for part in show.wrapped(text, width)
            ]
        rows += show_history.history_rows(self.history, settings, now, width)
        self.query_one("#card", Static).update(show.lines(rows))
        keys = keys_line(
            ("enter", _("keep")), ("tab", _("next field")), ("pagedown", _("history")), ("escape", _("leave as it was"))
        )
        self.query_one("#keys", Static).update(keys)

    def _shown(self, field: str) -> str:
        value = "" if field == "phone" else str(getattr(self.customer, field))
        return show.label(_TABLES[field], value) if field in _TABLES and value else show.safe(value)

    def _check(self, field: str) -> str:
        """What is wrong with a field, "" when it is right; shown beside it."""
        entry = self.query_one(f"#field_{field}", OneLine)
        text, wrong = entry.value, ""
        if text != self._begun[field]:
            wrong = profile_problem(self.desk.work.bench, field, text)
        hint = "" if wrong or text or field not in _HINTS else _(_HINTS[field])
        told = self.query_one(f"#told_{field}", Static)
        told.update(show.line((show.fit(_("see below") if wrong else hint, 40), "$warn" if wrong else "$muted")))
        if self.focused is entry:
            rows = show.wrapped(wrong, 70, most=2)
            self.query_one("#problem", Static).update(show.lines([show.line((part, "$warn")) for part in rows]))
        return wrong

    @on(Input.Changed)
    def _typing(self, event: Input.Changed) -> None:
        event.stop()
        self._check((event.input.id or "").removeprefix("field_"))

    def on_descendant_focus(self) -> None:
        if self.focused is not None and (self.focused.id or "").startswith("field_"):
            self._check((self.focused.id or "").removeprefix("field_"))

    def entered(self, text: str) -> None:
        self._keep()

    def _keep(self) -> None:
        for field in self.fields:
            if self._check(field):
                self.query_one(f"#field_{field}", OneLine).focus()
                return
        changed = {}
        for field in self.fields:
            text = self.query_one(f"#field_{field}", OneLine).value.strip()
            if text != self._begun[field]:
                changed[field] = text
        if changed:
            self.give(changed)
        else:
            self.leave()

    def closes(self, field: OneLine | ManyLines, key: str) -> bool:
        return super().closes(field, key) or key in keys_of("call.profile")

    def on_key(self, event: events.Key) -> None:
        scroll = self.query_one(VerticalScroll)
        if event.key in ("escape", *keys_of("call.profile")):
            event.stop()
            self.leave()
        elif event.key in ("pagedown", "pageup"):
            event.stop()
            (scroll.scroll_page_down if event.key == "pagedown" else scroll.scroll_page_up)(animate=False)
        elif event.key in ("down", "up"):
            event.stop()
            (self.focus_next if event.key == "down" else self.focus_previous)()
        elif event.key == "enter" and self.focused is None:
            event.stop()
            self._keep()
        elif event.character and event.is_printable:  # on its way before a field had the focus: typed where one sees it
            event.stop()
            self._take(event.character)

    def on_paste(self, event: events.Paste) -> None:
        """What is pasted before a field has the focus goes where what is typed goes."""
        event.stop()
        if pasted := clean(event.text, limit=len(event.text)):
            self._take(pasted)

    def _take(self, text: str) -> None:
        if not isinstance(self.focused, OneLine):
            self.set_focus(self.query_one(f"#field_{self.fields[0]}", OneLine))
        if isinstance(self.focused, OneLine):
            self.focused.take(text)


_PHONE_STATES = {"wrong": N_("not this customer's"), "invalid": N_("does not exist")}
