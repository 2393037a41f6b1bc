"""The demo shop: a beauty salon and a courier's branch to try the bench on, and the question whether a base is one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from importlib.resources import as_file
from itertools import count
from pathlib import Path

from callbench.clock import date_of
from callbench.desk.bench import Bench
from callbench.errors import Conflict, UsageProblem
from callbench.i18n import _
from callbench.rules.hours import calling_hours
from callbench.store import agents as store_agents
from callbench.store import demo, events

_TEN = time(10)


@dataclass(frozen=True, slots=True)
class DemoFilled:
    """How much was put in."""

    agents: int
    customers: int
    items: int
    calls: int
    answers: int
    follow_ups: int


def is_empty(bench: Bench) -> bool:
    """Nobody is kept here yet: no customer and no agent."""
    with bench.db.read() as connection:
        return demo.is_empty(connection)


def is_demo(bench: Bench) -> bool:
    """Whether this base was filled with the demo shop."""
    with bench.db.read() as connection:
        return demo.is_demo(connection)


def fill_demo(bench: Bench, *, customers: int = 60, seed: int = 1) -> DemoFilled:
    """Fill an empty base with the demo shop, told relative to the bench's clock; the same seed makes the same shop.

    Raises UsageProblem for a number of customers that cannot be made, Conflict when the base is not empty.
    """
    # Only filling needs these; the screens ask is_empty at every start.
    from callbench.demo.calls import MAX_ATTEMPTS
    from callbench.demo.samples import SAMPLES
    from callbench.demo.shop import Shop
    from callbench.demo.words import AGENTS, BUSINESSES, MOST
    from callbench.desk.scripts import import_script
    from callbench.script.model import script_from_json

    if not 1 <= customers <= MOST:
        raise UsageProblem(_("The demo shop has from 1 to {most} customers.").format(most=MOST))
    if not is_empty(bench):
        raise _not_empty(bench)
    # Scripts alone leave a base empty in the sense above: when this ends here, the next one begins anew.
    for business in BUSINESSES:
        with as_file(SAMPLES[business.form_id].workbook) as path:
            import_script(bench, path)
    now, today = bench.clock.now(), bench.today()
    shop = Shop(now, date_of(today), bench.settings, customers, seed)
    with bench.db.write() as connection:
        if not demo.is_empty(connection):  # another program has filled it meanwhile
            raise _not_empty(bench)
        agents = {code: store_agents.add(connection, code, name, role, now) for code, name, role in AGENTS}
        stored = {business.form_id: demo.script(connection, business.form_id) for business in BUSINESSES}
        scripts = {form_id: script_from_json(canonical) for form_id, (_id, canonical) in stored.items()}
        of_campaign = {campaign.id: stored[campaign.form_id][0] for campaign in shop.campaigns.values()}
        for campaign in shop.campaigns.values():
            demo.add_campaign(connection, campaign, of_campaign[campaign.id], MAX_ATTEMPTS, shop.opened_at)
        written = demo.add_people(connection, shop.people(agents, scripts), of_campaign, bench.day_of)
        demo.mark(connection, seed)
        events.record(connection, now, None, demo.FILLED, "base", None, {"seed": seed, "customers": customers})
    return DemoFilled(len(agents), *written)


def made_on(bench: Bench) -> int | None:
    """The business day a demo shop was made on, YYYYMMDD; None for another base."""
    with bench.db.read() as connection:
        at = demo.made_at(connection)
    return None if at is None else bench.day_of(at)


def rehearsed_now(bench: Bench) -> datetime | None:
    """The moment to try a demo shop at when nobody may be called now; None inside the shop's calling hours.

    It is ten o'clock of this business day, or of the next working day, (or when the shop opens, if that is closed), or the end
    of the last rehearsal, in UTC.
    """
    hours = calling_hours(bench.settings, bench.settings.zone.key)
    if hours.is_open(bench.clock.now()):
        return None
    begins = _TEN if hours.opens <= _TEN < hours.closes else hours.opens
    day = date_of(bench.today())
    while not hours.is_workday(day):
        day += timedelta(days=1)
    start = hours.next_open(datetime.combine(day, begins, bench.settings.zone).astimezone(UTC))
    with bench.db.read() as connection:
        last = demo.last_at(connection)
    return last if last is not None and last > start and hours.is_open(last) else start


def set_aside(path: Path, day: int) -> Path:
    """Give a demo shop of an earlier day, which nobody has open, a name with its day. Returns where it is kept.

    Raises Conflict when another program has it open.
    """
    if any(path.with_name(path.name + ending).exists() for ending in ("-wal", "-shm")):
        raise Conflict(
            _("This demo shop is open in another window."), where=str(path), todo=_("Leave it there, then try again.")
        )
    named = f"{path.stem}-{date_of(day).isoformat()}"
    kept = next(
        found
        for n in count(1)
        if not (found := path.with_name(f"{named}{f'-{n}' if n > 1 else ''}{path.suffix}")).exists()
    )
    path.rename(kept)
    return kept


def _not_empty(bench: Bench) -> Conflict:
    return Conflict(
        _("This base is not empty; the demo shop was not put into it."),
        where=bench.db.address,
        todo=_("Name another base: callbench demo --db demo.db."),
    )
