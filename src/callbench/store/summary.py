"""Counting a range of business days: few statements over the covering indexes, each returning plain counts."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    FromClause,
    Select,
    case,
    distinct,
    false,
    func,
    literal_column,
    select,
    union,
)

from callbench.records.breaks import Break
from callbench.records.people import Agent
from callbench.rules.outcomes import Outcomes
from callbench.rules.tally import SCORED, OutcomeClass, Score
from callbench.store import breaks, complaints, corrections, tables
from callbench.store.agents import all_agents
from callbench.store.tables import core

attempt, answer, item = core(tables.Attempt), core(tables.Answer), core(tables.QueueItem)
follow_up, outcome, script = core(tables.FollowUp), core(tables.Outcome), core(tables.ScriptVersion)
_RESUMED = select(outcome.c.key).where(outcome.c.resumes)


class Days(NamedTuple):
    """Business days YYYYMMDD, both inclusive, of one agent or (None) of all. today: the day that is not over yet."""

    first: int
    last: int
    agent: UUID | None
    today: int


class Customers(NamedTuple):
    """Customers (one a campaign) called, and called with a final outcome."""

    attempted: int
    ended: int


class AnswerCount(NamedTuple):
    """How many answers are alike. text: "" for open text, which is not told apart.

    state: as in AnswerGiven, or resumed: the same question was answered again when the call was taken up later.
    """

    script_id: UUID
    path: str
    kind: str
    measure: str
    state: str
    text: str
    number: float | None
    n: int


class Counted(NamedTuple):
    """All that was counted for a summary, in one transaction. Team numbers and agents' numbers come from statements apart."""

    people: tuple[Agent, ...]
    classes: dict[str, OutcomeClass]
    calls: int
    by_outcome: dict[str, int]
    by_agent: dict[UUID, dict[str, int]]
    customers: Customers
    customers_by_agent: dict[UUID, Customers]
    waiting: dict[UUID | None, int]
    planned: int
    follow_ups: int
    follow_ups_by_agent: dict[UUID, int]
    complaints: int
    complaints_by_agent: dict[UUID, int]
    corrected: int
    corrected_by_agent: dict[UUID, int]
    answers: list[AnswerCount]
    scores_by_agent: dict[UUID, dict[Score, int]]
    scripts: dict[UUID, str]
    breaks: tuple[Break, ...]


def count(connection: Connection, days: Days, outcomes: Outcomes) -> Counted:
    """Count everything a summary of the days needs. outcomes: the shop's."""
    classes = {rule.key: OutcomeClass(rule.aapor, rule.contacted, rule.final, rule.active) for rule in outcomes.rules}
    final = [key for key, found in classes.items() if found.final]
    alike = answers(connection, days)
    return Counted(
        all_agents(connection),
        classes,
        calls(connection, days),
        calls_by_outcome(connection, days),
        calls_by_agent(connection, days),
        customers(connection, days, final),
        customers_by_agent(connection, days, final),
        waiting(connection, days),
        planned(connection, days),
        follow_ups(connection, days),
        follow_ups_by_agent(connection, days),
        complaints.raised(connection, days.first, days.last, days.agent),
        complaints.raised_by_agent(connection, days.first, days.last, days.agent),
        corrections.made(connection, days.first, days.last, days.agent),
        corrections.made_by_agent(connection, days.first, days.last, days.agent),
        alike,
        scores_by_agent(connection, days),
        scripts(connection, {row.script_id for row in alike}),
        breaks.of_days(connection, days.first, days.last, days.agent),
    )


def calls(connection: Connection, days: Days) -> int:
    """Attempts of the days."""
    return connection.execute(select(func.count()).select_from(attempt).where(*_called(days))).scalar_one()


def calls_by_outcome(connection: Connection, days: Days) -> dict[str, int]:
    """Attempts of the days by outcome."""
    query = select(attempt.c.outcome, func.count()).where(*_called(days)).group_by(attempt.c.outcome)
    return {key: n for key, n in connection.execute(query)}  # noqa: C416  (rows are no plain tuples)


