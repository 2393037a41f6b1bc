"""Follow-ups booked with customers: what is still to come, what is overdue, how full the hours are."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from callbench.desk.bench import Bench
from callbench.errors import UsageProblem
from callbench.i18n import _
from callbench.records.people import Agent, FollowUp
from callbench.rules.words import FOLLOW_UP_LISTS
from callbench.store import followups
from callbench.text import clean

_MOST = 2_000


def list_follow_ups(
    bench: Bench, agent: Agent | None = None, *, state: str = "open", mine: bool = False,
    span: tuple[datetime, datetime] | None = None, customer_id: UUID | None = None,
) -> tuple[FollowUp, ...]:  # fmt: skip
    """Earliest first, at most 2,000. state: one of FOLLOW_UP_LISTS: open, kept, moved, cancelled, all, or of the open ones
    overdue (its time has passed), which are due (may be kept) or missed (its window, or the time to release it, is over).

    With an agent: that agent's and anyone's, or with `mine` that agent's alone. span: due from a moment to before another.
    """
    if state not in FOLLOW_UP_LISTS:
        raise UsageProblem(
            _("There is no state {name!r}.").format(name=state),
            todo=_("Known: {known}.").format(known=_(", ").join(FOLLOW_UP_LISTS)),
        )
    stored = {"overdue": "open", "due": "open", "missed": "open", "all": ""}.get(state, state)
    now, late = bench.clock.now(), timedelta(minutes=bench.settings["calls.release_minutes"])
    before = now + timedelta(microseconds=1) if stored == "open" and state != "open" else None
    with bench.db.read() as connection:
        found = followups.listed(
            connection, None if agent is None else agent.id, stored, before, _MOST, mine=mine, span=span,
            customer_id=customer_id, missed=(now, now - late) if state == "missed" else None,
        )  # fmt: skip
    return tuple(one for one in found if one.missed_after(late) > now) if state == "due" else found


def find_follow_up(bench: Bench, text: str) -> FollowUp:
    """The follow-up with this id, that of the item with it, or the only open one of the customer meant by a name, code or number.

    Raises UsageProblem when there is none, or more than one.
    """
    from callbench.desk.customers import find_customers

    try:
        wanted = UUID(text)
    except ValueError:
        customers = find_customers(bench, text, 50)
        found = [one for who in customers for one in list_follow_ups(bench, customer_id=who.id)]
    else:
        with bench.db.read() as connection:
            one = followups.one(connection, wanted) or followups.open_of_item(connection, wanted)
        found = [one] if one is not None else []
    if len(found) == 1:
        return found[0]
    todo = _("See them with their ids: callbench follow-ups --json")
    if found:
        raise UsageProblem(_("Several follow-ups are meant by {text!r}.").format(text=clean(text, limit=60)), todo=todo)
    raise UsageProblem(_("No follow-up is meant by {text!r}.").format(text=clean(text, limit=60)), todo=todo)


def slot_load(
    bench: Bench, first: date, days: int, zone: ZoneInfo, agent: Agent | None = None
) -> dict[tuple[date, int], int]:
    """How many open follow-ups each (day, hour) of `days` days has, on the clock of `zone`; none are left out.

    With an agent: that agent's alone.
    """
    begins = datetime.combine(first, time(0), zone)
    ends = datetime.combine(first + timedelta(days=days), time(0), zone)
    with bench.db.read() as connection:
        times = followups.due_between(connection, begins, ends, None if agent is None else agent.id)
    there = [moment.astimezone(zone) for moment in times]
    return dict(Counter((local.date(), local.hour) for local in there))
