"""Interviews with their answers, read in blocks for an export."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, exists, or_, select

from callbench.clock import date_of
from callbench.records.calls import AnswerGiven, ComplaintWish
from callbench.records.results import ResultRow
from callbench.store import tables
from callbench.store.rows import rows
from callbench.store.tables import core

_attempt, _answer, _outcome = core(tables.Attempt), core(tables.Answer), core(tables.Outcome)
_agent, _customer, _campaign = core(tables.Agent), core(tables.Customer), core(tables.Campaign)
_script, _follow_up, _complaint = core(tables.ScriptVersion), core(tables.FollowUp), core(tables.Complaint)
_BLOCK = 500  # interviews read at once

# An interview: a complete or partial one by its outcome, or whatever left an answer or a complaint behind.
_IS_INTERVIEW = or_(
    _attempt.c.outcome.in_(select(_outcome.c.key).where(_outcome.c.aapor.in_(("I", "P")))),
    exists().where(_answer.c.attempt_id == _attempt.c.id, _answer.c.state.in_(("given", "refused"))),
    _complaint.c.id.is_not(None),
)
_BOOKED = select(_follow_up.c.due_at).where(_follow_up.c.attempt_id == _attempt.c.id).limit(1).scalar_subquery()
_ROWS = (
    select(
        _attempt.c.id, _attempt.c.business_day, _attempt.c.started_at, _attempt.c.ended_at, _agent.c.name.label("agent"),
        _customer.c.code, _customer.c.name.label("customer"), _attempt.c.e164, _campaign.c.name.label("campaign"),
        _script.c.form_id, _script.c.version, _script.c.hash, _attempt.c.outcome, _attempt.c.note, _BOOKED.label("follow_up_at"),
        _attempt.c.corrected_at, _complaint.c.kind, _complaint.c.urgency, _complaint.c.words,
    )
    .join_from(_attempt, _agent, _agent.c.id == _attempt.c.agent_id)
    .join(_customer, _customer.c.id == _attempt.c.customer_id)
    .join(_campaign, _campaign.c.id == _attempt.c.campaign_id)
    .join(_script, _script.c.id == _attempt.c.script_id)
    .outerjoin(_complaint, _complaint.c.attempt_id == _attempt.c.id)
    .where(_IS_INTERVIEW)
    .order_by(_attempt.c.id)
    .limit(_BLOCK)
)  # fmt: skip
_ANSWERS = select(
    _answer.c.attempt_id, _answer.c.path, _answer.c.question, _answer.c.kind, _answer.c.text, _answer.c.number,
    _answer.c.label, _answer.c.state, _answer.c.measure,
).order_by(_answer.c.attempt_id, _answer.c.path)  # fmt: skip


def scripts_used(connection: Connection, first_day: int | None, last_day: int | None) -> list[str]:
    """The canonical JSON of every script version that attempts of these business days were made with, oldest first."""
    used = exists().where(_attempt.c.script_id == _script.c.id, *_within(first_day, last_day))
    found = select(_script.c.canonical).where(used).order_by(_script.c.form_id, _script.c.created_at, _script.c.id)
    return list(connection.scalars(found))


def instances_asked(connection: Connection, first_day: int | None, last_day: int | None) -> list[tuple[str, str]]:
    """(form_id, path) of every answer of these business days that lies in a repeat, each once."""
    found = (
        select(_script.c.form_id, _answer.c.path)
        .join_from(_answer, _attempt, _attempt.c.id == _answer.c.attempt_id)
        .join(_script, _script.c.id == _attempt.c.script_id)
        .where(_answer.c.path.like("%[%"), *_within(first_day, last_day))
        .distinct()
    )
    return [(form_id, path) for form_id, path in connection.execute(found)]


def results_after(
    connection: Connection, last: UUID | None, first_day: int | None, last_day: int | None
) -> list[ResultRow]:
    """The next interviews of these business days after the key `last`, at most 500, in the order they were begun."""
    wanted = _ROWS.where(*_within(first_day, last_day))
    found: list[Any] = list(rows(connection, wanted if last is None else wanted.where(_attempt.c.id > last)))
    of_these = _ANSWERS.where(_answer.c.attempt_id.in_([one.id for one in found]))
    answers = {
        key: tuple(AnswerGiven(*answer[1:]) for answer in group)
        for key, group in groupby(rows(connection, of_these), key=lambda answer: answer.attempt_id)
    }
    return [_result(one, answers.get(one.id, ())) for one in found]


def _result(one: Any, answers: tuple[AnswerGiven, ...]) -> ResultRow:
    complaint = None if one.kind is None else ComplaintWish(one.kind, one.urgency, one.words)
    about = list(one[2:-4])
    return ResultRow(*[one.id, date_of(one.business_day), *about, answers, complaint, one.corrected_at])


def _within(first_day: int | None, last_day: int | None) -> list[ColumnElement[Any]]:
    conditions: list[ColumnElement[Any]] = []
    if first_day is not None:
        conditions.append(_attempt.c.business_day >= first_day)
    if last_day is not None:
        conditions.append(_attempt.c.business_day <= last_day)
    return conditions
