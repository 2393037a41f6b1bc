"""Every measure of a summary, declared once in `MEASURES`: what it is called, how it is computed, where that comes from.

A measure is computed from a `Tally`, the plain counts of one agent or of all; screens, exports and reports show what
`figures` returns and compute nothing themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from callbench.i18n import N_
from callbench.records.summary import Figure
from callbench.rules.tally import Tally, on_scale


class Parts(NamedTuple):
    """Numerator, denominator, and how many records do not count, by reason (see LEFT_OUT)."""

    numerator: float
    denominator: float
    left_out: dict[str, int]


@dataclass(frozen=True)
class Measure:
    """One measure. unit: count, share (0 to 1), mean, points (−100 to 100). source: where the definition comes from.

    additive: the agents' values sum to the team's.
    """

    key: str
    unit: str
    label: str
    formula: str
    source: str
    parts: Callable[[Tally], Parts]
    additive: bool = False


def _count(number: Callable[[Tally], int]) -> Callable[[Tally], Parts]:
    return lambda tally: Parts(number(tally), 1, {})


def _attempted(tally: Tally) -> Parts:
    return Parts(tally.attempted, 1, {"also_by_another_agent": tally.shared} if tally.shared else {})


def _completion(tally: Tally) -> Parts:
    not_reached = tally.calls - tally.reached
    return Parts(tally.completed, tally.reached, {"not_reached": not_reached} if not_reached else {})


def _share(measure: str, low: int, high: int, top: range) -> Callable[[Tally], Parts]:
    def parts(tally: Tally) -> Parts:
        valid, left_out = on_scale(tally, measure, low, high)
        return Parts(sum(n for value, n in valid.items() if value in top), sum(valid.values()), left_out)

    return parts


def _mean(measure: str, low: int, high: int) -> Callable[[Tally], Parts]:
    def parts(tally: Tally) -> Parts:
        valid, left_out = on_scale(tally, measure, low, high)
        return Parts(sum(value * n for value, n in valid.items()), sum(valid.values()), left_out)

    return parts


def _nps(tally: Tally) -> Parts:
    valid, left_out = on_scale(tally, "nps", 0, 10)
    balance = sum(n for value, n in valid.items() if value >= 9) - sum(n for value, n in valid.items() if value <= 6)
    return Parts(balance, sum(valid.values()), left_out)


_FIELD = N_("field practice")
_CALL_CENTRE = N_("call centre practice")
_NPS = N_("Reichheld, Harvard Business Review, December 2003")

MEASURES: tuple[Measure, ...] = (
    Measure(
        "planned",
        "count",
        N_("Planned"),
        N_(
            "customers called, and customers whose turn had come and who still waited at the end; a follow-up booked after"
            " a call that was final is planned once more, on its day. An agent's own: those reserved for the agent; who"
            " waits for whoever comes first is a line of its own, Anyone, and the count at the top of the screen has"
            " them too"
        ),
        _FIELD,
        _count(lambda t: t.planned),
    ),
    Measure(
        "attempted",
        "count",
        N_("Customers called"),
        N_("customers called at least once, whoever answered"),
        _FIELD,
        _attempted,
    ),
    Measure(
        "waiting",
        "count",
        N_("Still waiting"),
        N_("customers not called whose turn had come and who still waited at the end"),
        _FIELD,
        _count(lambda t: t.waiting),
    ),
    Measure(
        "calls",
        "count",
        N_("Calls"),
        N_("attempts, whatever came of them"),
        _FIELD,
        _count(lambda t: t.calls),
        additive=True,
    ),
    Measure(
        "reached",
        "count",
        N_("Reached"),
        N_("attempts in which somebody was spoken to"),
        _FIELD,
        _count(lambda t: t.reached),
        additive=True,
    ),
    Measure(
        "reach_rate",
        "share",
        N_("Reach rate"),
        N_("attempts in which somebody was spoken to / attempts"),
        _CALL_CENTRE,
        lambda t: Parts(t.reached, t.calls, {}),
    ),
    Measure(
        "completed",
        "count",
        N_("Completed"),
        N_("attempts that ended with Completed, or another outcome of class I"),
        _FIELD,
        _count(lambda t: t.completed),
        additive=True,
    ),
    Measure(
        "completion_rate",
        "share",
        N_("Completion rate"),
        N_("completed attempts / attempts in which somebody was spoken to"),
        _CALL_CENTRE,
        _completion,
    ),
    Measure(
        "refused",
        "count",
        N_("Refused"),
        N_("attempts that ended with a refusal (AAPOR class R)"),
        "AAPOR Standard Definitions",
        _count(lambda t: t.refused),
        additive=True,
    ),
    Measure(
        "follow_ups",
        "count",
        N_("Follow-ups made"),
        N_("follow-ups booked, kept or not"),
        _FIELD,
        _count(lambda t: t.follow_ups),
        additive=True,
    ),
    Measure(
        "break_minutes",
        "count",
        N_("Break minutes"),
        N_(
            "whole minutes of each break that began on the days; one that goes on past midnight counts to the day it began,"
            " one that has not ended up to now"
        ),
        _CALL_CENTRE,
        _count(lambda t: t.break_minutes),
        additive=True,
    ),
    Measure(
        "complaints",
        "count",
        N_("Complaints"),
        N_("complaints raised, by who raised them, whatever their state is by now"),
        _FIELD,
        _count(lambda t: t.complaints),
        additive=True,
    ),
    Measure(
        "corrected",
        "count",
        N_("Corrected"),
        N_("calls of these days whose result a supervisor corrected later; they count as corrected"),
        _FIELD,
        _count(lambda t: t.corrected),
        additive=True,
    ),
    Measure(
        "follow_up_rate",
        "share",
        N_("Follow-up rate"),
        N_("customers called with a final outcome / customers planned"),
        _FIELD,
        lambda t: Parts(t.ended, t.planned, {}),
    ),
    Measure(
        "satisfaction",
        "share",
        N_("Satisfaction"),
        N_("answers 4 and 5 / answers 1 to 5"),
        _CALL_CENTRE,
        _share("csat", 1, 5, range(4, 6)),
    ),
    Measure(
        "satisfaction_mean",
        "mean",
        N_("Mean satisfaction"),
        N_("sum of the answers 1 to 5 / their number"),
        _CALL_CENTRE,
        _mean("csat", 1, 5),
    ),
    Measure(
        "promoters",
        "share",
        N_("Promoters"),
        N_("answers 9 and 10 / answers 0 to 10"),
        _NPS,
        _share("nps", 0, 10, range(9, 11)),
    ),
    Measure(
        "detractors",
        "share",
        N_("Detractors"),
        N_("answers 0 to 6 / answers 0 to 10"),
        _NPS,
        _share("nps", 0, 10, range(7)),
    ),
    Measure(
        "nps",
        "points",
        N_("Net promoter score"),
        N_("100 x (answers 9 and 10 - answers 0 to 6) / answers 0 to 10"),
        _NPS,
        _nps,
    ),
    Measure(
        "ces",
        "mean",
        N_("Mean effort score"),
        N_("sum of the answers 1 to 7 / their number"),
        N_("Dixon, Freeman and Toman, Harvard Business Review, July 2010"),
        _mean("ces", 1, 7),
    ),
)
BY_KEY = {measure.key: measure for measure in MEASURES}

LEFT_OUT = {
    "refused": N_("question refused"),
    "unanswered": N_("not answered"),
    "off_scale": N_("not on the scale"),
    "resumed": N_("answered again when the call was taken up later"),
    "not_reached": N_("not reached"),
    "also_by_another_agent": N_("also called by another agent, counted once"),
}
CHECKS = {
    "outcomes_are_calls": N_("The outcomes sum to the calls"),
    "planned_is_called_and_waiting": N_("Customers called and customers waiting sum to the planned"),
    "agents_planned": N_("The agents' customers and those of nobody in particular sum to the planned"),
    "agents_calls": N_("The agents' calls sum to all calls"),
    "agents_reached": N_("The agents' reached calls sum to all reached calls"),
    "agents_completed": N_("The agents' completed calls sum to all completed calls"),
    "agents_refused": N_("The agents' refusals sum to all refusals"),
    "agents_answers": N_("The agents' satisfaction answers sum to all of them"),
    "agents_break_minutes": N_("The agents' break minutes sum to all of them"),
    "agents_complaints": N_("The agents' complaints sum to all complaints raised"),
    "agents_corrected": N_("The agents' corrected calls sum to all corrected calls"),
    "agents_follow_ups": N_("The agents' follow-ups sum to all follow-ups made"),
}


def figure(measure: Measure, tally: Tally) -> Figure:
    """The measure's value: numerator / denominator (points: times 100); None when the denominator is 0."""
    numerator, denominator, left_out = measure.parts(tally)
    value = numerator / denominator * (100 if measure.unit == "points" else 1) if denominator else None
    return Figure(measure.key, value, numerator, denominator, left_out)


def figures(tally: Tally) -> dict[str, Figure]:
    """All measures of a tally, in the order of MEASURES."""
    return {measure.key: figure(measure, tally) for measure in MEASURES}
