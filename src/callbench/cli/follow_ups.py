"""`callbench follow-up`: booking, moving, cancelling and taking over appointments; calendars out and in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from callbench.cli import base, say
from callbench.cli.door import Door
from callbench.clock import wall_time
from callbench.errors import EXIT_DONE, EXIT_FINDINGS
from callbench.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from callbench.records.people import FollowUp

_WHICH = base.argument("which", N_("FOLLOW-UP"), N_("Its id, or the customer's name, code or number."))
_WHEN = base.argument(
    "words", N_("WHEN"), N_("When, in words: 'tomorrow 10am', 'fri 3pm to 5pm', 'after the holiday'.")
)
_MOMENT = "%H:%M"


@base.command("book", N_("Book a follow-up with a customer who is in no call now."))
@base.argument("customer", N_("CUSTOMER"), N_("Name, code or number."))
@_WHEN
@base.agent_option
@base.option("--anyone", is_flag=True, said=N_("Anyone may call; without it only this agent, until it is released."))
@base.option("--purpose", metavar=N_("TEXT"), default="", said=N_("What the appointment is for, in a word or two."))
@base.option("--reason", metavar=N_("TEXT"), default="", said=N_("What the follow-up is for."))
@base.option("--note", metavar=N_("TEXT"), default="", said=N_("A note."))
@base.option(
    "--channel", metavar="phone|wechat|…", default="phone", said=N_("How: phone, wechat, sms, email or visit.")
)
@base.option(
    "--repeat",
    metavar=N_("RULE"),
    default="",
    said=N_("How it comes again: monthly, every 2 weeks, or RFC 5545 (FREQ=MONTHLY)."),
)
def book(
    door: Door,
    customer: str,
    words: str,
    agent: str | None,
    anyone: bool,
    purpose: str,
    reason: str,
    note: str,
    channel: str,
    repeat: str,
) -> None:
    """Print the follow-up as it was understood."""
    from callbench.cli.meant import meant_customer
    from callbench.cli.outcome import read_wish
    from callbench.desk.appointments import book as book_it

    who = door.agent(agent)
    meant = meant_customer(door, customer)
    wish = read_wish(words, reason, meant.zone, door.clock.now(), door.bench.calendar, where="WHEN")
    wish = replace(wish, personal=not anyone, purpose=purpose, note=note, channel=channel, rrule=repeat)
    _tell(door, book_it(door.bench, who, meant.id, wish), _("Booked: {follow_up}"))


@base.command("move", N_("Another time for a follow-up."))
@_WHICH
@_WHEN
@base.agent_option
@base.option("--why", metavar=N_("TEXT"), default="", said=N_("Why."))
def move(door: Door, which: str, words: str, agent: str | None, why: str) -> None:
    """Print the follow-up as it was understood."""
    from callbench.cli.outcome import read_wish
    from callbench.desk.appointments import move as move_it
    from callbench.desk.followups import find_follow_up

    who, found = door.agent(agent), find_follow_up(door.bench, which)
    wish = read_wish(words, "", found.zone, door.clock.now(), door.bench.calendar, where="WHEN")
    _tell(door, move_it(door.bench, who, found.id, wish.due_at, wish.ends_at, why=why), _("Moved: {follow_up}"))


@base.command("cancel", N_("Cancel a follow-up, with the reason."))
@_WHICH
@base.agent_option
@base.option("--why", metavar=N_("TEXT"), default="", said=N_("Why; needed."))
def cancel(door: Door, which: str, agent: str | None, why: str) -> None:
    """Print the follow-up."""
    from callbench.desk.appointments import cancel as cancel_it
    from callbench.desk.followups import find_follow_up

    who, found = door.agent(agent), find_follow_up(door.bench, which)
    _tell(door, cancel_it(door.bench, who, found.id, why), _("Cancelled: {follow_up}"))


@base.command("take-over", N_("Make a follow-up yours, or anyone's."))
@_WHICH
@base.agent_option
@base.option("--anyone", is_flag=True, said=N_("Anyone may call."))
def take_over(door: Door, which: str, agent: str | None, anyone: bool) -> None:
    """Print the follow-up."""
    from callbench.desk.appointments import take_over as take_it
    from callbench.desk.followups import find_follow_up

    who, found = door.agent(agent), find_follow_up(door.bench, which)
    _tell(door, take_it(door.bench, who, found.id, None if anyone else who), _("Taken over: {follow_up}"))


@base.command("export", N_("Open follow-ups as a calendar file (.ics); - is standard output."))
@base.argument("out", N_("OUT"), N_("The file to write; - is standard output."))
@base.agent_option
@base.option("--mine", is_flag=True, said=N_("This agent's alone."))
def export(door: Door, out: str, agent: str | None, mine: bool) -> None:
    """Write the file, and tell how many."""
    from callbench.cli.exports import target_of
    from callbench.desk.calendar_files import export_follow_ups

    who = door.agent(agent) if mine else door.agent_named(agent)
    number = export_follow_ups(door.bench, target_of(out, binary=False), who, mine=mine)
    if out == "-":
        return
    if door.json:
        say.json({"path": out, "follow_ups": number})
    else:
        said = ngettext("{n} follow-up written to {path}", "{n} follow-ups written to {path}", number)
        say.lines([said.format(n=number, path=out)])


@base.command(
    "import", N_("Move and cancel follow-ups as a calendar file has them. Exit code 1 when an event was refused.")
)
@base.file_argument
@base.agent_option
@base.option("--dry-run", is_flag=True, said=N_("Only say what would happen."))
def import_(door: Door, file: str, agent: str | None, dry_run: bool) -> int:
    """Print what became of every event."""
    from dataclasses import asdict

    from callbench.desk.calendar_files import import_follow_ups

    taken = import_follow_ups(door.bench, door.agent(agent), Path(file), dry_run=dry_run)
    if door.json:
        say.json({"events": [asdict(event) for event in taken]})
    else:
        names = {
            "moved": _("moved"), "cancelled": _("cancelled"), "same": _("unchanged"), "unknown": _("none of ours"),
            "refused": _("refused"),
        }  # fmt: skip
        for event in taken:
            line = _("event {n}: {what}, {summary}").format(
                n=event.place, what=names[event.what], summary=event.summary or "-"
            )
            say.lines([_("{line} ({said})").format(line=line, said=event.said) if event.said else line])
    return EXIT_FINDINGS if any(event.what == "refused" for event in taken) else EXIT_DONE


def _tell(door: Door, found: FollowUp, words: str) -> None:
    if door.json:
        from callbench.cli.shapes import follow_up_shape

        say.json(follow_up_shape(found))
        return
    say.lines([words.format(follow_up=in_words(door, found))])
    from callbench.rules.booking import remark
    from callbench.rules.hours import calling_hours

    if found.state == "open" and (said := remark(found.due_at, calling_hours(door.bench.settings, found.zone))):
        say.lines([said])


def in_words(door: Door, found: FollowUp) -> str:
    """Customer, time on the customer's clock, whose it is."""
    from callbench.values.when import show_moment

    there = found.due_at.astimezone(ZoneInfo(found.zone or door.settings.zone.key))
    when = show_moment(there)
    if found.ends_at is not None:
        when += f"-{found.ends_at.astimezone(there.tzinfo):{_MOMENT}}"
    if there.utcoffset() != found.due_at.astimezone(door.settings.zone).utcoffset():
        when = _("{there} ({here} here)").format(there=when, here=wall_time(found.due_at, door.settings.zone))
    parts = [
        found.customer_name or _("(no name)"),
        when,
        found.agent_name or _("anyone"),
        found.purpose or found.reason,
    ]
    return _(", ").join(part for part in parts if part)
