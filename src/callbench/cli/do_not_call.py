"""`callbench do-not-call`: persons and numbers that are not called, and why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from callbench.cli import base, say
from callbench.cli.cells import columns
from callbench.cli.days import read_day_word
from callbench.cli.door import Door
from callbench.cli.imports import tell_rows
from callbench.cli.meant import meant_customer
from callbench.clock import date_of, wall_time
from callbench.i18n import N_, _

if TYPE_CHECKING:
    from callbench.records.brakes import Lifted, Listed

_WHO = base.argument(
    "words", N_("WHO"), N_("A number, or a customer: part of the name, the code, or digits of a number.")
)
_REASON = base.option("--reason", metavar=N_("TEXT"), default="", said=N_("Why; needed."))


@base.command("list", N_("Who is not called: the newest entry first."))
@base.option("--everything", is_flag=True, said=N_("Also what was lifted or is over."))
def listed(door: Door, everything: bool) -> None:
    """Print one line an entry."""
    from callbench.desk.blocking import do_not_call_list

    found = do_not_call_list(door.bench, everything=everything)
    if door.json:
        say.json({"entries": [_shape(entry) for entry in found]})
    else:
        say.lines(columns([_row(door, entry) for entry in found]))


@base.command("add", N_("Put a number or a customer on the list: at once, nobody calls them, for no campaign."))
@_WHO
@_REASON
@base.option("--until", metavar=N_("DAY"), said=N_("The last day, 2026-12-31; for good when left out."))
@base.agent_option
def add(door: Door, words: str, reason: str, until: str | None, agent: str | None) -> None:
    """Print the entry."""
    from callbench.desk import blocking

    who = door.agent(agent)
    last = None if until is None else read_day_word(until, door.bench.today(), "--until")
    if e164 := _number(door, words):
        entry = blocking.block_number(door.bench, who, e164, reason, last)
    else:
        meant = meant_customer(door, words)
        entry = blocking.block_customer(door.bench, who, meant.id, reason, last)
    _tell(door, entry)


@base.command("lift", N_("Take an entry off the list, as a supervisor."))
@base.argument("words", N_("WHO"), N_("The number, the customer's name or code, or the id of the entry."))
@_REASON
@base.agent_option
def lift(door: Door, words: str, reason: str, agent: str | None) -> None:
    """Print what was lifted, what comes back and what does not."""
    from callbench.cli.shapes import follow_up_shape
    from callbench.desk import blocking

    who = door.agent(agent)
    entry = blocking.find_entry(door.bench, words, _number(door, words))
    lifted = blocking.lift(door.bench, who, entry, reason)
    if door.json:
        back = [{"name": one.customer_name, "ready_at": one.ready_at} for one in lifted.back]
        say.json({"lifted": entry.id, "back": back, "cancelled": [follow_up_shape(one) for one in lifted.cancelled]})
    else:
        say.lines([_("Lifted: {who}").format(who=_whose(door, entry)), *_come_back(door, lifted)])


@base.command("import", N_("Take in a list from a CSV or Excel file. Exit code 1 when a row was rejected."))
@base.file_argument
@base.option("--sheet", metavar=N_("SHEET"), said=N_("Sheet of the workbook; the first one when left out."))
@base.option("--encoding", metavar=N_("ENCODING"), said=N_("Encoding of a CSV file: utf-8, gb18030 …"))
@base.option("--dry-run", is_flag=True, said=N_("Only say what would happen."))
@base.agent_option
def import_(door: Door, file: str, sheet: str | None, encoding: str | None, dry_run: bool, agent: str | None) -> int:
    """Print what was done, row by row where something is to be said."""
    from callbench.desk.block_lists import import_block_list

    who = door.agent(agent)
    report = import_block_list(door.bench, who, Path(file), sheet=sheet, encoding=encoding, dry_run=dry_run)
    return tell_rows(door, report)


def _number(door: Door, words: str) -> str:
    """The number these words are, "" when they are a name or a code."""
    from callbench.values.phone import read_phones

    read = read_phones(words, door.settings["shop.region"])
    return read.phones[0].e164 if len(read.phones) == 1 else ""


def _tell(door: Door, entry: Listed) -> None:
    if door.json:
        say.json(_shape(entry))
    else:
        say.lines(columns([_row(door, entry)]))


def _whose(door: Door, entry: Listed) -> str:
    from callbench.values.phone import show_phone

    if entry.e164:
        return show_phone(entry.e164, "", door.settings["shop.region"])
    return f"{entry.customer_name or _('(no name)')} {entry.customer_code}".rstrip()


def _row(door: Door, entry: Listed) -> tuple[str, ...]:
    until = _("for good") if entry.until_day is None else _("until {day}").format(day=date_of(entry.until_day))
    made = wall_time(entry.made_at, door.settings.zone)
    by = entry.made_by or "-"
    reason = entry.reason.replace("\n", " / ")
    if entry.source == "outcome":
        from callbench.rules.outcomes import outcome_label

        reason = outcome_label(entry.reason)
    lifted = ""
    if entry.lifted_at is not None:
        lifted = _("lifted {time} by {name}: {reason}").format(
            time=wall_time(entry.lifted_at, door.settings.zone), name=entry.lifted_by or "-",
            reason=entry.lift_reason.replace("\n", " / "),
        )  # fmt: skip
    return _whose(door, entry), until, made, by, reason, lifted


def _come_back(door: Door, lifted: Lifted) -> list[str]:
    """Who is back in the queue, and what was cancelled and stays so."""
    from callbench.cli.follow_ups import in_words

    zone, nobody = door.settings.zone, _("(no name)")
    told = [
        _("Back in the queue: {name}, from {time}").format(
            name=one.customer_name or nobody, time=wall_time(one.ready_at, zone)
        )
        for one in lifted.back
    ]
    if not told:
        told = [_("Nobody waits in the queue for it: the next campaign, or a refresh, takes them in again.")]
    stays = _("Cancelled because of the list, and to be booked anew: {follow_up}")
    return [*told, *(stays.format(follow_up=in_words(door, one)) for one in lifted.cancelled)]


def _shape(entry: Listed) -> dict[str, Any]:
    return {
        "id": entry.id, "customer": entry.customer_id, "name": entry.customer_name or None,
        "code": entry.customer_code or None, "phone": entry.e164 or None, "reason": entry.reason,
        "source": entry.source, "by": entry.made_by or None, "at": entry.made_at,
        "until": None if entry.until_day is None else date_of(entry.until_day), "lifted_at": entry.lifted_at,
        "lifted_by": entry.lifted_by or None, "lift_reason": entry.lift_reason or None,
    }  # fmt: skip
