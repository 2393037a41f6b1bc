"""The bench on a demo shop."""

from __future__ import annotations

from contextlib import suppress

from callbench.cli import base, say
from callbench.cli.bench import need_terminal, show
from callbench.cli.door import Door
from callbench.errors import EXIT_DONE, Conflict, StoreProblem
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
def demo(door: Door, no_open: bool, customers: int, seed: int) -> int:
    """Fill an empty base, then open it."""
    if not no_open:
        need_terminal()
    from dataclasses import asdict

    from callbench.desk.demo import fill_demo, is_demo, is_empty

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
    if door.json:
        say.json({"filled": filled is not None, **(asdict(filled) if filled else {})})
    door.close()
    return EXIT_DONE if no_open else show(door)
