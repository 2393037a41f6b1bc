"""`callbench why`: what brings a customer to an agent, or keeps them back, and until when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from callbench.cli import base, say
from callbench.cli.door import Door
from callbench.cli.meant import meant_customer
from callbench.clock import YEARS, wall_time
from callbench.errors import UsageProblem
from callbench.i18n import N_, _

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from callbench.records.why import CustomerWhy, ItemWhy


@base.command(
    "why", N_("Why a customer may be called by an agent or is kept back, and until when. Nothing is changed.")
)
@base.argument("words", N_("CUSTOMER"), N_("Part of the name, the code, digits of a number, or an id."))
@base.option("--at", metavar=N_("WHEN"), said=N_("At another moment: '2026-03-06 09:00', 'tomorrow 10am'."))
@base.agent_option
def why(door: Door, words: str, at: str | None, agent: str | None) -> None:
    """Print what holds of each of the customer's items, those that wait first."""
    from callbench.desk.why import why as told

    who = door.agent(agent)
    moment = None if at is None else _moment(door, at)
    found = told(door.bench, who, _meant(door, words), moment)
    if door.json:
        say.json(_shape(found))
    else:
        say.lines(_card(found, door))


def _meant(door: Door, words: str) -> UUID:
    """The customer named; an id may be the customer's or an item's."""
    from uuid import UUID

    from callbench.desk.why import customer_of

    try:
        id_ = UUID(words)
    except ValueError:
        return meant_customer(door, words).id
    return customer_of(door.bench, id_)


def _moment(door: Door, text: str) -> datetime:
    """A moment on the shop's clock. Raises UsageProblem."""
    from datetime import datetime

    from callbench.values.problem import ValueProblem
    from callbench.values.when import read_when

    try:
        exact = datetime.fromisoformat(text.strip())
    except ValueError:
        exact = None
    if exact is not None:
        if exact.year not in YEARS:
            raise UsageProblem(_("There is no year {year}.").format(year=exact.year), where="--at")
        return exact if exact.tzinfo else exact.replace(tzinfo=door.settings.zone)
    try:
        return read_when(text, door.local_now(), door.bench.calendar).at
    except ValueProblem as problem:
        raise UsageProblem(problem.message, where="--at", code=problem.code) from None


def _card(found: CustomerWhy, door: Door) -> list[str]:
    from callbench.cli.cards import fact
    from callbench.rules.why_words import why_lines

    zone = door.settings.zone
    lines = [
        *fact(_("Customer"), found.customer_name or _("(no name)")),
        *fact(_("Agent"), found.agent.name),
        *fact(_("At"), wall_time(found.at, zone)),
    ]
    if not found.items:
        return [*lines, _("This customer is not in the queue: no campaign has put them there.")]
    for item in found.items:
        lines.append("")
        for label, words in why_lines(item, lambda moment: wall_time(moment, zone)):
            lines += fact(label, words)
        lines += fact(_("Item"), str(item.item_id))
    return lines


def _shape(found: CustomerWhy) -> dict[str, Any]:
    return {
        "customer": found.customer_id, "name": found.customer_name, "code": found.customer_code, "zone": found.zone,
        "agent": found.agent.code, "at": found.at, "items": [_item(item) for item in found.items],
    }  # fmt: skip


def _item(item: ItemWhy) -> dict[str, Any]:
    from dataclasses import asdict

    from callbench.rules.why import MAY_BE_CALLED
    from callbench.rules.why_kept import WHY_NOT

    kept = item.kept
    return {
        "item": item.item_id, "campaign": item.campaign, "state": item.state, "may_be_called": kept.may_be_called,
        "why_not": kept.code or None, "said": _(WHY_NOT.get(kept.code, MAY_BE_CALLED)), "until": kept.until,
        "barred": item.barred or None,
        "steps": [{"why_not": step.code, "until": step.until, "about": step.about or None} for step in kept.steps],
        "limit": item.limit or None, "plan": item.plan or None, "complaint": item.complaint or None,
        "away": item.away, "stands_in": item.stands_in or None, "remark": item.remark or None,
        "rule": item.rule, "reason": item.reason, "whose": item.whose or None, "in_hand_of": item.in_hand_of or None,
        "skill": item.skill or None, "priority": item.priority, "attempts": item.attempts, "ready_at": item.ready_at,
        "holds": [asdict(held) for held in item.holds], "closed_why": item.closed_why or None, "before": dict(item.before),
    }  # fmt: skip
