"""Days as they are typed on a command line."""

from __future__ import annotations

import re
from datetime import date, timedelta

from callbench.clock import date_of, day_number
from callbench.errors import UsageProblem
from callbench.i18n import _
from callbench.text import clean

_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_BACK = {"today": 0, "今天": 0, "yesterday": 1, "昨天": 1}


def read_day_word(text: str, today: int, where: str = "--date") -> int:
    """A business day YYYYMMDD from `2026-03-05`, today, yesterday, 今天, 昨天; today: the business day now.

    Raises UsageProblem naming the accepted forms.
    """
    word = clean(text).casefold()
    if word in _BACK:
        found = date_of(today) - timedelta(days=_BACK[word])
    else:
        match = _ISO.fullmatch(word)
        try:
            found = date(*(int(part) for part in match.groups())) if match else date(1, 1, 1)
        except ValueError:
            match = None
        if not match:
            raise UsageProblem(
                _("{text!r} is no date.").format(text=clean(text)),
                where=where,
                todo=_("Write 2026-03-05, today or yesterday (今天, 昨天)."),
                code="date",
            )
    return day_number(found)


def read_days(one: str | None, first: str | None, last: str | None, today: int) -> tuple[int | None, int | None]:
    """First and last day from --date, or --from and --to; None where nothing is said. Raises UsageProblem."""
    if one and (first or last):
        raise UsageProblem(
            _("Name either one date or a range."), where="--date", todo=_("Leave out --date, or --from and --to.")
        )
    if one:
        day = read_day_word(one, today)
        return day, day
    start = read_day_word(first, today, "--from") if first else None
    end = read_day_word(last, today, "--to") if last else None
    if end is not None and start is None:
        raise UsageProblem(_("The first day is not said."), where="--from", todo=_("Name it: --from 2026-03-01."))
    if start is not None and end is None:
        end = max(today, start)
    if start is not None and end is not None and start > end:
        raise UsageProblem(
            _("The first day is after the last one."), where="--from", todo=_("Name the earlier day first.")
        )
    return start, end
