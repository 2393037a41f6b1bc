"""Saving the result of a call: the attempt and everything that follows from it, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from callbench.desk.bench import Bench
from callbench.desk.booking import check_note, check_wish, known_outcome
from callbench.desk.brakes import check_may_be_booked
from callbench.desk.complaints import checked, complaint_to_raise, raise_complaint
from callbench.desk.holds import gone
from callbench.desk.save_parts import Save, cleaned
from callbench.errors import Conflict
from callbench.i18n import _
from callbench.records.calls import AnswerGiven, CallResult, ComplaintWish, Saved
from callbench.records.people import Agent
from callbench.rules.outcomes import outcome_label
from callbench.store import attempts, drafts, events


def save_result(bench: Bench, agent: Agent, draft_id: UUID, result: CallResult) -> Saved:
    """Write the attempt, its answers and everything that follows from it; the item goes back, is parked or closed.

    Repeating it with the same draft returns what was saved first. Raises Conflict when that was another result, or when
    the call is no longer in this agent's hand, UsageProblem for an unknown outcome, or what does not fit it.
    """
    now = bench.clock.now()
    with bench.db.write() as connection:
        call = attempts.in_hand(connection, draft_id)
        if call is None:
            return _saved_before(bench, connection, agent, draft_id, result)
        if call.drafted_by != agent.id or call.state not in ("held", "open"):
            raise Conflict(
                _("This call is in somebody else's hand, or its item was closed meanwhile."), code="call-gone"
            )
        outcome = known_outcome(bench.learn_outcomes(connection, call.outcomes_version), result.outcome)
        check_note(outcome, result.note)
        wish = result.follow_up
        complaint = None if result.complaint is None else complaint_to_raise(outcome, result.complaint)
        check_wish(bench, outcome, wish, call.zone, call.attempts + 1, call.max_attempts)
        if wish is not None:
            check_may_be_booked(bench, connection, call.customer_id, wish.due_at)
        saving = Save(bench, connection, agent, call, outcome, wish, now)
        if wish is None and call.wished:
            saving.changes["dropped"] = call.wished  # for undoing
        saving.attempt(result)
        saving.profile(result.profile)  # before the item: a new number may be what it goes on with
        step = saving.item()
        saving.follow_up(step)
        saving.person()
        saving.confirmation(complaint)
        if complaint is not None:
            saving.changes["complaint"] = raise_complaint(bench, connection, agent, call, complaint, now)
            saving.pause_plans()
        other = saving.other_number(step)
        again = saving.series(step)
        drafts.drop(connection, draft_id)
        events.record(connection, now, agent.id, "call.saved", "attempt", draft_id, saving.changes)
        booked = wish.due_at if wish is not None else None
        saved = _saved(bench, draft_id, call.item_id, call.customer_name, outcome.key, len(_given(result.answers)), booked,
                       step.ready_at or booked, now, complaint)  # fmt: skip
        if again is not None:
            saved = replace(saved, again_at=again.due_at, again_said=again.said)
        return saved if other is None else replace(saved, other=other)


def _saved_before(bench: Bench, connection: Any, agent: Agent, draft_id: UUID, result: CallResult) -> Saved:
    """The answer to a repeated save."""
    found = attempts.saved(connection, draft_id)
    if found is None or found.agent_id != agent.id:
        raise gone()
    answers = _given(attempts.answers(connection, draft_id))
    raised = None if found.kind is None else ComplaintWish(found.kind, found.urgency, found.words)
    wanted = None if result.complaint is None else checked(result.complaint)
    if (found.outcome, answers, raised) != (result.outcome, _given(map(cleaned, result.answers)), wanted):
        raise Conflict(
            _("This call was saved in another window, otherwise: {outcome}.").format(
                outcome=outcome_label(found.outcome)
            ),
            todo=_("What was saved first stands; take that back to change it, or take the next one."),
            code="call-gone",
        )
    return _saved(bench, found.id, found.item_id, found.name, found.outcome, len(answers), found.follow_up_at,
                  found.next_at or found.follow_up_at, found.ended_at, raised)  # fmt: skip


def _given(answers: Iterable[AnswerGiven]) -> dict[str, str]:
    """What the customer said or declined, by question: neither what was calculated from it nor what was skipped."""
    return {answer.path: answer.text for answer in answers if answer.state in ("given", "refused")}


def _saved(
    bench: Bench, attempt_id: UUID, item_id: UUID, name: str, outcome: str, answers: int,
    follow_up_at: datetime | None, next_at: datetime | None, ended_at: datetime, complaint: ComplaintWish | None,
) -> Saved:  # fmt: skip
    until = ended_at + timedelta(seconds=bench.settings["calls.undo_seconds"])
    return Saved(attempt_id, item_id, name, outcome, answers, follow_up_at, next_at, until, complaint)
