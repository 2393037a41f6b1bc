"""Call plans in words beside `rules.plans.told`: their states, how far a call may move, which month is meant."""

from __future__ import annotations

from datetime import date, timedelta

from callbench.i18n import N_, _, ngettext
from callbench.records.plans import Plan, PlanPreview
from callbench.rules.plans import add_months

STATES = {"active": N_("running"), "paused": N_("paused")}
LIMITS = {"every_months": (1, 60), "after": (1, 365), "before": (1, 365), "window_days": (0, 90), "priority": (0, 9)}
"""The least and the most of what a plan is told in numbers; after and before are days."""


def window_words(plan: Plan) -> str:
    """How far its calls may move behind their day."""
    n = plan.window_days
    return ngettext("within {n} day", "within {n} days", n).format(n=n) if n else _("on that day")


def month_of(day: date, ahead: int = 0) -> tuple[date, date]:
    """The first and last day of the month of a day, or of one so many months later."""
    first = add_months(day.replace(day=1), ahead)
    return first, add_months(first, 1) - timedelta(days=1)


def preview_words(found: PlanPreview, name: str = "") -> str:
    """How many calls, and how many on the busiest day; name: of the plan, "" for all of them."""
    n = found.calls
    if found.busiest is None:
        return _("No calls from {first} to {last}.").format(first=found.first, last=found.last)
    day, most = found.busiest
    said = (
        ngettext("The plan {name} makes {n} call from {first} to {last}, {most} on the busiest day, {day}.",
                 "The plan {name} makes {n} calls from {first} to {last}, {most} on the busiest day, {day}.", n)
        if name
        else ngettext("All plans together make {n} call from {first} to {last}, {most} on the busiest day, {day}.",
                      "All plans together make {n} calls from {first} to {last}, {most} on the busiest day, {day}.", n)
    )  # fmt: skip
    return said.format(name=name, n=n, first=found.first, last=found.last, most=most, day=day)
