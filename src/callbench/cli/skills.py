"""`callbench skill`: what some calls need, and who can do it."""

from __future__ import annotations

from callbench.cli import base, say
from callbench.cli.cells import columns
from callbench.cli.door import Door
from callbench.cli.meant import meant_customer
from callbench.i18n import N_, _

_SKILL = N_("SKILL")


@base.command("list", N_("Every skill, and who has it."))
def listed(door: Door) -> None:
    """Print one line a skill."""
    from callbench.desk.skills import list_skills

    found = list_skills(door.bench)
    if door.json:
        say.json({"skills": found})
    else:
        say.lines(columns([(skill, _(", ").join(codes)) for skill, codes in found.items()]))


@base.command("give", N_("Somebody can do something, as a supervisor: a language, a subject."))
@base.argument("who", N_("WHO"), N_("Code or name."))
@base.argument("skill", _SKILL)
@base.agent_option
def give(door: Door, who: str, skill: str, agent: str | None) -> None:
    """Print whether anything changed."""
    _set(door, who, skill, agent, can=True)


@base.command("take", N_("Somebody cannot do something any more, as a supervisor."))
@base.argument("who", N_("WHO"), N_("Code or name."))
@base.argument("skill", _SKILL)
@base.agent_option
def take(door: Door, who: str, skill: str, agent: str | None) -> None:
    """Print whether anything changed."""
    _set(door, who, skill, agent, can=False)


@base.command("need", N_("What calls to a customer need, as a supervisor; - for nothing."))
@base.argument("words", N_("CUSTOMER"), N_("Part of the name, the code, or digits of a number."))
@base.argument("skill", _SKILL)
@base.agent_option
def need(door: Door, words: str, skill: str, agent: str | None) -> None:
    """Print whether anything changed."""
    from callbench.desk.skills import need_skill

    meant = meant_customer(door, words)
    _tell(door, need_skill(door.bench, door.agent(agent), meant.id, "" if skill == "-" else skill))


def _set(door: Door, who: str, skill: str, agent: str | None, *, can: bool) -> None:
    from callbench.desk.agents import find_agent
    from callbench.desk.skills import set_skill

    _tell(door, set_skill(door.bench, door.agent(agent), find_agent(door.bench, who), skill, can=can))


def _tell(door: Door, changed: bool) -> None:
    if door.json:
        say.json({"changed": changed})
    else:
        say.lines([_("Kept.") if changed else _("It was so before.")])
