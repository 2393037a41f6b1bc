"""Imports: a row of a customer file as understood, the customers it may mean, and what an import reports."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

PROFILE = (
    "customer_class", "gender", "birthday", "email", "wechat", "branch", "channel", "preferred_time", "preferences",
    "special_needs", "zone", "note",
)  # fmt: skip
"""Profile fields that a file may fill, beside number, name and owner."""


@dataclass(frozen=True, slots=True)
class PhoneRow:
    """A number of a row. e164 "" and state invalid where the original could not be read."""

    e164: str
    ext: str
    kind: str
    state: str
    original: str


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A service or purchase of a row. amount: minor units, None when unknown."""

    on_day: date
    item: str
    amount: int | None
    staff: str
    branch: str


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """A row that can be taken over. row: its number in the file. profile: only fields with a value, keys of PROFILE.

    tags: words to be put on the customer; those they have stay.
    """

    row: int
    code: str
    name: str
    phones: tuple[PhoneRow, ...]
    profile: dict[str, str]
    owner: str
    service: ServiceRow | None
    tags: tuple[str, ...] = ()


@dataclass(slots=True)
class Card:
    """A customer as far as an import looks at them; it is kept up to date while the rows of a file are worked through.

    services: day and item → amounts of the records there are, in order. is_new: made by this import.
    """

    id: UUID
    code: str
    name: str
    owner_id: UUID | None
    profile: dict[str, str]
    phones: list[PhoneRow] = field(default_factory=list)
    next_position: int = 0
    services: dict[tuple[date, str], list[int | None]] = field(default_factory=dict)
    tags: set[str] = field(default_factory=set)
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to say about one place of a file.

    row: as the spreadsheet counts, 0 when not about a row. column: its header or letter. rejected: whether it, or
    something else in its row, is why the row was not taken; else the row was kept as far as it was understood.
    """

    code: str
    message: str
    row: int = 0
    column: str = ""
    sheet: str = ""
    rejected: bool = False


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did: rows = added + changed + same + rejected."""

    rows: int
    added: int
    changed: int
    same: int
    rejected: int
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = field(default=())  # what was understood: encoding, header line, columns ignored …
