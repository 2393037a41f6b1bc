"""Everything of a campaign that is decided by hand, at once: planned, and changed as long as it is not closed.

What stays: its script (publishing another version changes that), its code, and who is in its queue already.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, replace
from typing import Any
from uuid import UUID

from callbench.desk.agents import find_agent
from callbench.desk.bench import Bench
from callbench.desk.campaign_checks import check_open, check_script_allows, check_wish
from callbench.desk.campaigns import new_campaign, trace
from callbench.desk.rights import check_supervisor
from callbench.desk.selection import checked
from callbench.errors import Conflict, UsageProblem
from callbench.i18n import _
from callbench.records.campaigns import Campaign, CampaignChanged, CampaignEdit, CampaignWish
from callbench.records.people import Agent
from callbench.rules.selection import as_text
from callbench.store import campaign_figures, campaigns

_COLUMNS = {
    "name": "name", "purpose": "purpose", "starts_on": "starts_on", "ends_on": "ends_on", "opens": "opens",
    "closes": "closes", "attempts": "max_attempts", "skill": "skill", "consent": "consent", "marketing": "marketing",
}  # fmt: skip
"""Field of a wish → column of a campaign."""


def edit_of(campaign: Campaign) -> CampaignEdit:
    """What a campaign is now, to be changed."""
    wish = CampaignWish(
        form_id=campaign.form_id, **{field: getattr(campaign, column) for field, column in _COLUMNS.items()}
    )
    return CampaignEdit(wish, campaign.selection, campaign.people, campaign.targets)


def plan_campaign(bench: Bench, supervisor: Agent, edit: CampaignEdit) -> Campaign:
    """A planned campaign with selection, people and targets; nobody is called before it is started.

    Raises UsageProblem for what cannot be one, Conflict for a name that is taken.
    """
    check_supervisor(supervisor)
    wish = check_wish(bench, edit.wish)
    people = _people(bench, edit.people)
    with bench.db.write() as connection:
        campaign = new_campaign(bench, connection, wish, "planned")
        _write(bench, connection, campaign, edit, people)
        trace(bench, connection, supervisor, "created", campaign, {"name": campaign.name, "form": campaign.form_id})
        return campaigns.one(connection, campaign.id)


def change_campaign(bench: Bench, supervisor: Agent, campaign: Campaign, edit: CampaignEdit) -> CampaignChanged:
    """Let the campaign be as `edit` says. Fewer attempts end the items that have had as many.

    Raises UsageProblem for what cannot be, also another script; Conflict when it is closed, was changed by somebody else
    since it was read, or its new name is taken.
    """
    check_supervisor(supervisor)
    before = edit_of(campaign)
    if edit.wish.form_id != campaign.form_id:
        raise UsageProblem(
            _("The campaign {name!r} keeps its script {script}.").format(name=campaign.name, script=campaign.form_id),
            todo=_(
                "Publish another version of it, callbench script publish; for another script make another campaign."
            ),
            code="script-stays",
        )
    attempts = campaign.max_attempts if edit.wish.attempts is None else edit.wish.attempts
    edit = replace(edit, wish=replace(check_wish(bench, edit.wish, before.wish), attempts=attempts))
    people = _people(bench, edit.people)
    edit = replace(edit, people=tuple(sorted(people)))
    now = bench.clock.now()
    with bench.db.write() as connection:
        check_open(connection, campaign)
        if before.wish.marketing and not edit.wish.marketing:
            check_script_allows(connection, campaign)
        if campaigns.one(connection, campaign.id) != campaign:
            raise Conflict(
                _("Somebody else has changed this campaign just now."), todo=_("Look at it again, then decide.")
            )
        taken = campaigns.named(connection, edit.wish.name)
        if taken is not None and taken.id != campaign.id:
            raise Conflict(
                _("There is a campaign {name!r} already.").format(name=edit.wish.name), todo=_("Choose another name.")
            )
        _write(bench, connection, campaign, edit, people)
        after = campaigns.one(connection, campaign.id)
        ended = 0
        if after.max_attempts < campaign.max_attempts:
            uncounted = [rule.key for rule in bench.outcomes.rules if not rule.attempt]
            ended = campaign_figures.end_used_up(
                connection, campaign.id, after.max_attempts, uncounted, now, bench.day_of(now)
            )
        if after == campaign:
            raise UsageProblem(
                _("This changes nothing."), todo=_("Name what is to be another: --to 2026-04-30, --hours 10:00-18:00 …"),
                code="nothing",
            )  # fmt: skip
        trace(bench, connection, supervisor, "changed", campaign, _difference(campaign, after) | {"ended": ended})
    return CampaignChanged(after, ended)


def _write(bench: Bench, connection: Any, campaign: Campaign, edit: CampaignEdit, people: dict[str, UUID]) -> None:
    values = {column: getattr(edit.wish, field) for field, column in _COLUMNS.items() if field != "attempts"}
    if edit.wish.attempts is not None:
        values["max_attempts"] = edit.wish.attempts
    if edit.selection != campaign.selection:
        chosen = None if edit.selection is None else checked(bench, connection, edit.selection)
        values["selection"] = "" if chosen is None else as_text(chosen)
    if edit.targets != campaign.targets:
        values["targets"] = campaigns.targets_text(edit.targets)
    campaigns.change(connection, campaign.id, values)
    if {*people} != {*campaign.people}:
        campaigns.set_people(connection, campaign.id, people.values())


def _people(bench: Bench, names: Collection[str]) -> dict[str, UUID]:
    found = [find_agent(bench, name) for name in names]
    return {agent.code: agent.id for agent in found}


def _difference(before: Campaign, after: Campaign) -> dict[str, Any]:
    was, now = asdict(before), asdict(after)
    changed = [name for name in was if was[name] != now[name]]
    return {"before": {name: was[name] for name in changed}, "after": {name: now[name] for name in changed}}
