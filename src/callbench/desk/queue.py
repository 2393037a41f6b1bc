"""Today's queue as a list, and how far the day is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from callbench.desk.bench import Bench
from callbench.desk.why import may_be_called
from callbench.errors import UsageProblem
from callbench.i18n import _
from callbench.records.calls import DayProgress, QueuePage
from callbench.records.people import Agent
from callbench.records.queue_filter import Named, Offered, QueueFilter
from callbench.rules.queue_filter import read_filter
from callbench.rules.words import GROUPS, code_of
from callbench.store import agents, drafts, queue, summary
from callbench.store.queue_filter import campaigns_offered
from callbench.store.stopping import Stop as Stop
from callbench.text import clean, nearest
from callbench.values.problem import ValueProblem

_MOST = 1_000
_LONGEST = 200


def queue_page(
    bench: Bench, agent: Agent | None = None, *, start: int = 0, size: int = 200, group: str = "", text: str = "",
    count: bool = True, stop: Stop | None = None,
) -> QueuePage:  # fmt: skip
    """Rows start+1 … start+size of the queue in the order it is dealt, with the count of every group over the whole queue.

    Every item is in one group, and stands there:
    interrupted: held by this agent, or begun by them and callable now; the one in hand first, then the latest.
    agreed: a callback agreed for today or before; those whose time has come with the one closest to now first, then
    those to come by time. `due_at` is what was agreed, also where the call was given back.
    overdue, due, untouched: may be called, its turn came on an earlier day, or today and it was called before, or not
    yet. They stand among each other as they are dealt: complaints whose confirmation is overdue, then by priority,
    attempts, time.
    later: its time is still to come, whatever its day: those whose day has come (put off since) first, then by time.
    held: in somebody else's hand · parked: no number, to be supplemented · done: closed today, the latest first.
    So the first line that may be called now (by this agent, in its customer's hours) is the one dealt next.
    group: only this one, by its code or its name in either language. text: a filter as `rules.queue_filter` reads it;
    what is no condition is part of a name, a code or a number (three digits and more). count: False leaves out total and
    counts, which may take long with a filter. stop: ends it, with `Stopped`.
    """
    start, size = max(0, start), min(max(1, size), _MOST)
    with bench.db.read() as connection, (stop or Stop()).over(connection):
        only = _filter_of(bench, connection, text)
        groups = _groups_of(group, only)
        seen = _seen(bench, connection, agent, only, stop)
        if not count:
            return QueuePage(seen.page(groups, start, size), start, 0, told=only.told, counted=False)
        matching = seen.counts()
        found = seen.page(groups, start, size, matching)
        asked = replace(only, groups=())
        counts = matching if asked.is_empty else _seen(bench, connection, agent, QueueFilter(), stop).counts()
    return QueuePage(found, start, sum(matching[name] for name in groups), counts, only.told)


def items_that_match(bench: Bench, agent: Agent | None, *, group: str = "", text: str = "", most: int) -> list[UUID]:
    """The items a filter leaves, in the order they are dealt, at most `most`. group, text: as for `queue_page`."""
    with bench.db.read() as connection:
        only = _filter_of(bench, connection, text)
        return _seen(bench, connection, agent, only, None).ids(_groups_of(group, only), most)


def offered(bench: Bench) -> Offered:
    """What a filter may name: campaigns, those that run first, and agents."""
    with bench.db.read() as connection:
        return _offered(connection)


def read_text(bench: Bench, text: str) -> QueueFilter:
    """The filter that is typed; one that cannot be read asks for nothing."""
    with bench.db.read() as connection:
        try:
            return _filter_of(bench, connection, text)
        except UsageProblem:
            return QueueFilter()


def _filter_of(bench: Bench, connection: Any, text: str) -> QueueFilter:
    """The filter that is typed. Raises UsageProblem for what there is not."""
    typed = clean(text, limit=_LONGEST)
    named = _offered(connection) if ":" in typed or "：" in typed else Offered()
    try:
        return read_filter(typed, named, bench.today())
    except ValueProblem as problem:
        raise UsageProblem(problem.message, code=problem.code) from None


def _groups_of(group: str, only: QueueFilter) -> tuple[str, ...]:
    """The groups to show. group: a code or a name, "" for those of the filter. Raises UsageProblem."""
    code = code_of(group, GROUPS) if group else ""
    if group and not code:
        raise UsageProblem(
            _("There is no group {name!r} in the queue.").format(name=clean(group)),
            todo=_("The nearest is {nearest}; known: {known}.").format(
                nearest=nearest(group, GROUPS, alike=0), known=_(", ").join(GROUPS)
            ),
        )
    return tuple(name for name in GROUPS if code in ("", name) and (not only.groups or name in only.groups))


def _seen(bench: Bench, connection: Any, agent: Agent | None, only: QueueFilter, stop: Stop | None) -> queue.Queue:
    begun = [] if agent is None else _interrupted(bench, connection, agent)
    return queue.Queue(connection, bench.clock.now(), bench.today(), begun, only, stop)


def _interrupted(bench: Bench, connection: Any, agent: Agent) -> list[UUID]:
    """The items of the agent's unfinished calls that would go on now: the one in hand, and what `why` lets be called."""
    now = bench.clock.now()
    return [
        one.item_id
        for one in drafts.of_agent(connection, agent.id).drafts
        if may_be_called(bench, connection, agent.id, one.customer_id, one.item_id, now)
    ]


def _offered(connection: Any) -> Offered:
    people = tuple(Named(who.id, who.code, who.name) for who in agents.all_agents(connection))
    return Offered(campaigns_offered(connection), people)


def day_progress(bench: Bench, agent: Agent | None = None) -> DayProgress:
    """The business day so far: an agent's, or everyone's.

    planned: customers called, and those who wait today for this agent or for whoever comes first (a summary counts those
    with nobody, so that agents add up to the team).
    """
    today = bench.today()
    days = summary.Days(today, today, None if agent is None else agent.id, today)
    with bench.db.read() as connection:
        outcomes = summary.calls_by_outcome(connection, days)
        if outcomes.keys() - bench.outcomes.keys():  # somebody else ended a call with one that is new
            bench.learn_outcomes(connection)
        called = summary.customers(connection, days, [])
        waiting = summary.waiting(connection, days._replace(agent=None))
        released = summary.waiting_released(connection, days, bench.clock.now())
        follow_ups = summary.follow_ups(connection, days)
    mine = sum(n for whose, n in waiting.items() if agent is None or whose in (None, agent.id))
    mine += sum(n for whose, n in released.items() if agent is not None and whose != agent.id)
    return DayProgress(
        planned=called.attempted + mine,
        attempted=called.attempted,
        calls=sum(outcomes.values()),
        reached=sum(n for key, n in outcomes.items() if bench.outcomes[key].contacted),
        completed=sum(n for key, n in outcomes.items() if bench.outcomes[key].completes),
        follow_ups=follow_ups,
    )
