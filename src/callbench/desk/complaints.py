"""Complaints customers raise in a call: what may be raised, who sees to it and until when, which wait."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from callbench.desk.bench import Bench
from callbench.errors import UsageProblem
from callbench.i18n import _
from callbench.records.calls import ComplaintWish
from callbench.records.people import Agent, Complaint
from callbench.rules.complaints import KINDS, URGENCIES, deadlines, next_deadline
from callbench.rules.outcomes import OutcomeRule
from callbench.rules.words import code_of
from callbench.store import agents, complaints
from callbench.store.types import new_id
from callbench.text import clean

_MOST = 2_000
_LONGEST = 5_000  # characters of the customer's words


def list_complaints(bench: Bench, owner: Agent | None = None, *, open_only: bool = True) -> tuple[Complaint, ...]:
    """What customers complained of, at most 2,000: open ones by their next deadline, with all the newest first.

    With an owner: those this agent sees to.
    """
    with bench.db.read() as connection:
        found = complaints.listed(connection, None if owner is None else owner.id, open_only=open_only, most=_MOST)
    if not open_only:
        return found
    return tuple(sorted(found, key=lambda one: next_deadline(one) or one.final_by))


def checked(wish: ComplaintWish) -> ComplaintWish:
    """The complaint as it is kept: codes, also for what they are called; clean words. Raises UsageProblem."""
    words = clean(wish.words, lines=True, limit=_LONGEST).strip()
    return ComplaintWish(_code(wish.kind, KINDS), _code(wish.urgency, URGENCIES), words)


def complaint_to_raise(outcome: OutcomeRule, wish: ComplaintWish) -> ComplaintWish:
    """`checked`; raises UsageProblem also when nobody was reached who could have complained."""
    if not outcome.contacted:
        raise UsageProblem(
            _("No complaint can come from somebody who was not reached ({outcome}).").format(outcome=_(outcome.label)),
            todo=_("Take the complaint back, or choose another outcome."),
        )
    return checked(wish)


def raise_complaint(
    bench: Bench, connection: Any, agent: Agent, call: Any, wish: ComplaintWish, now: datetime
) -> Mapping[str, Any]:
    """Write a complaint inside the transaction that saves its call; what was written, for the trace.

    The agent sees to it, unless the shop's setting complaints.owner names somebody who works here.
    """
    until, complaint_id = deadlines(bench.settings, wish.urgency, now), new_id(now)
    owner_id = _owner(bench, connection, agent)
    complaints.add(
        connection,
        {
            "id": complaint_id, "customer_id": call.customer_id, "attempt_id": call.draft_id, "kind": wish.kind,
            "urgency": wish.urgency, "words": wish.words, "state": "raised", "raised_by": agent.id,
            "owner_id": owner_id, "raised_at": now, "raised_on": bench.day_of(now), "answer_by": until.answer_by,
            "solve_by": until.solve_by, "final_by": until.final_by,
        },
    )  # fmt: skip
    return {"id": complaint_id, "owner": owner_id, **asdict(wish)}


def _owner(bench: Bench, connection: Any, agent: Agent) -> Any:
    wanted = bench.settings["complaints.owner"].casefold()
    if not wanted:
        return agent.id
    known = (one for one in agents.all_agents(connection) if one.state == "active")
    return next((one.id for one in known if one.code.casefold() == wanted), agent.id)


def _code(text: str, known: dict[str, str]) -> str:
    code = code_of(text, known)
    if not code:
        raise UsageProblem(
            _("A complaint is not {name!r}.").format(name=clean(text, limit=60)),
            todo=_("Known: {known}.").format(known=_(", ").join(known)),
        )
    return code
