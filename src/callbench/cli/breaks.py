"""`callbench break`: going away for a while and coming back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callbench.cli import base, say
from callbench.cli.cells import columns
from callbench.cli.days import read_days
from callbench.cli.door import Door
from callbench.clock import wall_time
from callbench.i18n import N_, _, ngettext
from callbench.rules.words import BREAKS

if TYPE_CHECKING:
    from callbench.records.breaks import Break

_DAY = N_("DAY")


@base.command("start", N_("Go on a break: nobody is dealt until it ends. A call in hand is saved or given back first."))
@base.argument("reason", N_("REASON"), N_("meal, rest, meeting, training or other_work; or its name."))
@base.agent_option
def start(door: Door, reason: str, agent: str | None) -> None:
    """Print the break."""
    from callbench.desk.breaks import start_break

    begun = start_break(door.bench, door.agent(agent), reason)
    _tell(door, begun, _("Break: {reason}, since {time}.").format(**_words(door, begun)))


@base.command("end", N_("Come back from a break."))
@base.agent_option
def end(door: Door, agent: str | None) -> None:
    """Print the break as it was."""
    from callbench.desk.breaks import end_break

    ended = end_break(door.bench, door.agent(agent))
    _tell(door, ended, _("Back from the break: {reason}, {length}.").format(**_words(door, ended)))


@base.command("list", N_("Breaks of a day, the earliest first; they count to the day they began."))
@base.option("--date", metavar=_DAY, said=N_("One day: 2026-03-05, today or yesterday."))
@base.option("--from", "first", metavar=_DAY, said=N_("First day of a range."))
@base.option("--to", "last", metavar=_DAY, said=N_("Last day of a range; today when it is left out."))
@base.agent_option
def listed(door: Door, date: str | None, first: str | None, last: str | None, agent: str | None) -> None:
    """Print one line a break."""
    from callbench.desk.breaks import breaks_of_days

    start_day, end_day = read_days(date, first, last, door.bench.today())
    found = breaks_of_days(door.bench, start_day, end_day, door.agent_named(agent))
    if door.json:
        from callbench.cli.shapes import break_shape

        say.json({"breaks": [break_shape(each, door.clock.now()) for each in found]})
        return
    say.lines(columns([_row(door, each) for each in found]))


def _tell(door: Door, found: Break, words: str) -> None:
    if door.json:
        from callbench.cli.shapes import break_shape

        say.json(break_shape(found, door.clock.now()))
    else:
        say.lines([words])


def _words(door: Door, found: Break) -> dict[str, str]:
    minutes = found.minutes(door.clock.now())
    return {
        "reason": _(BREAKS.get(found.reason, found.reason)),
        "time": wall_time(found.started_at, door.settings.zone),
        "length": ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes),
    }


def _row(door: Door, found: Break) -> tuple[str, ...]:
    words = _words(door, found)
    until = _("still away") if found.ended_at is None else wall_time(found.ended_at, door.settings.zone)
    return words["time"], until, found.agent_name, words["reason"], words["length"]
