"""`callbench campaign create | set`: a campaign planned, and changed as long as it is not closed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from callbench.cli import base, say
from callbench.cli.campaign_lines import tell_campaign
from callbench.cli.campaigns import DRY_RUN, NAME
from callbench.cli.days import read_day_word
from callbench.cli.door import Door
from callbench.errors import UsageProblem
from callbench.i18n import N_, ngettext
from callbench.rules.campaign_words import MOST_ATTEMPTS

_SCRIPT = N_("The script's id, as `script list` tells it.")


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    """What a campaign is told when it is planned and may be told again."""
    for option in (
        base.option("--marketing/--no-marketing", "marketing", default=None, said=N_("Something is advertised: stricter hours hold.")),
        base.option("--consent", metavar=N_("PURPOSE"), said=N_("Only customers who agreed to be called for this; - for none.")),
        base.option("--skill", metavar=N_("TEXT"), said=N_("Only agents with this skill make its calls; - for none.")),
        base.option("--attempts", type=base.Number(1, MOST_ATTEMPTS), metavar=N_("NUMBER"),
                    said=N_("Most attempts for one customer; else the setting.")),
        base.option("--hours", metavar=N_("FROM-TO"), said=N_("Its own calling hours, inside those of the shop: 10:00-18:00; - for none.")),
        base.option("--to", "last", metavar=N_("DAY"), said=N_("Last day of its calls; no end when left out, or -.")),
        base.option("--from", "first", metavar=N_("DAY"), said=N_("First day of its calls, 2026-03-05; at once when left out, or -.")),
        base.option("--purpose", metavar=N_("TEXT"), said=N_("What the calls are for; shown beside every customer.")),
    ):  # fmt: skip
        command = option(command)
    return command


@base.command("create", N_("Plan a campaign, as a supervisor; nobody is called before it is started."))
@base.argument("name", N_("NAME"))
@base.option("--script", "form_id", required=True, metavar=N_("SCRIPT"), said=_SCRIPT)
@_options
@DRY_RUN
@base.agent_option
def create(door: Door, name: str, form_id: str, agent: str | None, dry_run: bool, **said: Any) -> None:
    """Print the campaign."""
    from callbench.desk.campaigns import create_campaign, how_far
    from callbench.records.campaigns import CampaignWish

    wish = CampaignWish(name, form_id, **_values(door, said))
    campaign = create_campaign(door.bench, door.agent(agent), wish, dry_run=dry_run)
    tell_campaign(door, campaign, how_far(door.bench, campaign))


@base.command(
    "set",
    N_("Change a campaign, as a supervisor. Whom it calls: campaign select; by whom: people; what it aims at: target."),
)
@NAME
@base.option("--name", "renamed", metavar=N_("TEXT"), said=N_("What it is called."))
@base.option("--script", "form_id", metavar=N_("SCRIPT"), said=N_("Refused: a campaign keeps its script."))
@_options
@base.agent_option
def set_(door: Door, name: str, renamed: str | None, form_id: str | None, agent: str | None, **said: Any) -> None:
    """Print the campaign."""
    from callbench.desk.campaign_edits import change_campaign, edit_of
    from callbench.desk.campaigns import find_campaign, how_far

    campaign = find_campaign(door.bench, name)
    edit = edit_of(campaign)
    given = {"name": renamed, "form_id": form_id}
    values = {key: value for key, value in given.items() if value is not None} | _values(door, said)
    changed = change_campaign(door.bench, door.agent(agent), campaign, replace(edit, wish=replace(edit.wish, **values)))
    tell_campaign(door, changed.campaign, how_far(door.bench, changed.campaign))
    if changed.ended and not door.json:
        told = ngettext(
            "{n} customer has had that many attempts and is not called any more.",
            "{n} customers have had that many attempts and are not called any more.", changed.ended,
        )  # fmt: skip
        say.lines([told.format(n=changed.ended)])


def _values(door: Door, said: dict[str, Any]) -> dict[str, Any]:
    """The fields of a campaign that options name; `-` stands for nothing."""
    from callbench.rules.campaign_words import read_hours
    from callbench.values.problem import ValueProblem

    today = door.bench.today()
    values: dict[str, Any] = {}
    for word, option, key in (("first", "--from", "starts_on"), ("last", "--to", "ends_on")):
        if (text := said.pop(word)) is not None:
            values[key] = None if text == "-" else read_day_word(text, today, option)
    if (hours := said.pop("hours")) is not None:
        try:
            values["opens"], values["closes"] = read_hours("" if hours == "-" else hours)
        except ValueProblem as problem:
            raise UsageProblem(problem.message, where="--hours", code=problem.code) from None
    kept = {name: value for name, value in said.items() if value is not None}
    return values | {name: "" if value == "-" else value for name, value in kept.items()}
