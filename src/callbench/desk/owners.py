"""Who is meant by the owners that a file names; those nobody knows become agents."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from uuid import UUID

from callbench.i18n import _
from callbench.records.people import Agent
from callbench.store import agents, events
from callbench.values.problem import ValueProblem

_NOBODY = frozenset(("", "-", "--", "/", "无", "待定", "公共", "none", "n/a"))
_MOST_NAMED = 20  # a column of something else, taken for owners, must not fill the screen


class Owners:
    """Agents by code or name, as one import asks for them."""

    def __init__(self, now: datetime, agent_id: UUID | None) -> None:
        self._now = now
        self._agent_id = agent_id
        self._known: dict[str, list[Agent]] = {}
        self._added: list[Agent] = []

    def find(self, connection: Any, text: str) -> tuple[UUID | None, list[ValueProblem]]:
        """The owner `text` names, made an agent when there is none; None for nobody or for one of several."""
        wanted = text.casefold()
        if wanted in _NOBODY:
            return None, []
        if not self._known:
            for agent in agents.all_agents(connection):
                self._learn(agent)
        found = self._known.get(wanted, [])
        if len(found) > 1:
            by_code = [agent for agent in found if agent.code.casefold() == wanted]
            if len(by_code) != 1:
                codes = _(", ").join(agent.code for agent in found)
                message = _("Several agents are called {name}: {codes}; the owner was left open.").format(
                    name=text, codes=codes
                )
                return None, [ValueProblem("owner-ambiguous", message)]
            found = by_code
        if not found:
            found = [self._add(connection, text)]
        return found[0].id, []

    def notes(self) -> list[str]:
        """Who was made an agent."""
        if not self._added:
            return []
        names = [agent.name for agent in self._added[:_MOST_NAMED]]
        rest = ["…"] if len(self._added) > _MOST_NAMED else []
        return [_("New agents, because they own customers: {names}.").format(names=_(", ").join(names + rest))]

    def _learn(self, agent: Agent) -> None:
        for key in {agent.code.casefold(), agent.name.casefold()}:
            self._known.setdefault(key, []).append(agent)

    def _add(self, connection: Any, name: str) -> Agent:
        base = re.sub(r"[^\w.-]+", "-", name.casefold()).strip("-")[:36] or "agent"
        code, n = base, 1
        while code in self._known:
            n += 1
            code = f"{base}-{n}"
        agent = agents.add(connection, code, name, "agent", self._now)
        events.record(
            connection, self._now, self._agent_id, "agent.added", "agent", agent.id, {"code": code, "role": "agent"}
        )
        self._learn(agent)
        self._added.append(agent)
        return agent
