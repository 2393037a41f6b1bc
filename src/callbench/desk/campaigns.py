"""Campaigns: starting to call a list of customers for one purpose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from callbench.desk.bench import Bench
from callbench.desk.people import person_called
from callbench.errors import Conflict, UsageProblem
from callbench.i18n import _
from callbench.records.calls import CampaignRow, CampaignStarted
from callbench.records.people import Agent
from callbench.rules.brakes import MONTH, Person, earliest
from callbench.rules.order import priority_of
from callbench.rules.words import CLASSES
from callbench.store import campaigns, events
from callbench.store.types import new_id
from callbench.text import clean, nearest

_RULES = ("list", "after_service", "plan")


def start_campaign(
    bench: Bench, name: str, form_id: str, *, purpose: str = "", classes: Collection[str] = (), rule: str = "list",
    due_at: datetime | None = None, priority: int | None = None, agent: Agent | None = None,
) -> CampaignStarted:  # fmt: skip
    """Put every customer who may be called (of these classes, all when empty) into the queue, from `due_at` or now.

    priority: 0 first … 9 last; None goes by class. A campaign of this name that is still open takes in those it does not
    have yet. Raises UsageProblem for an unknown form, class or rule, Conflict when the name runs with another script.
    """
    name, purpose = clean(name, limit=100), clean(purpose, limit=200)
    _check(name, classes, rule, priority)
    now = bench.clock.now()
    due_at = max(due_at or now, now)
    with bench.db.write() as connection:
        campaign_id, code = _campaign(bench, connection, name, form_id, purpose, now)
        skipped: Counter[str] = Counter()
        called = campaigns.called_since(connection, now - max(MONTH, _silence(bench)))
        items, elsewhere = [], 0
        for found in campaigns.candidates(connection, campaign_id, bench.today()):
            if classes and found.customer_class not in classes:
                continue
            reason, person = _person(bench, found, called.get(found.id, []), now)
            if reason:
                skipped[reason] += 1
                continue
            elsewhere += found.elsewhere
            ready_at = earliest(due_at, person, bench.settings)
            items.append({
                "id": new_id(now), "campaign_id": campaign_id, "customer_id": found.id, "state": "open", "rule": rule,
                "reason": "", "agreed": False, "attempts": 0, "ready_at": ready_at, "due_on": bench.day_of(ready_at),
                "priority": priority_of(found.customer_class) if priority is None else priority, "zone": found.zone,
                "last_outcome": "", "closed_why": "", "created_at": now, "created_on": bench.day_of(now),
            })  # fmt: skip
        campaigns.add_items(connection, items)
        detail = {"name": name, "form": form_id, "added": len(items), "skipped": dict(skipped), "elsewhere": elsewhere}
        who = None if agent is None else agent.id
        events.record(connection, now, who, "campaign.started", "campaign", campaign_id, detail)
    return CampaignStarted(code, len(items), dict(skipped), elsewhere)


def list_campaigns(bench: Bench) -> tuple[CampaignRow, ...]:
    """All campaigns with what waits and what is done, oldest first."""
    with bench.db.read() as connection:
        return campaigns.listed(connection)


def _check(name: str, classes: Collection[str], rule: str, priority: int | None) -> None:
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


def _campaign(bench: Bench, connection: Any, name: str, form_id: str, purpose: str, now: datetime) -> tuple[UUID, str]:
    """The campaign of this name: the open one, or a new one."""
    script_id = campaigns.script_of_form(connection, form_id)
    if script_id is None:
        known = campaigns.forms(connection)
        raise UsageProblem(
            _("There is no script {name!r}.").format(name=clean(form_id)),
            todo=_("The nearest is {nearest!r}.").format(nearest=nearest(form_id, known, alike=0))
            if known
            else _("Import one: callbench import script FILE."),
        )
    if (open_one := campaigns.named(connection, name)) is not None:
        if open_one.script_id != script_id:
            raise Conflict(
                _("The campaign {name!r} is already running with another script.").format(name=name),
                todo=_("Choose another name."),
            )
        return open_one.id, open_one.code
    campaign_id, code = new_id(now), campaigns.next_code(connection)
    campaigns.add(
        connection,
        {
            "id": campaign_id, "code": code, "name": name, "purpose": purpose, "script_id": script_id, "state": "active",
            "max_attempts": bench.settings["calls.attempts"], "created_at": now,
        },
    )  # fmt: skip
    return campaign_id, code


def _person(bench: Bench, found: Any, calls: list[tuple[str, datetime]], now: datetime) -> tuple[str, Person]:
    """Why no item is made ("" when one is), and what is known of the one to be called."""
    person = person_called(
        bench, found.zone, calls, preferred_time=found.preferred_time,
        number_called=calls[-1][1] if calls else None,
    )  # fmt: skip
    if found.state != "active":
        return "not_active", person
    if found.listed:
        return "do_not_call", person
    if found.already:
        return "already", person
    if not found.has_number:
        return "no_phone", person
    if person.silent_until is not None and person.silent_until > now:
        return "silence", person
    return "", person


def _silence(bench: Bench) -> timedelta:
    return timedelta(days=bench.settings["retry.silence_days"])