def calls_by_agent(connection: Connection, days: Days) -> dict[UUID, dict[str, int]]:
    """Attempts of the days by agent and outcome."""
    c = attempt.c
    query = select(c.agent_id, c.outcome, func.count()).where(*_called(days)).group_by(c.agent_id, c.outcome)
    found: dict[UUID, dict[str, int]] = {}
    for agent_id, key, n in connection.execute(query):
        found.setdefault(agent_id, {})[key] = n
    return found


def customers(connection: Connection, days: Days, final: list[str]) -> Customers:
    """Customers called on the days. final: the keys of final outcomes."""
    return Customers(*connection.execute(select(*_customers(final)).where(*_called(days))).one())


def customers_by_agent(connection: Connection, days: Days, final: list[str]) -> dict[UUID, Customers]:
    """Customers each agent called on the days; one whom two agents called is counted with both."""
    query = select(attempt.c.agent_id, *_customers(final)).where(*_called(days)).group_by(attempt.c.agent_id)
    return {agent_id: Customers(*counts) for agent_id, *counts in connection.execute(query)}


def waiting(connection: Connection, days: Days) -> dict[UUID | None, int]:
    """Customers nobody called on the days, whose turn had come and who still waited at the end of the last one.

    By the agent they are reserved for; None: anyone's.
    """
    due = _due(days).subquery()
    called = select(attempt.c.item_id).where(_on(days))
    query = select(due.c.agent_id, func.count()).where(due.c.item_id.not_in(called)).group_by(due.c.agent_id)
    return {agent_id: n for agent_id, n in connection.execute(query)}  # noqa: C416  (rows are no plain tuples)


def waiting_released(connection: Connection, days: Days, now: datetime) -> dict[UUID, int]:
    """Of `waiting` on the last day, by whose they were: those that are anybody's by now, and are given to all when the next
    is taken.
    """
    i = item.c
    called = select(attempt.c.item_id).where(_on(days))
    over = i.released_at.is_not(None), i.released_at <= now, i.due_on <= days.last, i.agent_id.is_not(None)
    query = select(i.agent_id, func.count()).where(literal_column("state = 'open'"), *over, i.id.not_in(called))
    return {agent_id: n for agent_id, n in connection.execute(query.group_by(i.agent_id))}  # noqa: C416


def planned(connection: Connection, days: Days) -> int:
    """Customers called on the days or waiting at the end of the last one, each once."""
    called = select(attempt.c.item_id).where(*_called(days))
    due = _due(days).subquery()
    left = select(due.c.item_id)
    if days.agent:
        by_others = select(attempt.c.item_id).where(_on(days), attempt.c.agent_id != days.agent)
        left = left.where(due.c.item_id.not_in(by_others))
    return connection.execute(select(func.count()).select_from(union(called, left).subquery())).scalar_one()


def follow_ups_by_agent(connection: Connection, days: Days) -> dict[UUID, int]:
    """Follow-ups booked on the days, by who booked them."""
    c = follow_up.c
    query = select(c.made_by, func.count()).where(*_booked(days)).group_by(c.made_by)
    return {agent_id: n for agent_id, n in connection.execute(query)}  # noqa: C416


def follow_ups(connection: Connection, days: Days) -> int:
    """Follow-ups booked on the days."""
    return connection.execute(select(func.count()).select_from(follow_up).where(*_booked(days))).scalar_one()


def answers(connection: Connection, days: Days) -> list[AnswerCount]:
    """Answers of the days' attempts, alike ones counted together."""
    a, given = attempt.c, answer.c
    shown = case((given.kind == "text", ""), else_=given.text)
    alike = a.script_id, given.path, given.kind, given.measure, _state(days), shown, given.number
    query = select(*alike, func.count()).select_from(_answered()).where(*_called(days)).group_by(*alike)
    return [AnswerCount(*row) for row in connection.execute(query)]


