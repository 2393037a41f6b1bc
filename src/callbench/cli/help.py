"""How help looks: usage, what it does, then aligned sections; the first page is made from the table alone."""

from __future__ import annotations

import os

from callbench.cli import table
from callbench.cli.cells import pad, width, wrap
from callbench.i18n import _

Section = tuple[str, list[tuple[str, str]]]
_WIDEST = 100  # longer lines are hard to read


def page(usage: str, about: str, sections: list[Section], last: str = "") -> str:
    """One page of help. usage: the line after the word; sections: a heading with (name, meaning) rows."""
    cells = _columns()
    lines = [_("Usage: {usage}").format(usage=usage), ""]
    lines += ["  " + line for paragraph in about.split("\n") for line in wrap(paragraph, cells - 2)]
    for heading, rows in sections:
        if not rows:
            continue
        column = min(max(width(name) for name, _meaning in rows), 32) + 2
        lines += ["", _("{heading}:").format(heading=heading)]
        for name, meaning in rows:
            first, *more = wrap(meaning, max(cells - column - 2, 20))
            if width(name) + 2 > column:
                lines += ["  " + line for line in _broken(name, cells - 2)]
                name = ""
            lines.append(("  " + pad(name, column) + first).rstrip())
            lines += ["  " + " " * column + line for line in more]
    if last:
        lines += ["", *("  " + line for line in wrap(last, cells - 2))]
    return "\n".join(lines)


def first_page() -> str:
    """What `callbench --help` says; nothing is loaded for it."""
    commands = []
    for name, place, meaning in table.GROUPS[""]:
        inside = "" if place else " " + "|".join(sub for sub, _place, _help in table.GROUPS[name])
        commands.append((name + inside, _(meaning)))
    return page(
        _("callbench [OPTIONS] [COMMAND] [ARGUMENTS]"),
        _(table.ABOUT),
        [
            (_("Commands"), commands),
            (
                _("Options"),
                [
                    option(name, value, _(meaning))
                    for name, value, meaning in (
                        table.DB, table.LANG, table.JSON, table.AGENT, table.VERSION, table.HELP,
                    )
                ],
            ),
        ],
        _(table.CODES),
    )  # fmt: skip


def option(name: str, value: str, meaning: str) -> tuple[str, str]:
    """An option's row."""
    return (f"{name} {_(value)}" if value else name), meaning


def _broken(name: str, cells: int) -> list[str]:
    """`script check|show|diff` in lines of at most `cells`, the later ones below the first word behind it."""
    lines = [""]
    indent = " " * (name.find(" ") + 1)
    for n, word in enumerate(name.split("|")):
        if n and width(lines[-1] + "|" + word) + 1 > cells:
            lines[-1] += "|"
            lines.append(indent + word)
        else:
            lines[-1] += ("|" if n else "") + word
    return lines


def _columns() -> int:
    """Columns to write in: the terminal's, 80 where there is none, never unreadably many or few."""
    try:
        said = int(os.environ.get("COLUMNS", ""))
    except ValueError:
        said = 0
    if said <= 0:
        try:
            said = os.get_terminal_size(1).columns
        except OSError:
            said = 80
    return max(40, min(said or 80, _WIDEST))
