"""What cannot be a campaign, and what cannot be done with one: said with what to do."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from callbench.clock import date_of
from callbench.desk.bench import Bench
from callbench.errors import Conflict, UsageProblem
from callbench.i18n import _
from callbench.records.campaigns import Campaign, CampaignWish
from callbench.rules import campaigns as rules
from callbench.rules.words import CLASSES
from callbench.script.model import MARKETING, script_from_json
from callbench.store import campaigns, scripts
from callbench.text import clean, nearest
from callbench.values.problem import ValueProblem

_RULES = ("list", "after_service", "plan")


def check_move(connection: Any, campaign: Campaign, verb: str) -> None:
    """Raise Conflict when the campaign, as it stands in the base, cannot go that way."""
    state = campaigns.state_of(connection, campaign.id)
    if rules.moved(state, verb) is None:
        can = _(", ").join(f"callbench campaign {one}" for one in rules.possible(state))
        raise Conflict(
            _("The campaign {name!r} is {state}.").format(name=campaign.name, state=_(rules.STATES[state])),
            todo=_("Possible now: {verbs}.").format(verbs=can)
            if can
            else _("Make another one: callbench campaign create."),
            code="campaign-state",
        )
    if state != campaign.state:
        raise Conflict(_("Somebody else has changed this campaign just now."), todo=_("Look at it again, then decide."))


def check_open(connection: Any, campaign: Campaign, *, lock: bool = True) -> None:
    """Raise Conflict for a campaign that is closed; locked until the end, where something is written."""
    if campaigns.state_of(connection, campaign.id, lock=lock) == "closed":
        raise Conflict(
            _("The campaign {name!r} is {state}.").format(name=campaign.name, state=_(rules.STATES["closed"])),
            todo=_("Make another one: callbench campaign create."),
            code="campaign-state",
        )


def check_script_allows(connection: Any, campaign: Campaign) -> None:
    """Raise UsageProblem where the script says of itself that it advertises: then its campaigns do."""
    kept = scripts.version(connection, campaign.form_id, campaign.script_version)
    if kept is not None and script_from_json(scripts.canonical(connection, kept.id) or "").marketing:
        raise UsageProblem(
            _("The script {script} advertises ({column}): its campaigns keep the hours for that.").format(
                script=f"{campaign.form_id}@{campaign.script_version}", column=MARKETING
            ),
            where="--no-marketing",
            todo=_("Publish a version without it first: callbench script publish."),
            code="script-advertises",
        )


def check_startable(bench: Bench, campaign: Campaign) -> None:
    """Raise UsageProblem when the period is over, the script is not published, or nobody was selected."""
    check_period(bench, campaign.ends_on, campaign.name)
    if campaign.script_state != "published":
        raise UsageProblem(
            _("The script {script} of this campaign is not published.").format(
                script=f"{campaign.form_id}@{campaign.script_version}"
            ),
            todo=_("Publish it: callbench script publish {form} {version}.").format(
                form=campaign.form_id, version=campaign.script_version
            ),
            code="script-not-published",
        )
    if campaign.selection is None:
        raise UsageProblem(
            _("The campaign {name!r} has no customers: nobody was selected.").format(name=campaign.name),
            todo=_("Select whom it calls: callbench campaign select {code} …").format(code=campaign.code),
            code="no-customers",
        )


def check_period(bench: Bench, ends_on: int | None, name: str) -> None:
    """Raise UsageProblem when the last day of a campaign is past."""
    if ends_on is not None and ends_on < bench.today():
        raise UsageProblem(
            _("The period of the campaign {name!r} is over: its last day was {day}.").format(
                name=name, day=date_of(ends_on)
            ),
            todo=_("Make another one with a later --to."),
            code="period-over",
        )


def check_wish(bench: Bench, wish: CampaignWish, before: CampaignWish | None = None) -> CampaignWish:
    """The wish, cleaned. Raises UsageProblem for what cannot be a campaign: no name, a period that is over, hours that are
    empty or leave nothing of the shop's. before: what it was, of one that is changed.
    """
    wish = replace(
        wish, name=clean(wish.name, limit=100), purpose=clean(wish.purpose, limit=200), skill=clean(wish.skill, limit=60),
        consent=clean(wish.consent, limit=60),
    )  # fmt: skip
    check_list(wish.name, (), "list", None)
    if wish.starts_on and wish.ends_on and wish.starts_on > wish.ends_on:
        raise UsageProblem(
            _("The first day is after the last one."), where="--from", todo=_("Name the earlier day first.")
        )
    if before is None or wish.ends_on != before.ends_on:
        check_period(bench, wish.ends_on, wish.name)
    if wish.opens and not (wish.opens < wish.closes):
        raise UsageProblem(
            _("The hours {hours} are empty.").format(hours=f"{wish.opens}-{wish.closes}"), where="--hours",
            todo=_("Name the earlier time first: 10:00-18:00."), code="hours",
        )  # fmt: skip
    try:
        rules.check_hours(bench.settings, wish.opens, wish.closes, marketing=wish.marketing)
    except ValueProblem as problem:
        raise UsageProblem(problem.message, where="--hours", code=problem.code) from None
    return wish


def check_list(name: str, classes: Collection[str], rule: str, priority: int | None) -> None:
    """Raise UsageProblem for a name that is missing, and for an unknown class, rule or priority."""
    if not name:
        raise UsageProblem(_("A campaign needs a name."))
    for unknown in {*classes} - {*CLASSES, ""}:
        known = _(", ").join(CLASSES)
        raise UsageProblem(
            _("There is no customer class {name!r}.").format(name=unknown),
            todo=_("Known: {known}.").format(known=known),
        )
    if rule not in _RULES:
        raise UsageProblem(
            _("There is no rule {name!r}.").format(name=rule),
            todo=_("Known: {known}.").format(known=_(", ").join(_RULES)),
        )
    if priority is not None and not 0 <= priority <= 9:
        raise UsageProblem(_("The priority goes from 0 (first) to 9."))


def no_script(connection: Any, form_id: str) -> UsageProblem:
    """What is said where a form has no published version."""
    if campaigns.is_form(connection, form_id):
        return UsageProblem(
            _("The script {script} of this campaign is not published.").format(script=clean(form_id)),
            todo=_("Publish it: callbench script publish {form} {version}.").format(
                form=clean(form_id), version=_("VERSION")
            ),
            code="script-not-published",
        )
    known = campaigns.forms(connection)
    return UsageProblem(
        _("There is no script {name!r}.").format(name=clean(form_id)),
        todo=_("The nearest is {nearest!r}.").format(nearest=nearest(form_id, known, alike=0))
        if known
        else _("Import one: callbench import script FILE."),
    )
