"""`callbench tag`: the words a shop puts on its customers, to select them by."""

from __future__ import annotations

import click

from callbench.cli import base, say
from callbench.cli.cards import fact
from callbench.cli.cells import columns
from callbench.cli.door import Door
from callbench.cli.meant import meant_customer
from callbench.errors import UsageProblem
from callbench.i18n import N_, _
from callbench.text import clean


@base.command("tag", N_("Put tags on a customer (+vip) and take them off (-vip); campaigns select by them."))
@base.argument(
    "words",
    N_("CUSTOMER"),
    N_("Part of the name, the code, or digits of a number; left out: every tag."),
    required=False,
)
@base.argument(
    "changes",
    N_("+TAG|-TAG"),
    N_("What is put on or taken off; left out: the tags there are."),
    nargs=-1,
    type=click.UNPROCESSED,
)
@base.agent_option
def tag(door: Door, words: str | None, changes: tuple[str, ...], agent: str | None) -> None:
    """Print the tags the customer has; without a customer every tag with its number of customers."""
    from callbench.desk import tags

    if words is None:
        found = tags.list_tags(door.bench)
        if door.json:
            say.json({"tags": found})
        else:
            say.lines(columns([(name, str(n)) for name, n in found.items()], right=(1,)))
        return
    add = [one[1:] for one in changes if one[:1] in ("+", "＋")]
    remove = [one[1:] for one in changes if one[:1] == "-" and one[1:2] != "-"]
    for wrong in changes:
        if wrong[:1] not in ("+", "＋", "-") or wrong.startswith("--"):
            raise UsageProblem(
                _("{text!r} is no change of tags.").format(text=clean(wrong, limit=40)),
                todo=_("Write +vip to put a tag on, -vip to take it off."), code="tag",
            )  # fmt: skip
    meant = meant_customer(door, words)
    have = (
        tags.set_tags(door.bench, door.agent(agent), meant.id, add, remove)
        if changes
        else tags.tags_of(door.bench, meant.id)
    )
    if door.json:
        say.json({"customer": str(meant.id), "code": meant.code, "name": meant.name, "tags": list(have)})
    else:
        say.lines(fact(meant.name or _("(no name)"), _(", ").join(have) or _("no tag")))


tag.context_settings = {"ignore_unknown_options": True}  # -vip is a tag, not an option
