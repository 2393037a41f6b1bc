"""Campaigns: made, started, paused, closed; who makes their calls, what they aim at, how far they are.

planned → active → paused → closed (rules/campaigns). Only an active one is dealt from; one that is closed ends what waits
in it, while calls that are held go on.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from callbench.desk.agents import find_agent
from callbench.desk.bench import Bench
from callbench.desk.campaign_checks import (
    check_list,
    check_move,
    check_open,
    check_period,
    check_startable,
    check_wish,
    no_script,
)
from callbench.desk.rights import check_supervisor
from callbench.desk.selection import checked, fill
from callbench.errors import Conflict, UsageProblem
from callbench.i18n import _
from callbench.records.campaigns import (
    Aimed,
    Campaign,
    CampaignRow,
    CampaignStarted,
    CampaignWish,
    Closing,
    Progress,
    Selection,
    Target,
)
from callbench.records.people import Agent
from callbench.rules import campaigns as rules
from callbench.rules.selection import as_plain, as_text
from callbench.script.model import script_from_json
from callbench.store import campaigns, events, scripts
from callbench.store.types import new_id
from callbench.text import clean, nearest


def start_campaign(
    bench: Bench, name: str, form_id: str, *, purpose: str = "", classes: Collection[str] = (), rule: str = "list",
    due_at: datetime | None = None, priority: int | None = None, agent: Agent | None = None,
) -> CampaignStarted:  # fmt: skip
    """Put every customer who may be called (of these classes, all when empty) into the queue, from `due_at` or now.

    priority: 0 first … 9 last; None goes by class. A campaign of this name that is still open takes in those it does not
    have yet. Raises UsageProblem for an unknown form, class or rule, Conflict when the name runs with another script.
    """
    name = clean(name, limit=100)
    check_list(name, classes, rule, priority)
    with bench.db.write() as connection:
        campaign = new_campaign(
            bench, connection, CampaignWish(name, form_id, clean(purpose, limit=200)), "active", again=True
        )
        selection = Selection(classes=tuple(classes))
        filled = fill(bench, connection, campaign, selection, build=True, rule=rule, due_at=due_at, priority=priority)
        campaigns.add_items(connection, filled.items)
        if campaign.state == "planned":
            _move(bench, connection, campaign, "start")
        detail = {
            "name": name,
            "form": form_id,
            "added": filled.added,
            "skipped": dict(filled.skipped),
            "elsewhere": filled.elsewhere,
        }
        trace(bench, connection, agent, "started", campaign, detail)
    return CampaignStarted(campaign.code, filled.added, dict(filled.skipped), filled.elsewhere)


def list_campaigns(bench: Bench) -> tuple[CampaignRow, ...]:
    """All campaigns with what waits and what is done, oldest first."""
    with bench.db.read() as connection:
        return campaigns.listed(connection)


def find_campaign(bench: Bench, text: str) -> Campaign:
    """The campaign with this code or name, of several the one that is not closed, the newest. Raises UsageProblem."""
    wanted = clean(text).casefold()
    with bench.db.read() as connection:
        known = campaigns.everything(connection)
        meant = [one for one in known if wanted in (one.code.casefold(), one.name.casefold())]
        if meant:
            open_ones = [one for one in meant if one.state != "closed"]
            return campaigns.one(connection, (open_ones or meant)[-1].id)
    if not known:
        raise UsageProblem(
            _("There is no campaign yet."), todo=_("Make one: callbench campaign create NAME --script ID.")
        )
    names = [name for one in known for name in (one.name, one.code)]
    raise UsageProblem(
        _("There is no campaign {name!r}.").format(name=clean(text, limit=60)),
        todo=_("The nearest is {nearest!r}.").format(nearest=nearest(text, names, alike=0)),
        code="unknown",
    )


def how_far(bench: Bench, campaign: Campaign) -> tuple[Progress, tuple[Aimed, ...]]:
    """How far a campaign is, and its targets beside what was reached."""
    contacted = [rule.key for rule in bench.outcomes.rules if rule.contacted]
    completed = [rule.key for rule in bench.outcomes.rules if rule.completes]
    with bench.db.read() as connection:
        progress = campaigns.progress(connection, campaign.id, contacted, completed)
    return progress, rules.aimed(campaign.targets, progress)


def create_campaign(bench: Bench, supervisor: Agent, wish: CampaignWish, *, dry_run: bool = False) -> Campaign:
    """A planned campaign: nobody is called before it is started. Raises UsageProblem for what cannot be a campaign."""
    check_supervisor(supervisor)
    wish = check_wish(bench, wish)
    with bench.db.write() as connection:
        campaign = new_campaign(bench, connection, wish, "planned")
        trace(bench, connection, supervisor, "created", campaign, {"name": campaign.name, "form": campaign.form_id})
        if dry_run:
            connection.rollback()
    return campaign


def fix_selection(bench: Bench, supervisor: Agent, campaign: Campaign, selection: Selection) -> Campaign:
    """Whom the campaign calls from now on; who is in its queue already stays. Raises Conflict for a closed one."""
    check_supervisor(supervisor)
    with bench.db.write() as connection:
        check_open(connection, campaign)
        selection = checked(bench, connection, selection)
        campaigns.change(connection, campaign.id, {"selection": as_text(selection)})
        before = None if campaign.selection is None else as_plain(campaign.selection)
        trace(bench, connection, supervisor, "selected", campaign, {"before": before, "after": as_plain(selection)})
        return campaigns.one(connection, campaign.id)


def open_campaign(bench: Bench, supervisor: Agent, campaign: Campaign, *, dry_run: bool = False) -> CampaignStarted:
    """Start a planned campaign: its customers come into the queue, and its calls are dealt in its period.

    Raises Conflict unless it is planned, UsageProblem when nobody would be called, its script is not published, or its
    period is over.
    """
    check_supervisor(supervisor)
    with bench.db.write() as connection:
        campaign = campaigns.one(connection, campaign.id)
        check_move(connection, campaign, "start")
        check_startable(bench, campaign)
        assert campaign.selection is not None
        filled = fill(bench, connection, campaign, campaign.selection, build=not dry_run)
        if not filled.added + filled.skipped["already"]:
            raise UsageProblem(
                _("The campaign {name!r} has no customers: nobody who may be called matches.").format(
                    name=campaign.name
                ),
                todo=_("Select others: callbench campaign select {code} …").format(code=campaign.code),
                code="no-customers",
            )
        if not dry_run:
            campaigns.add_items(connection, filled.items)
            _move(bench, connection, campaign, "start")
            detail = {"added": filled.added, "skipped": dict(filled.skipped), "elsewhere": filled.elsewhere}
            trace(bench, connection, supervisor, "started", campaign, detail)
    return CampaignStarted(campaign.code, filled.added, dict(filled.skipped), filled.elsewhere)


def run_without_list(bench: Bench, supervisor: Agent, campaign: Campaign) -> Campaign:
    """Let a planned campaign run that has no list: its calls come from plans. Raises Conflict unless it is planned."""
    return _moved(bench, supervisor, campaign, "start")


def pause_campaign(bench: Bench, supervisor: Agent, campaign: Campaign) -> Campaign:
    """Deal none of its calls for now; who is in a call finishes it. Raises Conflict unless it runs."""
    return _moved(bench, supervisor, campaign, "pause")


def resume_campaign(bench: Bench, supervisor: Agent, campaign: Campaign) -> Campaign:
    """Deal its calls again. Raises Conflict unless it is paused, UsageProblem when its period is over."""
    check_supervisor(supervisor)
    check_period(bench, campaign.ends_on, campaign.name)
    return _moved(bench, supervisor, campaign, "resume")


def close_campaign(bench: Bench, supervisor: Agent, campaign: Campaign, *, dry_run: bool = False) -> Closing:
    """End a campaign and everything that waits in it, agreed callbacks too; calls that are held go on."""
    check_supervisor(supervisor)
    now = bench.clock.now()
    with bench.db.write() as connection:
        check_move(connection, campaign, "close")
        items, promised, held = campaigns.open_items(connection, campaign.id)
        if not dry_run:
            why = _("The campaign {name} was closed.").format(name=campaign.name)
            campaigns.end_items(connection, campaign.id, supervisor.id, now, bench.day_of(now), why)
            _move(bench, connection, campaign, "close")
            trace(
                bench, connection, supervisor, "closed", campaign, {"items": items, "promised": promised, "held": held}
            )
    return Closing(items, promised, held)


def set_people(
    bench: Bench, supervisor: Agent, campaign: Campaign, add: Collection[str], remove: Collection[str], *,
    everyone: bool = False,
) -> Campaign:  # fmt: skip
    """Who makes the calls of a campaign, agents by code or name; everyone: nobody in particular. Raises UsageProblem."""
    check_supervisor(supervisor)
    wanted = [] if everyone else [find_agent(bench, code) for code in campaign.people]
    wanted += [agent for name in add if (agent := find_agent(bench, name)).code not in {one.code for one in wanted}]
    gone = {find_agent(bench, name).code for name in remove}
    people = {agent.code: agent.id for agent in wanted if agent.code not in gone}
    if gone and not people:
        raise UsageProblem(
            _("Nobody would be left to make the calls."), todo=_("Say who does, or --everyone."), code="no-people"
        )
    with bench.db.write() as connection:
        check_open(connection, campaign)
        campaigns.set_people(connection, campaign.id, people.values())
        trace(bench, connection, supervisor, "people", campaign, {"before": campaign.people, "after": sorted(people)})
        return campaigns.one(connection, campaign.id)


def set_targets(
    bench: Bench, supervisor: Agent, campaign: Campaign, targets: Collection[Target], drop: Collection[str] = ()
) -> Campaign:
    """What a campaign aims at; a measure that is not named keeps its target, one in `drop` has none any more."""
    check_supervisor(supervisor)
    wanted = {target.measure: target for target in (*campaign.targets, *targets)}
    kept = [wanted[measure] for measure in rules.MEASURES if measure in wanted and measure not in drop]
    with bench.db.write() as connection:
        check_open(connection, campaign)
        campaigns.change(connection, campaign.id, {"targets": campaigns.targets_text(kept)})
        detail = {"before": campaigns.targets_text(campaign.targets), "after": campaigns.targets_text(kept)}
        trace(bench, connection, supervisor, "targets", campaign, detail)
        return campaigns.one(connection, campaign.id)


def _moved(bench: Bench, supervisor: Agent, campaign: Campaign, verb: str) -> Campaign:
    check_supervisor(supervisor)
    with bench.db.write() as connection:
        check_move(connection, campaign, verb)
        _move(bench, connection, campaign, verb)
        trace(
            bench,
            connection,
            supervisor,
            rules.moved(campaign.state, verb) or verb,
            campaign,
            {"before": campaign.state},
        )
        return campaigns.one(connection, campaign.id)


def _move(bench: Bench, connection: Any, campaign: Campaign, verb: str) -> None:
    now = bench.clock.now()
    when: dict[str, Any] = {"start": {"started_at": now, "refreshed_on": bench.today()}, "close": {"closed_at": now}}
    campaigns.change(connection, campaign.id, {"state": rules.moved(campaign.state, verb), **when.get(verb, {})})


def trace(
    bench: Bench, connection: Any, agent: Agent | None, kind: str, campaign: Campaign, detail: dict[str, Any]
) -> None:
    """Note in the trace what was done with a campaign; agent: None for the program itself."""
    who = None if agent is None else agent.id
    events.record(connection, bench.clock.now(), who, f"campaign.{kind}", "campaign", campaign.id, detail)


def new_campaign(bench: Bench, connection: Any, wish: CampaignWish, state: str, *, again: bool = False) -> Campaign:
    """A new campaign, with what its script asks for; again: the open one of this name, if it has this script."""
    script_id = campaigns.script_of_form(connection, wish.form_id)
    if script_id is None:
        raise no_script(connection, wish.form_id)
    if (open_one := campaigns.named(connection, wish.name)) is not None:
        if not again:
            raise Conflict(
                _("There is a campaign {name!r} already.").format(name=wish.name), todo=_("Choose another name.")
            )
        if open_one.script_id != script_id:
            raise Conflict(
                _("The campaign {name!r} is already running with another script.").format(name=wish.name),
                todo=_("Choose another name."),
            )
        return campaigns.one(connection, open_one.id)
    now = bench.clock.now()
    campaign_id = new_id(now)
    script = script_from_json(scripts.canonical(connection, script_id) or "")
    attempts = bench.settings["calls.attempts"] if wish.attempts is None else wish.attempts
    campaigns.add(
        connection,
        {
            "id": campaign_id, "code": campaigns.next_code(connection), "name": wish.name, "purpose": wish.purpose,
            "script_id": script_id, "state": state, "max_attempts": attempts, "created_at": now,
            "starts_on": wish.starts_on, "ends_on": wish.ends_on, "opens": wish.opens, "closes": wish.closes,
            "skill": wish.skill, "consent": wish.consent or script.consent, "marketing": wish.marketing or script.marketing,
            "started_at": now if state == "active" else None,
        },
    )  # fmt: skip
    return campaigns.one(connection, campaign_id)
