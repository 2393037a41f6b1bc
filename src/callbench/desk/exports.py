"""Taking results and customers out, for spreadsheets and other programs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from callbench.desk.bench import Bench
from callbench.errors import UsageProblem
from callbench.exchange.customers_out import write_customers
from callbench.exchange.result_columns import question_columns
from callbench.exchange.results import ABOUT, FORMATS, write_results
from callbench.exchange.target import written
from callbench.i18n import _
from callbench.records.people import Customer, Service
from callbench.records.results import ResultRow
from callbench.script.model import script_from_json
from callbench.store import customers, results


def export_results(
    bench: Bench,
    target: Path | BinaryIO,
    format: str,
    *,
    first_day: int | None = None,
    last_day: int | None = None,
) -> int:
    """Write the interviews of these business days (YYYYMMDD, inclusive; None: no limit) as csv, xlsx or jsonl.

    Returns their number. Raises FileProblem when the target cannot be written; then what was there stays.
    """
    _known(format, FORMATS)
    with bench.db.read() as connection:
        scripts = [script_from_json(text) for text in results.scripts_used(connection, first_day, last_day)]
        repeats = any(script.repeats for script in scripts)
        asked = results.instances_asked(connection, first_day, last_day) if repeats else []
    columns = question_columns(scripts, ABOUT, asked)
    with written(target) as file:
        return write_results(file, format, columns, _interviews(bench, first_day, last_day), bench.settings.zone)


def export_customers(bench: Bench, target: Path | BinaryIO, format: str = "jsonl") -> int:
    """Write every customer with numbers and services as JSON lines; their number. Raises FileProblem as above."""
    _known(format, ("jsonl",))
    with written(target) as file:
        return write_customers(file, _customers(bench))


def _interviews(bench: Bench, first_day: int | None, last_day: int | None) -> Iterator[ResultRow]:
    """Block by block, each in a transaction of its own: no reader stays open while a file is written."""
    last: UUID | None = None
    while True:
        with bench.db.read() as connection:
            block = results.results_after(connection, last, first_day, last_day)
        if not block:
            return
        yield from block
        last = block[-1].attempt_id


def _customers(bench: Bench) -> Iterator[tuple[Customer, tuple[Service, ...]]]:
    last: UUID | None = None
    while True:
        with bench.db.read() as connection:
            block = customers.customers_after(connection, last)
        if not block:
            return
        yield from block
        last = block[-1][0].id


def _known(format: str, known: tuple[str, ...]) -> None:
    if format not in known:
        raise UsageProblem(
            _("There is no format {name!r}.").format(name=format),
            todo=_("Known: {known}.").format(known=_(", ").join(known)),
        )
