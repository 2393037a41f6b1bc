"""`callbench complaints`: what customers complained of, and until when they are to be answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callbench.cli import base, say
from callbench.cli.cells import columns
from callbench.cli.door import Door
from callbench.clock import wall_time
from callbench.errors import UsageProblem
from callbench.i18n import N_, _

if TYPE_CHECKING:
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


def _row(door: Door, complaint: Complaint) -> tuple[str, ...]:
    from callbench.cli.cards import complaint_words

    zone = door.settings.zone
    return (
        wall_time(complaint.raised_at, zone),
        complaint.customer_name or _("(no name)"),
        complaint.owner_name or "-",
        complaint_words(complaint, zone, door.clock.now()),
    )
