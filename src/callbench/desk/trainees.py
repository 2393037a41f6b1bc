"""Who learns: trainees are dealt from the campaigns that a supervisor named them for, and from no other."""

from __future__ import annotations

from callbench.desk.bench import Bench
from callbench.desk.campaigns import find_campaign
from callbench.desk.rights import check_supervisor
from callbench.errors import Conflict, UsageProblem
from callbench.i18n import _
from callbench.records.people import Agent
from callbench.records.staff import Trainee
from callbench.rules.pools import circle_of_trainers
from callbench.store import absences, agents, events


def list_trainees(bench: Bench) -> tuple[Trainee, ...]:
    """Everybody who learns, with who looks after them and what they are dealt from."""
    with bench.db.read() as connection:
        return absences.trainees(connection)


def train(bench: Bench, supervisor: Agent, agent: Agent, trainer: Agent | None) -> None:
    """Make an agent a trainee of somebody; None: they are none any more. Raises UsageProblem for their own trainer,
    Conflict where people would train each other in a circle, naming it.
    """
    check_supervisor(supervisor)
    if trainer is not None and trainer.id == agent.id:
        raise UsageProblem(_("Nobody trains themselves."))
    now = bench.clock.now()
    with bench.db.write() as connection:
        if trainer is not None and (way := circle_of_trainers(absences.trainers(connection), agent.id, trainer.id)):
            names = {one.id: one.name for one in agents.all_agents(connection)}
            raise Conflict(
                _("They would train each other: {circle}.").format(circle=" → ".join(names[one] for one in way)),
                todo=_(
                    "Name somebody else as the trainer, or end the other training first: callbench trainee set WHO -"
                ),
                code="circle",
            )
        absences.train(connection, agent.id, trainer.id if trainer else None)
        detail = {"trainer": trainer.id if trainer else None}
        events.record(connection, now, supervisor.id, "agent.trained", "agent", agent.id, detail)


def allow(bench: Bench, supervisor: Agent, agent: Agent, campaign: str, *, allowed: bool = True) -> bool:
    """Name a trainee for a campaign, or no more; False when nothing changed. A campaign that names only trainees is open to
    everybody else as before. Raises UsageProblem for a campaign nobody knows and for somebody who is no trainee.
    """
    check_supervisor(supervisor)
    meant, now = find_campaign(bench, campaign), bench.clock.now()
    with bench.db.write() as connection:
        if all(one.agent != agent.code for one in absences.trainees(connection)):
            raise UsageProblem(
                _("{name} is no trainee.").format(name=agent.name), todo=_("callbench trainee set makes one.")
            )
        changed = absences.name_for(connection, meant.id, agent.id, named=allowed)
        if changed:
            kind = "trainee.allowed" if allowed else "trainee.refused"
            events.record(connection, now, supervisor.id, kind, "agent", agent.id, {"campaign": meant.id})
    return changed
