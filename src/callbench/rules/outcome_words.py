"""Outcomes in words: what follows from one and after how long, what else is to be known; and what follows, as it is typed."""

from __future__ import annotations

from typing import Any

from callbench.config import Settings
from callbench.i18n import N_, _, ngettext, pgettext
from callbench.rules.outcomes import CLASSES, OutcomeRule
from callbench.text import clean
from callbench.values.problem import ValueProblem

_FOLLOWS = {
    "close": N_("closed"), "agreed": N_("the agreed time"), "same_agent": N_("same agent, within a day"),
    "same_agent_next_day": N_("same agent, next day"), "next_day": N_("next day"), "next_phone": N_("next number"),
}  # fmt: skip

CLASS_WORDS = {
    "I": N_("interview completed"), "P": N_("interview broken off, partly done"), "R": N_("refused"),
    "NC": N_("nobody reached"), "O": N_("other reasons"), "NE": N_("not somebody to be called"), "open": N_("goes on"),
}  # fmt: skip
"""What the AAPOR classes say."""


def class_label(aapor: str) -> str:
    """A class as it stands in lists: the letters of AAPOR, or what goes on in a word."""
    return pgettext("outcome class", "open") if aapor == "open" else aapor


def follows_words(rule: OutcomeRule, settings: Settings) -> str:
    """What follows, with its delay."""
    n = rule.waits(settings)
    if rule.follows == "minutes":
        return ngettext("after {n} minute", "after {n} minutes", n).format(n=n)
    if rule.follows == "days":
        return ngettext("after {n} day", "after {n} days", n).format(n=n)
    return _(_FOLLOWS[rule.follows])


def remarks(rule: OutcomeRule) -> tuple[str, ...]:
    """What else is to be known of it."""
    return (
        *([_("needs a note")] if rule.note_required else []),
        *([] if rule.attempt else [_("counts as no attempt")]),
        *([] if rule.active else [_("switched off")]),
    )


def read_follows(text: str) -> dict[str, Any]:
    """The fields of an outcome that `close`, `minutes:90`, `next_day` … decide. Raises ValueProblem."""
    follows, colon, number = clean(text, limit=60).replace("：", ":").partition(":")
    decided = {"after": follows, "final": follows == "close", "needs_time": follows == "agreed"}
    return decided | {"delay": read_delay(number) if colon else None}


def read_delay(text: str) -> int | None:
    """Minutes or days; None for `-`: as the settings say. Raises ValueProblem."""
    said = clean(text, limit=40)
    if said == "-":
        return None
    if not (said.isascii() and said.isdigit() and len(said) < 7):
        raise ValueProblem("delay", _("{text!r} is no number of minutes or days.").format(text=said))
    return int(said)


def read_class(text: str) -> str:
    """One of CLASSES, in any case, by its code or its label. Raises ValueProblem."""
    said = clean(text, limit=40).casefold()
    found = next((each for each in CLASSES if said in (each.casefold(), class_label(each).casefold())), "")
    if not found:
        known = _(", ").join(map(class_label, CLASSES))
        raise ValueProblem("class", _("The class is one of: {classes}.").format(classes=known))
    return found
