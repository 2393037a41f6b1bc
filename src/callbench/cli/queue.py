"""`callbench queue list`, `next` and `follow-ups`: what waits, and the next customer."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from callbench.cli import base, say
from callbench.cli.cells import columns
from callbench.cli.door import Door
from callbench.cli.outcome import chosen, override_option
from callbench.clock import wall_time
from callbench.i18n import N_, _
from callbench.rules.words import FOLLOW_UP_LISTS, GROUPS

if TYPE_CHECKING:
    from datetime import datetime

    from callbench.records.calls import QueuePage
    from callbench.records.people import FollowUp


@base.command("list", N_("Today's queue, one line a call, in the order they are dealt."))
@base.agent_option
@base.option(
    "--group", metavar=N_("GROUP"), default="", said=N_("Only this group: agreed, overdue, due, untouched, later …")
)
@base.option(
    "--find",
    metavar=N_("FILTER"),
    default="",
    said=N_("Only lines with these words, or that fit: class:key owner:CODE campaign:NAME tries:0-2 due:today."),
)
@base.option("--start", metavar="N", type=base.Number(0), default=0, said=N_("Lines to pass over."))
@base.option("--size", metavar="N", type=base.Number(1, 1_000), default=200, said=N_("Most lines; 200 when left out."))
def listed(door: Door, agent: str | None, group: str, find: str, start: int, size: int) -> None:
    """Print one line an item."""
    from callbench.desk.day_left import day_left
    from callbench.desk.queue import queue_page

    who = door.agent_named(agent)
    page = queue_page(door.bench, who, start=start, size=size, group=group, text=find)
    left = day_left(door.bench, who) if who is not None else None
    if door.json:
        from callbench.cli.queue_shapes import left_shape, queue_shape

        say.json(queue_shape(page) | ({"left": left_shape(left)} if left is not None else {}))
        return
    say.lines(_queue_lines(page, door))
    counts = _(", ").join(f"{_(GROUPS.get(key, key))} {n}" for key, n in page.counts.items() if n)
    shown = f"{page.start + 1}-{page.start + len(page.rows)}" if page.rows else "0"
    place = _("{shown} of {total}").format(shown=shown, total=page.total)
    say.talk(_("{where}: {message}").format(where=place, message=counts) if counts else place)
    if page.told:
        say.talk(_(", ").join(_("{name}: {value}").format(name=name, value=value) for name, value in page.told))
    if left is not None:
        from callbench.rules.pace_words import left_line, left_parts

        def clock(moment: datetime) -> str:
            return f"{moment.astimezone(door.settings.zone):%H:%M}"

        say.talk(_("Left today: {line}").format(line=left_line(left, clock)))
        for part in left_parts(left, clock):
            say.talk(f"  {part}")


def _queue_lines(page: QueuePage, door: Door) -> list[str]:
    from callbench.cli import cards
    from callbench.rules.outcomes import outcome_label
    from callbench.values.phone import mask_phone

    region = door.settings["shop.region"]
    rows = [
        (
            _(GROUPS.get(row.group, row.group)),
            wall_time(row.due_at, door.settings.zone),
            row.customer_name or _("(no name)"),
            cards.class_label(row.customer_class),
            mask_phone(row.phone, region) if row.phone else "-",
            f"{row.attempts}/{row.max_attempts}",
            outcome_label(row.outcome) if row.outcome else "-",
            row.held_by or "-",
            str(row.item_id),
        )
        for row in page.rows
    ]
    return columns(rows)


@base.command(
    "next", N_("Take the next customer: who, why now and the script. The item stays held until its outcome is saved.")
)
@base.argument(
    "words", N_("ITEM|CUSTOMER"), N_("This one, out of turn; the one dealt next when left out."), required=False
)
@override_option
@base.agent_option
def take_next(door: Door, words: str | None, override: str, agent: str | None) -> None:
    """Print the call in hand, or why there is none."""
    from callbench.cli import cards
    from callbench.desk import calling
    from callbench.records.calls import NothingNow

    who = door.agent(agent)
    door.mind_the_clock()
    found = chosen(door, who, words, override) if words else calling.take_next(door.bench, who)
    if door.json:
        from callbench.cli.queue_shapes import nothing_shape
        from callbench.cli.shapes import call_shape

        say.json(nothing_shape(found) if isinstance(found, NothingNow) else call_shape(found))
    elif isinstance(found, NothingNow):
        say.lines(cards.nothing_card(found, door.settings.zone))
    else:
        say.lines(cards.call_card(found, door.settings, door.clock.now()))


@base.command("follow-ups", N_("Booked follow-ups, the earliest first."))
@base.agent_option
@base.option(
    "--state",
    metavar=N_("STATE"),
    type=base.Choice(FOLLOW_UP_LISTS),
    default="open",
    said=N_("open, due, overdue, missed, kept, moved, cancelled or all; open when left out."),
)
@base.option("--mine", is_flag=True, said=N_("This agent's alone, without anyone's."))
def follow_ups(door: Door, agent: str | None, state: str, mine: bool) -> None:
    """Print one line a follow-up."""
    from callbench.desk.followups import list_follow_ups
    from callbench.rules.series_words import rule_words

    who = door.agent(agent) if mine else door.agent_named(agent)
    found = list_follow_ups(door.bench, who, state=state, mine=mine)
    if door.json:
        from callbench.cli.shapes import follow_up_shape

        say.json({"follow_ups": [follow_up_shape(follow_up) for follow_up in found]})
        return
    zone: ZoneInfo = door.settings.zone
    ended, again = any(_ended(f) for f in found), any(f.rrule for f in found)
    say.lines(
        columns(
            [
                (
                    wall_time(f.due_at, zone) + (f"-{f.ends_at.astimezone(zone):%H:%M}" if f.ends_at else ""),
                    f.customer_name or _("(no name)"),
                    f.agent_name or "-",
                    f.purpose or f.reason or "-",
                    *([rule_words(f.rrule) if f.rrule else "-"] if again else []),
                    *([_ended(f)] if ended else []),
                    str(f.item_id),
                )
                for f in found
            ]
        )
    )


def _ended(follow_up: FollowUp) -> str:
    """How a follow-up that is not to come any more ended, and why; "" for one that is."""
    from callbench.rules.why_words import ended_words
    from callbench.rules.words import FOLLOW_UPS

    if follow_up.state == "open":
        return ""
    state, why = _(FOLLOW_UPS[follow_up.state]), ended_words(follow_up.closed_why)
    return _("{what} ({more})").format(what=state, more=why) if why else state
