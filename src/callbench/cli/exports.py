"""`callbench export`: results and customers for other programs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO

from callbench.cli import base, say
from callbench.cli.days import read_days
from callbench.cli.door import Door
from callbench.errors import UsageProblem
from callbench.i18n import N_, _, ngettext

_OUT = base.argument("out", N_("OUT"), N_("The file to write; - is standard output."))
_DAY = N_("DAY")


@base.command("results", N_("One row an interview, one column a question."))
@_OUT
@base.option(
    "--format",
    "form",
    required=True,
    type=base.Choice(("csv", "xlsx", "jsonl")),
    metavar="csv|xlsx|jsonl",
    said=N_("How it is written."),
)
@base.option("--date", metavar=_DAY, said=N_("One day: 2026-03-05, today or yesterday."))
@base.option("--from", "first", metavar=_DAY, said=N_("First day of a range."))
@base.option("--to", "last", metavar=_DAY, said=N_("Last day of a range; today when it is left out."))
def results(door: Door, out: str, form: str, date: str | None, first: str | None, last: str | None) -> None:
    """Write the rows, and tell how many."""
    from callbench.desk.exports import export_results

    start, end = read_days(date, first, last, door.bench.today())
    target = target_of(out, binary=form == "xlsx")
    _tell(door, out, export_results(door.bench, target, form, first_day=start, last_day=end))


@base.command("customers", N_("One line a customer, with phones and services."))
@_OUT
@base.option(
    "--format", "form", default="jsonl", type=base.Choice(("jsonl",)), metavar="jsonl", said=N_("How it is written.")
)
def customers(door: Door, out: str, form: str) -> None:
    """Write the customers, and tell how many."""
    from callbench.desk.exports import export_customers

    _tell(door, out, export_customers(door.bench, target_of(out, binary=False), form))


def target_of(out: str, *, binary: bool) -> Path | BinaryIO:
    """Where an export goes: a file, or for `-` standard output. Raises UsageProblem for a workbook on a terminal."""
    if out != "-":
        return Path(out)
    if binary and sys.stdout.isatty():
        raise UsageProblem(
            _("A workbook cannot be shown on a terminal."),
            where="OUT",
            todo=_("Name a file, or send the output to one."),
        )
    sys.stdout.flush()
    return sys.stdout.buffer


def _tell(door: Door, out: str, rows: int) -> None:
    if out == "-":
        return
    if door.json:
        say.json({"rows": rows, "file": out})
    else:
        said = ngettext("{n} row written to {file}", "{n} rows written to {file}", rows)
        say.talk(said.format(n=rows, file=out))
