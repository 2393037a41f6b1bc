"""`callbench campaign select | people | target`: whom a campaign calls, who makes the calls, what it aims at."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from callbench.cli import base, say
from callbench.cli.campaign_lines import tell_campaign, tell_left_out
from callbench.cli.campaigns import DRY_RUN, NAME, ClassName
from callbench.cli.cards import class_label, fact
from callbench.cli.cells import columns
from callbench.cli.door import Door
from callbench.errors import UsageProblem
from callbench.i18n import N_, _, language

if TYPE_CHECKING:
    from callbench.records.campaigns import Counted, Selection, Target


_CONDITIONS = {
    "class": "classes", "service": "item", "served": "served", "amount": "amount", "branch": "branches",
    "owner": "owners", "answer": "answers", "tag": "tags",
}  # fmt: skip
"""Option → what click calls it."""


def _filters(command: Callable[..., Any]) -> Callable[..., Any]:
    """What customers are selected by."""
    for option in (
        base.option("--class", "classes", multiple=True, type=ClassName(), metavar="key|regular|potential|special",
                    said=N_("Customers of this class; may be repeated: any of them.")),
        base.option("--service", "item", default="", metavar=N_("PATTERN"),
                    said=N_("The last service whose name has this in it; * and ? stand for any letters.")),
        base.option("--served", default="", metavar=N_("FROM..TO"),
                    said=N_("When that was: 2026-01-01..2026-02-28, 30d..15d (days ago); either end may be left out.")),
        base.option("--amount", default="", metavar=N_("FROM..TO"), said=N_("How much it was: 500.., ..2000, 500..2000.")),
        base.option("--branch", "branches", multiple=True, metavar=N_("BRANCH"), said=N_("Customers of this branch; may be repeated: any of them.")),
        base.option("--owner", "owners", multiple=True, metavar=N_("AGENT"),
                    said=N_("This agent's customers, - for nobody's; may be repeated: any of them.")),
        base.option("--answer", "answers", multiple=True, metavar=N_("CONDITION"),
                    said=N_("Who last answered so, question=5, <3 or >3; may be repeated: all of them.")),
        base.option("--tag", "tags", multiple=True, metavar=N_("TAG"), said=N_("Customers with this tag; may be repeated: any of them.")),
    ):  # fmt: skip
        command = option(command)
    return command


@base.command("select", N_("Whom a campaign calls, as a supervisor: shown in numbers, then fixed."))
@NAME
@_filters
@DRY_RUN
@base.agent_option
def select(door: Door, name: str, dry_run: bool, agent: str | None, **said: Any) -> None:
    """Print the selection in words and numbers, also by class, and some customers of it."""
    from callbench.desk.campaigns import find_campaign, fix_selection
    from callbench.desk.rights import check_supervisor
    from callbench.desk.selection import count_selection

    check_supervisor(door.agent(agent))
    campaign = find_campaign(door.bench, name)
    selection = _selection(**said)
    counted = count_selection(door.bench, selection, campaign)
    if not dry_run:
        fix_selection(door.bench, door.agent(agent), campaign, selection)
    _tell_counted(door, campaign.code, selection, counted, fixed=not dry_run)


@base.command("people", N_("Who makes the calls of a campaign, as a supervisor; without options: who does."))
@NAME
@base.option("--add", multiple=True, metavar=N_("AGENT"), said=N_("This agent, too; may be repeated."))
@base.option("--remove", multiple=True, metavar=N_("AGENT"), said=N_("This agent no more; may be repeated."))
@base.option("--everyone", is_flag=True, said=N_("Nobody in particular: everyone."))
@base.agent_option
def people(
    door: Door, name: str, add: tuple[str, ...], remove: tuple[str, ...], everyone: bool, agent: str | None
) -> None:
    """Print who makes the calls."""
    from callbench.desk.campaigns import find_campaign, set_people

    campaign = find_campaign(door.bench, name)
    if add or remove or everyone:
        campaign = set_people(door.bench, door.agent(agent), campaign, add, remove, everyone=everyone)
    if door.json:
        say.json({"campaign": campaign.code, "people": list(campaign.people)})
    else:
        say.lines(fact(_("Who calls"), _(", ").join(campaign.people) or _("everyone")))


@base.command("target", N_("What a campaign aims at, as a supervisor: 120, or 80%; - for nothing."))
@NAME
@base.option("--completed", metavar="N|N%", said=N_("Customers with a completed call."))
@base.option("--reach", metavar="N|N%", said=N_("Attempts in which somebody was reached."))
@base.option("--satisfaction", metavar="N|N%", said=N_("Answers 4 and 5 of 5 on satisfaction."))
@base.agent_option
def target(door: Door, name: str, agent: str | None, **said: str | None) -> None:
    """Print the campaign with its targets."""
    from callbench.desk.campaigns import find_campaign, how_far, set_targets

    campaign = find_campaign(door.bench, name)
    wanted = {measure: text for measure, text in said.items() if text is not None}
    if wanted:
        targets = [_target(measure, text) for measure, text in wanted.items() if text != "-"]
        drop = [measure for measure, text in wanted.items() if text == "-"]
        campaign = set_targets(door.bench, door.agent(agent), campaign, targets, drop)
    tell_campaign(door, campaign, how_far(door.bench, campaign))


def _selection(**said: Any) -> Selection:
    from callbench.rules.selection_words import PartProblem, selection_of

    words = [(part, value) for part, name in _CONDITIONS.items() for value in _several(said[name])]
    try:
        return selection_of(words)
    except PartProblem as problem:
        raise UsageProblem(problem.message, where=f"--{problem.part}", code=problem.code) from None


def _several(said: str | tuple[str, ...]) -> tuple[str, ...]:
    return said if isinstance(said, tuple) else (said,) if said else ()


def _target(measure: str, text: str) -> Target:
    from callbench.rules.campaigns import read_target
    from callbench.values.problem import ValueProblem

    try:
        return read_target(measure, text)
    except ValueProblem as problem:
        raise UsageProblem(problem.message, where=f"--{measure}", code=problem.code) from None


def _tell_counted(door: Door, code: str, selection: Selection, counted: Counted, *, fixed: bool) -> None:
    from dataclasses import asdict

    from callbench.rules.selection import as_plain, told
    from callbench.values.amount import show_amount

    if door.json:
        say.json({"campaign": code, "fixed": fixed, "selection": as_plain(selection), **asdict(counted)})
        return
    by_class = _(", ").join(
        f"{class_label(name) or _('no class')} {n}"
        for name, n in sorted(counted.by_class.items(), key=lambda one: -one[1])
    )
    say.lines([
        *fact(_("Whom it calls"), told(selection, language())),
        *fact(_("Customers who match"), str(counted.found)),
        *fact(_("To be called"), _("{n} ({parts})").format(n=counted.added, parts=by_class) if by_class else str(counted.added)),
    ])  # fmt: skip
    tell_left_out(counted.skipped, counted.elsewhere)
    rows = [
        (one.name or _("(no name)"), one.code, class_label(one.customer_class), one.owner, one.branch, one.last_day,
         one.last_item, "" if one.amount is None else show_amount(one.amount, language()))
        for one in counted.examples
    ]  # fmt: skip
    say.lines("  " + line for line in columns(rows))
    if fixed:
        say.talk(_("Fixed. Start it: callbench campaign start {code}").format(code=code))
