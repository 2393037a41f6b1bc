"""The numbers of a customer as the agent sees them: masked, with kind and state, and which one is called. Part of `show`."""

from __future__ import annotations

from textual.content import Content

from callbench.config import Settings
from callbench.i18n import _, ngettext
from callbench.records.calls import CallInHand
from callbench.records.people import Phone
from callbench.rules import words
from callbench.tui import show
from callbench.tui.keymap import key_of
from callbench.values.phone import is_callable

_MOST = 3  # beside the one in use; the panel has all


def number_called(call: CallInHand) -> Phone | None:
    """The number of this call; None when the customer has none that can be called."""
    phones = [phone for phone in call.customer.phones if usable(phone)]
    return next((phone for phone in phones if phone.id == call.phone_id), phones[0] if phones else None)


def usable(phone: Phone) -> bool:
    """Whether a number may be offered: valid, and neither an emergency nor a short number."""
    return phone.state == "valid" and is_callable(phone.e164)


def phone_text(phone: Phone | None, settings: Settings, *, whole: bool) -> str:
    """A number of the card, or that there is none."""
    if phone is None:
        return _("no number to call")
    return show.phone(phone.e164, phone.ext, region=settings["shop.region"], whole=whole)


def phone_kind(phone: Phone) -> str:
    """Mobile, landline …; "" where it is not known."""
    return "" if phone.kind == "unknown" else show.label(words.PHONE_KINDS, phone.kind)


def other_numbers(call: CallInHand, settings: Settings, width: int, indent: int, *, whole: bool) -> list[Content]:
    """The numbers beside the one in use; where there is none at all, how one is added."""
    used, blank = number_called(call), " " * indent
    if used is None:
        told = _("{key} adds one.").format(key=key_of("call.profile"))
        return [show.line(blank, (told, "$warn"))]
    others = [phone for phone in call.customer.phones if phone.id != used.id and phone.e164]
    rows = [show.line(blank, *_number(phone, settings, whole)) for phone in others[:_MOST]]
    if (more := len(others) - _MOST) > 0:
        told = ngettext("{n} more number", "{n} more numbers", more).format(n=more)
        rows.append(show.line(blank, (told, "$muted")))
    if rows:
        key = show.line((key_of("call.numbers"), "bold $muted"), " ", (_("choose"), "$muted"))
        rows[0] = show.beside(rows[0], key, width)
    return [row.truncate(width, ellipsis=True) for row in rows]


def _number(phone: Phone, settings: Settings, whole: bool) -> tuple[show.Part, ...]:
    number = phone_text(phone, settings, whole=whole)
    if usable(phone):
        return (number, "$ink"), "  ", (phone_kind(phone), "$muted")
    state = show.label(words.HELD_BACK, phone.state if phone.state != "valid" else "unreadable")
    return (number, "$muted"), "  ", (state, "$warn")
