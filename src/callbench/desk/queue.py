"""Today's queue as a list, and how far the day is."""

from __future__ import annotations

import difflib

from callbench.desk.bench import Bench
from callbench.errors import UsageProblem
from callbench.i18n import N_, _
from callbench.records.calls import DayProgress, QueuePage
from callbench.records.people import Agent
from callbench.rules.outcomes import BY_KEY
from callbench.store import queue, summary
from callbench.text import clean

GROUP_LABELS = {
    "interrupted": N_("Interrupted"),
    "agreed": N_("Agreed"),
    "overdue": N_("Overdue"),
    "due": N_("Due again"),
    "untouched": N_("Not called yet"),
    "later": N_("Later"),
    "held": N_("In hand"),
    "parked": N_("To be supplemented"),
    "done": N_("Done"),
}
_MOST = 1_000


def queue_page(
    bench: Bench, agent: Agent | None = None, *, start: int = 0, size: int = 200, group: str = "", text: str = ""
) -> QueuePage:
    """Rows start+1 … start+size of the queue, group after group, with the count of every group over the whole queue.

    Every item is in one group: interrupted: this agent's unfinished call · agreed: a callback agreed for today or
    before · overdue: its turn came on an earlier day · due: called before, may be called again now · untouched: due
    today, not called yet · later: its time is still to come · held: in somebody else's hand · parked: no number, to be
    supplemented · done: closed today. overdue, due and untouched stand in the order they are taken, the others by time.
    group: only this one; text: only customers whose name, code or number (three digits and more) holds it.
    """
    if group and group not in GROUP_LABELS:
        nearest = difflib.get_close_matches(group, GROUP_LABELS, 1, 0)[0]
        raise UsageProblem(
            _("There is no group {name!r} in the queue.").format(name=clean(group)),
            todo=_("The nearest is {nearest}; known: {known}.").format(nearest=nearest, known=", ".join(GROUP_LABELS)),
        )
    start, size, wanted = max(0, start), min(max(1, size), _MOST), clean(text, limit=100)
    now, today, who = bench.clock.now(), bench.today(), None if agent is None else agent.id
    with bench.db.read() as connection:
        seen = queue.Queue(connection, now, today, who, wanted)
        matching = seen.counts()
        groups = (group,) if group else queue.GROUPS
        found = seen.page(matching, groups, start, size)
        counts = queue.Queue(connection, now, today, who, "").counts() if wanted else matching
    return QueuePage(found, start, sum(matching[name] for name in groups), counts)


def day_progress(bench: Bench, agent: Agent | None = None) -> DayProgress:
    """The business day so far: an agent's, or everyone's."""
    today = bench.today()
    days = summary.Days(today, today, None if agent is None else agent.id, today)
    with bench.db.read() as connection:
        outcomes = summary.calls_by_outcome(connection, days)
        called = summary.customers(connection, days, [])
        planned, follow_ups = summary.planned(connection, days), summary.follow_ups(connection, days)
    return DayProgress(
        planned=planned,
        attempted=called.attempted,
        calls=sum(outcomes.values()),
        reached=sum(n for key, n in outcomes.items() if BY_KEY[key].contacted),
        completed=outcomes.get("completed", 0),
        follow_ups=follow_ups,
    )
