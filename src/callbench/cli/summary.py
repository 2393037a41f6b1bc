"""`callbench summary`: the day's figures with their parts, and whether they add up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callbench.cli import base, say
from callbench.cli.cells import columns
from callbench.cli.days import read_days
from callbench.cli.door import Door
from callbench.cli.shapes import summary_shape
from callbench.clock import date_of
from callbench.errors import EXIT_DONE, EXIT_FINDINGS
from callbench.i18n import N_, _

if TYPE_CHECKING:
    from callbench.records.summary import AgentDay, Figure, QuestionDay, Summary

_AGENT_COLUMNS = ("planned", "calls", "reached", "completed", "refused", "follow_ups", "satisfaction", "break_minutes")
_DAY = N_("DAY")


@base.command(
    "summary", N_("The daily summary: today's, or of the days named. Exit code 1 when its sums do not agree.")
)
@base.option("--date", metavar=_DAY, said=N_("One day: 2026-03-05, today or yesterday."))
@base.option("--from", "first", metavar=_DAY, said=N_("First day of a range."))
@base.option("--to", "last", metavar=_DAY, said=N_("Last day of a range; today when it is left out."))
@base.agent_option
def summary(door: Door, date: str | None, first: str | None, last: str | None, agent: str | None) -> int:
    """Print the figures; findings when a sum does not hold."""
    from callbench.desk.summary import summary as count

    start, end = read_days(date, first, last, door.bench.today())
    who = door.agent_named(agent)
    found = count(door.bench, start, end, who)
    if door.json:
        say.json(summary_shape(found))
    else:
        say.lines(_lines(found, who.name if who else ""))
    return EXIT_DONE if all(check.holds for check in found.checks) else EXIT_FINDINGS


def _lines(found: Summary, name: str) -> list[str]:
    days = date_of(found.first_day).isoformat()
    if found.last_day != found.first_day:
        days = _("{first} to {last}").format(first=days, last=date_of(found.last_day).isoformat())
    lines = [_("Daily summary {days}, {who}").format(days=days, who=name or _("all agents")), ""]
    lines += _measure_lines(found.measures)
    if outcomes := [(key, n) for key, n in found.outcomes.items() if n]:
        from callbench.rules.outcomes import outcome_label

        rows = [(outcome_label(key), str(n)) for key, n in outcomes]
        lines += ["", _("Outcomes"), *_indented(columns(rows, right=(1,)))]
    if len(found.agents) > 1 or (found.agents and not name):
        lines += ["", _("Agents"), *_indented(_agent_lines(found.agents))]
    for question in found.questions:
        lines += ["", *_question_lines(question)]
    return [*lines, "", *_check_lines(found)]


def _measure_lines(figures: dict[str, Figure]) -> list[str]:
    from callbench.rules.figure_words import value_text
    from callbench.rules.measures import BY_KEY, LEFT_OUT

    rows = []
    for key, figure in figures.items():
        measure = BY_KEY[key]
        parts = "" if measure.unit == "count" else f"{_number(figure.numerator)}/{_number(figure.denominator)}"
        left = _(", ").join(
            f"{_(LEFT_OUT[reason]) if reason in LEFT_OUT else reason} {n}" for reason, n in figure.left_out.items()
        )
        rows.append(
            (
                _(measure.label),
                value_text(key, figure),
                parts,
                _("left out: {left}").format(left=left) if left else "",
            )
        )
    return columns(rows, right=(1, 2))


def _agent_lines(agents: tuple[AgentDay, ...]) -> list[str]:
    from callbench.rules.figure_words import value_text
    from callbench.rules.measures import BY_KEY

    keys = [key for key in _AGENT_COLUMNS if all(key in agent.measures for agent in agents)]
    rows = [("", *(_(BY_KEY[key].label) for key in keys))]
    rows += [(agent.name or _("Anyone"), *(value_text(key, agent.measures[key]) for key in keys)) for agent in agents]
    return columns(rows, right=tuple(range(1, len(keys) + 1)))


def _question_lines(question: QuestionDay) -> list[str]:
    said = [_("answered {n}").format(n=question.answered)]
    if question.refused:
        said.append(_("refused {n}").format(n=question.refused))
    if question.mean is not None:
        said.append(_("mean {mean}").format(mean=f"{question.mean:.2f}"))
    rows = [
        (value if label in (value, "") else f"{value} {label}" if value.isdecimal() else label, str(n))
        for value, label, n in question.distribution
    ]
    return [f"{question.label} ({', '.join(said)})", *_indented(columns(rows, right=(1,)))]


def _check_lines(found: Summary) -> list[str]:
    from callbench.rules.measures import CHECKS

    wrong = [check for check in found.checks if not check.holds]
    if not wrong:
        return [_("Checks: all {n} sums agree.").format(n=len(found.checks))]
    return [
        _("Check failed: {name}: {left} against {right}").format(
            name=_(CHECKS.get(check.name, check.name)), left=check.left, right=check.right
        )
        for check in wrong
    ]


def _number(value: float) -> str:
    return f"{value:.0f}" if value == int(value) else f"{value:.2f}"


def _indented(lines: list[str]) -> list[str]:
    return ["  " + line for line in lines]
