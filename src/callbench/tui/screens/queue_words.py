"""What the queue says in words: what Enter would do, why somebody is here, why nobody can be called, what an empty base needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from callbench.i18n import _, ngettext
from callbench.rules import words
from callbench.tui import show
from callbench.tui.keymap import key_of
from callbench.tui.screens.queue_lines import Place

if TYPE_CHECKING:
    from callbench.records.calls import NothingNow, QueuePage, QueueRow
    from callbench.records.pace import DayLeft
    from callbench.records.why import ItemWhy
    from callbench.rules.pace_words import Clock

Told = tuple[str | tuple[str, str], ...]  # a heading, then lines


def about(row: QueueRow | None, everybody: bool, place: Place, left: str = "") -> Content:
    """The line below the queue: as who sees it, with what is left of the day or what Enter does; with a chosen row, what
    its columns leave out.
    """
    if row is None:
        if left:
            return show.line((_("Yours:"), "$muted"), " ", (left, "$ink"))
        whose = _("As everybody sees it") if everybody else _("What you broke off first")
        takes = (_("{key} takes the next one").format(key=key_of("queue.take")), "$muted")
        return show.line((whose, "$muted"), "   ", takes)
    parts: list[show.Part] = [(show.fit(row.customer_name, 24) or _("(no name)"), "bold $ink")]
    if row.group == "parked" and row.closed_why == "no_phone":
        told = _("{key} adds a number; then the customer is called.").format(key=key_of("queue.profile"))
        parts += ["   ", (told, "$mark")]
    if row.group == "parked" and row.closed_why == "do_not_call":
        parts += ["   ", (_("Every number is on the do-not-call list."), "$bad")]
    for text in (row.reason, row.campaign):
        if text:
            parts += ["   ", (show.fit(text, 30), "$muted")]
    if row.zone != place.zone.key:
        parts += ["   ", (_("there {time}").format(time=show.clock_time(place.now, row.zone)), "$mark")]
    return show.line(*parts)


def marked(number: int) -> Content:
    """The line below the queue while lines are marked."""
    n = ngettext("{n} marked", "{n} marked", number).format(n=f"{number:,}")
    keys = _("{change} changes them, {all} marks all shown or none").format(
        change=key_of("queue.change"), all=key_of("queue.mark_all")
    )
    return show.line((n, "bold $mark"), "   ", (keys, "$muted"))


def in_force(told: tuple[tuple[str, str], ...], group: str, found: Content) -> Content:
    """What of the queue is shown: its conditions, how many they leave, the key that drops them."""
    conditions = [*([(_("Group"), show.label(words.GROUPS, group))] if group else []), *told]
    parts: list[show.Part] = [(_("Shown:"), "$muted")]
    for name, value in conditions:
        parts += ["  ", (show.fit(name, 20), "$muted"), " ", (show.fit(value, 40), "bold $mark")]
    key = (_("{key} shows all").format(key=key_of("queue.all")), "$muted")
    return show.line(*parts, "   ", found, "   ", key)


def left_told(found: DayLeft, clock: Clock) -> Told:
    """What is left of the day, with the parts it is made of."""
    from callbench.rules.pace_words import left_line, left_parts  # asked for after the first picture

    return (_("Left today: {line}").format(line=left_line(found, clock)), *left_parts(found, clock))


def why(row: QueueRow, item: ItemWhy, place: Place) -> Told:
    """Why this row may be called or is kept back, until when, and what comes before it."""
    from callbench.rules.why_words import why_lines  # asked for after the first picture

    told = why_lines(item, lambda moment: show.moment(moment, place.zone, place.now))
    lines = [_("{name}: {value}").format(name=label, value=show.safe(text, limit=200)) for label, text in told]
    if row.zone != place.zone.key:
        lines.append(_("Where the customer is, it is {time}.").format(time=show.clock_time(place.now, row.zone)))
    return (show.safe(row.customer_name, limit=100) or _("(no name)"), *lines)


def order_of_the_queue() -> Told:
    """Who comes first, when no line is chosen."""
    interrupted, agreed, later = (show.label(words.GROUPS, key) for key in ("interrupted", "agreed", "later"))
    together = _(", ").join(show.label(words.GROUPS, key) for key in ("overdue", "due", "untouched"))
    return (
        _("Who comes first"),
        _(" > ").join((interrupted, agreed, together, later)),
        _("Agreed: of those whose time has come, the one closest to now."),
        _("Among {groups}: higher priority, then fewer attempts, then the earlier time.").format(groups=together),
        (_("Choose a line and press the key again to see why a customer is here."), "$muted"),
    )


def nothing_now(found: NothingNow, place: Place) -> Told:
    """Why nobody can be called at this moment, in counts, and when that changes."""
    from callbench.rules.why_words import nothing_words  # asked for after the first picture

    lines: list[str | tuple[str, str]] = [*nothing_words(found.counts)]
    if found.next_at is not None:
        at = show.moment(found.next_at, place.zone, place.now)
        lines.append((_("The next one becomes free: {moment}.").format(moment=at), "bold"))
    elif not lines:
        lines.append(_("Nobody is waiting. Start a campaign or import customers."))
    if found.remark:
        lines.append((found.remark, "$muted"))
    return (_("Nobody can be called now"), *lines)


def nobody_here(page: QueuePage, empty: bool, filtered: bool) -> Told:
    """Why a page has no rows. empty: the base holds nothing; filtered: only some of the queue is asked for."""
    if empty:
        return _empty_base()
    if not any(page.counts.values()):
        return _empty_queue()
    more = (
        _("{key} shows the whole queue.").format(key=key_of("queue.all"))
        if filtered
        else _("Everybody in the queue has been dealt with.")
    )
    return (_("No customer here."), more)


def _empty_base() -> Told:
    """What to do with a base that holds nothing."""
    return (
        _("This base is empty"),
        _("Leave with {key} and give one of these commands:").format(key=key_of("app.quit")),
        ("callbench import customers FILE", "bold"),
        (_("    customers from a CSV or Excel file"), "$muted"),
        ("callbench import script FILE.xlsx", "bold"),
        (_("    what is asked, as an XLSForm"), "$muted"),
        ("callbench demo", "bold"),
        (_("    a demo shop to try everything on"), "$muted"),
    )


def _empty_queue() -> Told:
    """What fills a queue that never held anybody."""
    return (
        _("Nobody is in the queue yet"),
        _("Leave with {key}; customers come in with a campaign:").format(key=key_of("app.quit")),
        ("callbench import customers FILE", "bold"),
        ("callbench import script FILE.xlsx", "bold"),
        ("callbench campaign start NAME --script SCRIPT", "bold"),
    )


def counted(start: int, shown: int, total: int) -> Content:
    """1-200 of 8,412."""
    if not total:
        return Content("")
    if shown == total:
        return show.line((ngettext("{n} call", "{n} calls", total).format(n=f"{total:,}"), "$muted"))
    text = _("{first}-{last} of {total}").format(first=f"{start + 1:,}", last=f"{start + shown:,}", total=f"{total:,}")
    return show.line((text, "$muted"))


def no_agents() -> Told:
    """What to do when nobody is entered who calls."""
    return (
        _("Nobody is entered yet who calls"),
        _("Leave with {key} and add somebody, or try the demo shop:").format(key=key_of("app.quit")),
        ("callbench agent add CODE NAME", "bold"),
        ("callbench demo", "bold"),
    )
