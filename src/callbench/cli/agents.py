"""`callbench agent`: who calls here."""

from __future__ import annotations

from callbench.cli import base, say
from callbench.cli.cells import columns
from callbench.cli.door import Door
from callbench.cli.shapes import agent_shape
from callbench.i18n import N_, _
from callbench.rules.words import ROLES


@base.command("add", N_("Add somebody who calls. The code is what is typed: wangmin."))
@base.argument("code", N_("CODE"))
@base.argument("name", N_("NAME"))
@base.option(
    "--role",
    default="agent",
    metavar="agent|supervisor",
    said=N_("What they may do; agent when left out."),
)
def add(door: Door, code: str, name: str, role: str) -> None:
    """Print the new agent."""
    from callbench.desk.agents import add_agent

    added = add_agent(door.bench, code, name, role)
    if door.json:
        say.json(agent_shape(added))
    else:
        say.lines([_("Added: {name} ({code})").format(name=added.name, code=added.code)])


@base.command("list", N_("Who calls here."))
@base.option("--everyone", is_flag=True, said=N_("Also those who left."))
def listed(door: Door, everyone: bool) -> None:
    """Print one line an agent."""
    from callbench.desk.agents import list_agents

    found = list_agents(door.bench, everyone=everyone)
    if door.json:
        say.json({"agents": [agent_shape(agent) for agent in found]})
    else:
        say.lines(
            columns(
                [(a.code, a.name, _(ROLES.get(a.role, a.role)), _("left") if a.state == "left" else "") for a in found]
            )
        )
