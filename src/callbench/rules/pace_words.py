"""What is left of a day, in words: one line, and the parts it is made of; the same on screen and in plain lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import reduce
from math import ceil

from callbench.i18n import _, ngettext
from callbench.records.pace import DayLeft, Pace
from callbench.rules.pace import LEAST

Clock = Callable[[datetime], str]


def left_line(found: DayLeft, clock: Clock) -> str:
    """12 left, about 16:40, hours end 18:00. clock: how a moment of today is written."""
    if not found.left:
        return _("nobody left for today")
    n = f"{found.left:,}+" if found.more else f"{found.left:,}"
    parts = [_("{n} left").format(n=n)]
    if found.closes_at is None:
        parts.append(_("calling hours are over"))
        return _joined(parts)
    if found.pace is None:
        parts.append(_("too few calls yet"))
    elif found.undone:
        n = f"{found.undone:,}+" if found.more else f"{found.undone:,}"
        parts.append(_("{n} will not be done today").format(n=n))
    elif found.ends_at is not None:
        parts.append(_("about {time}").format(time=clock(found.ends_at)))
    parts.append(_("hours end {time}").format(time=clock(found.closes_at)))
    return _joined(parts)


def _joined(parts: Sequence[str]) -> str:
    return reduce(lambda one, other: _("{one}, {other}").format(one=one, other=other), parts)


def left_parts(found: DayLeft, clock: Clock) -> tuple[str, ...]:
    """Whose they are, the pace and where it comes from, what is not reached."""
    lines = [_("Your own: {n}").format(n=f"{found.own:,}")]
    if found.shared:
        lines.append(
            ngettext(
                "Anybody's: {n}; you are the one at work.",
                "Anybody's: {n}; among {people} at work, so about {share} for you.",
                found.sharers,
            ).format(n=f"{found.shared:,}", people=found.sharers, share=f"{ceil(found.shared / found.sharers):,}")
        )
    if found.more:
        lines.append(_("More wait than are counted here."))
    lines.append(_pace_line(found.pace))
    if found.unreachable:
        lines.append(_("Their hours are over for today: {n}").format(n=f"{found.unreachable:,}"))
    if found.closes_at is not None:
        lines.append(_("The last of them can be called until {time}.").format(time=clock(found.closes_at)))
    if found.on_break:
        lines.append(_("You are on a break; it is counted as if it ended now."))
    return tuple(lines)


def _pace_line(pace: Pace | None) -> str:
    if pace is None:
        return _("Your pace: not known before {n} customers of a day are called.").format(n=LEAST)
    minutes = f"{pace.each.total_seconds() / 60:.1f}"
    if pace.days:
        said = (
            _("Your pace: {minutes} minutes a customer, as on the last day with calls enough.")
            if pace.days == 1
            else _("Your pace: {minutes} minutes a customer, the median of your last {n} days.")
        )
        return said.format(minutes=minutes, n=pace.days)
    return _("Your pace: {minutes} minutes a customer, from {n} customers today; breaks do not count.").format(
        minutes=minutes, n=pace.customers
    )
