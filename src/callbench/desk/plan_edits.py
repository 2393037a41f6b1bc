"""Call plans added, changed, paused and resumed, by supervisors; each change in the trace."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from callbench.desk.bench import Bench
from callbench.desk.campaigns import create_campaign, find_campaign, run_without_list
from callbench.desk.plans import find_plan, list_plans
from callbench.desk.rights import check_supervisor
from callbench.errors import Conflict, UsageProblem
from callbench.i18n import _
from callbench.records.campaigns import Campaign, CampaignWish
from callbench.records.people import Agent
from callbench.records.plans import Plan, PlanRow
from callbench.rules.plan_set import SHIPPED, check, read_code
from callbench.rules.words import CLASSES
from callbench.store import events
from callbench.store import plans as store
from callbench.store.types import new_id
from callbench.text import clean
from callbench.values.problem import ValueProblem


def add_plan(
    bench: Bench, supervisor: Agent, plan: Plan, *, campaign: str = "", form_id: str = "", dry_run: bool = False
) -> Plan:
    """A new plan; its calls are made for a campaign there is, or for one of its own name with this script.

    Raises UsageProblem for a plan that does not fit together or is shorter than the least gap, Conflict for a code that
    is taken or a campaign that is closed.
    """
    check_supervisor(supervisor)
    try:
        code = read_code(plan.code)
    except ValueProblem as problem:
        raise UsageProblem(problem.message, code=problem.code) from None
    plan = replace(plan, code=code, name=clean(plan.name, limit=100), item=clean(plan.item, limit=100))
    if not (campaign or form_id):
        raise UsageProblem(
            _("A plan needs a script, or the campaign its calls are made for."),
            todo=_("Name it: --script ID, or --campaign NAME."),
        )
    plan = replace(plan, name=plan.name or plan.code, id=new_id(bench.clock.now()))
    _check(bench, plan)
    if any(one.plan.code == plan.code for one in list_plans(bench)):
        raise Conflict(_("There is a plan {name!r} already.").format(name=plan.code), todo=_("Choose another code."))
    if dry_run:
        return plan
    wanted = find_campaign(bench, campaign) if campaign else _campaign(bench, supervisor, plan.name, form_id)
    if wanted.state == "closed":
        raise Conflict(
            _("The campaign {name!r} is closed; no calls are made for it.").format(name=wanted.name),
            todo=_("Name another one."),
        )
    plan = replace(plan, campaign_id=wanted.id)
    now = bench.clock.now()
    with bench.db.write() as connection:
        store.add(connection, plan, supervisor.id, now)
        events.record(connection, now, supervisor.id, "plan.added", "call_plan", plan.id, {"after": asdict(plan)})
    return plan


def add_shipped(bench: Bench, supervisor: Agent, form_id: str) -> tuple[Plan, ...]:
    """The shipped plans that are not there yet, each with a campaign of its own and this script."""
    check_supervisor(supervisor)
    there = {one.plan.code for one in list_plans(bench)}
    missing = [plan for plan in SHIPPED if plan.code not in there]
    return tuple(add_plan(bench, supervisor, replace(plan, name=_(plan.name)), form_id=form_id) for plan in missing)


def change_plan(bench: Bench, supervisor: Agent, found: PlanRow, **changes: Any) -> Plan:
    """Other values for a plan (fields of `Plan`). Calls that wait already stay until the plan is due otherwise."""
    check_supervisor(supervisor)
    plan = replace(found.plan, **changes)
    _check(bench, plan)
    if plan == found.plan:
        raise UsageProblem(_("This changes nothing."), todo=_("Name what is to be another: --every 2, --window 5 …"))
    now = bench.clock.now()
    with bench.db.write() as connection:
        store.change(connection, plan.id, changes, now)
        detail = {"before": asdict(found.plan), "after": asdict(plan)}
        events.record(connection, now, supervisor.id, "plan.changed", "call_plan", plan.id, detail)
    return plan


def pause_plan(bench: Bench, supervisor: Agent, code: str) -> Plan:
    """Make no calls by this plan for now; those that wait already are made. Raises Conflict when it is paused."""
    return _switched(bench, supervisor, code, "paused")


def resume_plan(bench: Bench, supervisor: Agent, code: str) -> Plan:
    """Make calls by this plan again. Raises Conflict when it is not paused, UsageProblem when it does not fit by now."""
    return _switched(bench, supervisor, code, "active")


def _switched(bench: Bench, supervisor: Agent, code: str, state: str) -> Plan:
    found = find_plan(bench, code)
    check_supervisor(supervisor)
    if found.plan.state == state:
        said = _("The plan {name!r} is paused already.") if state == "paused" else _("The plan {name!r} is not paused.")
        raise Conflict(said.format(name=found.plan.code))
    return change_plan(bench, supervisor, found, state=state)


def _check(bench: Bench, plan: Plan) -> None:
    if plan.customer_class and plan.customer_class not in CLASSES:
        raise UsageProblem(
            _("There is no customer class {name!r}.").format(name=plan.customer_class),
            todo=_("Known: {known}.").format(known=_(", ").join(CLASSES)),
        )
    if plan.state != "active":
        return
    try:
        check(plan, [one.plan for one in list_plans(bench)], bench.settings["plans.gap_days"])
    except ValueProblem as problem:
        todo = _("The setting is plans.gap_days.") if problem.code == "plan-too-short" else ""
        raise UsageProblem(problem.message, code=problem.code, todo=todo) from None


def _campaign(bench: Bench, supervisor: Agent, name: str, form_id: str) -> Campaign:
    """The campaign for the calls of a plan: without a list, running at once."""
    campaign = create_campaign(bench, supervisor, CampaignWish(name, form_id, purpose=name))
    return run_without_list(bench, supervisor, campaign)
