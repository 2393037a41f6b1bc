"""The JSON that programs read: every shape of docs/cli.md but those of the queue, made from records; keys stay, more may be added."""

from __future__ import annotations

from dataclasses import asdict
from json import loads
from typing import TYPE_CHECKING, Any

from callbench.clock import date_of
from callbench.records.plain import customer_plain
from callbench.rules.complaints import next_deadline
from callbench.rules.outcomes import outcome_label

if TYPE_CHECKING:
    from datetime import datetime

    from callbench.records.breaks import Break
    from callbench.records.calls import CallInHand, Saved
    from callbench.records.campaigns import CampaignRow
    from callbench.records.imports import ImportReport
    from callbench.records.people import Agent, Complaint, Customer, FollowUp, History
    from callbench.records.plans import Planned
    from callbench.records.summary import Figure, Summary


def import_shape(report: ImportReport) -> dict[str, Any]:
    """What an import did."""
    return {
        "rows": report.rows,
        "added": report.added,
        "changed": report.changed,
        "same": report.same,
        "rejected": report.rejected,
        "problems": [
            {
                "row": p.row,
                "column": p.column,
                "code": p.code,
                "message": p.message,
                "sheet": p.sheet,
                "rejected": p.rejected,
            }
            for p in report.problems
        ],
        "notes": list(report.notes),
    }


def agent_shape(agent: Agent) -> dict[str, Any]:
    """Somebody who calls."""
    return {"code": agent.code, "name": agent.name, "role": agent.role, "state": agent.state}


def call_shape(call: CallInHand) -> dict[str, Any]:
    """The call in hand."""
    why = call.why
    return {
        "item": call.item_id,
        "draft": call.draft_id,
        "agent": call.agent.code,
        "interrupted": call.interrupted,
        "started_at": call.started_at,
        "phone": next((p.e164 for p in call.customer.phones if p.id == call.phone_id), None),
        "customer": customer_shape(call.customer, call.history),
        "why": {
            "rule": why.rule,
            "purpose": why.purpose,
            "campaign": why.campaign,
            "reason": why.reason,
            "due_at": why.due_at,
            "attempt": why.attempt,
            "max_attempts": why.max_attempts,
            "last_outcome": why.last_outcome,
            "last_at": why.last_at,
            "personal": why.personal,
            "plan": _planned(why.plan),
            "also": [{"item": one.item_id, "campaign": one.campaign, "purpose": one.purpose} for one in why.also],
        },
        "script": {
            "id": call.script_id,
            "title": call.script_title,
            "fields": call.fields,
            "form": loads(call.script_json),
        },
        "note": call.note,
        "follow_up": call.follow_up and asdict(call.follow_up),
        "answers": [asdict(answer) for answer in call.answers],
        "complaint": call.complaint and asdict(call.complaint),
        "planned": _planned(call.planned),
    }


def _planned(planned: Planned | None) -> dict[str, Any] | None:
    """A call of a plan; since: the day it is counted from."""
    if planned is None:
        return None
    return {
        "code": planned.plan.code,
        "name": planned.plan.name,
        "service": planned.item or None,
        "since": planned.anchor,
        "day": planned.day,
    }


def customer_shape(customer: Customer, history: History) -> dict[str, Any]:
    """A profile with its history; names as in `export customers`."""
    return {
        "id": customer.id,
        **customer_plain(customer, history.services),
        "missing": list(customer.missing),
        "calls": [
            {
                "attempt": c.id,
                "at": c.at,
                "outcome": c.outcome,
                "agent": c.agent_name,
                "channel": c.channel,
                "note": c.note,
                "answers": [{"label": label, "shown": shown} for label, shown in c.answers],
                "script": c.script,
                "script_version": c.script_version,
                "script_hash": c.script_hash,
                "corrected_at": c.corrected_at,
            }
            for c in history.calls
        ],
        "complaints": [complaint_shape(complaint) for complaint in history.complaints],
    }


