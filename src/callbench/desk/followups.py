"""Follow-ups booked with customers: what is still to come, what is overdue, how full the hours are."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

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
