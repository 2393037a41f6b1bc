"""Campaigns as a supervisor looks at them: all in figures, and what one is asked before it is moved."""

from __future__ import annotations

from dataclasses import replace

from callbench.desk.bench import Bench
from callbench.records.campaigns import Aimed, Campaign, CampaignStand, Closing
from callbench.rules import campaigns as rules
from callbench.store import campaign_figures, campaigns, scripts


def campaign_stands(bench: Bench) -> tuple[CampaignStand, ...]:
    """All campaigns with their people and figures: those that run first, then paused, planned and closed ones, newest first."""
    contacted = [rule.key for rule in bench.outcomes.rules if rule.contacted]
    completed = [rule.key for rule in bench.outcomes.rules if rule.completes]
    found: list[CampaignStand] = []
    with bench.db.read() as connection:
        items, people = campaign_figures.items(connection, bench.today()), campaign_figures.people(connection)
        for one in campaigns.everything(connection):
            campaign = replace(one, people=people.get(one.id, ()))
            have = items.get(one.id, campaign_figures.Items())
            aimed: tuple[Aimed, ...] = ()
            if campaign.targets and campaign.state != "closed":
                progress = campaigns.progress(connection, campaign.id, contacted, completed)
                aimed = rules.aimed(campaign.targets, progress)
            found.append(CampaignStand(campaign, have.all - have.done, have.today, have.done, have.next_at, aimed))
    order = ("active", "paused", "planned", "closed")
    found.reverse()
    return tuple(sorted(found, key=lambda stand: order.index(stand.campaign.state)))


def waiting_in(bench: Bench, campaign: Campaign) -> Closing:
    """How many wait in a campaign, how many of them were promised a callback, and how many are in a call."""
    with bench.db.read() as connection:
        return Closing(*campaigns.open_items(connection, campaign.id))


def published_forms(bench: Bench) -> tuple[str, ...]:
    """The ids of the scripts a campaign can be made with."""
    with bench.db.read() as connection:
        return tuple(dict.fromkeys(one.form_id for one in scripts.listed(connection) if one.state == "published"))
