"""Campaigns in plain lines and as JSON: everything about one, who came into the queue, who did not and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from callbench.cli import say
from callbench.cli.door import Door
from callbench.clock import date_of
from callbench.i18n import _, language, ngettext
from callbench.rules.campaign_words import SKIPPED, hours_words, period
from callbench.rules.campaigns import MEASURES, STATES

if TYPE_CHECKING:
    from callbench.records.campaigns import Aimed, Campaign, CampaignStarted, Progress


def tell_started(door: Door, started: CampaignStarted) -> None:
    """How many customers came into the queue."""
    if door.json:
        say.json({
            "campaign": started.campaign_code, "added": started.added, "skipped": started.skipped,
            "elsewhere": started.elsewhere,
        })  # fmt: skip
        return
    say.lines([_("Campaign {code}: customers added: {n}").format(code=started.campaign_code, n=started.added)])
    tell_left_out(started.skipped, started.elsewhere)


def tell_left_out(skipped: dict[str, int], elsewhere: int) -> None:
    """Why customers are not called, and how many wait elsewhere, too."""
    if skipped:
        said = _(", ").join(f"{_(SKIPPED.get(reason, reason))} {n}" for reason, n in skipped.items())
        say.lines([_("Left out: {skipped}").format(skipped=said)])
    if elsewhere:
        said = ngettext(
            "{n} of them also waits in another campaign.", "{n} of them also wait in another campaign.", elsewhere
        )
        say.lines([said.format(n=elsewhere)])


def tell_campaign(door: Door, campaign: Campaign, far: tuple[Progress, tuple[Aimed, ...]] | None = None) -> None:
    """Everything about a campaign, with how far it is."""
    from callbench.cli.cards import fact
    from callbench.rules.selection import told

    progress, aimed = far or (None, ())
    if door.json:
        say.json(_shape(campaign, progress, aimed))
        return
    lines = [
        *fact(_("Campaign"), f"{campaign.code} {campaign.name}"),
        *fact(_("State"), _(STATES[campaign.state])),
        *fact(_("Purpose"), campaign.purpose),
        *fact(_("Script"), f"{campaign.form_id}@{campaign.script_version} {campaign.script_title}"),
        *fact(_("Period"), period(campaign.starts_on, campaign.ends_on)),
        *fact(_("Hours"), hours_words(campaign.opens, campaign.closes)),
        *fact(_("Most attempts"), str(campaign.max_attempts)),
        *fact(_("Skill"), campaign.skill),
        *fact(_("Needs consent for"), campaign.consent),
        *fact(_("Advertises"), _("yes") if campaign.marketing else ""),
        *fact(_("Who calls"), _(", ").join(campaign.people) or _("everyone")),
    ]
    if campaign.selection is not None:
        lines += fact(_("Whom it calls"), told(campaign.selection, language()))
    if progress is not None:
        lines += fact(
            _("Customers"),
            _("{customers}: {waiting} waiting, {held} in a call, {parked} without a number, {done} done").format(
                customers=progress.customers, waiting=progress.waiting, held=progress.held, parked=progress.parked,
                done=progress.done,
            ),
        )  # fmt: skip
        lines += fact(
            _("Calls"),
            _("{n}: {contacted} reached, {completed} completed").format(
                n=progress.attempts, contacted=progress.contacted, completed=progress.completed
            ),
        )
    for one in aimed:
        unit = "%" if one.target.per_cent else ""
        what = _("Target, {measure}").format(measure=_(MEASURES[one.target.measure]))
        if one.now is None:
            lines += fact(what, _("{target} (nothing to measure yet)").format(target=f"{one.target.number}{unit}"))
            continue
        lines += fact(what, _("{target} (now {now}: {above} of {below})").format(
            target=f"{one.target.number}{unit}", now=f"{one.now:.0f}{unit}", above=one.numerator, below=one.denominator
        ))  # fmt: skip
    say.lines(lines)


def _shape(campaign: Campaign, progress: Progress | None, aimed: tuple[Aimed, ...]) -> dict[str, Any]:
    from dataclasses import asdict

    from callbench.rules.selection import as_plain

    return {
        "code": campaign.code, "name": campaign.name, "purpose": campaign.purpose, "state": campaign.state,
        "script": f"{campaign.form_id}@{campaign.script_version}", "attempts": campaign.max_attempts,
        "from": _day(campaign.starts_on), "to": _day(campaign.ends_on), "opens": campaign.opens,
        "closes": campaign.closes, "skill": campaign.skill, "consent": campaign.consent,
        "marketing": campaign.marketing, "people": list(campaign.people),
        "selection": None if campaign.selection is None else as_plain(campaign.selection),
        "refreshed_on": _day(campaign.refreshed_on), "progress": progress and asdict(progress),
        "targets": [
            {"measure": one.target.measure, "target": one.target.number, "per_cent": one.target.per_cent,
             "now": one.now, "numerator": one.numerator, "denominator": one.denominator}
            for one in aimed
        ],
    }  # fmt: skip


def _day(number: int | None) -> Any:
    return None if number is None else date_of(number)
