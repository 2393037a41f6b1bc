"""A complaint that was solved is believed when a second call confirmed it: that call, and what it comes to."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from callbench.desk.bench import Bench
from callbench.desk.people import callable_from
from callbench.errors import Conflict, UsageProblem
from callbench.i18n import _
from callbench.records.people import Agent, Complaint
from callbench.rules.complaints import STATES, TO_SOLVE, confirm_by
from callbench.store import attempts, campaigns, complaints, events, followups
from callbench.store.types import new_id
from callbench.text import clean

_LONGEST = 5_000  # characters of a solution


def solve_complaint(bench: Bench, agent: Agent, complaint_id: UUID, solution: str) -> datetime:
    """A complaint has a solution: the customer is called to confirm it, in the campaign of their last call, before other
    customers once the time given back has passed. The solution is told in that call.

    Raises UsageProblem when there is no such complaint or no solution, Conflict when it is not to be solved now.
    """
    now, solution = bench.clock.now(), clean(solution, lines=True, limit=_LONGEST).strip()
    if not solution:
        raise UsageProblem(_("A complaint is solved by something."), todo=_("Say what was done: --solution TEXT."))
    with bench.db.write() as connection:
        found = complaints.one(connection, complaint_id)
        if found is None:
            raise UsageProblem(_("There is no such complaint."), code="unknown")
        if found.state not in TO_SOLVE:
            raise Conflict(
                _("This complaint is {state}; there is nothing to solve.").format(state=_(STATES[found.state])),
                code="complaint-state",
            )
        due_by = confirm_by(bench.settings, found.urgency, now, found.final_by)
        item_id = _item(bench, connection, found, solution, due_by, now)
        complaints.set_state(connection, complaint_id, "solved", None)
        detail = {"before": found.state, "solution": solution, "item": item_id, "due_by": due_by}
        events.record(connection, now, agent.id, "complaint.solved", "complaint", complaint_id, detail)
    return due_by


def _item(bench: Bench, connection: Any, found: Complaint, solution: str, due_by: datetime, now: datetime) -> UUID:
    """The item of the call that confirms it: the one that waits in the campaign, or a new one."""
    who = followups.person(connection, found.customer_id)
    if who.campaign_id is None or campaigns.state_of(connection, who.campaign_id) == "closed":
        raise Conflict(
            _("No campaign runs in which this customer could be called."),
            todo=_("Start one with this customer, then solve the complaint."),
            code="no-campaign",
        )
    reason = clean(_("Complaint solved: {solution}").format(solution=solution), limit=200)
    ready_at = callable_from(bench, connection, found.customer_id, who.zone, now)
    waiting = followups.waiting_item(connection, found.customer_id, who.campaign_id)
    if waiting is None:
        item_id = new_id(now)
        attempts.add_item(
            connection,
            {
                "id": item_id, "campaign_id": who.campaign_id, "customer_id": found.customer_id, "state": "open",
                "rule": "complaint", "reason": reason, "agreed": False, "priority": who.priority, "attempts": 0,
                "ready_at": ready_at, "due_on": bench.day_of(ready_at), "due_by": due_by, "zone": who.zone,
                "last_outcome": "", "closed_why": "", "created_at": now, "created_on": bench.day_of(now),
            },
        )  # fmt: skip
        return item_id
    if attempts.item_state(connection, waiting)["state"] == "held":
        raise Conflict(
            _("This customer is in a call just now."), todo=_("Solve the complaint when it is over."), code="in-call"
        )
    complaints.to_confirm(connection, waiting, reason, ready_at, due_by)
    return waiting


def settle(connection: Any, customer_id: UUID, now: datetime, *, again: bool) -> list[list[str]]:
    """What a call comes to that was made to confirm: the solved complaints of the customer are confirmed and closed, or
    open again. Each with the state it was in.
    """
    settled = []
    for complaint_id in complaints.solved(connection, customer_id):
        state = "reopened" if again else "confirmed"
        complaints.set_state(connection, complaint_id, state, None if again else now)
        settled.append([str(complaint_id), "solved"])
    return settled


def unsettle(connection: Any, settled: list[list[str]]) -> None:
    """The same taken back with the call."""
    for complaint_id, before in settled:
        complaints.set_state(connection, UUID(complaint_id), before, None)
