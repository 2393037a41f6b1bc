"""Agents: who is there, who is meant, who joins."""

from __future__ import annotations

import re

from callbench.desk.bench import Bench
from callbench.errors import UsageProblem
from callbench.i18n import _
from callbench.records.people import Agent
from callbench.rules.words import ROLES
from callbench.store import agents, events
from callbench.text import clean, nearest

_CODE = re.compile(r"[\w.-]{1,40}")


def list_agents(bench: Bench, *, everyone: bool = False) -> tuple[Agent, ...]:
    """Those who work here now, by code; with `everyone`, also those who left."""
    with bench.db.read() as connection:
        found = agents.all_agents(connection)
    return tuple(agent for agent in found if everyone or agent.state == "active")


def find_agent(bench: Bench, text: str) -> Agent:
    """The agent with this code or name. Raises UsageProblem naming the nearest one and all that are known."""
    wanted = clean(text).casefold()
    known = list_agents(bench)
    found = [agent for agent in known if agent.code.casefold() == wanted] or [
        agent for agent in known if agent.name.casefold() == wanted
    ]
    if len(found) == 1:
        return found[0]
    if len(found) > 1:
        codes = _(", ").join(agent.code for agent in found)
        raise UsageProblem(
            _("Several agents are named {name!r}.").format(name=clean(text)),
            todo=_("Use the code: {codes}.").format(codes=codes),
        )
    if not known:
        raise UsageProblem(_("There is no agent yet."), todo=_("Add one: callbench agent add CODE NAME."))
    names = {name.casefold(): agent for agent in known for name in (agent.name, agent.code)}
    alike = names[nearest(wanted, names, alike=0)]
    raise UsageProblem(
        _("There is no agent {name!r}.").format(name=clean(text)),
        todo=_("The nearest is {nearest}; known: {known}.").format(
            nearest=alike.code, known=_(", ").join(agent.code for agent in known)
        ),
    )


def add_agent(bench: Bench, code: str, name: str, role: str = "agent") -> Agent:
    """A new agent. Raises UsageProblem for a code that is taken or cannot be typed, an empty name, an unknown role."""
    code, name = clean(code).casefold(), clean(name, limit=100)
    if not _CODE.fullmatch(code):
        raise UsageProblem(
            _("{code!r} is no code for an agent.").format(code=code),
            todo=_("Use up to 40 letters, digits, dots or dashes, without spaces."),
        )
    if not name:
        raise UsageProblem(_("An agent needs a name."))
    if role == "trainee":
        raise UsageProblem(
            _("A trainee is no role: it is an agent somebody looks after."),
            todo=_("Add them as an agent, then: callbench trainee set {code} TRAINER").format(code=code),
        )
    if role not in ROLES:
        raise UsageProblem(
            _("There is no role {role!r}.").format(role=clean(role)),
            todo=_("Known: {known}.").format(known=_(", ").join(ROLES)),
        )
    now = bench.clock.now()
    with bench.db.write() as connection:
        if any(agent.code == code for agent in agents.all_agents(connection)):
            raise UsageProblem(_("The code {code!r} is taken.").format(code=code), todo=_("Choose another one."))
        agent = agents.add(connection, code, name, role, now)
        events.record(connection, now, None, "agent.added", "agent", agent.id, {"code": code, "role": role})
    return agent
