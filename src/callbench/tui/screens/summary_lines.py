"""The summary as lines of text: figures with their parts, outcomes, agents, answers, sums, definitions."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from callbench.i18n import N_, _, ngettext
from callbench.records.summary import AgentDay, Figure, QuestionDay, Summary
from callbench.rules.figure_words import value_text
from callbench.rules.measures import BY_KEY, CHECKS, LEFT_OUT, MEASURES
from callbench.tui import cells, show
from callbench.tui.keymap import key_of

_LABEL = 20  # cells of a measure's label
_GIVE_WAY = ("calls", "break_minutes")  # where there is no room
_AGENT_COLUMNS = {  # short headings
    "planned": N_("Plan"), "attempted": N_("Called"), "calls": N_("Calls"), "reached": N_("Reached"),
    "completed": N_("Compl."), "refused": N_("Refused"), "follow_ups": N_("Booked"), "satisfaction": N_("Satisf."),
    "break_minutes": N_("Breaks"),
}  # fmt: skip


def summary_lines(found: Summary, room: int) -> list[Content]:
    """The whole summary in lines of at most `room` cells."""
    sections = [
        _figures(found, room),
        _outcomes(found, room),
        _agents(found.agents, room) if not found.agent else [],
        *(
            [question(each, room) for each in found.questions]
            or [[show.line((_("No answers on this day."), "$muted"))]]
        ),
        _checks(found, room),
    ]
    return [line for section in sections if section for line in [*section, Content("")]]


def _title(text: str) -> Content:
    return show.line((text, "bold $mark"))


def _figures(found: Summary, room: int) -> list[Content]:
    """Counts on the left, rates with numerator and denominator on the right; below each other where that is too wide."""
    counts = [m.key for m in MEASURES if m.unit == "count" and m.key in found.measures]
    rates = [m.key for m in MEASURES if m.unit != "count" and m.key in found.measures]
    left = [_count_line(key, found.measures[key]) for key in counts]
    wide = room >= 100
    right = [part for key in rates for part in _rate_lines(key, found.measures[key], room - (34 if wide else 0))]
    if not wide:
        half = (len(left) + 1) // 2
        return [*_side_by_side(left[:half], left[half:], 38), Content(""), *right]
    return _side_by_side(left, right, 34)


def _count_line(key: str, figure: Figure) -> Content:
    return show.line(
        (cells.cell(_(BY_KEY[key].label), _LABEL), "$muted"),
        (cells.cell(value_text(key, figure), 8, right=True), "bold"),
    )


def _rate_lines(key: str, figure: Figure, room: int) -> list[Content]:
    """The rate, numerator / denominator, and what is left out with its reasons."""
    known = figure.value is not None
    parts: list[show.Part] = [
        (cells.cell(_(BY_KEY[key].label), _LABEL), "$muted"),
        (cells.cell(value_text(key, figure), 8, right=True), "bold" if known else "$muted"),
        (cells.cell(f"{figure.numerator:,g} / {figure.denominator:,g}", 14, right=True), "" if known else "$muted"),
    ]
    reasons = _(", ").join(f"{show.label(LEFT_OUT, reason)} {n}" for reason, n in figure.left_out.items() if n)
    if not reasons:
        return [show.line(*parts)]
    told = cells.wrap(_("left out: {reasons}").format(reasons=reasons), max(room - _LABEL - 25, 20))
    blank = " " * (_LABEL + 22)
    return [show.line(*(parts if at == 0 else [blank]), "   ", (text, "$muted")) for at, text in enumerate(told)]


def _side_by_side(left: Sequence[Content], right: Sequence[Content], width: int) -> list[Content]:
    lines: list[Content] = []
    for at in range(max(len(left), len(right))):
        one = left[at] if at < len(left) else Content("")
        other = right[at] if at < len(right) else Content("")
        lines.append(show.line(one, " " * (width - one.cell_length), other))
    return lines


def _outcomes(found: Summary, room: int) -> list[Content]:
    total = sum(found.outcomes.values())
    if not total:
        other = _("{before} and {after} show other days.").format(
            before=key_of("summary.day_before"), after=key_of("summary.day_after")
        )
        return [_title(_("Outcomes")), show.line((_("No calls on this day."), "$muted"), "  ", (other, "$muted"))]
    ordered = sorted(((key, n) for key, n in found.outcomes.items() if n), key=lambda pair: -pair[1])
    return [_title(_("Outcomes")), *(_bar_line(show.outcome(key), n, total, room) for key, n in ordered)]


def _bar_line(label: str, n: int, total: int, room: int) -> Content:
    """Label, number, share of `total` and a bar of it: the numbers say all, the bar only helps the eye."""
    width = 32 if room >= 100 else 26
    length = min(max(room - width - 20, 8), 48)
    share = f"{n / total:.0%}" if total else ""
    return show.line(
        "  ", cells.cell(label, width), (f"{n:>6,}", "bold"), (f"{share:>6}", "$muted"), "  ",
        show.bar(n / total, length) if n and total else "",
    )  # fmt: skip


def _agents(agents: Sequence[AgentDay], room: int) -> list[Content]:
    if not agents:
        return []
    wide = room >= 100
    name = 16 if wide else 12
    columns = [key for key in _AGENT_COLUMNS if wide or key not in _GIVE_WAY]
    width = min((room - 3 - name) // len(columns), 12)
    heads = [cells.cell(_(_AGENT_COLUMNS[key]), width - 1, right=True) for key in columns]
    lines = [_title(_("Agents")), show.line(("  " + " " * name + " " + " ".join(heads), "$muted"))]
    for agent in agents:
        numbers = [
            cells.cell(value_text(key, agent.measures[key]), width - 1, right=True)
            for key in columns
            if key in agent.measures
        ]
        lines.append(show.line("  ", show.cell(agent.name or _("Anyone"), name), " ", " ".join(numbers)))
    return lines


def question(found: QuestionDay, room: int) -> list[Content]:
    """One question: its words, how many answered, the mean where there is one, and the answers with bars."""
    lines = [_title(text) for text in show.wrapped(found.label, room, most=3)]
    told = [ngettext("{n} answer", "{n} answers", found.answered).format(n=found.answered)]
    if found.refused:
        told.append(ngettext("{n} refused", "{n} refused", found.refused).format(n=found.refused))
    if found.unanswered:
        told.append(ngettext("{n} not answered", "{n} not answered", found.unanswered).format(n=found.unanswered))
    if found.mean is not None:
        told.append(_("mean {mean:.2f}").format(mean=found.mean))
    lines.append(show.line("  ", ("   ".join(told), "$muted")))
    for value, label, n in found.distribution:
        shown = show.fit(label if label == value or not value.isdigit() else f"{value} {label}", 26)
        lines.append(_bar_line(shown, n, found.answered, room))
    return lines


def _checks(found: Summary, room: int) -> list[Content]:
    wrong = [check for check in found.checks if not check.holds]
    if not wrong:
        n = len(found.checks)
        return [
            show.line((ngettext("{n} sum checked: it holds.", "{n} sums checked: all hold.", n).format(n=n), "$good"))
        ]
    lines = [show.line((_("Sums that do not hold"), "bold $bad"))]
    for check in wrong:
        told = f"{show.label(CHECKS, check.name)}: {check.left:,} / {check.right:,}"
        lines += [show.line("  ", (text, "$bad")) for text in cells.wrap(told, room - 2)]
    return lines


def definition_lines(room: int) -> list[Content]:
    """How every figure is counted, and where that comes from."""
    lines: list[Content] = []
    for measure in MEASURES:
        lines.append(_title(_(measure.label)))
        lines += [show.line("  ", text) for text in cells.wrap(_(measure.formula), room - 2)]
        lines += [show.line("  ", (_("Source: {source}").format(source=_(measure.source)), "$muted")), Content("")]
    return lines
