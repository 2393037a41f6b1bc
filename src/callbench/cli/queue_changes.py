"""`callbench queue set` and `undo`: many items of the queue changed at once, counted first, taken back whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from callbench.cli import base, say
from callbench.cli.door import Door
from callbench.errors import UsageProblem
from callbench.i18n import N_, _
from callbench.text import clean

if TYPE_CHECKING:
    from callbench.records.people import Agent
    from callbench.records.queue_changes import Change, Changed

_SWITCHES = {"free": "--to-anyone", "raise": "--raise", "lower": "--lower", "park": "--aside", "unpark": "--back"}


@base.command("set", N_("Change many customers of the queue at once; those that stay are named with the reason."))
@base.argument("items", N_("ITEM…"), N_("These items; or say which with --group and --find."), nargs=-1)
@base.option("--group", metavar=N_("GROUP"), default="", said=N_("All of this group."))
@base.option(
    "--find", metavar=N_("FILTER"), default="", said=N_("All that this filter leaves: class:key tries:0, words …")
)
@base.option("--to", metavar=N_("AGENT"), default="", said=N_("Hand them to this agent."))
@base.option("--to-anyone", is_flag=True, said=N_("They are anyone's."))
@base.option("--day", metavar=N_("DAY"), default="", said=N_("Move them to this day: 2026-03-09, tomorrow, next wed …"))
@base.option("--raise", "higher", is_flag=True, said=N_("Raise their priority by one."))
@base.option("--lower", is_flag=True, said=N_("Lower their priority by one."))
@base.option("--aside", is_flag=True, said=N_("Set them aside, until --back."))
@base.option("--back", is_flag=True, said=N_("Put them back into the queue."))
@base.option("--do-not-call", "block", metavar=N_("REASON"), default="", said=N_("Put them on the do-not-call list."))
@base.option("--close", metavar=N_("REASON"), default="", said=N_("Close them: nobody calls them for this any more."))
@base.option("--dry-run", is_flag=True, said=N_("Only count."))
@base.agent_option
def set_(door: Door, items: tuple[str, ...], group: str, find: str, agent: str | None, **said: Any) -> None:
    """Print how many changed, and who stays why."""
    from callbench.desk.queue import items_that_match
    from callbench.desk.queue_changes import MOST, change_items

    bench, who = door.bench, door.agent(agent)
    if not (items or group or find):
        raise UsageProblem(_("It is not said which customers."), todo=_("Name items, or say --group or --find."))
    change = _change(door, said)
    ids = [_id(one) for one in items] or items_that_match(bench, None, group=group, text=find, most=MOST + 1)
    _tell(door, change_items(bench, who, ids, change, dry_run=said["dry_run"]))


@base.command("undo", N_("Take back the change of many you made last; what something was built on stays."))
@base.argument("batch", N_("CHANGE"), N_("The one with this id; your last one when left out."), required=False)
@base.agent_option
def undo(door: Door, batch: str | None, agent: str | None) -> None:
    """Print how many are as they were."""
    from callbench.desk.queue_undoing import undo_change

    _tell(door, undo_change(door.bench, door.agent(agent), _id(batch) if batch else None))


def _change(door: Door, said: dict[str, Any]) -> Change:
    """The one change that is said. Raises UsageProblem for none, or several."""
    from callbench.records.queue_changes import Change

    flags = {
        "free": said["to_anyone"],
        "raise": said["higher"],
        "lower": said["lower"],
        "park": said["aside"],
        "unpark": said["back"],
    }
    found = [Change(action) for action, given in flags.items() if given]
    if said["to"]:
        found.append(Change("hand", to=_agent(door, said["to"])))
    if said["day"]:
        found.append(Change("move", day=_day(door, said["day"])))
    found += [
        Change(action, reason=said[name]) for action, name in (("block", "block"), ("close", "close")) if said[name]
    ]
    if len(found) != 1:
        raise UsageProblem(
            _("Say one thing that is to become of them."),
            todo=_("One of: {known}.").format(
                known=_(", ").join(["--to", "--day", *_SWITCHES.values(), "--do-not-call", "--close"])
            ),
        )
    return found[0]


def _agent(door: Door, name: str) -> Agent:
    from callbench.desk.agents import find_agent

    return find_agent(door.bench, name)


def _day(door: Door, text: str) -> int:
    from callbench.rules.change_words import read_move_day
    from callbench.values.problem import ValueProblem

    try:
        return read_move_day(text, door.local_now(), door.bench.today(), door.bench.calendar)
    except ValueProblem as problem:
        raise UsageProblem(problem.message, where="--day", code=problem.code) from None


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise UsageProblem(
            _("{text!r} is no id of an item.").format(text=clean(text, limit=60)),
            todo=_("They stand at the end of each line of: callbench queue."),
        ) from None


def _tell(door: Door, found: Changed) -> None:
    from callbench.rules.queue_changes import done_line, stay_lines

    if door.json:
        stays = [
            {"item": one.item_id, "name": one.customer_name, "why": one.why, "who": one.who} for one in found.stays
        ]
        say.json(
            {
                "change": found.batch, "action": found.change.action, "changed": found.changed, "later": found.later,
                "undone": found.undone, "dry_run": found.tried, "stays": stays,
            }
        )  # fmt: skip
        return
    say.lines([done_line(found)])
    for line in stay_lines(found):
        say.talk(line)
