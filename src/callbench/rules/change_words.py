"""What somebody types when many items are to be changed: to whom, to which day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from callbench.clock import date_of, day_number
from callbench.i18n import _
from callbench.records.queue_filter import Named
from callbench.rules.queue_filter import due_days
from callbench.text import clean
from callbench.values.problem import ValueProblem
from callbench.values.when import read_when
from callbench.values.when_parts import Holidays

_FARTHEST = timedelta(days=366)


def read_move_day(text: str, now: datetime, today: int, holidays: Holidays | None = None) -> int:
    """The business day that is meant, from today on, at most a year ahead: `2026-03-09`, `tomorrow`, `下周三`, `+3d`.

    now: on the shop's clock. Raises ValueProblem.
    """
    try:
        first, last = due_days(text.strip(), today)
        day = first if first is not None and first == last else None
    except ValueProblem:
        day = None
    if day is None:
        day = day_number(read_when(text, now, holidays).at.date())
    if day < today:
        raise ValueProblem("past", _("This day is over."))
    if date_of(day) - date_of(today) > _FARTHEST:
        raise ValueProblem("too_far", _("That is more than a year ahead."))
    return day


def read_named(text: str, known: Sequence[Named]) -> Named:
    """The one of these that is meant by its code, its name, or a part of one that no other has. Raises ValueProblem."""
    wanted = clean(text, limit=60).casefold()
    same = [one for one in known if wanted in (one.code.casefold(), one.name.casefold())]
    alike = [one for one in known if wanted and (wanted in one.code.casefold() or wanted in one.name.casefold())]
    found = same or alike
    if not wanted or not found:
        raise ValueProblem("unknown-agent", _("Nobody who works here is called so."))
    if len(found) > 1:
        names = _(", ").join(f"{clean(one.name, limit=30)} ({clean(one.code, limit=30)})" for one in found[:5])
        raise ValueProblem("several", _("Which of them: {names}?").format(names=names))
    return found[0]


def days_offered(today: int, workday: date) -> tuple[str, ...]:
    """Days as they are typed, for keys: tomorrow, the next working day, in a week."""
    day = date_of(today)
    offered = (day + timedelta(days=1), workday, day + timedelta(days=7))
    return tuple(dict.fromkeys(one.isoformat() for one in offered))