def saved_shape(saved: Saved) -> dict[str, Any]:
    """A saved result."""
    return {
        "attempt": saved.attempt_id,
        "item": saved.item_id,
        "customer": saved.customer_name,
        "outcome": saved.outcome,
        "answers": saved.answers,
        "follow_up_at": saved.follow_up_at,
        "next_at": saved.next_at,
        "undo_until": saved.undo_until,
        "complaint": saved.complaint and asdict(saved.complaint),
        "other_number": saved.other and asdict(saved.other),
    }


def follow_up_shape(follow_up: FollowUp) -> dict[str, Any]:
    """A booked follow-up."""
    return {
        "id": follow_up.id,
        "item": follow_up.item_id,
        "customer": follow_up.customer_name,
        "agent": follow_up.agent_name,
        "due_at": follow_up.due_at,
        "ends_at": follow_up.ends_at,
        "zone": follow_up.zone,
        "purpose": follow_up.purpose,
        "reason": follow_up.reason,
        "note": follow_up.note,
        "channel": follow_up.channel,
        "repeat": follow_up.rrule,
        "state": follow_up.state,
        "closed_why": follow_up.closed_why,
    }


def break_shape(found: Break, now: datetime) -> dict[str, Any]:
    """A break; minutes: whole ones, up to `now` while it lasts."""
    return {
        "agent": found.agent_name,
        "reason": found.reason,
        "started_at": found.started_at,
        "ended_at": found.ended_at,
        "minutes": found.minutes(now),
        "day": date_of(found.day),
    }


def complaint_shape(complaint: Complaint) -> dict[str, Any]:
    """A complaint; next_at: until when the customer is to get what comes next, null once it is closed."""
    return {
        "id": complaint.id,
        "customer": complaint.customer_name,
        "attempt": complaint.attempt_id,
        "kind": complaint.kind,
        "urgency": complaint.urgency,
        "words": complaint.words,
        "state": complaint.state,
        "raised_by": complaint.raised_by,
        "owner": complaint.owner_name,
        "raised_at": complaint.raised_at,
        "answer_by": complaint.answer_by,
        "solve_by": complaint.solve_by,
        "final_by": complaint.final_by,
        "closed_at": complaint.closed_at,
        "next_at": next_deadline(complaint),
    }


def campaign_shape(campaign: CampaignRow) -> dict[str, Any]:
    """A campaign and how far it is."""
    return {
        "code": campaign.code,
        "name": campaign.name,
        "purpose": campaign.purpose,
        "state": campaign.state,
        "script": campaign.script_title,
        "waiting": campaign.waiting,
        "done": campaign.done,
        "from": None if campaign.starts_on is None else date_of(campaign.starts_on),
        "to": None if campaign.ends_on is None else date_of(campaign.ends_on),
    }


def summary_shape(summary: Summary) -> dict[str, Any]:
    """A day or a range of days in numbers."""
    return {
        "from": date_of(summary.first_day),
        "to": date_of(summary.last_day),
        "agent": summary.agent or None,
        "measures": _figures(summary.measures),
        "outcomes": summary.outcomes,
        "outcome_labels": {key: outcome_label(key) for key in summary.outcomes},
        "agents": [
            {"code": a.code, "name": a.name, "measures": _figures(a.measures), "outcomes": a.outcomes}
            for a in summary.agents
        ],
        "questions": [
            {
                "script": q.script,
                "path": q.path,
                "label": q.label,
                "kind": q.kind,
                "measure": q.measure,
                "answered": q.answered,
                "refused": q.refused,
                "mean": q.mean,
                "distribution": [{"value": v, "label": label, "n": n} for v, label, n in q.distribution],
            }
            for q in summary.questions
        ],
        "checks": [{"name": c.name, "holds": c.holds, "left": c.left, "right": c.right} for c in summary.checks],
    }


def _figures(figures: dict[str, Figure]) -> dict[str, Any]:
    return {
        key: {"value": f.value, "numerator": f.numerator, "denominator": f.denominator, "left_out": f.left_out}
        for key, f in figures.items()
    }
