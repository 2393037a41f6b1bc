"""`callbench plan`: whom the shop calls by itself, month by month and after services."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from callbench.cli import base, say
from callbench.cli.campaigns import DRY_RUN, ClassName
from callbench.cli.cells import columns
from callbench.cli.door import Door
from callbench.clock import date_of
from callbench.errors import UsageProblem
from callbench.i18n import N_, _, ngettext
from callbench.rules.campaign_words import SKIPPED
from callbench.rules.plan_words import LIMITS, STATES, month_of, preview_words, window_words
from callbench.text import clean

if TYPE_CHECKING:
    from callbench.records.plans import Plan, PlanPreview

_CODE = base.argument("code", N_("PLAN"), N_("Its code, as `plan list` tells it."))
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        base.option("--name", metavar=N_("TEXT"), said=N_("What it is called.")),
        base.option("--class", "customer_class", type=ClassName(), metavar="key|regular|potential|special",
                    said=N_("Only customers of this class.")),
        base.option("--service", "item", metavar=N_("PATTERN"), said=N_("Only services whose name has this in it; * and ? stand for any letters.")),
        base.option("--every", "every_months", type=base.Number(*LIMITS["every_months"]), metavar=N_("MONTHS"),
                    said=N_("So many months after the last completed call; with --before: between services.")),
        base.option("--after", type=base.Number(*LIMITS["after"]), metavar=N_("DAYS"), said=N_("So many days after a service.")),
        base.option("--before", type=base.Number(*LIMITS["before"]), metavar=N_("DAYS"), said=N_("So many days before the next service is due.")),
        base.option("--window", "window_days", type=base.Number(*LIMITS["window_days"]), metavar=N_("DAYS"),
                    said=N_("How many days a call may move back, so that no day has too many.")),
        base.option("--priority", type=base.Number(*LIMITS["priority"]), metavar="0-9", said=N_("0 is called first.")),
    ):  # fmt: skip
        command = option(command)
    return command


@base.command("list", N_("Every plan: when it calls, for which campaign, how many wait."))
def listed(door: Door) -> None:
    """Print one line a plan."""
    from callbench.desk.plans import list_plans
    from callbench.rules.plans import told

    found = list_plans(door.bench)
    if door.json:
        shapes = [_shape(one.plan) | {"campaign": one.campaign_code, "waiting": one.waiting} for one in found]
        say.json({"plans": shapes})
        return
    say.lines(columns([
        (one.plan.code, _(STATES[one.plan.state]), told(one.plan), window_words(one.plan), _("waiting {n}").format(n=one.waiting),
         f"{one.campaign_code} {one.campaign}")
        for one in found
    ]))  # fmt: skip


@base.command("add", N_("Add a plan, as a supervisor; or with --shipped those that come with the program."))
@base.argument("code", N_("PLAN"), N_("A short word in small letters."), required=False)
@base.option(
    "--shipped", is_flag=True, said=N_("Key monthly, regular quarterly …, after services: those not there yet.")
)
@base.option(
    "--script", "form_id", default="", metavar=N_("SCRIPT"), said=N_("Make a campaign for its calls, with this script.")
)
@base.option("--campaign", default="", metavar=N_("NAME"), said=N_("Make its calls for this campaign."))
@_options
@DRY_RUN
@base.agent_option
def add(
    door: Door,
    code: str | None,
    shipped: bool,
    form_id: str,
    campaign: str,
    dry_run: bool,
    agent: str | None,
    **said: Any,
) -> None:
    """Print what was added."""
    from uuid import UUID

    from callbench.desk.plan_edits import add_plan, add_shipped
    from callbench.records.plans import Plan

    who = door.agent(agent)
    if shipped:
        if code or campaign or not form_id or dry_run:
            raise UsageProblem(
                _("--shipped goes with --script alone."), where="--shipped", todo=_("plan add --shipped --script ID")
            )
        _tell(door, add_shipped(door.bench, who, form_id))
        return
    if not code:
        raise UsageProblem(_("{name} is missing.").format(name=_("PLAN")), todo=_("plan add --shipped --script ID"))
    nobody = UUID(int=0)
    values = {"trigger": "class"} | _values(said)
    plan = Plan(nobody, code, values.pop("name", ""), nobody, values.pop("trigger"), **values)
    _tell(door, (add_plan(door.bench, who, plan, campaign=campaign, form_id=form_id, dry_run=dry_run),))


@base.command("set", N_("Change a plan, as a supervisor."))
@_CODE
@_options
@base.agent_option
def set_(door: Door, code: str, agent: str | None, **said: Any) -> None:
    """Print the plan."""
    from callbench.desk.plan_edits import change_plan
    from callbench.desk.plans import find_plan

    _tell(door, (change_plan(door.bench, door.agent(agent), find_plan(door.bench, code), **_values(said)),))


@base.command("pause", N_("Make no calls by a plan for now, as a supervisor; those that wait are made."))
@_CODE
@base.agent_option
def pause(door: Door, code: str, agent: str | None) -> None:
    """Print the plan."""
    from callbench.desk.plan_edits import pause_plan

    _tell(door, (pause_plan(door.bench, door.agent(agent), code),))


@base.command("resume", N_("Make calls by a plan again, as a supervisor."))
@_CODE
@base.agent_option
def resume(door: Door, code: str, agent: str | None) -> None:
    """Print the plan."""
    from callbench.desk.plan_edits import resume_plan

    _tell(door, (resume_plan(door.bench, door.agent(agent), code),))


@base.command("preview", N_("How many calls plans will make, day by day; nothing is changed."))
@base.argument("code", N_("PLAN"), N_("One plan; all of them when left out."), required=False)
@base.option("--month", metavar=N_("MONTH"), said=N_("2026-04; the next one when left out."))
def preview(door: Door, code: str | None, month: str | None) -> None:
    """Print the sum, the busiest day, and one line a day."""
    from callbench.desk.plans import find_plan
    from callbench.desk.plans import preview as look

    first, last = _month(door, month)
    plan = find_plan(door.bench, code).plan if code else None
    found = look(door.bench, first, last, plan)
    if door.json:
        day, calls = found.busiest or (None, 0)
        say.json({
            "plan": plan and plan.code, "from": found.first, "to": found.last, "calls": found.calls,
            "busiest": {"day": day, "calls": calls}, "plans": found.by_plan,
            "days": {day.isoformat(): n for day, n in found.by_day.items()},
        })  # fmt: skip
        return
    _tell_preview(found, plan)


@base.command(
    "run", N_("Make the calls that are due today; done by itself at the first start of a day, twice is as once.")
)
@DRY_RUN
def run(door: Door, dry_run: bool) -> None:
    """Print how many calls each plan made, and why others were not."""
    from dataclasses import asdict

    from callbench.desk.plans import run_plans

    done = run_plans(door.bench, dry_run=dry_run)
    if door.json:
        say.json({"day": date_of(door.bench.today()), **asdict(done)})
        return
    n = sum(done.made.values())
    say.lines(
        [
            ngettext("{n} call made.", "{n} calls made.", n).format(n=n)
            if not dry_run
            else _("Calls that would be made: {n}").format(n=n)
        ]
    )
    say.lines(columns([("  " + code, str(n)) for code, n in sorted(done.made.items())], right=(1,)))
    if done.withdrawn:
        say.lines(
            [_("Withdrawn, because something happened since that their plan counts from: {n}").format(n=done.withdrawn)]
        )
    if done.skipped:
        skipped = _(", ").join(f"{_(SKIPPED.get(reason, reason))} {n}" for reason, n in done.skipped.items())
        say.lines([_("Left out: {skipped}").format(skipped=skipped)])


def _tell_preview(found: PlanPreview, plan: Plan | None) -> None:
    say.lines([preview_words(found, plan.name if plan else "")])
    if plan is None:
        say.lines(columns([("  " + code, str(calls)) for code, calls in sorted(found.by_plan.items())], right=(1,)))
    say.lines(columns([("  " + one.isoformat(), str(calls)) for one, calls in found.by_day.items()], right=(1,)))


def _month(door: Door, text: str | None) -> tuple[date, date]:
    """The first and last day of a month; of the next one when nothing is said."""
    if text is None:
        return month_of(date_of(door.bench.today()), 1)
    match = _MONTH.fullmatch(text.strip())
    try:
        if match:
            return month_of(date(int(match[1]), int(match[2]), 1))
    except ValueError:
        pass
    raise UsageProblem(
        _("{text!r} is no month.").format(text=clean(text, limit=40)),
        where="--month",
        todo=_("Write 2026-04."),
        code="month",
    )


def _values(said: dict[str, Any]) -> dict[str, Any]:
    """The fields of a plan that options name."""
    after, before = said.pop("after"), said.pop("before")
    if after and before:
        raise UsageProblem(
            _("A plan calls either after a service or before the next one."), todo=_("Leave out --after or --before.")
        )
    values = {name: value for name, value in said.items() if value is not None}
    if after or before:
        values |= {"trigger": "service" if after else "cycle", "offset_days": after or before}
    return values


def _tell(door: Door, plans: tuple[Plan, ...]) -> None:
    from callbench.rules.plans import told

    if door.json:
        say.json({"plans": [_shape(plan) for plan in plans]})
        return
    say.lines(columns([(plan.code, _(STATES[plan.state]), told(plan), window_words(plan)) for plan in plans]))


def _shape(plan: Plan) -> dict[str, Any]:
    return {
        "code": plan.code, "name": plan.name, "state": plan.state, "trigger": plan.trigger,
        "class": plan.customer_class or None, "service": plan.item or None, "every_months": plan.every_months,
        "days": plan.offset_days, "window_days": plan.window_days, "priority": plan.priority,
    }  # fmt: skip
