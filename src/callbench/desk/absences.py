"""Who is away, and who makes their calls meanwhile."""

from __future__ import annotations

from datetime import timedelta

from callbench.clock import date_of, day_number
from callbench.desk.bench import Bench
from callbench.desk.rights import check_supervisor
from callbench.errors import Conflict, UsageProblem
from callbench.i18n import _
from callbench.records.people import Agent
from callbench.records.staff import AbsenceLine
from callbench.rules.pools import Absent, circle
from callbench.store import absences, agents, events, pools
from callbench.store.types import new_id
from callbench.text import clean


def add_absence(
    bench: Bench,
    supervisor: Agent,
    agent: Agent,
    first: int,
    last: int,
    stand_in: Agent | None = None,
    reason: str = "",
) -> AbsenceLine:
    """An agent is away on these business days, the last one included; without a stand-in everybody makes their calls.

    Raises UsageProblem for days that are over or in the wrong order, Conflict for days on which they are away already or
    when people would stand in for each other in a circle, naming it.
    """
    check_supervisor(supervisor)
    if first > last:
        raise UsageProblem(_("The last day comes before the first."), where=_("DAY"))
    if last < bench.today():
        raise UsageProblem(_("The last day is over."), where=_("DAY"))
    if stand_in is not None and stand_in.id == agent.id:
        raise UsageProblem(_("Nobody stands in for themselves."), where="--stand-in")
    now, new = bench.clock.now(), Absent(agent.id, first, last, stand_in.id if stand_in else None)
    with bench.db.write() as connection:
        known = pools.roster(connection, first).absences
        if any(one.agent_id == agent.id and one.first_day <= last and one.last_day >= first for one in known):
            raise Conflict(_("{name} is away on these days already.").format(name=agent.name))
        if way := circle(known, new):
            names = {one.id: one.name for one in agents.all_agents(connection)}
            raise Conflict(
                _("They would stand in for each other: {circle}.").format(circle=" → ".join(names[one] for one in way)),
                todo=_("Name somebody else, or nobody: then everybody makes the calls."),
                code="circle",
            )
        absence_id = new_id(now)
        values = {
            "id": absence_id, "agent_id": agent.id, "first_day": first, "last_day": last, "stand_in_id": new.stand_in_id,
            "reason": clean(reason, limit=200), "made_by": supervisor.id, "made_at": now,
        }  # fmt: skip
        absences.add(connection, values)
        detail = {"first_day": first, "last_day": last, "stand_in": new.stand_in_id, "absence": absence_id}
        events.record(connection, now, supervisor.id, "absence.added", "agent", agent.id, detail)
        return next(one for one in absences.absences(connection, first) if one.id == absence_id)


def end_absence(bench: Bench, supervisor: Agent, agent: Agent) -> AbsenceLine:
    """The agent is back from today on; an absence to come is taken back. The absence as it was. Raises Conflict for none."""
    check_supervisor(supervisor)
    now, today = bench.clock.now(), bench.today()
    with bench.db.write() as connection:
        found = next((one for one in absences.absences(connection, today) if one.agent == agent.code), None)
        if found is None:
            raise Conflict(_("{name} is not away, and will not be.").format(name=agent.name))
        yesterday = day_number(date_of(today) - timedelta(days=1))
        absences.end(connection, found.id, yesterday if found.first_day < today else None)
        detail = {"absence": found.id, "first_day": found.first_day, "last_day": [found.last_day, yesterday]}
        events.record(connection, now, supervisor.id, "absence.ended", "agent", agent.id, detail)
    return found


def list_absences(bench: Bench) -> tuple[AbsenceLine, ...]:
    """Those of today and to come, by their first day."""
    with bench.db.read() as connection:
        return absences.absences(connection, bench.today())
