"""Whom a campaign calls: the selection counted, fixed, and made into items of the queue."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from callbench.clock import date_of
from callbench.desk.bench import Bench
from callbench.desk.people import person_called
from callbench.errors import UsageProblem
from callbench.i18n import _
from callbench.records.campaigns import Campaign, Counted, Selection
from callbench.rules import selection as rules
from callbench.rules.brakes import MONTH, Person, earliest
from callbench.rules.order import priority_of
from callbench.rules.words import CLASSES
from callbench.store import agents, campaigns
from callbench.store import selection as store
from callbench.store.types import new_id
from callbench.text import clean, nearest
from callbench.values.problem import ValueProblem

_EXAMPLES = 5


@dataclass(slots=True)
class Filled:
    """What filling a campaign did, as `CampaignStarted` and `Counted` tell it."""

    added: int = 0
    elsewhere: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    by_class: Counter[str] = field(default_factory=Counter)
    sample: list[UUID] = field(default_factory=list)
    items: list[dict[str, Any]] = field(default_factory=list)


def checked(bench: Bench, connection: Any, selection: Selection) -> Selection:
    """A selection as it was typed, cleaned. Raises UsageProblem for what nobody can match: an unknown class, owner …"""
    known_agents = {agent.code.casefold(): agent.code for agent in agents.all_agents(connection)}
    known_agents |= {agent.name.casefold(): agent.code for agent in agents.all_agents(connection)}
    for name in selection.classes:
        if name not in CLASSES:
            raise UsageProblem(
                _("There is no customer class {name!r}.").format(name=clean(name)),
                todo=_("Known: {known}.").format(known=_(", ").join(CLASSES)),
            )
    owners = []
    for owner in selection.owners:
        if owner and owner.casefold() not in known_agents:
            raise _unknown(_("There is no agent {name!r}.").format(name=clean(owner)), owner, {*known_agents.values()})
        owners.append(known_agents.get(owner.casefold(), ""))
    messages = {
        "branch": _("No customer belongs to the branch {name!r}."),
        "tag": _("No customer has the tag {name!r}."),
    }
    for what, wanted in (("branch", selection.branches), ("tag", selection.tags)):
        there = store.known(connection, what) if wanted else []
        for name in wanted:
            if name not in there:
                raise _unknown(messages[what].format(name=clean(name)), name, {*there})
    for answered in selection.answers:
        if not store.is_answered(connection, answered.question):
            raise UsageProblem(
                _("No interview has an answer to {question!r}.").format(question=clean(answered.question)),
                todo=_("Name a question as its script does, or what it measures: csat, nps, ces …"),
                code="unknown-question",
            )
    try:
        rules.check(selection, date_of(bench.today()))
    except ValueProblem as problem:
        raise UsageProblem(problem.message, code=problem.code) from None
    return replace(selection, owners=tuple(owners), item=clean(selection.item, limit=100))


def count_selection(
    bench: Bench, selection: Selection, campaign: Campaign | None = None, *, consent: str | None = None
) -> Counted:
    """A selection in numbers, before it is fixed: who would be called now, by class, who not and why, and some of them.

    consent: what customers must have agreed to, None: as the campaign says.
    """
    with bench.db.read() as connection:
        selection = checked(bench, connection, selection)
        filled = fill(bench, connection, campaign, selection, consent=consent)
        return _counted(connection, filled, selection)


def fill(
    bench: Bench, connection: Any, campaign: Campaign | None, selection: Selection, *, build: bool = False,
    rule: str = "list", due_at: datetime | None = None, priority: int | None = None, consent: str | None = None,
) -> Filled:  # fmt: skip
    """An item for every customer of the selection who may be called and has none in the campaign; build=False:
    they are only counted, nothing is written here. due_at: not before; priority: None goes by class.
    """
    now, today = bench.clock.now(), bench.today()
    due_at = max(due_at or now, now)
    called = campaigns.called_since(connection, now - max(MONTH, _silence(bench)))
    needed, campaign_id = (campaign.consent, campaign.id) if campaign else ("", None)
    consent = needed if consent is None else consent
    filled = Filled()
    found = store.candidates(connection, selection, campaign_id, date_of(today), today, consent, now)
    for one in found:
        reason, person = _person(bench, one, called.get(one.id, []), now)
        if reason:
            filled.skipped[reason] += 1
            continue
        filled.added += 1
        filled.elsewhere += one.elsewhere
        filled.by_class[one.customer_class] += 1
        if len(filled.sample) < _EXAMPLES:
            filled.sample.append(one.id)
        if not build:
            continue
        ready_at = earliest(
            due_at, replace(person, marketing=campaign is not None and campaign.marketing), bench.settings
        )
        filled.items.append({
            "id": new_id(now), "campaign_id": campaign_id, "customer_id": one.id, "state": "open", "rule": rule,
            "reason": "", "agreed": False, "attempts": 0, "ready_at": ready_at, "due_on": bench.day_of(ready_at),
            "priority": priority_of(one.customer_class) if priority is None else priority, "zone": one.zone,
            "last_outcome": "", "closed_why": "", "created_at": now, "created_on": bench.day_of(now),
        })  # fmt: skip
    return filled


def _counted(connection: Any, filled: Filled, selection: Selection) -> Counted:
    return Counted(
        filled.added + filled.skipped.total(), filled.added, dict(filled.skipped), dict(filled.by_class),
        filled.elsewhere, store.examples(connection, filled.sample, selection.item),
    )  # fmt: skip


def _unknown(what: str, name: str, there: set[str]) -> UsageProblem:
    todo = _("The nearest is {nearest!r}.").format(nearest=nearest(name, sorted(there), alike=0)) if there else ""
    return UsageProblem(what, todo=todo, code="unknown")


def _person(bench: Bench, found: Any, calls: list[tuple[str, datetime]], now: datetime) -> tuple[str, Person]:
    """Why no item is made ("" when one is), and what is known of the one to be called."""
    person = person_called(
        bench, found.zone, calls, preferred_time=found.preferred_time,
        number_called=calls[-1][1] if calls else None,
    )  # fmt: skip
    reasons = {
        "not_active": found.state != "active",
        "do_not_call": found.listed,
        "already": found.already,
        "no_phone": not found.has_number,
        "consent": not found.consents,
        "silence": person.silent_until is not None and person.silent_until > now,
    }
    return next((reason for reason, holds in reasons.items() if holds), ""), person


def _silence(bench: Bench) -> timedelta:
    return timedelta(days=bench.settings["retry.silence_days"])
