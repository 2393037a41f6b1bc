"""`callbench campaign`: who is called for what; made, started, paused, closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from callbench.cli import base, say
from callbench.cli.campaign_lines import tell_campaign, tell_started
from callbench.cli.cells import columns
from callbench.cli.door import Door
from callbench.errors import UsageProblem
from callbench.i18n import N_, _, ngettext
from callbench.rules.campaign_words import period
from callbench.rules.campaigns import STATES

if TYPE_CHECKING:
    from callbench.records.campaigns import Campaign

NAME = base.argument("name", N_("NAME"), N_("Name or code of the campaign."))
DRY_RUN = base.option("--dry-run", is_flag=True, said=N_("Only say what would happen."))


class ClassName(click.ParamType[str]):
    """A customer class by its code, its name in either language, or another word files have for it (VIP, 贵宾 …)."""

    name = "class"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from callbench.rules.selection_words import read_class_word
        from callbench.values.problem import ValueProblem

        try:
            return read_class_word(value)
        except ValueProblem as problem:
            self.fail(problem.message, param, ctx)


@base.command("start", N_("Put customers into the queue: of a planned campaign, or at once with a script."))
@NAME
@base.option(
    "--script", "form_id", metavar=N_("SCRIPT"),
    said=N_("Make the campaign with this script at once; its id, as `script list` tells it."),
)  # fmt: skip
@base.option(
    "--purpose", default="", metavar=N_("TEXT"), said=N_("What the calls are for; shown beside every customer.")
)
@base.option(
    "--class",
    "classes",
    multiple=True,
    type=ClassName(),
    metavar="key|regular|potential|special",
    said=N_("With --script: only customers of this class; may be repeated."),
)
@DRY_RUN
@base.agent_option
def start(
    door: Door, name: str, form_id: str | None, purpose: str, classes: tuple[str, ...], dry_run: bool, agent: str | None
) -> None:
    """Print how many customers were added and why others were not."""
    from callbench.desk.campaigns import find_campaign, open_campaign, start_campaign

    if form_id is not None:
        if dry_run:
            raise UsageProblem(
                _("With --script the campaign starts at once."), where="--dry-run",
                todo=_("Plan it instead: campaign create, then campaign select --dry-run."),
            )  # fmt: skip
        tell_started(door, start_campaign(door.bench, name, form_id, purpose=purpose, classes=classes))
        return
    if purpose or classes:
        raise UsageProblem(
            _("--purpose and --class go with --script."),
            todo=_("A planned campaign has its purpose and selection: campaign create, campaign select."),
        )
    campaign = find_campaign(door.bench, name)
    tell_started(door, open_campaign(door.bench, door.agent(agent), campaign, dry_run=dry_run))


@base.command("list", N_("Campaigns and how far they are."))
def listed(door: Door) -> None:
    """Print one line a campaign."""
    from callbench.desk.campaigns import list_campaigns

    found = list_campaigns(door.bench)
    if door.json:
        from callbench.cli.shapes import campaign_shape

        say.json({"campaigns": [campaign_shape(campaign) for campaign in found]})
        return
    rows = [
        (c.code, c.name, _(STATES[c.state]), _("waiting {n}").format(n=c.waiting), _("done {n}").format(n=c.done),
         c.script_title, period(c.starts_on, c.ends_on))
        for c in found
    ]  # fmt: skip
    say.lines(columns(rows))


@base.command("show", N_("Everything about a campaign: selection, people, targets, how far it is."))
@NAME
def show(door: Door, name: str) -> None:
    """Print one fact a line."""
    from callbench.desk.campaigns import find_campaign, how_far

    campaign = find_campaign(door.bench, name)
    tell_campaign(door, campaign, how_far(door.bench, campaign))


@base.command("pause", N_("Deal none of its calls for now, as a supervisor."))
@NAME
@base.agent_option
def pause(door: Door, name: str, agent: str | None) -> None:
    """Print the campaign's state."""
    from callbench.desk.campaigns import find_campaign, pause_campaign

    _tell_state(door, pause_campaign(door.bench, door.agent(agent), find_campaign(door.bench, name)))


@base.command("resume", N_("Deal its calls again, as a supervisor."))
@NAME
@base.agent_option
def resume(door: Door, name: str, agent: str | None) -> None:
    """Print the campaign's state."""
    from callbench.desk.campaigns import find_campaign, resume_campaign

    _tell_state(door, resume_campaign(door.bench, door.agent(agent), find_campaign(door.bench, name)))


@base.command("close", N_("End a campaign and what waits in it, as a supervisor; calls that are held go on."))
@NAME
@DRY_RUN
@base.agent_option
def close(door: Door, name: str, dry_run: bool, agent: str | None) -> None:
    """Print what ends with it."""
    from callbench.desk.campaigns import close_campaign, find_campaign

    campaign = find_campaign(door.bench, name)
    closing = close_campaign(door.bench, door.agent(agent), campaign, dry_run=dry_run)
    if door.json:
        say.json(
            {"campaign": campaign.code, "closed": closing.items, "promised": closing.promised, "held": closing.held}
        )
        return
    told = (
        _("Campaign {code} would be closed; customers who wait: {n}")
        if dry_run
        else _("Campaign {code} is closed; customers who waited: {n}")
    )
    say.lines([told.format(code=campaign.code, n=closing.items)])
    if closing.promised:
        said = ngettext(
            "{n} of them was promised a callback.", "{n} of them were promised a callback.", closing.promised
        )
        say.lines([said.format(n=closing.promised)])
    if closing.held:
        said = ngettext("{n} call in hand goes on.", "{n} calls in hand go on.", closing.held)
        say.lines([said.format(n=closing.held)])


@base.command("refresh", N_("Take in the customers who match by now; done by itself once a day."))
@NAME
@DRY_RUN
def refresh(door: Door, name: str, dry_run: bool) -> None:
    """Print how many customers were added and why others were not."""
    from callbench.desk.campaigns import find_campaign
    from callbench.desk.refreshing import refresh_campaign

    tell_started(door, refresh_campaign(door.bench, find_campaign(door.bench, name), dry_run=dry_run))


def _tell_state(door: Door, campaign: Campaign) -> None:
    if door.json:
        say.json({"campaign": campaign.code, "state": campaign.state})
    else:
        told = _("Campaign {code}: {state}").format(code=campaign.code, state=_(STATES[campaign.state]))
        say.lines([told])
