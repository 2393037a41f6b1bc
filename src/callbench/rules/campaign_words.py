"""What is typed about a campaign, read: its period, hours, targets, yes or no; and these told as they are typed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from callbench.clock import date_of, day_number
from callbench.i18n import N_, _, in_every_language
from callbench.records.campaigns import Target
from callbench.rules.campaigns import MEASURES, read_target
from callbench.rules.windows import window_of
from callbench.rules.words import code_of
from callbench.text import clean
from callbench.values.day import read_day
from callbench.values.problem import ValueProblem

SKIPPED = {  # why customers who match are not called
    "already": N_("already in the queue"),
    "no_phone": N_("no number to call"),
    "silence": N_("refused follow-up calls not long ago"),
    "not_active": N_("not to be called"),
    "do_not_call": N_("on the do-not-call list"),
    "consent": N_("has not agreed to be called for this"),
}
MOST_ATTEMPTS = 100
_BETWEEN = re.compile(r"\.\.|…|~|至|到|\s+to\s+|\s+-\s+")
_TARGET = re.compile(r"\s*([^\d%％=＝:：,，、;；]+?)\s*[=＝:：]?\s*(\d+\s*[%％]?)\s*")
_TO = re.compile(r"[-–~到至]")
_FULL_HOUR = re.compile(r"^(\d{1,2}) ?[点时]?$", re.ASCII)
_COMMAS = re.compile(r"[,，、;；]")
_YES, _NO = N_("yes"), N_("no")


def period(first: int | None, last: int | None) -> str:
    """`from 2026-03-05 to 2026-03-31`; "" where neither is said."""
    since = _("from {day}").format(day=date_of(first)) if first else ""
    until = _("to {day}").format(day=date_of(last)) if last else ""
    return " ".join(part for part in (since, until) if part)


def period_words(first: int | None, last: int | None) -> str:
    """A period as `read_period` reads it: `2026-03-05..2026-03-31`, "" for none."""
    if not (first or last):
        return ""
    return "..".join("" if day is None else date_of(day).isoformat() for day in (first, last))


def read_period(text: str) -> tuple[int | None, int | None]:
    """First and last business day of `2026-03-05..2026-03-31`; either may be left out, and both. Raises ValueProblem."""
    said = clean(text, limit=100)
    if not said:
        return None, None
    parts = [part.strip() for part in _BETWEEN.split(said)]
    if len(parts) != 2 or not any(parts):
        raise ValueProblem(
            "period",
            _("{text!r} is no period; write 2026-04-01..2026-04-30, either end may be left out.").format(text=said),
        )
    first, last = (day_number(read_day(part)) if part else None for part in parts)
    if first and last and first > last:
        raise ValueProblem("period-backwards", _("The first day is after the last one."))
    return first, last


def read_hours(text: str) -> tuple[str, str]:
    """`10:00-18:00`, `10-18` or `10点到18点` as two times HH:MM; ("", "") for nothing. Raises ValueProblem for hours that are empty."""
    said = clean(text, limit=100).replace("：", ":").replace("—", "-").replace("－", "-")
    if not said:
        return "", ""
    ends = [_FULL_HOUR.sub(r"\1:00", end.strip()) for end in _TO.split(said)]
    first, _dash, last = window_of("-".join(ends)).partition("-")
    if not first:
        raise ValueProblem(
            "hours", _("{text!r} are no hours; name the earlier time first: 10:00-18:00.").format(text=said)
        )
    return first, last


def hours_words(opens: str, closes: str) -> str:
    """`10:00-18:00`, "" for those of the shop."""
    return f"{opens}-{closes}" if opens else ""


def read_number(text: str, least: int, most: int) -> int | None:
    """A whole number between two; None for nothing. Raises ValueProblem."""
    said = clean(text, limit=40)
    if not said:
        return None
    if not (said.isascii() and said.isdigit() and len(said) < 8 and least <= int(said) <= most):
        raise ValueProblem(
            "number",
            _("{value!r} is no whole number from {least} to {most}.").format(value=said, least=least, most=most),
        )
    return int(said)


def read_targets(text: str) -> tuple[Target, ...]:
    """`completed 80%, satisfied 90%`, in either language; nothing for none. Raises ValueProblem, also for more than 100 %."""
    found: dict[str, Target] = {}
    for part in filter(None, (one.strip() for one in _COMMAS.split(clean(text, limit=200)))):
        match = _TARGET.fullmatch(part)
        measure = code_of(match[1], MEASURES) if match else ""
        if match is None or not measure:
            raise ValueProblem(
                "target",
                _("{text!r} is no target; write one of {known}, then a number or per cent: 80%.").format(
                    text=part, known=_(", ").join(_(one) for one in MEASURES.values())
                ),
            )
        if measure in found:
            raise ValueProblem("target-twice", _("{name} can be said once only.").format(name=_(MEASURES[measure])))
        found[measure] = read_target(measure, match[2])
    return tuple(found[measure] for measure in MEASURES if measure in found)


def targets_words(targets: Sequence[Target]) -> str:
    """Targets as `read_targets` reads them."""
    return ", ".join(f"{_(MEASURES[one.measure])} {one.number}{'%' if one.per_cent else ''}" for one in targets)


def read_yes(text: str) -> bool:
    """Yes or no in either language, nothing for no. Raises ValueProblem."""
    said = clean(text, limit=40).casefold()
    if not said or said in ("n", "-", *map(str.casefold, in_every_language(_NO))):
        return False
    if said in ("y", *map(str.casefold, in_every_language(_YES))):
        return True
    raise ValueProblem("yes-no", _("Write {yes} or {no}.").format(yes=_(_YES), no=_(_NO)))


def yes_words(value: bool) -> str:
    """As `read_yes` reads it."""
    return _(_YES) if value else _(_NO)
