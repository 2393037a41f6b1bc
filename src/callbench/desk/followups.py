"""Follow-ups booked with customers: what is still to come, what is overdue, how full the hours are."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta

from callbench.desk.bench import Bench
from callbench.errors import UsageProblem
from callbench.i18n import _
from callbench.records.people import Agent, FollowUp
from callbench.rules.words import FOLLOW_UP_LISTS
from callbench.store import followups

_MOST = 2_000


def list_follow_ups(bench: Bench, agent: Agent | None = None, *, state: str = "open") -> tuple[FollowUp, ...]:
    """Earliest first, at most 2,000. state: open, overdue (open, its time has passed), kept, moved, cancelled, all.

    With an agent: that agent's and anyone's.
    """
    if state not in FOLLOW_UP_LISTS:
        raise UsageProblem(
            _("There is no state {name!r}.").format(name=state),
            todo=_("Known: {known}.").format(known=_(", ").join(FOLLOW_UP_LISTS)),
        )
    stored = {"overdue": "open", "all": ""}.get(state, state)
    before = bench.clock.now() if state == "overdue" else None
    with bench.db.read() as connection:
        return followups.listed(connection, None if agent is None else agent.id, stored, before, _MOST)


def slot_load(bench: Bench, day: date, agent: Agent | None = None) -> dict[int, int]:
    """How many open follow-ups each hour of a calendar day has, on the shop's clock; hours without any are left out."""
    zone = bench.settings.zone
    first = datetime.combine(day, time(0), zone)
    last = datetime.combine(day + timedelta(days=1), time(0), zone)
    with bench.db.read() as connection:
        times = followups.due_between(connection, first, last, None if agent is None else agent.id)
    return dict(Counter(moment.astimezone(zone).hour for moment in times))
