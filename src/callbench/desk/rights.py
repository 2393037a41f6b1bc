"""What only a supervisor may do."""

from __future__ import annotations

from callbench.errors import UsageProblem
from callbench.i18n import _
from callbench.records.people import Agent


def check_supervisor(agent: Agent, *, todo: str = "") -> None:
    """Raise UsageProblem unless this is a supervisor. todo: what else there is to do."""
    if agent.role != "supervisor":
        raise UsageProblem(
            _("{name} may not do this; supervisors do.").format(name=agent.name),
            todo=todo or _("Ask a supervisor."),
            code="not-allowed",
        )
