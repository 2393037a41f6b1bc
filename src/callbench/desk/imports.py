"""Bringing customers in: everything that was understood in one transaction, or nothing. Scripts come in by `scripts`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

from callbench.desk.bench import Bench
from callbench.desk.owners import Owners
from callbench.desk.people import return_parked
from callbench.exchange.customers import CustomerFile
from callbench.exchange.spool import Spool
from callbench.i18n import _, ngettext
from callbench.records.imports import Card, CustomerRow, ImportReport, Problem
from callbench.records.people import Agent
from callbench.rules.same_customer import Cards, Changes, apply_row, find_card
from callbench.store import customers, events
from callbench.store.types import IdRun
from callbench.values.problem import ValueProblem
from callbench.values.zone import zone_abroad


class _Rehearsed(Exception):
    """Ends the transaction of a dry run, so that nothing of it stays."""


def import_customers(
    bench: Bench,
    path: Path,
    *,
    sheet: str | None = None,
    dry_run: bool = False,
    agent: Agent | None = None,
    encoding: str | None = None,
) -> ImportReport:
    """Take customers and their services from a file of a shop. dry_run: say what it would do, and do nothing.

    rows = added + changed + same + rejected; a second import of the same file finds all rows the same. The file is
    read to its end before the base is touched. Raises FileProblem or UsageProblem when nothing of it can be used.
    """
    file = CustomerFile(path, bench.settings["shop.region"], sheet=sheet, encoding=encoding)
    spool = Spool()
    for row in file:
        spool.add(row)
    work = _Import(bench, file, agent)
    try:
        with bench.db.write() as connection:
            work.run(connection, spool.blocks())
            return_parked(bench, connection)
            if dry_run:
                raise _Rehearsed
    except _Rehearsed:
        pass
    return work.report(dry_run)


class _Import:
    """One import on its way through the rows."""

    def __init__(self, bench: Bench, file: CustomerFile, agent: Agent | None) -> None:
        self._file = file
        self._now = bench.clock.now()
        self._zone: str = bench.settings["shop.zone"]
        self._region: str = bench.settings["shop.region"]
        self._abroad = 0
        self._agent_id = agent.id if agent else None
        self._key = IdRun(self._now)
        self._id = self._key()
        self._counts: Counter[str] = Counter()
        self._touched: set[UUID] = set()
        self._services: Counter[int] = Counter()
        self._refused: set[int] = set()
        self._owners = Owners(self._now, self._agent_id)

    def run(self, connection: Any, blocks: Iterable[list[CustomerRow]]) -> None:
        """Work through all rows and leave the trace of the import."""
        for block in blocks:
            self._block(connection, block)
        detail = {
            "file": self._file.path.name,
            "sha256": self._file.fingerprint(),
            "rows": self._file.rows,
            **self._counts,
        }
        events.record(connection, self._now, self._agent_id, "customers.imported", "import", self._id, detail)

    def report(self, dry_run: bool) -> ImportReport:
        """What was done."""
        found = self._file.problems
        notes = [*self._file.notes, *self._owners.notes()]
        if twice := self._services.total() - len(self._services):
            said = ngettext(
                "{n} row repeats the customer, day, item and amount of an earlier one; both were kept.",
                "{n} rows repeat the customer, day, item and amount of an earlier one; each was kept.", twice,
            )  # fmt: skip
            notes.append(said.format(n=twice))
        if self._abroad:
            said = ngettext(
                "{n} customer abroad is called by the clock of the number's country.",
                "{n} customers abroad are called by the clock of their number's country.", self._abroad,
            )  # fmt: skip
            notes.append(said.format(n=self._abroad))
        if found.unlisted:
            notes.append(_("{n} more problems are not listed.").format(n=found.unlisted))
        if dry_run:
            notes.append(_("This was a trial; nothing was changed."))
        counts = self._counts
        told = (replace(one, rejected=True) if one.row in self._refused else one for one in found.listed)
        return ImportReport(
            self._file.rows, counts["added"], counts["changed"], counts["same"],
            self._file.rejected + len(self._refused), tuple(sorted(told, key=lambda problem: problem.row)), tuple(notes),
        )  # fmt: skip

    def _block(self, connection: Any, block: list[CustomerRow]) -> None:
        cards = Cards(_known(connection, block))
        writing = customers.Writing(self._now, self._agent_id, self._key)
        for row in block:
            try:
                card, problems = find_card(row, cards, phones_in_file=self._file.layout.has("phone"))
            except ValueProblem as refusal:
                self._refused.add(row.row)
                self._tell(row, [refusal])
                continue
            is_new = card is None
            if card is None:
                card = Card(self._key(), row.code, row.name, None, {}, is_new=True)
            owner_id, owner_problems = self._owners.find(connection, row.owner)
            changes = apply_row(
                row, card, owner_id, again=card.id in self._touched, one_line_each=self._file.layout.one_line_each,
                seen=self._services,
            )  # fmt: skip
            if is_new and not card.profile.get("zone"):
                card.profile["zone"] = self._zone_of(card)
            self._touched.add(card.id)
            cards.add(card)
            if is_new and not card.name and self._file.layout.has("name", "first_name", "last_name"):
                problems = [*problems, ValueProblem("no-name", _("There is no name; to be supplemented."))]
            self._tell(row, [*problems, *owner_problems, *changes.problems])
            self._counts["added" if is_new else "changed" if changes else "same"] += 1
            self._write(writing, row, card, changes, is_new)
        writing.write(connection)

    def _zone_of(self, card: Card) -> str:
        """The clock of somebody whose file names none: the shop's, abroad that of the number called first."""
        first = next((phone.e164 for phone in card.phones if phone.e164), "")
        zone = zone_abroad(first, self._region) if first else ""
        self._abroad += bool(zone)
        return zone or self._zone

    def _write(self, writing: customers.Writing, row: CustomerRow, card: Card, changes: Changes, is_new: bool) -> None:
        trace = {"import": str(self._id), "row": row.row}
        if is_new:
            writing.add_card(card)
            writing.trace("customer.added", card.id, trace)
        elif changes:
            if changes.fields:
                writing.change_card(card, changes.fields)
            before_after = {key: list(pair) for key, pair in changes.fields.items()}
            more = {"fields": before_after, "phones": len(changes.phones), "tags": changes.tags}
            writing.trace("customer.changed", card.id, trace | more)
        writing.add_tags(card.id, changes.tags)
        for position, phone in changes.phones:
            writing.add_phone(card.id, position, phone)
        if changes.service and changes.filled:
            writing.fill_amount(card.id, changes.service)
        elif changes.service:
            writing.add_service(card.id, changes.service, changes.nth)

    def _tell(self, row: CustomerRow, problems: Iterable[ValueProblem]) -> None:
        for problem in problems:
            self._file.problems.add(Problem(problem.code, problem.message, row.row, "", self._file.sheet))


def _known(connection: Any, block: list[CustomerRow]) -> list[Card]:
    """The customers that the rows of a block may mean."""
    bare = [row for row in block if not any(phone.e164 for phone in row.phones)]
    return customers.cards_for(
        connection,
        {row.code for row in block if row.code},
        {phone.e164 for row in block for phone in row.phones if phone.e164},
        {row.profile["email"] for row in bare if "email" in row.profile},
        {row.name for row in bare if row.name and not row.code},
    )
