"""What is said to an answer while it is typed or picked: what was understood, the slider, what is chosen. Part of `show`."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from textual.content import Content

from callbench.i18n import _, ngettext
from callbench.script.lines import Line
from callbench.tui import cells, show
from callbench.tui.widgets.number_line import ends_of
from callbench.values.calendar_words import weekday_name

_BAR = 40  # cells of a slider at most


def understood(line: Line, typed: str, kept: str) -> str:
    """What `typed` was understood as, where that is not what stands there: a weekday, plain digits, a whole number."""
    match line.kind:
        case "date":
            return _("{weekday} {date}").format(weekday=weekday_name(date.fromisoformat(kept)), date=kept)
        case "dateTime":
            from callbench.values.when import show_moment

            return show_moment(datetime.fromisoformat(kept))
        case "time":
            return kept[:5] if kept[:5] != typed.strip() else ""
        case "text" if line.appearance == "phone":
            number, _semicolon, ext = kept.partition(";ext=")
            return show.phone(number, ext, whole=True)
        case "integer" | "decimal":
            return kept if kept != typed.strip() else ""
        case _:
            return ""


def slider_row(line: Line, text: str, width: int) -> Content:
    """A range as a bar between its ends, filled as far as `text` says."""
    low, high, _step = ends_of(line.parameters)
    try:
        share = float((Decimal(text) - low) / (high - low)) if text.strip() and high > low else 0.0
    except InvalidOperation:
        share = 0.0
    left, right = f"{low:f}", f"{high:f}"
    room = max(min(_BAR, width - 12 - cells.width(left) - cells.width(right)), 8)
    return show.line(
        " " * 7, (left, "$live-muted"), " ", show.bar(share, room, style="bold $good", rest="$live-muted"), " ",
        (right, "$live-muted"),
    )  # fmt: skip


def chosen_words(line: Line, picked: Collection[str]) -> str:
    """How many choices are picked, and which."""
    labels = [show.safe(choice.label or choice.value, limit=40) for choice in line.choices if choice.value in picked]
    if not labels:
        return _("digits choose, Enter accepts")
    chosen = ngettext("{n} chosen: {labels}", "{n} chosen: {labels}", len(labels))
    return chosen.format(n=len(labels), labels=_(", ").join(labels))
