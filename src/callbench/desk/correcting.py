"""Putting a saved result right, by a supervisor, with a reason; what it said before stays in the trace, whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any
from uuid import UUID

from callbench.desk.bench import Bench
from callbench.desk.booking import check_note, known_outcome
from callbench.desk.effects import Effects
from callbench.errors import UsageProblem
from callbench.i18n import _
from callbench.records.calls import AnswerGiven, Corrected, DraftAnswer, SavedCall
from callbench.records.people import Agent
from callbench.rules.outcomes import OutcomeRule
from callbench.store import attempts, cards, corrections, events, profiles
from callbench.text import clean

_REASON = 2_000  # characters


def saved_call(bench: Bench, attempt_id: UUID) -> SavedCall:
    """A saved attempt as it stands, with its script. Raises UsageProblem when there is none."""
    with bench.db.read() as connection:
        found = corrections.stands(connection, attempt_id, lock=False)
        if found is None:
            raise _unknown()
        customer = profiles.customer(connection, found.customer_id)
        history = profiles.history(connection, found.customer_id)
        answers = attempts.answers(connection, attempt_id)
    assert customer is not None
    phone = next((phone.id for phone in customer.phones if phone.e164 == found.e164), None)
    return SavedCall(
        attempt_id=attempt_id,
        customer_name=found.customer,
        agent_name=found.agent,
        started_at=found.started_at,
        outcome=found.outcome,
        note=found.note,
        script_json=found.canonical,
        fields=cards.fields(customer, history, found.agent, phone, bench.settings["shop.name"]),
        answers=tuple(DraftAnswer(a.path, a.text, a.state) for a in answers if a.state in ("given", "refused")),
        corrected_at=found.corrected_at,
    )


def correct_result(
    bench: Bench, supervisor: Agent, attempt_id: UUID, *, reason: str, outcome: str | None = None,
    note: str | None = None, answers: Sequence[AnswerGiven] | None = None,
) -> Corrected:  # fmt: skip
    """Let a saved attempt say something else; None leaves a part as it is. The day it was made on counts anew.

    With another outcome, number, customer and item become what they would be, had it been saved so; an item is dealt
    again only where the rules say so. Raises UsageProblem when the agent is no supervisor, the reason is missing,
    nothing changes, or the outcome does not fit; Conflict while somebody has the customer in hand.
    """
    why = clean(reason, lines=True, limit=_REASON).strip()
    _check_asked(supervisor, why)
    now = bench.clock.now()
    with bench.db.write() as connection:
        found = corrections.stands(connection, attempt_id)
        if found is None:
            raise _unknown()
        had = attempts.answers(connection, attempt_id)
        rule = known_outcome(bench.learn_outcomes(connection), outcome or found.outcome, stands=found.outcome)
        said = found.note if note is None else clean(note, lines=True)
        check_note(rule, said)
        given = had if answers is None else tuple(_clean(answer) for answer in answers)
        if (rule.key, said, _said(given)) == (found.outcome, found.note, _said(had)):
            raise UsageProblem(_("This changes nothing."), todo=_("Name another outcome, note or answer."))
        _check_fits(found, rule, given)
        corrections.write(connection, attempt_id, rule.key, said, None if answers is None else given, now)
        effects = Effects(bench, connection, found, rule, now, supervisor.id, why)
        if rule.key != found.outcome:
            effects.follow()
        events.record(
            connection, now, supervisor.id, "call.corrected", "attempt", attempt_id,
            {
                "reason": why,
                "before": _whole(found, found.outcome, found.note, found.corrected_at, had),
                "after": _whole(found, rule.key, said, now, given),
                "effects": effects.changes,
            },
        )  # fmt: skip
    return Corrected(attempt_id, found.customer, found.business_day, found.outcome, rule.key, effects.next_at)


def _check_asked(supervisor: Agent, reason: str) -> None:
    if supervisor.role != "supervisor":
        raise UsageProblem(
            _("{name} may not correct saved results; supervisors do.").format(name=supervisor.name),
            todo=_("Ask a supervisor. The result saved last can be undone for some seconds."),
            code="not-allowed",
        )
    if not reason:
        raise UsageProblem(_("A correction needs its reason."), todo=_("Say why the result was wrong."))


def _check_fits(found: Any, rule: OutcomeRule, answers: Sequence[AnswerGiven]) -> None:
    """Raise UsageProblem where the outcome denies what came of the call."""
    if rule.needs_time and not found.booked and rule.key != found.outcome:
        raise UsageProblem(
            _("{outcome} needs the time that was agreed, and this call booked none.").format(outcome=rule.name)
        )
    if rule.ends_calling and not rule.customer_state and found.booked:
        raise UsageProblem(
            _("{outcome}: nobody will call again, so no follow-up can be booked.").format(outcome=rule.name)
        )
    spoken = any(answer.state in ("given", "refused") for answer in answers) or found.booked or found.complained
    if not rule.contacted and spoken:
        raise UsageProblem(
            _("{outcome}: nobody was reached, but this call has answers, a follow-up or a complaint.").format(
                outcome=rule.name
            ),
            todo=_("Drop the answers too, or choose another outcome."),
            code="was-reached",
        )


def _said(answers: Sequence[AnswerGiven]) -> list[AnswerGiven]:
    return sorted(answers, key=lambda answer: answer.path)


def _whole(found: Any, outcome: str, note: str, corrected_at: Any, answers: Sequence[AnswerGiven]) -> dict[str, Any]:
    """The attempt with every answer, as it is told to the trace."""
    names = (
        "id", "item_id", "nth", "campaign_id", "customer_id", "agent_id", "script_id", "e164", "channel", "started_at",
        "ended_at", "business_day", "due_on",
    )  # fmt: skip
    return {
        **{name: getattr(found, name) for name in names},
        "outcome": outcome,
        "note": note,
        "corrected_at": corrected_at,
        "answers": [asdict(answer) for answer in _said(answers)],
    }


def _clean(answer: AnswerGiven) -> AnswerGiven:
    return replace(answer, text=clean(answer.text, lines=True), label=clean(answer.label))


def _unknown() -> UsageProblem:
    return UsageProblem(
        _("There is no such saved call."),
        todo=_("Its id stands in an export of results and in callbench history."),
        code="unknown-attempt",
    )
