"""Whether a follow-up may be booked, and what an outcome asks for."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from callbench.clock import wall_time
from callbench.config import Settings
from callbench.desk.bench import Bench
from callbench.errors import UsageProblem
from callbench.i18n import _
from callbench.records.calls import FollowUpWish
from callbench.rules.booking import closed_words, next_possible, refused
from callbench.rules.hours import calling_hours
from callbench.rules.outcomes import OutcomeRule, Outcomes
from callbench.rules.recurring import has_days, read_rule
from callbench.text import clean, nearest
from callbench.values.problem import ValueProblem


def known_outcome(outcomes: Outcomes, key: str, *, stands: str = "") -> OutcomeRule:
    """The outcome with this key, of those that may be chosen. Raises UsageProblem naming the nearest.

    stands: the outcome an attempt has already; it may keep that.
    """
    rule = outcomes.get(key)
    if rule is not None and (rule.active or key == stands):
        return rule
    offered = [one.key for one in outcomes.offered]
    todo = _("The nearest is {nearest}; known: {known}.").format(
        nearest=nearest(key, offered, alike=0), known=_(", ").join(offered)
    )
    if rule is not None:
        raise UsageProblem(
            _("{outcome} is switched off in this shop.").format(outcome=rule.name), todo=todo, code="switched-off"
        )
    raise UsageProblem(_("There is no outcome {key!r}.").format(key=clean(key)), todo=todo)


def check_note(outcome: OutcomeRule, note: str) -> None:
    """Raise UsageProblem where the outcome asks for a note and there is none."""
    if outcome.note_required and not note.strip():
        raise UsageProblem(
            _("{outcome} needs a note.").format(outcome=outcome.name),
            todo=_("Say in a few words what there is to know."),
            code="needs-note",
        )


def check_wish(
    bench: Bench, outcome: OutcomeRule, wish: FollowUpWish | None, zone: str, attempts: int, max_attempts: int
) -> None:
    """Raise UsageProblem when `outcome` does not fit the follow-up wished with it, or the time cannot be kept.

    zone: the customer's; attempts: those made, this one included.
    """
    if wish is None:
        if outcome.needs_time:
            raise UsageProblem(
                _("{outcome} needs the time that was agreed.").format(outcome=outcome.name),
                todo=_("Book the follow-up first."),
            )
        return
    if not outcome.contacted:
        raise UsageProblem(
            _("No follow-up can be agreed with somebody who was not reached ({outcome}).").format(outcome=outcome.name),
            todo=_("Leave the follow-up out; the item comes back by itself."),
        )
    if outcome.ends_calling:
        raise UsageProblem(
            _("{outcome}: nobody will call again, so no follow-up can be booked.").format(outcome=outcome.name)
        )
    if not outcome.final and attempts > max_attempts:
        raise UsageProblem(
            _("This was the last attempt allowed for this item ({n}); no further callback can be agreed.").format(
                n=attempts
            )
        )
    check_time(bench, wish.due_at, zone)
    check_rule(wish.rrule, wish.due_at, zone)


def check_rule(text: str, first: datetime, zone: str) -> str:
    """How a follow-up that begins at `first` comes again, as it is kept; "" for once. Raises UsageProblem for no rule, and
    for one by which no day is left.
    """
    if not text.strip():
        return ""
    try:
        rule = read_rule(text)
    except ValueProblem as problem:
        raise UsageProblem(problem.message, where="--repeat", code=problem.code) from None
    if not has_days(rule, first, zone):
        raise UsageProblem(
            _("By this rule no day is left: {rule}").format(rule=rule), where="--repeat",
            todo=_("Name an end after the first day, or leave UNTIL out."), code="rule-over",
        )  # fmt: skip
    return rule


def check_time(bench: Bench, due_at: datetime, zone: str) -> None:
    """Raise UsageProblem for a time in the past, over a year ahead, or outside the customer's calling hours."""
    check_moment(bench.settings, bench.clock.now(), due_at, zone)


def check_moment(settings: Settings, now: datetime, due_at: datetime, zone: str) -> None:
    """As `check_time`, where there is no base."""
    if due_at.utcoffset() is None:
        raise ValueError("a follow-up needs an aware time")
    where = ZoneInfo(zone)
    shown = wall_time(due_at, where)
    hours = calling_hours(settings, zone)
    wrong = refused(due_at, now, hours)
    if wrong == "past":
        raise UsageProblem(_("{time} has passed.").format(time=shown), todo=_("Choose a time to come."))
    if wrong == "far":
        raise UsageProblem(
            _("{time} is more than a year ahead.").format(time=shown), todo=_("Choose a day within a year.")
        )
    if wrong:
        following = wall_time(next_possible(due_at, now, hours), where)
        raise UsageProblem(
            closed_words(due_at, hours, shown),
            todo=_("The next possible time is {time}.").format(time=following),
        )
