"""A do-not-call list taken in from a file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from callbench.clock import date_of
from callbench.desk.bench import Bench
from callbench.desk.blocking import block_person, list_number, listed_as_long
from callbench.exchange.block_list import BlockRow, read_block_list
from callbench.i18n import _
from callbench.records.imports import ImportReport, Problem
from callbench.records.people import Agent
from callbench.store import blocking, events


class _Rehearsed(Exception):
    """Ends the transaction of a dry run, so that nothing of it stays."""


def import_block_list(
    bench: Bench,
    agent: Agent,
    path: Path,
    *,
    sheet: str | None = None,
    encoding: str | None = None,
    dry_run: bool = False,
) -> ImportReport:
    """Take a list of numbers and persons (by their code) from a CSV or Excel file; what is listed already stays the same.

    rows = added + same + rejected. Raises FileProblem or UsageProblem when nothing of it can be used.
    """
    file = read_block_list(path, bench.settings["shop.region"], sheet=sheet, encoding=encoding)
    now, today = bench.clock.now(), bench.today()
    counts = {"added": 0, "same": 0}
    problems = list(file.problems)
    try:
        with bench.db.write() as connection:
            for row in file.rows:
                problem = _take_row(bench, connection, agent.id, row, path.name, now, today, counts)
                if problem is not None:
                    problems.append(problem)
            detail = {"file": path.name, **counts, "rejected": len(problems)}
            events.record(connection, now, agent.id, "do_not_call.imported", "do_not_call", None, detail)
            if dry_run:
                raise _Rehearsed
    except _Rehearsed:
        pass
    notes = (*file.notes, *([_("This was a trial; nothing was changed.")] if dry_run else []))
    told = tuple(sorted(problems, key=lambda problem: problem.row))
    return ImportReport(
        len(file.rows) + len(file.problems), counts["added"], 0, counts["same"], len(problems), told, notes
    )


def _take_row(
    bench: Bench, connection: Any, agent_id: UUID, row: BlockRow, source: str, now: datetime, today: int,
    counts: dict[str, int],
) -> Problem | None:  # fmt: skip
    if row.until is not None and row.until < today:
        return Problem("until-over", _("{day} is over.").format(day=date_of(row.until)), row.row, rejected=True)
    reason = row.reason or _("from a list")
    if row.e164:
        if listed_as_long(blocking.of_number(connection, row.e164), row.until):
            counts["same"] += 1
            return None
        list_number(bench, connection, agent_id, row.e164, reason, source, now, row.until)
    else:
        customer_id = blocking.customer_with_code(connection, row.code)
        if customer_id is None:
            said = _("There is no customer with the code {code!r}.").format(code=row.code)
            return Problem("unknown-code", said, row.row, rejected=True)
        if listed_as_long(blocking.of_person(connection, customer_id), row.until):
            counts["same"] += 1
            return None
        block_person(bench, connection, agent_id, customer_id, reason, source, now, row.until)
    counts["added"] += 1
    return None
