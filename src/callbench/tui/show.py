"""Records become visible here and nowhere else: outside text is cleaned, measured and put into Content, never parsed.

Styles are names of `themes` written `$muted`, `bold $ink`. Widgets get Content from here, or str that went through
`safe`, `fit` or `cell`; nothing from outside reaches a widget that reads markup.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from textual.content import Content

from callbench.i18n import _, language
from callbench.rules import words
from callbench.text import clean
from callbench.tui import cells
from callbench.values import calendar_words

Part = str | tuple[str, str] | Content
LONGEST = 5_000  # characters of one text that are ever shown in full


def safe(text: str, *, lines: bool = False, limit: int = LONGEST) -> str:
    """Text from outside as it may reach a terminal: one line unless `lines`; longer than `limit` ends with `…`."""
    if len(text) <= limit and text.isascii() and text.isprintable():
        return text
    # Terminals disagree on the width of joined and widened emoji; one by one they are as wide everywhere as we count them.
    shown = clean(text, lines=lines, limit=limit + 1).replace("\u200d", "").replace("\ufe0f", "")
    unread = text[(limit + 1) * 4 :].strip()  # `clean` takes no more than that into its hands
    return shown if len(shown) <= limit and not unread else shown[: limit - 1].rstrip() + cells.CUT


def fit(text: str, width: int) -> str:
    """Outside text on one line in at most `width` cells, visibly shortened."""
    return cells.fit(safe(text, limit=max(width, 1) * 3 + 8), width)


def cell(text: str, width: int, *, right: bool = False) -> str:
    """Outside text in exactly `width` cells."""
    return cells.cell(safe(text, limit=max(width, 1) * 3 + 8), width, right=right)


def wrapped(text: str, width: int, *, most: int = 0) -> list[str]:
    """Outside text in lines of at most `width` cells; after `most` lines (0: no end) the last one ends with `…`."""
    limit = min(LONGEST, most * width * 4) if most else LONGEST  # no more work than can be seen
    found = cells.wrap(safe(text, lines=True, limit=limit), width)
    if most and len(found) > most:
        return [*found[: most - 1], cells.fit(found[most - 1], width - 1) + cells.CUT]
    return found


def folded(content: Content, width: int, *, most: int) -> list[Content]:
    """A Content in at most `most` lines of `width` cells; it breaks between what two spaces keep apart, where that fits a line.

    What does not fit any more ends with `…`.
    """
    pieces: list[tuple[int, int]] = []  # from, to
    at = 0
    for unit in content.plain.split("  "):
        place = at
        for part in cells.wrap(unit, width) if unit else ():
            place = content.plain.index(part, place)
            pieces.append((place, place + len(part)))
            place += len(part)
        at += len(unit) + 2
    found: list[tuple[int, int]] = []
    for start, end in pieces:
        begun = found[-1][0] if found else start
        if found and content[begun:end].cell_length <= width:
            found[-1] = (begun, end)
        else:
            found.append((start, end))
    if len(found) > most:
        last = content[found[most - 1][0] : found[-1][1]]
        return [*(content[start:end] for start, end in found[: most - 1]), last.truncate(width, ellipsis=True)]
    return [content[start:end] for start, end in found]


def line(*parts: Part) -> Content:
    """One Content from parts that are shown as they are: text, (text, style) or Content."""
    return Content.assemble(*parts)


def lines(rows: list[Content]) -> Content:
    """Contents below each other."""
    return Content("\n").join(rows)


def keycap(key: str, *, faint: bool = False) -> Part:
    """A key to press, drawn as one."""
    return (f" {key} ", "$keycap on $live" if faint else "bold $keycap-ink on $keycap")


def label(table: Mapping[str, str], code: str) -> str:
    """The translated label of a code; a code that is not in the table shows itself, cleaned."""
    return _(table[code]) if code in table else safe(code, limit=40)


def outcome(key: str) -> str:
    """The label of an outcome, "" for none."""
    from callbench.rules.outcomes import outcome_label

    return safe(outcome_label(key), limit=40)


def customer_class(key: str) -> str:
    """The label of a customer class, "" for none."""
    return label(words.CLASSES, key)


def phone(e164: str, ext: str = "", *, region: str = "CN", whole: bool = False) -> str:
    """A number as people write it; masked (138 **** 5678) unless `whole`; "" stays ""."""
    from callbench.values.phone import mask_phone, show_phone

    if not e164:
        return ""
    return safe(show_phone(e164, ext, region) if whole else mask_phone(e164, region), limit=40)


def amount(minor: int | None) -> str:
    """Money in the language in use; "" when it is not known."""
    from callbench.values.amount import show_amount

    return "" if minor is None else show_amount(minor, language())


def clock_time(moment: datetime, zone: str | ZoneInfo) -> str:
    """14:02 on the clock of `zone`."""
    return f"{moment.astimezone(_zone(zone)):%H:%M}"


def day(when: date, today: date) -> str:
    """A day in a few cells: 今天, 昨天, 明天, 03-05 (5 Mar), 2025-10-18 in another year."""
    near = {0: _("today"), -1: _("yesterday"), 1: _("tomorrow")}.get((when - today).days)
    if near:
        return near
    return date_text(when, today)


def date_text(when: date, today: date) -> str:
    """A date without words for near days: 03-05 (5 Mar), 2025-10-18 in another year."""
    return calendar_words.date_text(when, today)


def moment(at: datetime, zone: str | ZoneInfo, now: datetime) -> str:
    """A moment on the clock of `zone`, as seen from `now`: 14:02 for today, else day and time."""
    local, here = at.astimezone(_zone(zone)), now.astimezone(_zone(zone))
    if local.date() == here.date():
        return f"{local:%H:%M}"
    return f"{day(local.date(), here.date())} {local:%H:%M}"


def near(at: datetime, zone: str | ZoneInfo, now: datetime) -> str:
    """A moment in the fewest cells: 14:02 for today, else the date alone."""
    local, here = at.astimezone(_zone(zone)), now.astimezone(_zone(zone))
    return f"{local:%H:%M}" if local.date() == here.date() else date_text(local.date(), here.date())


def ago(at: datetime, now: datetime) -> str:
    """How long ago, in the largest fitting unit: 5 min, 3 h, 2 d. What is still to come is 0 min ago."""
    minutes = max(0, int((now - at) / timedelta(minutes=1)))
    if minutes < 60:
        return _("{n} min").format(n=minutes)
    if minutes < 24 * 60:
        return _("{n} h").format(n=minutes // 60)
    return _("{n} d").format(n=minutes // (24 * 60))


def until(at: datetime, now: datetime) -> str:
    """How long until, in the largest fitting unit; what has passed is 0 min away."""
    return ago(now, at)


def bar(share: float, width: int, *, style: str = "$good", rest: str = "$line") -> Content:
    """A thin bar `width` cells long; the filled part differs by form too, for terminals without colour."""
    filled = round(min(max(share, 0.0), 1.0) * width)
    if share > 0 and not filled:
        filled = min(1, width)
    return Content.assemble(("╍" * filled, style), ("╌" * (width - filled), rest))


def beside(left: Content, right: Content, width: int) -> Content:
    """Two Contents on one line of `width` cells, the second at the right edge; the first gives way."""
    room = width - right.cell_length - 1
    if left.cell_length > room:
        left = left.truncate(max(room, 0), ellipsis=True)
    return Content.assemble(left, " " * max(width - left.cell_length - right.cell_length, 0), right)


def _zone(zone: str | ZoneInfo) -> ZoneInfo:
    return ZoneInfo(zone) if isinstance(zone, str) else zone
