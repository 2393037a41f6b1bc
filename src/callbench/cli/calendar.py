"""`callbench calendar`: the working days of the shop, and its own holidays from a file."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from callbench.cli import base, say
from callbench.cli.cells import columns
from callbench.cli.door import Door
from callbench.clock import date_of, wall_time
from callbench.errors import EXIT_DONE, EXIT_FINDINGS
from callbench.i18n import N_, _, ngettext
from callbench.values.calendar_words import weekday_name

if TYPE_CHECKING:
    from callbench.records.calendars import YearKnown

_KINDS = {"off": N_("day off"), "work": N_("worked")}
_SOURCES = {
    "shipped": N_("shipped with callbench"), "shop": N_("from a file of the shop"),
    "library": N_("from the library of holidays"), "weekdays": N_("weekdays only"),
}  # fmt: skip


@base.command("show", N_("The holidays of a year, and the days worked in their place; this year when none is named."))
@base.argument("year", N_("YEAR"), N_("2026 …"), required=False, type=base.Number(1970, 2100))
def show(door: Door, year: int | None) -> None:
    """Print one line a day."""
    from callbench.desk.calendars import days_of_year, year_known

    wanted = year or date_of(door.bench.today()).year
    days, known = days_of_year(door.bench, wanted), year_known(door.bench, wanted)
    if door.json:
        say.json({"calendar": door.bench.calendar.name, "known": asdict(known), "days": [asdict(day) for day in days]})
        return
    rows = [
        (day.day.isoformat(), weekday_name(day.day), _(_KINDS[day.kind]), day.name or "-", _(_SOURCES[day.source]))
        for day in days
    ]
    say.lines([_told(door, known), *columns(rows)])


@base.command(
    "import",
    N_(
        "Lay the shop's own holidays over the calendar, as a supervisor: a CSV file, day,kind,name. A wrong line, and nothing is taken."
    ),
)
@base.file_argument
@base.agent_option
def import_(door: Door, file: str, agent: str | None) -> None:
    """Print what was taken in, and what is still not known."""
    from callbench.desk.calendars import import_days

    taken = import_days(door.bench, door.agent(agent), Path(file))
    if door.json:
        say.json(asdict(taken))
        return
    said = _("Calendar {calendar}: added {added}, changed {changed}, unchanged {same}.").format(**asdict(taken))
    say.lines([said, *_complete(taken.years, taken.partly), *_missing(taken.missing), *map(_unknown, taken.unknown)])


@base.command(
    "check",
    N_(
        "What is known of this year and the next; with a file: what is in it, nothing is taken in. Exit code 1 when something is missing."
    ),
)
@base.argument("file", N_("FILE"), N_("A file of holidays, CSV."), required=False)
def check(door: Door, file: str | None) -> int:
    """Print what is known, or what a file says."""
    from callbench.desk.calendars import check_file, years_ahead

    if file is not None:
        found = check_file(Path(file))
        if door.json:
            say.json(asdict(found))
        else:
            number = len(found.days)
            said = ngettext("{n} day, and no line is wrong.", "{n} days, and no line is wrong.", number).format(
                n=number
            )
            say.lines([said, *_complete(found.years, found.partly), *_missing(found.missing)])
        return EXIT_FINDINGS if found.missing else EXIT_DONE
    years = years_ahead(door.bench)
    if door.json:
        say.json({"calendar": door.bench.calendar.name, "years": [asdict(year) for year in years]})
    else:
        say.lines([_told(door, year) for year in years])
    return EXIT_FINDINGS if any(not year.source for year in years) else EXIT_DONE


def _told(door: Door, known: YearKnown) -> str:
    """One line on a year."""
    if not known.source:
        return _unknown(known.year)
    said = _("{year}, calendar {calendar}: known, {source}.").format(
        year=known.year, calendar=door.bench.calendar.name, source=_(_SOURCES[known.source])
    )
    if known.loaded_at is None:
        return said
    return _("{said} Loaded {time}.").format(said=said, time=wall_time(known.loaded_at, door.settings.zone))


def _unknown(year: int) -> str:
    return _(
        "{year}: holidays are not known. Days go by their weekday until a file is loaded: callbench calendar import FILE"
    ).format(year=year)


def _complete(years: tuple[int, ...], partly: tuple[tuple[date, date], ...]) -> list[str]:
    """What the file covers: whole years, and parts of others."""
    whole = [_("Complete for: {years}").format(years=_(", ").join(map(str, years)))] if years else []
    none = [] if years else [_("No year is complete in this file: the days are laid over what is known already.")]
    parts = [
        _("{year}: days from {first} to {last} only; the rest of the year stays as it was.").format(
            year=first.year, first=first.isoformat(), last=last.isoformat()
        )
        for first, last in partly
    ]
    return [*whole, *none, *parts]


def _missing(years: tuple[int, ...]) -> list[str]:
    return [_("Missing between them: {years}").format(years=_(", ").join(map(str, years)))] if years else []
