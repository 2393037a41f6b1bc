"""A campaign takes in who matches by now: by hand, and once a business day by itself."""

from __future__ import annotations

from callbench.desk.bench import Bench
from callbench.desk.campaign_checks import check_open
from callbench.desk.campaigns import trace
from callbench.desk.selection import Filled, fill
from callbench.errors import UsageProblem
from callbench.i18n import _
from callbench.records.campaigns import Campaign, CampaignStarted
from callbench.store import campaigns


def refresh_campaign(bench: Bench, campaign: Campaign, *, dry_run: bool = False) -> CampaignStarted:
    """Take in the customers who match by now and are not in it yet; twice is as once. Raises Conflict for a closed one,
    UsageProblem for one without a selection.
    """
    with bench.db.read() as connection:
        check_open(connection, campaign, lock=False)
        if campaign.selection is None:
            raise UsageProblem(
                _("The campaign {name!r} has no selection to be refreshed by.").format(name=campaign.name),
                todo=_("Select whom it calls: callbench campaign select {code} …").format(code=campaign.code),
                code="no-selection",
            )
        filled = fill(bench, connection, campaign, campaign.selection, build=not dry_run)
    if not dry_run:  # looking at everybody takes longer than others should wait for the base
        _take_in(bench, campaign, filled)
    return CampaignStarted(campaign.code, filled.added, dict(filled.skipped), filled.elsewhere)


def _take_in(bench: Bench, campaign: Campaign, filled: Filled) -> None:
    filled.added = 0
    for start in range(0, len(filled.items), campaigns.BATCH):
        with bench.db.write() as connection:
            check_open(connection, campaign)
            filled.added += campaigns.add_missing(connection, filled.items[start : start + campaigns.BATCH])
    with bench.db.write() as connection:
        campaigns.change(connection, campaign.id, {"refreshed_on": bench.today()})
        if filled.added:
            detail = {"added": filled.added, "skipped": dict(filled.skipped)}
            trace(bench, connection, None, "refreshed", campaign, detail)


def refresh_due(bench: Bench) -> tuple[CampaignStarted, ...]:
    """Refresh every running campaign with a selection that was not refreshed on this business day, and is in its period."""
    today = bench.today()
    with bench.db.read() as connection:
        due = [
            one
            for one in campaigns.everything(connection)
            if one.state == "active" and one.selection is not None and (one.refreshed_on or 0) < today
            and (one.starts_on or today) <= today <= (one.ends_on or today)
        ]  # fmt: skip
    return tuple(refresh_campaign(bench, one) for one in due)
