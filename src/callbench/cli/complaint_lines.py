"""A complaint asked for line by line, where the answers of a call point to one."""

from __future__ import annotations

from collections.abc import Callable

from callbench.cli import say
from callbench.i18n import _
from callbench.records.calls import ComplaintWish
from callbench.rules.complaints import KINDS, URGENCIES, in_words, proposed_wish
from callbench.rules.words import code_of


def ask_complaint(typed: Callable[[], str], proposed: str) -> ComplaintWish | None:
    """What is to be raised; None where nothing is proposed, or it is left out. typed: the next line."""
    wish = proposed_wish(proposed)
    if wish is None:
        return None
    say.lines([_("The answers point to a complaint: {words}").format(words=in_words(proposed))])
    say.lines([_("What about? Enter takes the marked one, - leaves the complaint out.")])
    kind = _one_of(typed, KINDS, wish.kind, none=True)
    if not kind:
        return None
    say.lines([_("How urgent?")])
    urgency = _one_of(typed, URGENCIES, wish.urgency)
    say.lines([_("In the customer's words? Empty for nothing more."), *([wish.words] if wish.words else [])])
    return ComplaintWish(kind, urgency, typed() or wish.words)


def _one_of(typed: Callable[[], str], labels: dict[str, str], marked: str, *, none: bool = False) -> str:
    """A code by its number, its name or its label; Enter takes `marked`, `-` none of them ("")."""
    codes = {str(n): code for n, code in enumerate(labels, 1)}
    for n, code in codes.items():
        label = _(labels[code])
        say.lines([f"  {n}  " + (_("{label} (Enter)").format(label=label) if code == marked else label)])
    while True:
        word = typed()
        if not word:
            return marked
        if word == "-" and none:
            return ""
        if code := codes.get(word) or code_of(word, labels):
            return code
        say.lines([_("Type one of the keys or names above.")])
