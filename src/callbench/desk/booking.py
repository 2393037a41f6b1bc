"""Whether a follow-up may be booked, and what an outcome asks for."""

from __future__ import annotations

import difflib
from datetime import datetime
from zoneinfo import ZoneInfo

from callbench.desk.bench import Bench
from callbench.errors import UsageProblem
from callbench.i18n import _
from callbench.records.calls import FollowUpWish
from callbench.rules.hours import calling_hours
from callbench.rules.outcomes import BY_KEY, OutcomeRule
from callbench.text import clean


def known_outcome(key: str) -> OutcomeRule:
    """The outcome with this key. Raises UsageProblem naming the nearest."""
    if key in BY_KEY:
        return BY_KEY[key]
    nearest = difflib.get_close_matches(key, BY_KEY, 1, 0)[0]
    raise UsageProblem(
        _("There is no outcome {key!r}.").format(key=clean(key)),
        todo=_("The nearest is {nearest}; known: {known}.").format(nearest=nearest, known=", ".join(BY_KEY)),
    )


def check_wish(
    bench: Bench, outcome: OutcomeRule, wish: FollowUpWish | None, zone: str, attempts: int, max_attempts: int
) -> None:
    """Raise UsageProblem when `outcome` does not fit the follow-up wished with it, or the time cannot be kept.

    zone: the customer's; attempts: those made, this one included.
    """
    if wish is None:
        if outcome.needs_time:
            raise UsageProblem(
                _("{outcome} needs the time that was agreed.").format(outcome=_(outcome.label)),
                todo=_("Book the follow-up first."),
            )
        return
    if not outcome.contacted:
        raise UsageProblem(
            _("No follow-up can be agreed with somebody who was not reached ({outcome}).").format(
                outcome=_(outcome.label)
            ),
            todo=_("Leave the follow-up out; the item comes back by itself."),
        )
    if outcome.customer_state or outcome.key == "refused_for_good":
        raise UsageProblem(
            _("{outcome}: nobody will call again, so no follow-up can be booked.").format(outcome=_(outcome.label))
        )
    if not outcome.final and attempts > max_attempts:
        raise UsageProblem(
            _("This was the last attempt allowed for this item ({n}); no further callback can be agreed.").format(
                n=attempts
            )
        )
    check_time(bench, wish.due_at, zone)


def check_time(bench: Bench, due_at: datetime, zone: str) -> None:
    """Raise UsageProblem for a time in the past, or outside calling hours on the customer's clock."""
    if due_at.utcoffset() is None:
        raise ValueError("a follow-up needs an aware time")
    now = bench.clock.now()
    local = due_at.astimezone(ZoneInfo(zone))
    shown = local.strftime("%Y-%m-%d %H:%M")
    if due_at <= now:
        raise UsageProblem(_("{time} has passed.").format(time=shown), todo=_("Choose a time to come."))
    hours = calling_hours(bench.settings, zone)
    if not hours.is_open(due_at):
        following = hours.local(hours.next_open(due_at)).strftime("%Y-%m-%d %H:%M")
        raise UsageProblem(
            _("{time} is outside calling hours where the customer is.").format(time=shown),
            todo=_("The next possible time is {time}.").format(time=following),
        )
