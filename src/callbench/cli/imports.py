"""`callbench import`: customers and scripts from files, and what became of every row."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from callbench.cli import base, say
from callbench.cli.door import Door
from callbench.cli.shapes import import_shape
from callbench.errors import EXIT_DONE, EXIT_FINDINGS
from callbench.i18n import N_, _

if TYPE_CHECKING:
    from callbench.records.imports import ImportReport, Problem


@base.command("customers", N_("Take in customers from a CSV or Excel file. Exit code 1 when a row was rejected."))
@base.file_argument
@base.option(
    "--sheet", metavar=N_("SHEET"), said=N_("Sheet of the workbook; the first one with customers when left out.")
)
@base.option(
    "--encoding",
    metavar=N_("ENCODING"),
    said=N_("Encoding of a CSV file, when it is guessed wrongly: utf-8, gb18030 …"),
)
@base.option("--dry-run", is_flag=True, said=N_("Only say what would happen."))
def customers(door: Door, file: str, sheet: str | None, encoding: str | None, dry_run: bool) -> int:
    """Print what was done; findings when a row was rejected; what is said of rows that were kept are remarks."""
    from callbench.desk.imports import import_customers

    who = door.agent_named(None)
    try:
        report = import_customers(door.bench, Path(file), sheet=sheet, dry_run=dry_run, agent=who, encoding=encoding)
    except KeyboardInterrupt:
        say.talk("\n" + _("An import is whole or not at all; it can be given again."))
        raise
    return tell_rows(door, report)


@base.command("script", N_("Take in a script from an XLSForm workbook. Exit code 1 when it was refused."))
@base.file_argument
def script(door: Door, file: str) -> int:
    """Print what was done; findings when the script was refused for its problems."""
    from callbench.desk.scripts import import_script

    return tell_script(door, import_script(door.bench, Path(file), agent=door.agent_named(None)))


def tell_rows(door: Door, report: ImportReport) -> int:
    """Print what became of the rows of a file; the exit code."""
    _tell(door, report, _row_problem)
    return EXIT_FINDINGS if report.rejected else EXIT_DONE


def tell_script(door: Door, report: ImportReport) -> int:
    """Print what became of a script; the exit code."""
    _tell(door, report, _script_problem)
    return EXIT_FINDINGS if report.rejected else EXIT_DONE  # what is wrong with an accepted one are warnings


def _tell(door: Door, report: ImportReport, line: Callable[[Problem], str]) -> None:
    if door.json:
        say.json(import_shape(report))
    else:
        say.lines([_counts(report), *report.notes, *map(line, report.problems)])


def _counts(report: ImportReport) -> str:
    return _("rows {rows}: added {added}, changed {changed}, unchanged {same}, rejected {rejected}").format(
        rows=report.rows, added=report.added, changed=report.changed, same=report.same, rejected=report.rejected
    )


def _row_problem(problem: Problem) -> str:
    """What became of the row, then what there is to say about it."""
    if not problem.row or problem.code == "blank-row":  # no customer was in it that could be kept
        return _problem(problem)
    said = _("row {row} rejected: {message}") if problem.rejected else _("row {row} kept: {message}")
    message = problem.message
    if problem.column:
        message = _("{where}: {message}").format(where=problem.column, message=message)
    line = said.format(row=problem.row, message=message)
    return _("{where}: {message}").format(where=problem.sheet, message=line) if problem.sheet else line


def _script_problem(problem: Problem) -> str:
    """As `script check` begins its lines."""
    cell = f"{problem.column}{problem.row}" if problem.row else ""
    place = "!".join(word for word in (problem.sheet, cell) if word)
    return f"{place} [{problem.code}] {problem.message}".lstrip()


def _problem(problem: Problem) -> str:
    """Sheet, row and column in front, as far as they are known."""
    words = [problem.sheet] if problem.sheet else []
    if problem.row:
        words.append(_("row {row}").format(row=problem.row))
    if problem.column:
        words.append(problem.column)
    if not words:
        return problem.message
    return _("{where}: {message}").format(where=_(", ").join(words), message=problem.message)
