"""The bench on a demo shop."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

from callbench.cli import base, say
from callbench.cli.bench import need_terminal, show
from callbench.cli.door import Door
from callbench.clock import ShiftedClock, date_of
from callbench.errors import EXIT_DONE, Conflict, StoreProblem, UsageProblem
from callbench.i18n import N_, _


@base.command(
    "demo", N_("Open the bench on a demo shop. An empty base is filled first; a base with other data is refused.")
)
@base.option("--no-open", is_flag=True, said=N_("Only fill the base."))
@base.option(
    "--customers",
    metavar="N",
    type=base.Number(1, 100_000),
    default=60,
    said=N_("How many customers; 60 when left out."),
)
@base.option(
    "--seed",
    metavar="N",
    type=base.Number(0),
    default=1,
    said=N_("Another number gives another shop; 1 when left out."),
)
@base.option("--fresh", is_flag=True, said=N_("Make a new demo shop; an older one is kept beside it, under its day."))
def demo(door: Door, no_open: bool, customers: int, seed: int, fresh: bool) -> int:
    """Fill an empty base, then open it."""
    if not no_open:
        need_terminal()
    from dataclasses import asdict

    from callbench.desk.demo import fill_demo, is_demo, is_empty

    _begin_anew(door, fresh, ask=not no_open)
    if not no_open:
        _rehearse(door)
    filled = None
    if is_empty(door.bench):
        with suppress(Conflict):  # another program was faster: it is looked at again
            filled = fill_demo(door.bench, customers=customers, seed=seed)
    if filled:
        say.talk(_("The demo shop is ready in {address}").format(address=door.bench.db.address))
    elif not is_demo(door.bench):
        raise StoreProblem(
            _("This base holds data of its own; it was not touched."),
            where=door.bench.db.address,
            todo=_("Name another base for the demo shop: --db demo.db"),
            code="not-empty",
        )
    elif no_open:
        say.talk(_("The demo shop is already in {address}; it was not touched.").format(address=door.bench.db.address))
    if door.json:
        say.json({"filled": filled is not None, **(asdict(filled) if filled else {})})
    door.close()
    return EXIT_DONE if no_open else show(door)


def _begin_anew(door: Door, fresh: bool, *, ask: bool) -> None:
    """Set the demo shop that is there aside, when that is wanted; one of another day may be asked about."""
    from callbench.desk.demo import made_on, set_aside

    day = made_on(door.bench)
    if day is None:
        return
    if door.bench.db.is_postgres:
        if fresh:
            raise UsageProblem(_("Only a demo shop in a file can be made anew."), where="--fresh")
        return
    if not fresh:
        if not ask or day >= door.bench.today():  # made for the working day that comes
            return
        question = _("This demo shop was made on {day}. Enter goes on with it, n makes a new one and keeps this one.")
        say.talk(question.format(day=date_of(day).isoformat()))
        if sys.stdin.readline().strip().casefold() not in ("n", "ｎ"):
            return
    path = Path(door.bench.db.address)
    door.close()
    say.talk(_("The older demo shop is kept in {path}").format(path=set_aside(path, day)))


def _rehearse(door: Door) -> None:
    """Outside calling hours there is nothing to try: the demo then runs by a clock inside them, and the header says so."""
    from callbench.desk.demo import is_demo, is_empty, rehearsed_now

    if door.clock.note or not (is_empty(door.bench) or is_demo(door.bench)):
        return
    moment = rehearsed_now(door.bench)
    if moment is not None:
        door.close()
        now = door.clock.now()
        door.clock = ShiftedClock(moment - now)
        at, real = (each.astimezone(door.settings.zone) for each in (moment, now))
        shown = "%H:%M" if at.date() == real.date() else "%Y-%m-%d %H:%M"
        say.talk(
            _("At {real} nobody may be called; the demo shop opened as if it were {at}.").format(
                real=f"{real:{shown}}", at=f"{at:{shown}}"
            )
        )
