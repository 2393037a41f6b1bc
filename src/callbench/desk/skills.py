"""What some calls need and who can do it: such customers are dealt to nobody else."""

from __future__ import annotations

from uuid import UUID

from callbench.desk.bench import Bench
from callbench.desk.rights import check_supervisor
from callbench.errors import UsageProblem
from callbench.i18n import _
from callbench.records.people import Agent
from callbench.store import absences, events
from callbench.text import clean


def list_skills(bench: Bench) -> dict[str, tuple[str, ...]]:
    """Skill → codes of the agents who have it."""
    found: dict[str, tuple[str, ...]] = {}
    with bench.db.read() as connection:
        for one in absences.skills(connection):
            found[one.skill] = (*found.get(one.skill, ()), one.code)
    return dict(sorted(found.items()))


def set_skill(bench: Bench, supervisor: Agent, agent: Agent, skill: str, *, can: bool = True) -> bool:
    """An agent can do something, or not any more; False when nothing changed. Raises UsageProblem for no skill."""
    check_supervisor(supervisor)
    skill, now = _named(skill), bench.clock.now()
    with bench.db.write() as connection:
        changed = absences.set_skill(connection, agent.id, skill, can=can)
        if changed:
            kind = "skill.given" if can else "skill.taken"
            events.record(connection, now, supervisor.id, kind, "agent", agent.id, {"skill": skill})
    return changed


def need_skill(bench: Bench, supervisor: Agent, customer_id: UUID, skill: str) -> bool:
    """What calls to a customer need, "" for nothing; False when it was so before."""
    check_supervisor(supervisor)
    skill, now = _named(skill) if skill else "", bench.clock.now()
    with bench.db.write() as connection:
        changed = absences.needs(connection, customer_id, skill)
        if changed:
            events.record(connection, now, supervisor.id, "skill.needed", "customer", customer_id, {"skill": skill})
    return changed


def _named(text: str) -> str:
    skill = clean(text, limit=40).casefold()
    if not skill:
        raise UsageProblem(_("The skill is not named."), where=_("SKILL"), todo=_("Name it: english, laser …"))
    return skill
