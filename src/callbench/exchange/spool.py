"""Rows kept small in memory between reading a file and writing the base, which is locked only for the writing."""

from __future__ import annotations

import marshal
import zlib
from collections.abc import Iterator
from datetime import date
from typing import Any

from callbench.records.imports import CustomerRow, PhoneRow, ServiceRow

BLOCK = 1_000
"""Rows handed over at once."""


class Spool:
    """Takes rows one by one, gives them back in blocks, in order. A thousand rows take about 40 kB."""

    def __init__(self) -> None:
        self._packed: list[bytes] = []
        self._open: list[tuple[Any, ...]] = []

    def add(self, row: CustomerRow) -> None:
        phones = [(one.e164, one.ext, one.kind, one.state, one.original) for one in row.phones]
        about = row.service
        service = about and (about.on_day.toordinal(), about.item, about.amount, about.staff, about.branch)
        self._open.append((row.row, row.code, row.name, phones, row.profile, row.owner, service, row.tags))
        if len(self._open) == BLOCK:
            self._pack()

    def blocks(self) -> Iterator[list[CustomerRow]]:
        """All rows, at most BLOCK at a time."""
        if self._open:
            self._pack()
        for packed in self._packed:
            yield [_row(*flat) for flat in marshal.loads(zlib.decompress(packed))]  # noqa: S302 - our own memory

    def _pack(self) -> None:
        self._packed.append(zlib.compress(marshal.dumps(self._open), 1))
        self._open = []


def _row(
    row: int, code: str, name: str, phones: list[Any], profile: dict[str, str], owner: str, service: Any,
    tags: tuple[str, ...],
) -> CustomerRow:  # fmt: skip
    numbers = tuple(PhoneRow(*one) for one in phones)
    record = ServiceRow(date.fromordinal(service[0]), *service[1:]) if service else None
    return CustomerRow(row, code, name, numbers, profile, owner, record, tags)
