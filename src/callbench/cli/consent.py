"""`callbench consent`: what a customer agreed to be called for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from callbench.cli import base, say
from callbench.cli.cells import columns
from callbench.cli.days import read_day_word
from callbench.cli.door import Door
from callbench.cli.meant import meant_customer
from callbench.clock import wall_time
from callbench.errors import UsageProblem
from callbench.i18n import N_, _

if TYPE_CHECKING:
    from datetime import datetime

    from callbench.records.brakes import ConsentLine

_STATES = {"given": N_("given"), "withdrawn": N_("withdrawn")}
_WHAT = {"give": "given", "withdraw": "withdrawn"}


@base.command(
    "consent",
    N_("What a customer agreed to be called for; give or withdraw keeps one more word of theirs."),
)
@base.argument("words", N_("CUSTOMER"), N_("Part of the name, the code, or digits of a number."))
@base.argument("what", "give|withdraw", type=base.Choice(tuple(_WHAT)), required=False)
@base.option("--for", "purpose", metavar=N_("PURPOSE"), default="", said=N_("What it is for, as a campaign names it."))
@base.option("--how", metavar=N_("TEXT"), default="", said=N_("How it was given: signed, on the phone …"))
@base.option("--until", metavar=N_("DAY"), said=N_("The last day it holds; until it is withdrawn when left out."))
@base.option("--evidence", metavar=N_("TEXT"), default="", said=N_("Where it can be seen: form 214, recording …"))
@base.agent_option
def consent(
    door: Door, words: str, what: str | None, purpose: str, how: str, until: str | None, evidence: str,
    agent: str | None,
) -> None:  # fmt: skip
    """Print everything that is kept of the customer, the latest first."""
    from callbench.desk import consents

    if what is None and (purpose or how or until or evidence):
        raise UsageProblem(_("What is to be kept is not said."), todo=_("Write give or withdraw behind the customer."))
    meant = meant_customer(door, words)
    if what is None:
        found = consents.consents_of(door.bench, meant.id)
    else:
        last = None if until is None else read_day_word(until, door.bench.today(), "--until")
        found = consents.record_consent(
            door.bench, door.agent(agent), meant.id, _WHAT[what], purpose, how=how, until=last, evidence=evidence
        )
    now = door.clock.now()
    if door.json:
        say.json({"customer": meant.id, "consents": [_shape(line, found, now) for line in found]})
    elif found:
        say.lines(columns([_row(door, line) for line in found]))
    else:
        say.lines([_("{name} has agreed to nothing yet.").format(name=meant.name or _("(no name)"))])


def _row(door: Door, line: ConsentLine) -> tuple[str, ...]:
    zone = door.settings.zone
    until = "" if line.until is None else _("until {day}").format(day=wall_time(line.until, zone))
    return (
        line.purpose, _(_STATES[line.state]), wall_time(line.at, zone), until, line.how or "-", line.recorded_by or "-",
        line.evidence.replace("\n", " / "),
    )  # fmt: skip


def _shape(line: ConsentLine, lines: tuple[ConsentLine, ...], now: datetime) -> dict[str, Any]:
    from callbench.desk.consents import holds

    latest = next(one for one in lines if one.purpose == line.purpose)
    return {
        "for": line.purpose, "state": line.state, "how": line.how, "at": line.at, "until": line.until,
        "evidence": line.evidence, "by": line.recorded_by or None, "holds": line is latest and holds(line, now),
    }  # fmt: skip
