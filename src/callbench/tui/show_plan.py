"""Call plans in rows: what there is to know of one, and a month of calls as a calendar."""

from __future__ import annotations

from datetime import date, timedelta

from textual.content import Content

from callbench.i18n import _, ngettext
from callbench.records.plans import PlanPreview, PlanRow
from callbench.rules.calendar import WorkCalendar
from callbench.rules.campaigns import STATES as CAMPAIGN_STATES
from callbench.rules.plan_words import preview_words, window_words
from callbench.rules.plans import told
from callbench.tui import cells, show
from callbench.tui.show_campaign import fact
from callbench.values.calendar_words import weekday_name

_DAYS = 7
_DAY = timedelta(days=1)


def plan_rows(row: PlanRow, room: int) -> list[Content]:
    """When a plan calls and for which campaign; a campaign that does not run is said."""
    plan = row.plan
    waits = ngettext("{n} call waits", "{n} calls wait", row.waiting).format(n=row.waiting)
    when = _(", ").join((told(plan), window_words(plan), _("priority {n}").format(n=plan.priority), waits))
    campaign = f"{row.campaign_code} {row.campaign}"
    if row.campaign_state != "active":
        campaign = _("{campaign}: {state}, so no calls are made").format(
            campaign=campaign, state=_(CAMPAIGN_STATES[row.campaign_state])
        )
    return [*fact(_("When"), when, room), *fact(_("Campaign"), campaign, room)]


def month_rows(found: PlanPreview, calendar: WorkCalendar, today: date, room: int, *, name: str = "") -> list[Content]:
    """A month of calls: the sum and the busiest day in words, then a row a week, each day with its number and a bar."""
    rows = [show.line((part, "bold $ink")) for part in show.wrapped(preview_words(found, name), room, most=2)]
    wide = max(min((room - 2) // _DAYS, 16), 8)
    monday = found.first - found.first.weekday() * _DAY
    rows.append(show.line(*((cells.cell(weekday_name(monday + n * _DAY), wide), "$muted") for n in range(_DAYS))))
    most = max(found.by_day.values(), default=0)
    while monday <= found.last:
        week = [monday + n * _DAY for n in range(_DAYS)]
        rows.append(show.line(*(_day(day, found, most, calendar, today, wide) for day in week)))
        monday += _DAYS * _DAY
    return rows


def _day(day: date, found: PlanPreview, most: int, calendar: WorkCalendar, today: date, wide: int) -> Content:
    if not found.first <= day <= found.last:
        return Content(" " * wide)
    n = found.by_day.get(day, 0)
    tone = "bold $mark" if day == today else "$muted"
    found_day = calendar.day(day)
    if not n and found_day.holiday and not calendar.is_workday(day):
        return show.line((f"{day.day:>2}", tone), " ", (show.cell(found_day.holiday, wide - 4), "$muted"), " ")
    number = f"{n:>3}" if n else "  -" if calendar.is_workday(day) else "   "
    bar = show.bar(n / most, wide - 8, rest="$raised") if n and wide > 9 else Content(" " * max(wide - 8, 0))
    style = "bold $warn" if n and n == most else "$ink" if n else "$muted"
    return show.line((f"{day.day:>2}", tone), (number, style), " ", bar).pad_right(max(wide - 6 - bar.cell_length, 0))
