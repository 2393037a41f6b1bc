"""The daily summary: a day or a range of days, of one agent or of all, with the sums that must hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime

from callbench.desk.bench import Bench
from callbench.desk.questions import questions
from callbench.errors import UsageProblem
from callbench.i18n import _
from callbench.records.people import Agent
from callbench.records.summary import AgentDay, Check, Figure, Summary
from callbench.rules.measures import MEASURES, figures
from callbench.rules.tally import SCORED, Score, Tally
from callbench.store import summary as store


def summary(
    bench: Bench, first_day: int | None = None, last_day: int | None = None, agent: Agent | None = None
) -> Summary:
    """The figures of the business days first_day to last_day (YYYYMMDD, inclusive); today when not given.

    With an agent: what that agent did, and the customers reserved for that agent. Without: everyone's lines, and behind
    them one without code and name for the customers who wait for whoever comes first. All is read in one transaction.
    Raises UsageProblem for days that do not exist or are in the wrong order.
    """
    today = bench.today()
    first = today if first_day is None else first_day
    last = first if last_day is None else last_day
    _check_days(first, last)
    with bench.db.read() as connection:
        days = store.Days(first, last, agent.id if agent else None, today)
        counted = store.count(connection, days, bench.learn_outcomes(connection))
    now = bench.clock.now()
    lines = [(person, _tally_of(person, counted, now)) for person in counted.people]
    if agent:
        lines = [line for line in lines if line[0].id == agent.id]
    else:
        lines = [(person, tally) for person, tally in lines if person.state == "active" or _something(tally)]
    shared = sum(tally.attempted for _person, tally in lines) - counted.customers.attempted
    whole = _tally(counted, shared, now)
    measures = figures(whole)
    agents = tuple(AgentDay(p.code, p.name, figures(tally), _outcomes(tally)) for p, tally in lines)
    if nobodys := (0 if agent else counted.waiting.get(None, 0)):
        tally = Tally(counted.classes, {}, waiting=nobodys, planned=nobodys)
        agents += (AgentDay("", "", figures(tally), _outcomes(tally)),)
    return Summary(
        first_day=first,
        last_day=last,
        agent=agent.code if agent else "",
        measures=measures,
        outcomes=_outcomes(whole),
        agents=agents,
        questions=questions(counted.answers, counted.scripts),
        checks=_checks(whole, measures, agents, shared),
    )


def _check_days(first: int, last: int) -> None:
    for day in (first, last):
        try:
            date(day // 10_000, day // 100 % 100, day % 100)
        except ValueError:
            raise UsageProblem(
                _("There is no day {day}.").format(day=day), todo=_("Write a date like 2026-03-05.")
            ) from None
    if first > last:
        raise UsageProblem(_("The first day is after the last one."), todo=_("Name the earlier day first."))


def _tally(counted: store.Counted, shared: int, now: datetime) -> Tally:
    return Tally(
        counted.classes,
        counted.by_outcome,
        calls=counted.calls,
        attempted=counted.customers.attempted,
        waiting=sum(counted.waiting.values()),
        planned=counted.planned,
        ended=counted.customers.ended,
        shared=shared,
        follow_ups=counted.follow_ups,
        complaints=counted.complaints,
        corrected=counted.corrected,
        break_minutes=sum(each.minutes(now) for each in counted.breaks),
        scores=_scores(counted.answers),
    )


def _tally_of(person: Agent, counted: store.Counted, now: datetime) -> Tally:
    outcomes = counted.by_agent.get(person.id, {})
    customers = counted.customers_by_agent.get(person.id, store.Customers(0, 0))
    waiting = counted.waiting.get(person.id, 0)
    return Tally(
        counted.classes,
        outcomes,
        calls=sum(outcomes.values()),
        attempted=customers.attempted,
        waiting=waiting,
        planned=customers.attempted + waiting,
        ended=customers.ended,
        follow_ups=counted.follow_ups_by_agent.get(person.id, 0),
        complaints=counted.complaints_by_agent.get(person.id, 0),
        corrected=counted.corrected_by_agent.get(person.id, 0),
        break_minutes=sum(each.minutes(now) for each in counted.breaks if each.agent_id == person.id),
        scores=counted.scores_by_agent.get(person.id, {}),
    )


def _something(tally: Tally) -> bool:
    """Who left is listed only where there is something to list."""
    return bool(tally.planned or tally.calls or tally.follow_ups or tally.complaints or tally.break_minutes)


def _scores(rows: Iterable[store.AnswerCount]) -> Counter[Score]:
    scores: Counter[Score] = Counter()
    for row in rows:
        if row.measure in SCORED:
            scores[Score(row.measure, row.state, row.number)] += row.n
    return scores


def _outcomes(tally: Tally) -> dict[str, int]:
    """By outcome, in the order they are listed; those that may be chosen and did not happen with 0."""
    counts = {key: tally.outcomes.get(key, 0) for key in tally.classes}
    return {key: n for key, n in counts.items() if n or tally.classes[key].active}


def _checks(whole: Tally, measures: dict[str, Figure], agents: tuple[AgentDay, ...], shared: int) -> tuple[Check, ...]:
    sums = [
        ("outcomes_are_calls", sum(whole.outcomes.values()), whole.calls),
        ("planned_is_called_and_waiting", whole.attempted + whole.waiting, whole.planned),
    ]
    for measure in MEASURES:
        if measure.additive:
            parts = sum(int(line.measures[measure.key].numerator) for line in agents)
            sums.append((f"agents_{measure.key}", parts, int(measures[measure.key].numerator)))
    planned = sum(int(line.measures["planned"].numerator) for line in agents) - shared  # called by two, planned once
    sums.append(("agents_planned", planned, whole.planned))
    answered = sum(int(line.measures["satisfaction"].denominator) for line in agents)
    sums.append(("agents_answers", answered, int(measures["satisfaction"].denominator)))
    return tuple(Check(name, left == right, left, right) for name, left, right in sums)