def scores_by_agent(connection: Connection, days: Days) -> dict[UUID, dict[Score, int]]:
    """Answers to the questions of SCORED measures, by agent."""
    alike = attempt.c.agent_id, answer.c.measure, _state(days), answer.c.number
    query = (
        select(*alike, func.count())
        .select_from(_answered())
        .where(*_called(days), answer.c.measure.in_(SCORED))
        .group_by(*alike)
    )
    found: dict[UUID, dict[Score, int]] = {}
    for agent_id, measure, state, number, n in connection.execute(query):
        found.setdefault(agent_id, {})[Score(measure, state, number)] = n
    return found


def scripts(connection: Connection, ids: set[UUID]) -> dict[UUID, str]:
    """The canonical JSON of scripts, newest first."""
    query = select(script.c.id, script.c.canonical).where(script.c.id.in_(ids)).order_by(script.c.created_at.desc())
    return {script_id: canonical for script_id, canonical in connection.execute(query)}  # noqa: C416


def _on(days: Days) -> ColumnElement[bool]:
    return attempt.c.business_day.between(days.first, days.last)


def _called(days: Days) -> list[ColumnElement[bool]]:
    return [_on(days)] + ([attempt.c.agent_id == days.agent] if days.agent else [])


def _booked(days: Days) -> list[ColumnElement[bool]]:
    c = follow_up.c
    return [c.made_on.between(days.first, days.last)] + ([c.made_by == days.agent] if days.agent else [])


def _customers(final: list[str]) -> tuple[ColumnElement[int], ColumnElement[int]]:
    c = attempt.c
    return func.count(distinct(c.item_id)), func.count(distinct(case((c.outcome.in_(final), c.item_id))))


def _answered() -> FromClause:
    return attempt.join(answer, answer.c.attempt_id == attempt.c.id)


def _state(days: Days) -> ColumnElement[str]:
    return case((_resumed(days), "resumed"), else_=answer.c.state)


def _resumed(days: Days) -> ColumnElement[bool]:
    """The call was taken up again on the days, with this answer in it: an interview counts each question once."""
    later, again = attempt.alias("later"), answer.alias("again")
    taken_up = (
        select(later.c.id)
        .select_from(later.join(again, again.c.attempt_id == later.c.id))
        .where(
            later.c.item_id == attempt.c.item_id,
            later.c.nth > attempt.c.nth,
            later.c.business_day <= days.last,
            again.c.path == answer.c.path,
        )
        .exists()
    )
    return attempt.c.outcome.in_(_RESUMED) & taken_up


def _due(days: Days) -> CompoundSelect[tuple[UUID, UUID | None]] | Select[tuple[UUID, UUID | None]]:
    """Items whose turn had come by the end of the last day and that were not closed then, called or not.

    What an item waited for stands on it until it is called, and on the attempt afterwards (attempt.due_on).
    """
    i, a = item.c, attempt.c
    last = min(days.last, days.today)
    own = [i.agent_id == days.agent] if days.agent else []
    columns = i.id.label("item_id"), i.agent_id
    # Literals, or the partial index is not used. Who has no number (parked) cannot be called and does not wait.
    open_now = select(*columns).where(
        i.state != literal_column("'done'"), i.state != literal_column("'parked'"), i.due_on <= last, *own
    )
    if days.first > days.today:
        return open_now.where(false())
    if last == days.today:
        return open_now
    there = [i.created_on <= last, *own]
    called_later = (
        select(*columns)
        .select_from(attempt.join(item, i.id == a.item_id))
        .where(a.business_day > last, a.due_on <= last, *there)
    )
    closed_later = select(*columns).where(
        i.state == literal_column("'done'"), i.closed_on > last, i.due_on <= last, *there
    )
    return union(open_now.where(*there), called_later, closed_later)
