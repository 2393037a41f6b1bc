"""Pauses: an agent goes away for a reason, is offered nobody meanwhile, and comes back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from callbench.clock import wall_time
from callbench.desk.bench import Bench
from callbench.errors import Conflict, UsageProblem
from callbench.i18n import _
from callbench.records.breaks import Break
from callbench.records.people import Agent
from callbench.rules.words import BREAKS, code_of
from callbench.store import breaks, drafts, events
from callbench.text import clean, nearest


def start_break(bench: Bench, agent: Agent, reason: str) -> Break:
    """The agent goes away. reason: a code of BREAKS, or its name in either language.

    Raises UsageProblem for another reason, Conflict during a break and while a call is in hand.
    """
    code = code_of(reason, BREAKS)
    if not code:
        raise UsageProblem(
            _("There is no reason {name!r} for a break.").format(name=clean(reason)),
            todo=_("The nearest is {nearest}; known: {known}.").format(
                nearest=nearest(reason, BREAKS, alike=0), known=_(", ").join(BREAKS)
            ),
        )
    now = bench.clock.now()
    with bench.db.write() as connection:
        drafts.lock_agent(connection, agent.id)
        mine = drafts.of_agent(connection, agent.id)
        refuse_during_break(bench, connection, agent.id, mine)
        if any(draft.state == "held" for draft in mine.drafts):
            raise Conflict(
                _("You have a call in hand."), todo=_("Save its outcome or give it back, then the break begins.")
            )
        breaks.start(connection, agent.id, code, now, bench.day_of(now))
        begun = breaks.open_of(connection, agent.id)
        assert begun is not None
        events.record(connection, now, agent.id, "break.started", "agent", agent.id, {"reason": code})
    return begun


def end_break(bench: Bench, agent: Agent) -> Break:
    """The agent is back; the break as it was. Raises Conflict when there is none."""
    now = bench.clock.now()
    with bench.db.write() as connection:
        drafts.lock_agent(connection, agent.id)
        begun = breaks.open_of(connection, agent.id)
        if begun is None:
            raise Conflict(_("There is no break to end."))
        at = max(now, begun.started_at)  # a clock that was set back meanwhile
        breaks.end(connection, begun.id, at)
        events.record(
            connection, now, agent.id, "break.ended", "agent", agent.id,
            {"reason": begun.reason, "started_at": begun.started_at, "ended_at": at},
        )  # fmt: skip
    return Break(begun.id, begun.agent_id, begun.agent_name, begun.reason, begun.started_at, at, begun.day)


def break_of(bench: Bench, agent: Agent) -> Break | None:
    """The break this agent is in, whichever window it was begun in."""
    with bench.db.read() as connection:
        return breaks.open_of(connection, agent.id)


def breaks_of_days(
    bench: Bench, first_day: int | None = None, last_day: int | None = None, agent: Agent | None = None
) -> tuple[Break, ...]:
    """The breaks that began on these business days (YYYYMMDD; today when not given), the earliest first."""
    first = bench.today() if first_day is None else first_day
    with bench.db.read() as connection:
        return breaks.of_days(connection, first, last_day or first, None if agent is None else agent.id)


def refuse_during_break(bench: Bench, connection: Any, agent_id: UUID, mine: drafts.Unfinished) -> None:
    """Raise Conflict when this agent is away: nobody is put into a hand that is not there. mine: of this agent."""
    if mine.away and (begun := breaks.open_of(connection, agent_id)) is not None:
        since = wall_time(begun.started_at, bench.settings.zone)
        raise Conflict(
            _("You are on a break: {reason}, since {time}.").format(reason=_(BREAKS[begun.reason]), time=since),
            todo=_("End the break first."),
            code="on-break",
        )
