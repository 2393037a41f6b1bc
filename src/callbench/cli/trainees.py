"""`callbench trainee`: who learns, and which campaigns they are dealt from."""

from __future__ import annotations

from callbench.cli import base, say
from callbench.cli.cells import columns
from callbench.cli.door import Door
from callbench.i18n import N_, _


@base.command("list", N_("Trainees, who looks after them, and the campaigns they are dealt from."))
def listed(door: Door) -> None:
    """Print one line a trainee."""
    from callbench.desk.trainees import list_trainees

    found = list_trainees(door.bench)
    if door.json:
        say.json(
            {"trainees": [{"agent": one.agent, "trainer": one.trainer, "campaigns": one.campaigns} for one in found]}
        )
    else:
        rows = [(one.agent, one.agent_name, one.trainer, _(", ").join(one.campaigns) or "-") for one in found]
        say.lines(columns(rows))


@base.command("set", N_("Make an agent a trainee, as a supervisor: they are dealt from allowed campaigns alone."))
@base.argument("who", N_("WHO"), N_("Code or name."))
@base.argument("trainer", N_("TRAINER"), N_("Who looks after them; - when they have learned enough."))
@base.agent_option
def set_(door: Door, who: str, trainer: str, agent: str | None) -> None:
    """Print what holds now."""
    from callbench.desk.agents import find_agent
    from callbench.desk.trainees import train

    learner = find_agent(door.bench, who)
    train(door.bench, door.agent(agent), learner, None if trainer == "-" else find_agent(door.bench, trainer))
    _tell(door, True)


@base.command("allow", N_("Deal a trainee from a campaign, as a supervisor."))
@base.argument("who", N_("WHO"), N_("Code or name."))
@base.argument("campaign", N_("CAMPAIGN"))
@base.agent_option
def allow(door: Door, who: str, campaign: str, agent: str | None) -> None:
    """Print whether anything changed."""
    _allow(door, who, campaign, agent, allowed=True)


@base.command("refuse", N_("Deal a trainee from a campaign no more, as a supervisor."))
@base.argument("who", N_("WHO"), N_("Code or name."))
@base.argument("campaign", N_("CAMPAIGN"))
@base.agent_option
def refuse(door: Door, who: str, campaign: str, agent: str | None) -> None:
    """Print whether anything changed."""
    _allow(door, who, campaign, agent, allowed=False)


def _allow(door: Door, who: str, campaign: str, agent: str | None, *, allowed: bool) -> None:
    from callbench.desk.agents import find_agent
    from callbench.desk.trainees import allow as let

    _tell(door, let(door.bench, door.agent(agent), find_agent(door.bench, who), campaign, allowed=allowed))


def _tell(door: Door, changed: bool) -> None:
    if door.json:
        say.json({"changed": changed})
    else:
        say.lines([_("Kept.") if changed else _("It was so before.")])
