"""What may be done to many items of the queue at once, who may do it, and why some stay as they are; in words."""

from __future__ import annotations

from collections import Counter
from datetime import date

from callbench.clock import date_of
from callbench.i18n import N_, _, ngettext
from callbench.records.queue_changes import Changed, Stays
from callbench.text import clean
from callbench.values.calendar_words import date_text, weekday_name

ACTIONS = {
    "hand": N_("Hand to an agent"), "free": N_("Hand to anyone"), "move": N_("Move to another day"),
    "raise": N_("Raise the priority"), "lower": N_("Lower the priority"), "park": N_("Set aside for now"),
    "unpark": N_("Back into the queue"), "block": N_("Put on the do-not-call list"), "close": N_("Close, call no more"),
}  # fmt: skip
OWN = frozenset(("free", "move", "park", "unpark", "block"))
"""What agents may do to their own; the rest, and everybody's, is for supervisors."""
NEEDS_REASON = frozenset(("close", "block"))
STAYS = {
    "held": N_("in a call with {who}"), "done": N_("closed already"), "not_yours": N_("not yours"),
    "agreed": N_("agreed with the customer: move the follow-up instead"), "same": N_("as wished already"),
    "owner": N_("a customer of {who}"), "parked": N_("not in the queue now"), "no_phone": N_("without a number to call"),
    "listed": N_("on the do-not-call list already"), "changed": N_("changed by somebody since"),
    "again": N_("in the queue again since"), "gone": N_("not there any more"),
}  # fmt: skip
_TOLD = 5  # names of each kind


def done_line(found: Changed) -> str:
    """38 will be moved to Fri 6 Mar; or, once it is done, 38 are."""
    n, change = found.changed, found.change
    number = f"{n:,}"
    if found.undone:
        return ngettext("{n} is as it was before.", "{n} are as they were before.", n).format(n=number)
    if found.tried:
        said = {
            "hand": ngettext("{n} will go to {who}.", "{n} will go to {who}.", n),
            "free": ngettext("{n} will be anyone's.", "{n} will be anyone's.", n),
            "move": ngettext("{n} will be moved to {day}.", "{n} will be moved to {day}.", n),
            "raise": ngettext("{n} will get a higher priority.", "{n} will get a higher priority.", n),
            "lower": ngettext("{n} will get a lower priority.", "{n} will get a lower priority.", n),
            "park": ngettext("{n} will be set aside.", "{n} will be set aside.", n),
            "unpark": ngettext("{n} will be back in the queue.", "{n} will be back in the queue.", n),
            "block": ngettext(
                "{n} will be put on the do-not-call list.", "{n} will be put on the do-not-call list.", n
            ),
            "close": ngettext("{n} will be closed.", "{n} will be closed.", n),
        }[change.action]
    else:
        said = {
            "hand": ngettext("{n} went to {who}.", "{n} went to {who}.", n),
            "free": ngettext("{n} is anyone's now.", "{n} are anyone's now.", n),
            "move": ngettext("{n} was moved to {day}.", "{n} were moved to {day}.", n),
            "raise": ngettext("{n} has a higher priority.", "{n} have a higher priority.", n),
            "lower": ngettext("{n} has a lower priority.", "{n} have a lower priority.", n),
            "park": ngettext("{n} was set aside.", "{n} were set aside.", n),
            "unpark": ngettext("{n} is back in the queue.", "{n} are back in the queue.", n),
            "block": ngettext("{n} is on the do-not-call list.", "{n} are on the do-not-call list.", n),
            "close": ngettext("{n} was closed.", "{n} were closed.", n),
        }[change.action]
    who = clean(change.to.name, limit=40) if change.to is not None else ""
    return said.format(n=number, who=who, day=day_text(date_of(change.day)) if change.day else "")


def stay_lines(found: Changed) -> tuple[str, ...]:
    """Why the others stay, with names, and how many were moved to a later day than wished."""
    kinds = Counter((one.why, one.who) for one in found.stays)
    lines = []
    if found.later:
        lines.append(
            ngettext(
                "{n} of them to a later day: hours, days off and limits allow no earlier one.",
                "{n} of them to a later day: hours, days off and limits allow no earlier one.",
                found.later,
            ).format(n=f"{found.later:,}")
        )
    for (why, who), n in kinds.most_common():
        names = [_name(one) for one in found.stays if (one.why, one.who) == (why, who)][:_TOLD]
        rest = _(" …") if n > len(names) else ""
        said = _(STAYS[why]).format(who=clean(who, limit=40) or _("somebody"))
        lines.append(
            ngettext("{n} stays, {why}: {names}", "{n} stay, {why}: {names}", n).format(
                n=f"{n:,}", why=said, names=_(", ").join(names) + rest
            )
        )
    return tuple(lines)


def day_text(day: date) -> str:
    """周五 03-06, Fri 6 Mar."""
    return f"{weekday_name(day)} {date_text(day, day)}"


def _name(one: Stays) -> str:
    return clean(one.customer_name, limit=30) or _("(no name)")
