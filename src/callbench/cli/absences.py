"""`callbench absence`: who is away, and who stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from callbench.cli import base, say
from callbench.cli.cells import columns
from callbench.cli.days import read_day_word
from callbench.cli.door import Door
from callbench.clock import date_of
from callbench.i18n import N_, _

if TYPE_CHECKING:
    from callbench.records.staff import AbsenceLine


@base.command("list", N_("Who is away today or will be, and who stands in."))
def listed(door: Door) -> None:
    """Print one line an absence."""
    from callbench.desk.absences import list_absences

    found = list_absences(door.bench)
    if door.json:
        say.json({"absences": [_shape(one) for one in found]})
    else:
        say.lines(columns([_row(one) for one in found]))


@base.command("add", N_("Somebody is away, as a supervisor; without a stand-in everybody makes their calls."))
@base.argument("who", N_("WHO"), N_("Code or name."))
@base.argument("first", N_("DAY"), N_("The first day: 2026-03-05, today."))
@base.argument("last", N_("LAST"), N_("The last day; the first one when left out."), required=False)
@base.option("--stand-in", metavar=N_("AGENT"), said=N_("Who makes their calls meanwhile."))
@base.option("--reason", metavar=N_("TEXT"), default="", said=N_("Why."))
@base.agent_option
def add(
    door: Door, who: str, first: str, last: str | None, stand_in: str | None, reason: str, agent: str | None
) -> None:
    """Print the absence."""
    from callbench.desk.absences import add_absence
    from callbench.desk.agents import find_agent

    bench, today = door.bench, door.bench.today()
    begins = read_day_word(first, today, _("DAY"))
    ends = begins if last is None else read_day_word(last, today, _("LAST"))
    other = None if stand_in is None else find_agent(bench, stand_in)
    _tell(door, add_absence(bench, door.agent(agent), find_agent(bench, who), begins, ends, other, reason))


@base.command("end", N_("Somebody is back from today on, as a supervisor; an absence to come is taken back."))
@base.argument("who", N_("WHO"), N_("Code or name."))
@base.agent_option
def end(door: Door, who: str, agent: str | None) -> None:
    """Print the absence as it was."""
    from callbench.desk.absences import end_absence
    from callbench.desk.agents import find_agent

    _tell(door, end_absence(door.bench, door.agent(agent), find_agent(door.bench, who)))


def _tell(door: Door, found: AbsenceLine) -> None:
    if door.json:
        say.json(_shape(found))
    else:
        say.lines(columns([_row(found)]))


def _row(one: AbsenceLine) -> tuple[str, ...]:
    days = f"{date_of(one.first_day)} - {date_of(one.last_day)}"
    return one.agent, one.agent_name, days, one.stand_in_name or _("everybody stands in"), one.reason or "-"


def _shape(one: AbsenceLine) -> dict[str, Any]:
    return {
        "id": one.id, "agent": one.agent, "first_day": one.first_day, "last_day": one.last_day,
        "stand_in": one.stand_in or None, "reason": one.reason,
    }  # fmt: skip
