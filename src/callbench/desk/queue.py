"""Today's queue as a list, and how far the day is."""

from __future__ import annotations

from callbench.desk.bench import Bench
from callbench.errors import UsageProblem
from callbench.i18n import _
from callbench.records.calls import DayProgress, QueuePage
from callbench.records.people import Agent
from callbench.rules.hours import calling_hours
from callbench.rules.words import GROUPS, code_of
from callbench.store import queue, summary
from callbench.text import clean, nearest

_MOST = 1_000


def queue_page(
    bench: Bench, agent: Agent | None = None, *, start: int = 0, size: int = 200, group: str = "", text: str = ""
) -> QueuePage:
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
    group: only this one, by its code or its name in either language. text: only customers whose name, code or number
    (three digits and more) holds it.
    """
    code = code_of(group, GROUPS) if group else ""
    if group and not code:
        raise UsageProblem(
            _("There is no group {name!r} in the queue.").format(name=clean(group)),
            todo=_("The nearest is {nearest}; known: {known}.").format(
                nearest=nearest(group, GROUPS, alike=0), known=_(", ").join(GROUPS)
            ),
        )
    start, size, wanted = max(0, start), min(max(1, size), _MOST), clean(text, limit=100)
    now, today, who = bench.clock.now(), bench.today(), None if agent is None else agent.id

    def is_open(zone: str) -> bool:
        return calling_hours(bench.settings, zone).is_open(now)

    with bench.db.read() as connection:
        seen = queue.Queue(connection, now, today, who, wanted, is_open)
        matching = seen.counts()
        groups = (code,) if code else tuple(GROUPS)
        found = seen.page(matching, groups, start, size)
        counts = queue.Queue(connection, now, today, who, "", is_open).counts() if wanted else matching
    return QueuePage(found, start, sum(matching[name] for name in groups), counts)


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
        follow_ups = summary.follow_ups(connection, days)
    mine = sum(n for whose, n in waiting.items() if agent is None or whose in (None, agent.id))
    return DayProgress(
        planned=called.attempted + mine,
        attempted=called.attempted,
        calls=sum(outcomes.values()),
        reached=sum(n for key, n in outcomes.items() if bench.outcomes[key].contacted),
        completed=sum(n for key, n in outcomes.items() if bench.outcomes[key].completes),
        follow_ups=follow_ups,
    )
