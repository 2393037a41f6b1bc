"""`callbench complaints` and `complaint solve`: what customers complained of, until when they are answered, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callbench.cli import base, say
from callbench.cli.cells import columns
from callbench.cli.door import Door
from callbench.clock import wall_time
from callbench.errors import UsageProblem
from callbench.i18n import N_, _

if TYPE_CHECKING:
    from uuid import UUID

    from callbench.records.people import Complaint


@base.command("complaints", N_("Open complaints, what is due first on top; all of them, the newest first, with --all."))
@base.agent_option
@base.option("--open", "waiting", is_flag=True, said=N_("Only those that are open, as without this word."))
@base.option("--all", "everything", is_flag=True, said=N_("Also those that are closed."))
def complaints(door: Door, agent: str | None, waiting: bool, everything: bool) -> None:
    """Print one line a complaint: those an agent sees to, or all."""
    from callbench.desk.complaints import list_complaints

    if waiting and everything:
        raise UsageProblem(_("--open and --all together mean nothing."), todo=_("Leave one out."))
    found = list_complaints(door.bench, door.agent_named(agent), open_only=not everything)
    if door.json:
        from callbench.cli.shapes import complaint_shape

        say.json({"complaints": [complaint_shape(complaint) for complaint in found]})
    else:
        say.lines(columns([_row(door, complaint) for complaint in found]))


@base.command("solve", N_("A complaint has a solution: the customer is called to confirm it."))
@base.argument("words", N_("COMPLAINT"), N_("Its id, or the customer: part of the name, the code, digits of a number."))
@base.option("--solution", metavar=N_("TEXT"), default="", said=N_("What was done; needed, and told in that call."))
@base.agent_option
def solve(door: Door, words: str, solution: str, agent: str | None) -> None:
    """Print until when the customer is to be called."""
    from callbench.desk.confirming import solve_complaint

    who = door.agent(agent)
    complaint_id = _meant(door, words)
    due_by = solve_complaint(door.bench, who, complaint_id, solution)
    if door.json:
        say.json({"complaint": complaint_id, "state": "solved", "confirm_by": due_by})
    else:
        shown = wall_time(due_by, door.settings.zone)
        say.lines([_("Solved. The customer is called to confirm it, until {time}.").format(time=shown)])


def _meant(door: Door, words: str) -> UUID:
    """The complaint with this id, or the one complaint of this customer that is to be solved."""
    from uuid import UUID

    from callbench.cli.meant import meant_customer
    from callbench.desk import customers
    from callbench.rules.complaints import TO_SOLVE

    try:
        return UUID(words)
    except ValueError:
        who = meant_customer(door, words)
    found = [one for one in customers.history(door.bench, who.id).complaints if one.state in TO_SOLVE]
    if len(found) == 1:
        return found[0].id
    if not found:
        raise UsageProblem(_("{name} has no complaint to be solved.").format(name=who.name or _("(no name)")))
    raise UsageProblem(
        _("{name} has several complaints to be solved.").format(name=who.name or _("(no name)")),
        todo=_("Name one by its id: {ids}.").format(ids=_(", ").join(str(one.id) for one in found)),
        code="several",
    )


def _row(door: Door, complaint: Complaint) -> tuple[str, ...]:
    from callbench.cli.cards import complaint_words

    zone = door.settings.zone
    return (
        wall_time(complaint.raised_at, zone),
        complaint.customer_name or _("(no name)"),
        complaint.owner_name or "-",
        complaint_words(complaint, zone, door.clock.now()),
    )
