"""`callbench owner`: whose customers are whose, handed over and taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callbench.cli import base, say
from callbench.cli.cells import columns
from callbench.cli.door import Door
from callbench.cli.meant import meant_customer
from callbench.errors import UsageProblem
from callbench.i18n import N_, _, ngettext
from callbench.rules.words import CLASSES, code_of
from callbench.text import clean

if TYPE_CHECKING:
    from callbench.records.staff import Handover

_NOBODY = "-"


@base.command("list", N_("How many customers everybody has, and how many of them wait; nobody's last."))
def listed(door: Door) -> None:
    """Print one line an agent."""
    from callbench.desk.handover import list_loads

    found = list_loads(door.bench)
    if door.json:
        say.json(
            {
                "owners": [
                    {
                        "owner": load.agent.code if load.agent else None,
                        "customers": load.customers,
                        "waiting": load.waiting,
                    }
                    for load in found
                ]
            }
        )
        return
    rows = [
        (
            load.agent.code if load.agent else _NOBODY, load.agent.name if load.agent else _("nobody's"),
            ngettext("{n} customer", "{n} customers", load.customers).format(n=load.customers),
            _("{n} waiting").format(n=load.waiting),
        )
        for load in found
    ]  # fmt: skip
    say.lines(columns(rows))


@base.command(
    "set",
    N_(
        "Give customers an owner, as a supervisor; of several each next customer goes to who has the fewest. - is nobody."
    ),
)
@base.argument("owners", N_("OWNER…"), N_("Codes or names, or - for nobody."), nargs=-1, required=True)
@base.option("--customer", "words", metavar=N_("CUSTOMER"), multiple=True, said=N_("This one: name, code or number."))
@base.option("--of", "of", metavar=N_("AGENT"), multiple=True, said=N_("Whose customers; - for nobody's."))
@base.option("--class", "classes", metavar=N_("CLASS"), multiple=True, said=N_("Only customers of this class."))
@base.option("--branch", "branches", metavar=N_("BRANCH"), multiple=True, said=N_("Only customers of this branch."))
@base.option("--skill", "skills", metavar=N_("SKILL"), multiple=True, said=N_("Only customers whose calls need this."))
@base.option("--dry-run", is_flag=True, said=N_("Only count."))
@base.agent_option
def set_(
    door: Door, owners: tuple[str, ...], words: tuple[str, ...], of: tuple[str, ...], classes: tuple[str, ...],
    branches: tuple[str, ...], skills: tuple[str, ...], dry_run: bool, agent: str | None,
) -> None:  # fmt: skip
    """Print how many got whom."""
    from callbench.desk.agents import find_agent
    from callbench.desk.handover import give_customers

    bench, supervisor = door.bench, door.agent(agent)
    to = [] if owners == (_NOBODY,) else [find_agent(bench, name) for name in owners]
    found = give_customers(
        bench, supervisor, to, of=[None if name == _NOBODY else find_agent(bench, name).id for name in of],
        classes=[_class(name) for name in classes], branches=branches, skills=skills,
        ids=[meant_customer(door, one).id for one in words], dry_run=dry_run,
    )  # fmt: skip
    _tell(door, found)


@base.command("undo", N_("Take the last change of owners back, as a supervisor."))
@base.agent_option
def undo(door: Door, agent: str | None) -> None:
    """Print how many went back to whom."""
    from callbench.desk.handover import undo_handover

    _tell(door, undo_handover(door.bench, door.agent(agent)))


def _class(name: str) -> str:
    if not (code := code_of(name, CLASSES)):
        raise UsageProblem(
            _("{value!r} does not fit.").format(value=clean(name)), where="--class",
            todo=_("Known: {known}.").format(known=_(", ").join(CLASSES)),
        )  # fmt: skip
    return code


def _tell(door: Door, found: Handover) -> None:
    if door.json:
        say.json({"moved": found.moved, "to": found.to, "dry_run": found.tried})
        return
    head = _("Would get another owner: {n}") if found.tried else _("Got another owner: {n}")
    say.lines([head.format(n=found.moved)])
    say.lines(columns([(code or _NOBODY, str(n)) for code, n in found.to.items()]))
